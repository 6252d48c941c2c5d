"""How soon a watched export is scored, and what watching costs while nothing happens.

    python3 run.py benchmark watching [--rounds N] [--idle-s SECONDS]

Latency: a four-minute wav is written in pieces and its header is patched at the end, as DAWs do; it is the time
from then to the stored result. Idle cost: processor time of the whole process while it watches 5,000 unchanged files.
"""

import argparse
import queue
import statistics
import struct
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import soundfile

from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.engine.cached_scorer import CachedScorer
from mandohit_desktop.engine.inputs import is_audio_name
from mandohit_desktop.engine.probe import probe
from mandohit_desktop.engine.registry import shipped_model
from mandohit_desktop.store.history import History
from mandohit_desktop.watch.folder import FolderStatus, ReadySong
from mandohit_desktop.watch.memory import WatchedFolder
from mandohit_desktop.watch.service import Callbacks, WatchService
from models.spec import Protocol

SONG_S = 240
RATE_HZ = 44_100
N_FILES = 5_000
PIECES = 12
RENDER_S = 1.5
DEADLINE_S = 60.0


def render(source: bytes, target: Path) -> float:
    """Write a wav in pieces with a placeholder for its length, then the length; return the time of the last write."""
    data = source.index(b"data") + 4
    header = bytearray(source[: data + 4])
    header[data : data + 4] = struct.pack("<I", 0)
    size = (len(source) - len(header)) // PIECES + 1
    with target.open("wb") as file:
        file.write(header)
        for start in range(len(header), len(source), size):
            file.write(source[start : start + size])
            file.flush()
            time.sleep(RENDER_S / PIECES)
        file.seek(data)
        file.write(source[data : data + 4])
    return time.monotonic()


class Watching:
    """A running watch service and a queue of the songs it finds."""

    def __init__(self, home: Path) -> None:
        self.ready: queue.SimpleQueue[ReadySong] = queue.SimpleQueue()
        self.watching = threading.Event()
        callbacks = Callbacks(self.ready.put, self._on_status, lambda folder, notice: None)
        self.service = WatchService(home / "watch.sqlite3", lambda name: is_audio_name(Path(name)), probe, callbacks)
        self.service.start()

    def _on_status(self, status: FolderStatus) -> None:
        if status.notice.code == "watch.watching":
            self.watching.set()

    def watch(self, folder: Path) -> None:
        """Watch a folder; returns when watching has begun."""
        self.service.set_folders([WatchedFolder(str(folder))])
        self.watching.wait(DEADLINE_S)


def latencies(home: Path, rounds: int) -> list[float]:
    """Return the seconds from the last byte of each song to its stored result."""
    engine = Engine(shipped_model())
    engine.warm_up()
    history = History(home / "history.sqlite3")
    scorer = CachedScorer(engine, history, Protocol.MATCHED)
    folder = home / "exports"
    folder.mkdir()
    watching = Watching(home)
    watching.watch(folder)
    found = []
    for turn in range(rounds):
        rng = np.random.default_rng(turn)
        beat = np.exp(-8.0 * (np.arange(SONG_S * RATE_HZ) / RATE_HZ % 0.5))[:, None]
        soundfile.write(home / "source.wav", 0.2 * beat * rng.normal(size=(SONG_S * RATE_HZ, 2)), RATE_HZ)
        written_s = render((home / "source.wav").read_bytes(), folder / f"{turn}.wav")
        song = watching.ready.get()
        ready_s = time.monotonic() - written_s
        scorer.score(Path(song.path))
        found.append(time.monotonic() - written_s)
        watching.service.settled(song)
        print(f"  found after {ready_s:.2f} s, scored after {found[-1]:.2f} s", flush=True)
    watching.service.stop()
    history.close()
    return found


def idle_share(home: Path, seconds: float) -> float:
    """Return the share of one processor, 0 to 1, that watching many unchanged files takes."""
    folder = home / "many"
    folder.mkdir()
    for i in range(N_FILES):
        (folder / f"song {i}.wav").write_bytes(b"RIFF")
    watching = Watching(home)
    watching.watch(folder)
    time.sleep(5.0)
    started_s, used_s = time.monotonic(), time.process_time()
    time.sleep(seconds)
    share = (time.process_time() - used_s) / (time.monotonic() - started_s)
    watching.service.stop()
    return share


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--idle-s", type=float, default=60.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mandohit-") as folder:
        print(f"A {SONG_S} s wav, from its last byte")
        found = latencies(Path(folder), options.rounds)
        print(f"Median: {statistics.median(found):.2f} s, worst of {len(found)}: {max(found):.2f} s")
        share = idle_share(Path(folder), options.idle_s)
        print(f"Idle with {N_FILES} files: {100 * share:.2f} % of one processor")


if __name__ == "__main__":
    main()
