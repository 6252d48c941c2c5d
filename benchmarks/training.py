"""How fast a rebuild is: clips a second for features, songs a second for fitting, and what 92,000 clips cost.

    python3 run.py benchmark training [--clips N] [--songs N] [--steps N] [--device DEVICE] [--precision P]

Features are computed from synthesised 30 s mp3 files on all processors and, for comparison, in one process. Fitting
runs both recipes on random features; `--songs 92000` shows memory and throughput at the published scale (8 GB of disk).
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from benchmarks.scoring import make_clip
from models.errors import Cancelled
from models.spec import SPEC
from training.config import PRESETS, Config
from training.features.build import features_folder, make_features
from training.features.shards import N_TAGS, Features, Shard, SongRows, write_shard
from training.fit.dataset import EpochBatches, Songs
from training.fit.hardware import Hardware
from training.fit.loop import fit
from training.runtime.progress import Reporter
from training.runtime.stop import StopRequest
from training.runtime.workers import Workers

CORPUS_CLIPS = 92_000
SHARD_SONGS = 1000


class StopAfter(StopRequest):
    """Ends a fit after a number of steps; records when the first step, which includes the warm-up, was done.

    Attributes:
        steps: number of steps after which the fit ends.
        done: number of steps done.
        first_s: wall clock when the first step was done, s.
        first_busy_s: processor time at that moment, s.
    """

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.steps, self.done, self.first_s, self.first_busy_s = steps, 0, 0.0, 0.0

    def asked(self) -> bool:
        """Count a step."""
        self.done += 1
        if self.done == 1:
            self.first_s, self.first_busy_s = time.perf_counter(), time.process_time()
        return self.done > self.steps


def feature_speed(n_clips: int, folder: Path) -> None:
    """Print the clips per second and the disk space of computing features."""
    sounds = []
    for i in range(n_clips):
        path = folder / f"clip-{i}.mp3"
        if i < 4:
            make_clip(path)
        else:
            path.write_bytes((folder / f"clip-{i % 4}.mp3").read_bytes())
        sounds.append((path.stem, path))
    processors = os.cpu_count() or 1
    for name, config in PRESETS.items():
        rates, busy_s = {}, 0.0
        settings = replace(config.features, shard_tracks=8, standardiser="bundle")
        for jobs in sorted({1, processors}):
            work = features_folder(folder / f"{name}-{jobs}", settings)
            warm = Workers(jobs)
            make_features(sounds[:jobs], work, settings, workers=warm, reporter=Reporter(), stop=StopRequest())
            started, busy = time.perf_counter(), time.process_time()
            make_features(sounds, work, settings, workers=warm, reporter=Reporter(), stop=StopRequest())
            rates[jobs] = (n_clips - jobs) / (time.perf_counter() - started)
            if jobs == 1:
                busy_s = (time.process_time() - busy) / (n_clips - jobs)
        size = Features(work).stored_bytes() / n_clips
        rate = rates[processors]
        print(
            f"features, {name}: {1e3 * busy_s:.0f} ms of one processor a clip; {rate:.1f} clips/s on {processors} "
            f"processors as busy as now, {rate / rates[1]:.2f} times one process; {size / 1e3:.0f} kB a clip"
        )
        print(
            f"  {CORPUS_CLIPS:,} clips: {CORPUS_CLIPS * busy_s / 3600:.1f} processor hours, "
            f"{size * CORPUS_CLIPS / 1e9:.1f} GB"
        )


def noise_features(folder: Path, n_songs: int) -> Features:
    """Write random features with one sub-hop offset per song."""
    folder.mkdir(parents=True)
    mel, rng = SPEC.popularity_mel, np.random.default_rng(1)
    for number, first in enumerate(range(0, n_songs, SHARD_SONGS)):
        size = min(SHARD_SONGS, n_songs - first)
        mels = rng.random((size, 1, mel.n_mels, mel.n_frames), dtype=np.float32).astype(np.float16)
        rows = tuple(SongRows(f"{first + i}", i, (0.0,), "", -11.5, 30.0) for i in range(size))
        write_shard(folder, number, Shard(rows, (), mels, rng.random((size, N_TAGS), dtype=np.float32)))
    return Features(folder)


def fitting_speed(config: Config, features: Features, steps: int, hardware: Hardware, folder: Path) -> None:
    """Print the songs per second and the peak memory of fitting one recipe."""
    ids = tuple(features.songs)
    targets = np.random.default_rng(2).exponential(7.0, len(ids))
    recipe = replace(config.fit, target="raw", checkpoint_s=1e9)
    songs = Songs(ids, targets, features)
    stop = StopAfter(min(steps, recipe.epochs * len(EpochBatches(songs, recipe, 0)) - 1))
    with suppress(Cancelled):
        fit(songs, songs.subset(64), folder, recipe, hardware=hardware, reporter=Reporter(), stop=stop)
    rate = stop.steps * recipe.batch / (time.perf_counter() - stop.first_s)
    busy_s = (time.process_time() - stop.first_busy_s) / (stop.steps * recipe.batch)
    unit = 1024 if sys.platform.startswith("linux") else 1
    memory = f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30:.1f} GiB"
    if torch.cuda.is_available():
        memory += f", {torch.cuda.max_memory_allocated() / 2**30:.2f} GiB of it on the GPU"
    songs_read = recipe.epochs * 0.8 * CORPUS_CLIPS
    print(
        f"fit, {config.name}: {1e3 * busy_s:.1f} ms of one processor a song; {rate:.0f} songs/s in batches of "
        f"{recipe.batch} on {hardware.device} ({hardware.precision}) as busy as now, peak memory {memory}"
    )
    print(
        f"  {recipe.epochs} epochs of {CORPUS_CLIPS:,} clips, a fifth held out: {songs_read * busy_s / 3600:.1f} "
        f"processor hours, {songs_read / rate / 3600:.1f} h at this rate"
    )


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clips", type=int, default=64)
    parser.add_argument("--songs", type=int, default=2000)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", default="32-true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mandohit-") as name:
        folder = Path(name)
        feature_speed(options.clips, folder)
        features = noise_features(folder / "noise", options.songs)
        hardware = Hardware(options.device, 1, options.precision)
        for config in PRESETS.values():
            fitting_speed(config, features, options.steps, hardware, folder / f"fit-{config.name}")


if __name__ == "__main__":
    main()
