"""The table stays where it is read while songs come in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mandohit_desktop.jobs.queue import Job
from mandohit_desktop.ui.actions import Actions
from mandohit_desktop.ui.results.columns import Column
from mandohit_desktop.ui.results.model import ResultsModel
from mandohit_desktop.ui.results.view import ResultsView
from tests.mandohit_desktop.ui.songs import entry, result

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


def test_a_score_that_means_little_is_marked_and_stays_in_its_place(view: ResultsView) -> None:
    entries = [entry("a.wav", result(7.0)), entry("b.wav", result(5.0, resemblance=0.4)), entry("c.wav", result(3.0))]
    view.results.remove(view.results.rows())
    view.results.load(entries, None)
    view.results.sort(Column.SCORE, Qt.SortOrder.DescendingOrder)
    shown = [view.results.index(row, Column.SCORE) for row in range(3)]
    assert [index.data() for index in shown] == ["7.0", "? 5.0", "3.0"]
    said = [index.data(Qt.ItemDataRole.AccessibleTextRole) for index in shown]
    assert said == ["7.0", "? 5.0. Unlike the songs this model knows: its score means little.", "3.0"]
    assert "means little" in shown[1].data(Qt.ItemDataRole.ToolTipRole)
