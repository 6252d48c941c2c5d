"""The command line with a random model in place of the shipped one, and songs whose scoring waits."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mandohit_desktop.cli import main
from models.audio_format import Progress
from models.bundle import Bundle
from models.report import ScoreReport
from models.scorer import Scorer
from models.spec import Protocol

ABSENT_DEVICE = "cuda" if sys.platform == "darwin" else "mps"
"""A device that this machine cannot have."""
Mandohit = Callable[..., int]


@pytest.fixture
def mandohit(random_bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> Mandohit:
    """Run the command line with these arguments; `score` and `pick` use the random model unless told otherwise."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str | Path) -> int:
        words = [str(argument) for argument in arguments]
        if words[0] in ("score", "pick") and "--model" not in words:
            words += ["--model", str(random_bundle.folder)]
        return main(words)

    return run


class HeldSongs:
    """Songs whose scoring waits until they are let go or cancelled, however fast or busy the machine is.

    Attributes:
        begun: the songs whose scoring has begun, in that order.
        let_go: set it and no song waits any longer.
    """

    def __init__(self) -> None:
        self.begun: list[Path] = []
        self.let_go = threading.Event()

    def pass_by(self, path: Path, on_progress: Progress | None) -> None:
        """Wait in the scoring of a song."""
        self.begun.append(path)
        while not self.let_go.wait(0.01):
            if on_progress:
                on_progress(0.0)


@pytest.fixture
def hold_songs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., HeldSongs]]:
    """Hold songs from now on: all, or those whose path a function chooses."""
    holding: list[HeldSongs] = []

    def hold(chosen: Callable[[Path], bool] = lambda path: True) -> HeldSongs:
        held, real = HeldSongs(), Scorer.score_file

        def score_file(
            self: Scorer, path: Path, protocol: Protocol, on_progress: Progress | None = None
        ) -> ScoreReport:
            if chosen(path):
                held.pass_by(path, on_progress)
            return real(self, path, protocol, on_progress)

        monkeypatch.setattr(Scorer, "score_file", score_file)
        holding.append(held)
        return held

    yield hold
    for held in holding:
        held.let_go.set()
