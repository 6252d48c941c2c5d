"""The window's thread stays free while 200 files are scored: measured on a real run, in processor time of that thread.

Processor time of each event rather than wall time, so that a busy machine does not fail the test, and beside a fixed
piece of work, so that a slow one does not; `python3 run.py benchmark window` prints milliseconds.
"""

import gc
import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mandohit_desktop.app import Application
from tests.mandohit_desktop.ui.conftest import PATIENCE_MS

N_FILES = 200
LONGEST_PIECES = 10.0
"""How long one event may keep the window's thread, in pieces of work of about 10 ms each; the longest take two."""


@pytest.fixture
def own_objects() -> Iterator[None]:
    """Keep what other tests left out of the collector's rounds, which happen on the window's thread."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


class Moments(QObject):
    """Notes the processor time of the window's thread at every event, so that each is timed by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.at_s: list[float] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        del watched, event
        self.at_s.append(time.thread_time())
        return False


def piece_s() -> float:
    """Return the processor time of a fixed piece of work on this thread."""
    started_s = time.thread_time()
    sum(i * i for i in range(100_000))
    return time.thread_time() - started_s


@pytest.mark.usefixtures("own_objects")
def test_the_window_never_blocks_while_200_files_are_scored(
    application: Application, qapp: QApplication, qtbot: QtBot, songs: Callable[..., list[Path]]
) -> None:
    paths = songs(*(f"{i}.wav" for i in range(N_FILES)), seconds=3.2)
    pieces_s = [piece_s() for _ in range(5)]
    moments = Moments()
    qapp.installEventFilter(moments)
    application.window.open_paths(paths)
    qtbot.waitUntil(lambda: application.scoring.state().n_done == N_FILES, timeout=3 * PATIENCE_MS)
    qtbot.waitUntil(lambda: not application.window.queue_bar.isVisible(), timeout=PATIENCE_MS)
    qapp.removeEventFilter(moments)
    application.window.results.refresh()
    assert all(row.raw_score is not None for row in application.window.results.shown())
    assert len(moments.at_s) > N_FILES
    pieces_s += [piece_s() for _ in range(5)]
    longest_s = max(later - earlier for earlier, later in itertools.pairwise(moments.at_s))
    assert longest_s < LONGEST_PIECES * statistics.median(pieces_s)
