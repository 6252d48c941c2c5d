"""The table stays where it is read while songs come in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mandohit_desktop.jobs.queue import Job
from mandohit_desktop.ui.actions import Actions
from mandohit_desktop.ui.results.model import ResultsModel
from mandohit_desktop.ui.results.view import ResultsView

N_SONGS = 200


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ResultsView]:
    """A table of songs in the order in which they came, the latest first."""
    window = QWidget()
    qtbot.addWidget(window)
    view = ResultsView(ResultsModel(window), Actions(window), window)
    view.resize(600, 400)
    window.show()
    come(view, *range(N_SONGS))
    yield view


def come(view: ResultsView, *numbers: int) -> None:
    view.results.add_jobs([Job(i, Path(f"/music/{i}.wav")) for i in numbers])
    view.results.refresh()
    QApplication.processEvents()


def top(view: ResultsView) -> tuple[str, int]:
    index = view.indexAt(QPoint(0, 0))
    return view.results.row_at(index).title, view.rowViewportPosition(index.row())


@pytest.mark.parametrize("scrolled", [7, 500])
def test_new_songs_do_not_move_what_is_read(view: ResultsView, scrolled: int) -> None:
    view.verticalScrollBar().setValue(scrolled)
    read = top(view)
    come(view, *range(N_SONGS, N_SONGS + 3))
    assert top(view) == read
    assert view.verticalScrollBar().value() > scrolled


def test_at_the_start_the_newest_song_is_seen(view: ResultsView) -> None:
    come(view, N_SONGS)
    assert top(view) == (str(N_SONGS), 0)


def test_a_filter_that_leaves_nothing_to_read(view: ResultsView) -> None:
    view.verticalScrollBar().setValue(500)
    view.results.set_filter("nowhere")
    view.results.set_filter("")
    assert view.results.rowCount() == N_SONGS
