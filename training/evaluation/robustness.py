"""How much a score moves when it should not: gain, sample rate, mono, a late start, mp3 re-encoding."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import av
import numpy as np
import soundfile
import soxr

from models.audio import open_audio
from models.audio_format import Samples
from models.report import ScoreReport
from models.scorer import Scorer
from models.spec import Protocol

GAINS_DB = (-12.0, -6.0, -3.0, 3.0, 6.0)
LATE_STARTS_MS = (23, 46, 93, 160)
MP3_BITS_PER_S = 128_000

Treatment = Callable[[Samples, int], tuple[Samples, int]]
"""From samples, [frames, channels], and their rate in Hz to others."""


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
    **{f"start {milliseconds} ms late": _late(milliseconds) for milliseconds in LATE_STARTS_MS},
}
MP3 = "mp3 at 128 kb/s"


def write_mp3(path: Path, samples: Samples, rate: int) -> None:
    """Write samples, [frames, channels] with one or two channels, as mp3."""
    layout = "mono" if samples.shape[1] == 1 else "stereo"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mp3", rate=rate, layout=layout)
        stream.bit_rate = MP3_BITS_PER_S
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout=layout)
        frame.sample_rate = rate
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)


def treated_scores(
    scorer: Scorer, path: Path, protocol: Protocol, treatments: Mapping[str, Treatment] = TREATMENTS
) -> tuple[ScoreReport, dict[str, ScoreReport]]:
    """Score a song as it is, after each treatment and as mp3.

    Raises:
        AudioError: the song cannot be used.
    """
    with open_audio(path) as stream:
        samples, rate = np.concatenate(list(stream.blocks)), stream.info.sample_rate_hz
    reports = {}
    with tempfile.TemporaryDirectory(prefix="mandohit-") as name:
        wave, mp3 = Path(name) / "song.wav", Path(name) / "song.mp3"
        for treatment, treat in treatments.items():
            soundfile.write(wave, *treat(samples, rate), subtype="FLOAT")
            reports[treatment] = scorer.score_file(wave, protocol)
        if samples.shape[1] <= 2:
            write_mp3(mp3, samples, rate)
            reports[MP3] = scorer.score_file(mp3, protocol)
        soundfile.write(wave, samples, rate, subtype="FLOAT")
        return scorer.score_file(wave, protocol), reports


def score_changes(scorer: Scorer, paths: Sequence[Path], protocol: Protocol) -> dict[str, list[float]]:
    """Return, by treatment, how far each song's score moved.

    Raises:
        AudioError: a song cannot be used.
    """
    changes: dict[str, list[float]] = {}
    for path in paths:
        plain, reports = treated_scores(scorer, path, protocol)
        for name, report in reports.items():
            changes.setdefault(name, []).append(abs(report.raw_score - plain.raw_score))
    return changes
