"""What kills at random moments cost: nothing may be lost, and nothing may come twice.

    python3 run.py benchmark kills [--kills N] [--seed SEED] [--model ID_OR_FOLDER]

`mandohit watch --json` is started and killed (SIGKILL) N times while songs are exported, touched and rendered anew;
`mandohit score --json` is killed N times over one folder, in a new home once all is scored. Then both run to their end.
Every content must have been printed by `watch` once, have one result in the history, and never have been scored twice;
every line of a killed `score` must come again to the byte.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import soundfile

from mandohit_desktop.store.history import History
from mandohit_desktop.store.result import ModelKey
from models.recording import sha256_of
from models.shipped import DEFAULT_ID

RATE_HZ = 22_050
SONG_S = 4.0
N_BATCH = 40
LONGEST_WORK_S = 8.0
"""How long a process lives at most once it has started; the start itself is measured."""
RENDER_EVERY = 5
DEADLINE_S = 300.0
ANY_MODEL = ModelKey("", "")

Printed = Counter[tuple[str, str]]
"""How often each content, by the name of its file and its hash, was printed."""


def render(path: Path, seed: int) -> tuple[str, str]:
    """Write a short song of its own; return its name and hash."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(SONG_S * RATE_HZ)) / RATE_HZ
    tone = 0.2 * np.sin(2 * np.pi * rng.uniform(110.0, 440.0) * t) + 0.02 * rng.normal(size=t.size)
    soundfile.write(path, np.stack([tone, 0.9 * tone], axis=1), RATE_HZ)
    return path.name, sha256_of(path)


class Home:
    """A home of its own for processes that are killed."""

    def __init__(self, folder: Path, model: str) -> None:
        self._folder, self._model = folder, model
        self._n_started = 0
        folder.mkdir()

    def start(self, *words: str) -> tuple[subprocess.Popen[bytes], Path]:
        """Start the command line; return the process and the file that it prints to."""
        output = self._folder / f"{self._n_started}.txt"
        self._n_started += 1
        command = [sys.executable, "-m", "mandohit_desktop", *words, "--json", "--model", self._model]
        with output.open("wb") as file:
            environment = {**os.environ, "MANDOHIT_HOME": str(self._folder)}
            return subprocess.Popen(command, stdout=file, stderr=subprocess.DEVNULL, env=environment), output

    def history(self) -> History:
        """Open what the processes keep."""
        return History(self._folder / "data" / "history.sqlite3")

    def results(self) -> dict[str, float]:
        """Return when each content was scored, by its hash."""
        with closing(self.history()) as history:
            rows = history._connection.execute("SELECT sha256, scored_at FROM result").fetchall()
        return dict(rows)


def lines(output: Path) -> list[str]:
    """Return the whole lines that a process printed."""
    return output.read_text(encoding="utf-8").split("\n")[:-1]


def printed(outputs: list[Path]) -> Printed:
    """Return what processes printed; a file that has no score counts under its error."""
    reports = [json.loads(line) for output in outputs for line in lines(output)]
    return Counter((Path(line["file"]).name, line.get("sha256") or line["error"]["code"]) for line in reports)


def start_s(work: Path, model: str) -> float:
    """Return how long `score` takes with one song: what a process needs before it works."""
    render(work / "first.wav", 0)
    began_s = time.monotonic()
    process, _ = Home(work / "first", model).start("score", str(work / "first.wav"))
    process.wait()
    return time.monotonic() - began_s


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with SIGKILL."""
    process.kill()
    process.wait()


def watch_killed(work: Path, model: str, n_kills: int, life_s: Callable[[], float]) -> dict[str, int]:
    """Kill `watch` while songs come; return the figures."""
    home, folder = Home(work / "watch", model), work / "exports"
    folder.mkdir()
    outputs: list[Path] = []
    wanted: set[tuple[str, str]] = set()
    scored_at: dict[str, float] = {}
    chance = np.random.default_rng(n_kills)
    n_changed = 0
    for i in range(n_kills):
        process, output = home.start("watch", "--existing", str(folder))
        outputs.append(output)
        end_s = time.monotonic() + life_s()
        wanted.add(render(folder / f"{i}.wav", i))
        done = sorted(name for name, _ in printed(outputs))
        if done:
            os.utime(folder / str(chance.choice(done)))
            if i % RENDER_EVERY == 0:
                wanted.add(render(folder / str(chance.choice(done)), 1000 + i))
        time.sleep(max(0.0, end_s - time.monotonic()))
        kill(process)
        now = home.results()
        n_changed += sum(now.get(content) != when for content, when in scored_at.items())
        scored_at = now
    n_early = len(printed(outputs))
    process, output = home.start("watch", "--existing", str(folder))
    outputs.append(output)
    end_s = time.monotonic() + DEADLINE_S
    while set(printed(outputs)) < wanted and time.monotonic() < end_s:
        time.sleep(1.0)
    time.sleep(LONGEST_WORK_S)  # for what may come twice
    kill(process)
    with closing(home.history()) as history:
        n_versions = sum(entry.version for entry in history.entries(ANY_MODEL))
    seen = printed(outputs)
    return {
        "kills": n_kills,
        "contents": len(wanted),
        "printed by those killed": n_early,
        "not printed": len(wanted - set(seen)),
        "printed twice": sum(n > 1 for n in seen.values()),
        "not expected": len(set(seen) - wanted),
        "not in the history": len({sha256 for _, sha256 in wanted} - set(home.results())),
        "versions too many": n_versions - len(wanted),
        "scored twice": n_changed,
    }


def score_killed(work: Path, model: str, n_kills: int, life_s: Callable[[], float]) -> dict[str, int]:
    """Kill `score` over one folder; return the figures."""
    folder = work / "songs"
    folder.mkdir()
    for i in range(N_BATCH):
        render(folder / f"{i:02}.wav", i)
    figures = Counter(dict.fromkeys(("kills", "batches", "lines", "lines that changed", "lost", "scored twice"), 0))
    while figures["kills"] < n_kills:
        home = Home(work / f"score-{figures['batches']}", model)
        said: dict[str, str] = {}
        kept: dict[str, float] = {}
        is_over = False
        while not is_over:
            process, output = home.start("score", str(folder))
            try:
                last = figures["kills"] >= n_kills
                process.wait(DEADLINE_S if last else life_s())
                is_over = True
            except subprocess.TimeoutExpired:
                kill(process)
                figures["kills"] += 1
            now = home.results()
            figures["lost"] += sum(content not in now for content in kept)
            figures["scored twice"] += sum(now.get(content, when) != when for content, when in kept.items())
            kept = now
            for line in lines(output):
                sha256 = json.loads(line)["sha256"]
                figures["lost"] += sha256 not in kept
                figures["lines that changed"] += said.setdefault(sha256, line) != line
        figures["batches"] += 1
        figures["lines"] += len(said)
        figures["lost"] += N_BATCH - len(lines(output))
    return dict(figures)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", default=DEFAULT_ID)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mandohit-") as folder:
        work, chance = Path(folder), np.random.default_rng(options.seed)
        started_s = start_s(work, options.model)
        for name, run in (("watch", watch_killed), ("score", score_killed)):
            figures = run(
                work, options.model, options.kills, lambda: chance.uniform(started_s / 4, started_s + LONGEST_WORK_S)
            )
            print(f"{name}: " + ", ".join(f"{what} {n}" for what, n in figures.items()), flush=True)


if __name__ == "__main__":
    main()
