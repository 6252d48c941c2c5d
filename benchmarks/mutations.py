"""Whether damaged files harm anything: thousands of mutated files through `mandohit score` and `mandohit watch`.

    python3 run.py benchmark mutations [--files N] [--seed N] [--keep FOLDER]

Files go in batches of a hundred of one format with one good wav among them, named to sort last. Each batch is scored by
a `score` of its own, while one `watch` is given all of them. Prints a table by format and every fault: an `internal`, a
crash, no line for 20 s, memory above 1 GB, a good file that was not scored. A fault's file is made again from the
seed, and kept in FOLDER. Exit code 1: there was a fault.
"""

import argparse
import queue
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks._mutants import FORMATS, good_file, mutants, sources
from benchmarks._score_process import Fault, score_batch
from tests.writers.watch_process import WatchProcess

BATCH = 99
MAX_MB = 1024
KEPT_S = 45.0
"""How long a batch stays in the watched folder: longer than a file waits whose end is unknown."""
GOOD_WITHIN_S = 120.0


@dataclass
class Row:
    """What became of one format's files."""

    files: int = 0
    scored: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    worst_s: float = 0.0
    peak_mb: int = 0


class Watched:
    """One `watch` over all batches; the oldest batches are removed again."""

    def __init__(self, home: Path) -> None:
        self._home, self._folder = home, home / "exports"
        self._folder.mkdir(parents=True)
        self._batches: list[tuple[float, Path, Path]] = []
        self.faults: list[Fault] = []
        self.results: Counter[str] = Counter()
        self._waiting: dict[Path, float] = {}
        self.peak_mb = 0
        self._start()

    def _start(self) -> None:
        self._process = WatchProcess(self._folder, self._home, "--recursive")

    def add(self, batch: Path, good: Path) -> None:
        """Copy a batch into the folder and look at what became of earlier ones."""
        target = self._folder / batch.name
        shutil.copytree(batch, target)
        self._batches.append((time.monotonic(), target, target / good.name))
        self._waiting[target / good.name] = time.monotonic()
        self.look()

    def look(self) -> None:
        """Take the lines that have come; note faults; remove batches that have been there long enough."""
        while True:
            try:
                _, line = self._process.lines.get_nowait()
            except queue.Empty:
                break
            file, code = Path(str(line["file"])), _code(line)
            self.results[code] += 1
            if code == "internal":
                self.faults.append(Fault(file, "watch: internal"))
            if code == "scored":
                self._waiting.pop(file, None)
        if not self._process.is_alive():
            self.faults.append(Fault(self._batches[-1][1], f"watch: crashed with {self._process.stop()}"))
            self._start()
        now = time.monotonic()
        for file, since in list(self._waiting.items()):
            if now - since > GOOD_WITHIN_S:
                self.faults.append(Fault(file, "watch: the good file is not scored"))
                del self._waiting[file]
        for batch in [batch for batch in self._batches if now - batch[0] > KEPT_S and batch[2] not in self._waiting]:
            shutil.rmtree(batch[1])
            self._batches.remove(batch)

    def finish(self) -> None:
        """Wait for what is under way, then end."""
        while self._batches:
            time.sleep(1.0)
            self.look()
        if self._process.stop() not in (0, 130):
            self.faults.append(Fault(self._folder, "watch: did not end as it should"))
        if self._process.noise:
            self.faults.append(Fault(self._folder, f"watch: this is no JSON: {self._process.noise[0].strip()}"))
        self.peak_mb = self._process.peak_mb
        if self.peak_mb > MAX_MB:
            self.faults.append(Fault(self._folder, f"watch: {self.peak_mb} MB"))


def _code(line: dict[str, object]) -> str:
    error = line.get("error")
    return str(error["code"]) if isinstance(error, dict) else "scored"


def score(batch: Path, good: Path, row: Row, home: Path) -> list[Fault]:
    """Score a batch and add the results to a format's row."""
    results, faults = score_batch(sorted(batch.iterdir()), home)
    for result in results:
        row.peak_mb = max(row.peak_mb, result.peak_mb)
        row.worst_s = max(row.worst_s, result.seconds)
        code = _code(result.line)
        if code == "internal":
            faults.append(Fault(result.file, "score: internal"))
        if result.file == good:
            faults += [] if code == "scored" else [Fault(good, f"score: the good file got {code}")]
            continue
        row.files += 1
        if code == "scored":
            row.scored += 1
        else:
            row.refused[code] += 1
    if row.peak_mb > MAX_MB:
        faults.append(Fault(batch, f"score: {row.peak_mb} MB"))
    return faults


def print_table(rows: dict[str, Row]) -> None:
    """Print the table as Markdown."""
    print("| Format | Files | Scored | Refused | Worst, s | Peak, MB |\n|---|---|---|---|---|---|")
    for name, row in rows.items():
        refused = ", ".join(f"`{code}` {n}" for code, n in row.refused.most_common())
        print(f"| {name} | {row.files:,} | {row.scored:,} | {refused} | {row.worst_s:.1f} | {row.peak_mb} |")


def main() -> None:
    """Make, score and watch the files, batch by batch."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    rows = {name: Row() for name in FORMATS}
    faults: list[Fault] = []
    with tempfile.TemporaryDirectory(prefix="mandohit-") as name:
        work = Path(name)
        originals = sources(work / "sources")
        watched = Watched(work / "watch home")
        for number, first in enumerate(range(0, options.files, BATCH)):
            kind = FORMATS[number % len(FORMATS)]
            batch = work / f"{number:04d} {kind}"
            batch.mkdir()
            indices = range(first, min(first + BATCH, options.files))
            mutants(originals, kind, options.seed, indices, batch)
            good = good_file(batch, number)
            watched.add(batch, good)
            found = score(batch, good, rows[kind], work / "score home")
            for fault in found:
                print(f"{fault.what}: {fault.file.name} (seed {options.seed})", flush=True)
                if options.keep and fault.file.is_file():
                    options.keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(fault.file, options.keep)
            faults += found
            watched.look()
            shutil.rmtree(batch)
            print(f"{indices.stop} files", file=sys.stderr, flush=True)
        watched.finish()
    print_table(rows)
    told = ", ".join(f"`{code}` {n}" for code, n in watched.results.most_common())
    print(f"\n`watch`: {told}; peak {watched.peak_mb} MB")
    for fault in watched.faults:
        print(f"{fault.what}: {fault.file.parent.name}/{fault.file.name} (seed {options.seed})")
    print(f"{len(faults) + len(watched.faults)} faults")
    sys.exit(1 if faults or watched.faults else 0)


if __name__ == "__main__":
    main()
