"""How much a score moves when it should not: gain, sample rate, mp3 re-encoding, mono, a late start.

    python -m benchmarks.robustness FOLDER [--songs N] [--model FOLDER]

Prints, over the songs of a folder under `matched`, the median, the 90th percentile and the largest change of the score
for each treatment; for the late start that of the inception score, which the treatment concerns.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import soundfile
import soxr

from mandohit_desktop.engine.inputs import expand
from mandohit_desktop.engine.registry import DEFAULT_ID, load_model
from models.audio import Samples, open_audio
from models.report import ScoreReport
from models.scorer import Scorer
from models.spec import Protocol

GAINS_DB = (-12.0, -6.0, -3.0, 3.0, 6.0)
LATE_STARTS_MS = (23, 46, 93, 160)

Treatment = Callable[[Samples, int], tuple[Samples, int]]


def _gain(decibels: float) -> Treatment:
    return lambda samples, rate: (samples * np.float32(10.0 ** (decibels / 20.0)), rate)


def _late(milliseconds: int) -> Treatment:
    return lambda samples, rate: (samples[rate * milliseconds // 1000 :], rate)


def _at_48_khz(samples: Samples, rate: int) -> tuple[Samples, int]:
    return soxr.resample(samples, rate, 48_000, "VHQ"), 48_000


def _mono(samples: Samples, rate: int) -> tuple[Samples, int]:
    return samples.mean(axis=1, keepdims=True), rate


TREATMENTS: dict[str, Treatment] = {
    **{f"gain {decibels:+.0f} dB": _gain(decibels) for decibels in GAINS_DB},
    "44.1 to 48 kHz": _at_48_khz,
    "stereo to mono": _mono,
}


def write_mp3(path: Path, samples: Samples, rate: int) -> None:
    """Write a 128 kb/s mp3."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mp3", rate=rate, layout="stereo")
        stream.bit_rate = 128_000
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout="stereo")
        frame.sample_rate = rate
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)


def treated_scores(scorer: Scorer, path: Path, folder: Path) -> tuple[ScoreReport, dict[str, ScoreReport]]:
    """Score a song as it is and after each treatment."""
    with open_audio(path) as stream:
        samples, rate = np.concatenate(list(stream.blocks)), stream.info.sample_rate_hz
    reports = {}
    late = {f"start {milliseconds} ms late": _late(milliseconds) for milliseconds in LATE_STARTS_MS}
    for name, treatment in {**TREATMENTS, **late}.items():
        target = folder / "treated.wav"
        soundfile.write(target, *treatment(samples, rate), subtype="FLOAT")
        reports[name] = scorer.score_file(target, Protocol.MATCHED)
    write_mp3(folder / "treated.mp3", samples, rate)
    reports["mp3 at 128 kb/s"] = scorer.score_file(folder / "treated.mp3", Protocol.MATCHED)
    soundfile.write(folder / "as_is.wav", samples, rate, subtype="FLOAT")
    return scorer.score_file(folder / "as_is.wav", Protocol.MATCHED), reports


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--songs", type=int, default=50)
    parser.add_argument("--model", default=DEFAULT_ID)
    options = parser.parse_args()
    scorer = Scorer(load_model(options.model))
    changes: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="mandohit-") as folder:
        for path in list(expand([options.folder], recursive=True))[: options.songs]:
            plain, reports = treated_scores(scorer, path, Path(folder))
            for name, report in reports.items():
                field = "inception" if "late" in name else "raw_score"
                changes.setdefault(name, []).append(abs(getattr(report, field) - getattr(plain, field)))
    print(f"{'change of the score':24s} {'median':>8s} {'90 %':>8s} {'largest':>8s}")
    for name, values in changes.items():
        print(f"{name:24s} {np.median(values):8.3f} {np.quantile(values, 0.9):8.3f} {max(values):8.3f}")


if __name__ == "__main__":
    main()
