"""How fast scoring is, as ratios measured in one run.

    python3 run.py benchmark scoring [CLIP]

Prints the time of each stage for a 30 s clip with the model loaded, the lower bound (decoding, resampling, the Fourier
transforms of the frames and the networks, each timed alone), the ratio to this bound and to the plain pipeline of
`benchmarks.plain`, then a four-minute song, a batch, and a cold start of the command line. Without a clip it generates
an mp3.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile
import soxr
import torch

from benchmarks.plain import plain_score
from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.engine.registry import shipped_model
from models.audio import open_audio
from models.bundle import Bundle
from models.recording import measure
from models.scorer import Scorer
from models.spec import SPEC, Protocol

ROUNDS = 15
BATCH = 50
SONG_S = 240
CACHE_SAMPLES = 2**19
PEAK_MEMORY = (
    "import sys; from pathlib import Path; from mandohit_desktop.cli import main; main(sys.argv[1:]); "
    "status = Path('/proc/self/status').read_text().split('VmHWM:')[1]; "
    "print(int(status.split()[0]) // 1024, file=sys.stderr)"
)


def make_clip(path: Path) -> None:
    """Write 30 s of noise with a beat as a stereo mp3."""
    rng = np.random.default_rng(1)
    beat = np.exp(-8.0 * (np.arange(30 * 44_100) / 44_100 % 0.5))[:, None]
    soundfile.write(path, 0.2 * beat * rng.normal(size=(30 * 44_100, 2)), 44_100, format="MP3")


def medians(works: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Time functions in turn, so that changes of the machine's speed affect all alike; return medians in ms by name."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            if turn:
                times[name].append(1e3 * (time.perf_counter() - started))
    return {name: statistics.median(values) for name, values in times.items()}


def _bare_transforms(recording_signals: dict[int, np.ndarray]) -> list[torch.Tensor]:
    """Return the windowed frames of all seven spectrograms, in blocks that fit into the cache."""
    mel, tag = SPEC.popularity_mel, SPEC.tag_mel
    pieces = []
    plans = [(mel.sample_rate_hz, mel.n_fft, mel.hop_length // len(SPEC.protocol.offsets))]
    plans += [(tag.sample_rate_hz, n_fft, tag.hop_length) for n_fft in tag.windows]
    for rate, n_fft, hop in plans:
        signal = torch.nn.functional.pad(torch.from_numpy(recording_signals[rate]), (n_fft // 2, n_fft // 2))
        frames = signal.unfold(0, n_fft, hop) * torch.hann_window(n_fft)
        pieces.extend(piece.contiguous() for piece in frames.split(max(1, CACHE_SAMPLES // n_fft)))
    return pieces


def floor_stages(clip: Path, bundle: Bundle) -> dict[str, Callable[[], object]]:
    """Return the parts of the lower bound as functions, by name."""
    mel, tag = SPEC.popularity_mel, SPEC.tag_mel
    samples, rate = soundfile.read(clip, dtype="float32", always_2d=True)
    mono = samples.mean(axis=1)
    signals = {hz: soxr.resample(mono, rate, hz, "HQ") for hz in (mel.sample_rate_hz, tag.sample_rate_hz)}
    pieces = _bare_transforms(signals)
    mels = torch.rand(len(SPEC.protocol.offsets), mel.n_mels, mel.n_frames)
    logs = torch.rand(1, len(tag.windows), tag.n_mels, tag.n_frames)

    def networks() -> None:
        with torch.inference_mode():
            bundle.model.inception(mels)
            bundle.model.regressor(bundle.model.tagger(logs))

    return {
        "decode": lambda: soundfile.read(clip, dtype="float32", always_2d=True),
        "two resamplings": lambda: [soxr.resample(mono, rate, hz, "HQ") for hz in signals],
        "bare Fourier transforms": lambda: [torch.fft.rfft(piece) for piece in pieces],
        "networks": networks,
    }


def _decode(clip: Path) -> int:
    with open_audio(clip) as stream:
        return sum(map(len, stream.blocks))


def one_clip(clip: Path, bundle: Bundle) -> None:
    """Print the time of each stage for one clip, and the ratios."""
    processors = os.cpu_count() or 1
    torch.set_num_threads(processors)
    floor = medians({**floor_stages(clip, bundle), "plain pipeline": lambda: plain_score(clip, bundle)})
    plain = floor.pop("plain pipeline")
    scorer = Scorer(bundle, n_threads=processors)
    recording = measure(clip, run=scorer.run)
    ours = medians(
        {
            "decode, every frame counted": lambda: _decode(clip),
            "measure (decode, loudness, resample)": lambda: measure(clip, run=scorer.run),
            "score (front ends, networks)": lambda: scorer.score_recording(recording, Protocol.MATCHED),
            "whole": lambda: scorer.score_file(clip, Protocol.MATCHED),
        }
    )
    print(f"A 30 s clip, model loaded, {processors} processors; medians of {ROUNDS} in ms")
    for name, value in {**{f"floor: {k}": v for k, v in floor.items()}, **ours, "plain pipeline": plain}.items():
        print(f"  {name:40s} {value:8.1f}")
    total = sum(floor.values())
    print(f"  {'floor, sum':40s} {total:8.1f}")
    print(f"Whole / floor: {ours['whole'] / total:.2f}    plain / whole: {plain / ours['whole']:.2f}")
    counted = ours["decode, every frame counted"] / floor["decode"]
    print(f"Decoding with every frame counted / decoding to the length that libsndfile estimates: {counted:.2f}")


def long_and_many(clip: Path, bundle: Bundle, folder: Path) -> Path:
    """Print the ratios of a four-minute song and of a batch; return the song."""
    samples, rate = soundfile.read(clip, dtype="float32", always_2d=True)
    song = folder / "song.wav"
    soundfile.write(song, np.tile(samples, (SONG_S * rate // len(samples) + 1, 1))[: SONG_S * rate], rate)
    engine = Engine(bundle, "cpu")
    single = medians(
        {
            "clip": lambda: list(engine.score_all([clip], Protocol.MATCHED)),
            "song": lambda: list(engine.score_all([song], Protocol.MATCHED)),
            "batch": lambda: list(engine.score_all([clip] * BATCH, Protocol.MATCHED)),
        }
    )
    print(f"A four-minute song, all windows / a 30 s clip: {single['song'] / single['clip']:.1f}")
    print(f"A batch of {BATCH} clips / the single-clip rate: {single['clip'] * BATCH / single['batch']:.2f}")
    return song


def command_line(clip: Path, song: Path) -> None:
    """Print the time of the command line from a cold start, and its peak memory."""
    mandohit = [sys.executable, "-m", "mandohit_desktop"]

    def call(*words: str | Path) -> Callable[[], object]:
        return lambda: subprocess.run([*mandohit, *map(str, words)], check=True, capture_output=True)

    times = medians({"--help": call("--help"), "score clip": call("score", "--fresh", clip)}, rounds=5)
    for name, value in times.items():
        print(f"mandohit {name}: {value / 1e3:.2f} s")
    for name, path in (("a 30 s clip", clip), ("a four-minute song", song)):
        command = [sys.executable, "-c", PEAK_MEMORY, "score", "--fresh", str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        print(f"Peak memory for {name}: {done.stderr.split()[-1]} MiB")


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("clip", nargs="?", type=Path)
    options = parser.parse_args()
    bundle = shipped_model()
    with tempfile.TemporaryDirectory(prefix="mandohit-") as name:
        os.environ["MANDOHIT_HOME"] = name
        clip = options.clip or Path(name) / "clip.mp3"
        if options.clip is None:
            make_clip(clip)
        one_clip(clip, bundle)
        song = long_and_many(clip, bundle, Path(name))
        command_line(clip, song)


if __name__ == "__main__":
    main()
