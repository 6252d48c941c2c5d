"""The whole window: names for screen readers, keyboard alone, ten thousand songs, and the shipped model."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from mandohit_desktop.app import Application
from mandohit_desktop.core.settings import MODEL
from mandohit_desktop.store.history import Content, Entry
from mandohit_desktop.ui.results.columns import Column
from mandohit_desktop.ui.results.model import ResultsModel
from models.shipped import DEFAULT_ID
from tests.mandohit_desktop.store.test_history import KEY, result
from tests.mandohit_desktop.ui.accessibility import nameless
from tests.mandohit_desktop.ui.conftest import PATIENCE_MS

Songs = Callable[..., list[Path]]
Wait = Callable[[list[Path]], None]


def test_everything_that_takes_the_focus_has_a_name(
    application: Application, open_and_wait: Wait, songs: Songs
) -> None:
    assert nameless(application.window) == []
    paths = songs("a.wav")
    open_and_wait(paths)
    application.window.table.show_song(paths[0])
    assert application.window.detail.song is not None
    assert nameless(application.window) == []


def test_every_action_has_its_own_shortcut(application: Application) -> None:
    shortcuts = [action.shortcut().toString() for action in application.window.actions_.all()]
    assert all(shortcuts)
    assert len(set(shortcuts)) == len(shortcuts)


def test_every_action_can_be_reached_from_the_menus(application: Application) -> None:
    found = {action.objectName() for menu in application.window.menu_bar.menus.values() for action in menu.actions()}
    assert {action.objectName() for action in application.window.actions_.all()} <= found


def test_the_keyboard_is_enough(application: Application, qtbot: QtBot, open_and_wait: Wait, songs: Songs) -> None:
    open_and_wait(songs("a.wav", "b.wav"))
    window = application.window
    window.activateWindow()
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_Home)
    QTest.keyClick(window.table, Qt.Key.Key_Down)
    assert window.table.current_row() is not None
    QTest.keyClick(window.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(window.table.selected_rows()) == 2
    visited: set[QWidget | None] = set()
    for _ in range(60):
        visited.add(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
    assert {window.table, window.tool_bar.search} <= visited
    assert any(isinstance(widget, QWidget) and window.detail.isAncestorOf(widget) for widget in visited if widget)


@pytest.mark.parametrize("key", ["settings", "models", "rebuild", "shortcuts", "doctor", "about"])
def test_each_dialog_opens_once_and_closes(application: Application, qtbot: QtBot, key: str) -> None:
    action = application.window.actions_[key]
    action.trigger()
    action.trigger()
    dialogs = [dialog for dialog in application.window.findChildren(QDialog) if dialog.isVisible()]
    assert len(dialogs) == 1
    assert nameless(dialogs[0]) == []
    dialogs[0].close()


def test_compare_opens_with_two_songs_and_asks_for_them_otherwise(
    application: Application, open_and_wait: Wait, songs: Songs
) -> None:
    paths = songs("a.wav", "b.wav")
    open_and_wait(paths)
    window = application.window
    window.table.show_song(paths[0])
    window.actions_["compare"].trigger()
    assert "two to six" in window.status.text
    window.table.selectAll()
    window.actions_["compare"].trigger()
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    assert len(dialogs) == 1
    dialogs[0].close()


def test_the_compact_window_stands_in_for_the_full_one(
    application: Application, open_and_wait: Wait, songs: Songs
) -> None:
    window = application.window
    window.actions_["compact"].trigger()
    assert window.compact.isVisible() and not window.isVisible()
    open_and_wait(songs("副歌.wav"))
    assert "副歌" in window.compact.accessibleName()
    window.compact.expand_requested.emit()
    assert window.isVisible() and not window.compact.isVisible()


def test_a_failed_song_says_why_on_the_right(application: Application, open_and_wait: Wait, tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF" + bytes(100))
    open_and_wait([broken])
    application.window.table.show_song(broken)
    assert application.window.detail.message.isVisible()
    assert application.window.detail.message.sentence.text()


def test_ten_thousand_songs_sort_and_filter(qapp: QApplication) -> None:
    entries = [
        Entry(i, Path(f"/songs/{i % 100}/song {i}.wav"), 1, Content(f"{i:064x}", 1, 1), float(i), result(i % 70), None)
        for i in range(10_000)
    ]
    model = ResultsModel()
    model.load(entries, KEY)
    assert model.rowCount() == 10_000
    model.sort(Column.SCORE, Qt.SortOrder.DescendingOrder)
    scores = [row.raw_score for row in model.shown()]
    assert scores == sorted(scores, reverse=True)
    model.set_filter("song 123")
    assert model.rowCount() == 20
    model.deleteLater()


def test_the_shipped_model_scores_a_song_in_the_window(
    application: Application, qtbot: QtBot, open_and_wait: Wait, song_file: Path
) -> None:
    with qtbot.waitSignal(application.scoring.model_ready, timeout=PATIENCE_MS):
        application.settings.set(MODEL, DEFAULT_ID)
    open_and_wait([song_file])
    window = application.window
    window.table.show_song(song_file)
    row = window.table.current_row()
    assert row is not None and row.entry is not None and row.entry.result is not None
    assert row.entry.result.model_id == DEFAULT_ID
    with qtbot.waitSignal(window.spectrograms.ready, timeout=PATIENCE_MS):
        window.detail.spectrogram_wanted.emit(row.path, row.entry.content)
    assert window.detail.song is not None and window.detail.song.isVisible()
    assert [window["start_s"] for window in row.entry.result.report["windows"]] == [0.0, 4.992, 9.984, 12.0]
