"""The progress stream: what other programs read, and that the work outlives them."""

import json
import subprocess
import sys

import pytest

from training.runtime import progress
from training.runtime.progress import Reporter


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_step_that_goes_on(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(float(second) for second in range(100))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with Reporter("json").step("fit", 10, "steps", done=4) as step:
        step.advance(2)
        step.advance(4, {"loss": 1.5})
    found = lines(capsys)
    assert [(line["state"], line["done"]) for line in found] == [
        ("running", 4), ("running", 6), ("running", 10), ("done", 10)
    ]  # fmt: skip
    assert found[0]["eta_s"] is None
    assert isinstance(found[1]["eta_s"], float)
    assert found[-1] == {
        "step": "fit", "state": "done", "done": 10, "total": 10, "eta_s": 0.0, "metrics": {"loss": 1.5}
    }  # fmt: skip


def test_lines_are_few(capsys: pytest.CaptureFixture[str]) -> None:
    with Reporter("json").step("features", 10_000, "songs") as step:
        for _ in range(10_000):
            step.advance()
    assert len(lines(capsys)) < 50


def test_a_step_that_ends_early_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyError), Reporter("json").step("fit", 10, "steps"):
        raise KeyError
    assert lines(capsys)[-1]["state"] == "stopped"


def test_nothing_is_written_where_nothing_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with Reporter().step("fit", 10, "steps") as step:
        step.advance(10, {"loss": 1.0})
    assert capsys.readouterr() == ("", "")


def test_the_work_outlives_its_reader() -> None:
    code = (
        "import sys, time; from training.runtime.progress import Reporter\n"
        "with Reporter('json').step('fit', 3, 'steps') as step:\n"
        "    for i in range(3):\n        sys.stdin.readline(); step.advance(1, {'i': i})\n"
        "print('to the end', file=sys.stderr)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        assert json.loads(process.stdout.readline())["done"] == 0
        process.stdout.close()
        process.stdin.write("\n\n\n")
        process.stdin.close()
        assert process.stderr.read() == "to the end\n"
    assert process.returncode == 0
