"""The command line with a random model in place of the shipped one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mandohit_desktop.cli import main
from models.bundle import Bundle

Mandohit = Callable[..., int]


@pytest.fixture
def mandohit(random_bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> Mandohit:
    """Run the command line with these arguments; `score` uses the random model unless told otherwise."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str | Path) -> int:
        words = [str(argument) for argument in arguments]
        if words[0] == "score" and "--model" not in words:
            words += ["--model", str(random_bundle.folder)]
        return main(words)

    return run
