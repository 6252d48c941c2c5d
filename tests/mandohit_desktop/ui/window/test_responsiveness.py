"""The window's thread stays free while 200 files are scored: measured on a real run, in processor time of that thread.

Processor time rather than wall time, so that a busy machine does not fail the test; `python -m benchmarks.window`
prints both.
"""

import gc
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from mandohit_desktop.app import Application
from tests.mandohit_desktop.ui.conftest import PATIENCE_MS

N_FILES = 200
LONGEST_MS = 50.0
BEAT_MS = 5


@pytest.fixture
def own_objects() -> Iterator[None]:
    """Keep what other tests left out of the collector's rounds, which happen on the window's thread."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("own_objects")
def test_the_window_never_blocks_while_200_files_are_scored(
    application: Application, qtbot: QtBot, songs: Callable[..., list[Path]]
) -> None:
    paths = songs(*(f"{i}.wav" for i in range(N_FILES)), seconds=3.2)
    beats: list[float] = []
    timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(time.thread_time()))
    timer.start()
    application.window.open_paths(paths)
    qtbot.waitUntil(lambda: application.scoring.state().n_done == N_FILES, timeout=3 * PATIENCE_MS)
    qtbot.waitUntil(lambda: not application.window.queue_bar.isVisible(), timeout=PATIENCE_MS)
    timer.stop()
    application.window.results.refresh()
    assert all(row.raw_score is not None for row in application.window.results.shown())
    assert len(beats) > N_FILES
    longest = max(later - earlier for earlier, later in itertools.pairwise(beats))
    assert 1000.0 * longest < LONGEST_MS
