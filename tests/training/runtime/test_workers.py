"""Work spread over this machine's processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from training.runtime.workers import Workers, spread

ENDLESS = """
import time
from training.runtime.workers import Workers, spread

def work(item):
    print(item, flush=True)
    time.sleep(3600)

if __name__ == "__main__":
    list(spread(work, range(2), Workers(2)))
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_everything_is_done_once(jobs: int) -> None:
    assert sorted(spread(abs, range(-9, 1), Workers(jobs))) == list(range(10))


@pytest.mark.parametrize("jobs", [1, 2])
def test_closing_drops_what_has_not_begun(jobs: int) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = spread(abs, items(), Workers(jobs))
    next(results)
    results.close()
    assert len(taken) < 20


@pytest.mark.skipif(os.name == "nt", reason="Windows gives a process no new parent when its own ends")
def test_workers_end_when_their_starter_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout
        assert sorted(process.stdout.readline() for _ in range(2)) == ["0\n", "1\n"]
        process.kill()
        assert process.stdout.read() == ""  # returns once the last worker has closed its end
