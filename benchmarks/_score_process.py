"""A batch through `mandohit score --json` as a process, with time and memory, whatever happens to the process."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

START_S = 90.0
HANG_S = 20.0


@dataclass(frozen=True)
class Fault:
    """Something that must not happen, and the file with which it did."""

    file: Path
    what: str


@dataclass(frozen=True)
class Result:
    """A line of the process; `seconds` since the line before it."""

    file: Path
    line: dict[str, object]
    seconds: float
    peak_mb: int


def score_batch(files: Sequence[Path], home: Path) -> tuple[list[Result], list[Fault]]:
    """Score files in order; after a crash or a hang, the files that it may have been go alone, then the rest."""
    results: list[Result] = []
    faults: list[Fault] = []
    rest = list(files)
    n_next = len(rest)
    while rest:
        some, problem, noise = _run(rest[:n_next], home)
        if noise:
            faults.append(Fault(rest[0].parent, f"score: this is no JSON: {noise}"))
        results += some
        rest = rest[len(some) :]
        if problem is None:
            n_next = len(rest)
        elif n_next == 1:
            faults.append(Fault(rest.pop(0), f"score: {problem}"))
            n_next = len(rest)
        else:
            n_next = 1
    return results, faults


def _run(files: Sequence[Path], home: Path) -> tuple[list[Result], str | None, str]:
    command = [sys.executable, "-m", "mandohit_desktop", "score", "--json", "--device", "cpu", *map(str, files)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
        env=os.environ | {"MANDOHIT_HOME": str(home)},
    )  # fmt: skip
    lines: queue.Queue[str | None] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process, lines))
    reader.start()
    said: list[tuple[dict[str, object], float]] = []
    problem, noise, before = None, "", 0.0
    try:
        while (line := lines.get(timeout=HANG_S if said else START_S + HANG_S)) is not None:
            if not line.startswith("{"):
                noise = noise or line.strip()
                continue
            now = time.monotonic()
            said.append((json.loads(line), now - before if said else 0.0))
            before = now
    except queue.Empty:
        problem = f"no line for {HANG_S:.0f} s"
        process.kill()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    reader.join()
    if problem is None and (process.returncode not in (0, 1) or len(said) < len(files)):
        problem = f"crashed with {process.returncode}"
    peak_mb = usage.ru_maxrss // 1024
    results = [Result(file, line, s, peak_mb) for file, (line, s) in zip(files, said, strict=False)]
    return results, problem, noise


def _read(process: "subprocess.Popen[str]", lines: "queue.Queue[str | None]") -> None:
    assert process.stdout
    with process.stdout:
        for line in process.stdout:
            lines.put(line)
    lines.put(None)
