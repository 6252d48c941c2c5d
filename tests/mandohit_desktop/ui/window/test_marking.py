"""Triage from the keyboard: star, reject, rate and note songs, and choose those to see."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from mandohit_desktop.app import Application
from mandohit_desktop.core.settings import LANGUAGE
from mandohit_desktop.store.marks import Mark, Verdict
from mandohit_desktop.ui.results.columns import Column, text_of
from mandohit_desktop.ui.results.row import Row
from tests.mandohit_desktop.ui.accessibility import nameless
from tests.mandohit_desktop.ui.conftest import close

Songs = Callable[..., list[Path]]
Wait = Callable[[list[Path]], None]
STARRED, REJECTED = Mark(Verdict.STARRED), Mark(Verdict.REJECTED)
HELD = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def three(application: Application, open_and_wait: Wait, songs: Songs) -> list[Path]:
    """Songs a, b and c, listed by name; the list has the focus."""
    paths = songs("a.wav", "b.wav", "c.wav")
    open_and_wait(paths)
    window = application.window
    window.table.sortByColumn(Column.TITLE, Qt.SortOrder.AscendingOrder)
    window.activateWindow()
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_Home)
    return paths


def press(application: Application, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(application.window.table, key, held)


def shown(application: Application) -> list[str]:
    return [row.title for row in application.window.results.shown()]


def row_of(application: Application, title: str) -> Row:
    return next(row for row in application.window.results.rows() if row.title == title)


def marks(application: Application) -> dict[str, Mark]:
    return {row.title: row.mark for row in application.window.results.rows()}


def cell(application: Application, title: str, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
    results = application.window.results
    return str(results.index(shown(application).index(title), Column.MARK).data(role))


def test_keys_star_reject_and_rate(application: Application, three: list[Path]) -> None:
    press(application, Qt.Key.Key_S, Qt.Key.Key_4, Qt.Key.Key_Down, Qt.Key.Key_X, Qt.Key.Key_Down, Qt.Key.Key_2)
    assert marks(application) == {"a": Mark(Verdict.STARRED, 4), "b": REJECTED, "c": Mark(rating=2)}
    assert [cell(application, title) for title in "abc"] == ["\u2605 4", "\u2715", "2"]
    said = [cell(application, title, Qt.ItemDataRole.AccessibleTextRole) for title in "abc"]
    assert said == ["Starred. Rating 4", "Rejected", "Rating 2"]
    press(application, Qt.Key.Key_0, Qt.Key.Key_S, Qt.Key.Key_S)
    assert marks(application)["c"] == Mark()


def test_all_selected_songs_are_marked_at_once(application: Application, three: list[Path]) -> None:
    press(application, Qt.Key.Key_S)
    press(application, Qt.Key.Key_Down, held=HELD)
    press(application, Qt.Key.Key_S)
    assert marks(application) == {"a": STARRED, "b": STARRED, "c": Mark()}
    press(application, Qt.Key.Key_S)
    press(application, Qt.Key.Key_X)
    assert marks(application) == {"a": REJECTED, "b": REJECTED, "c": Mark()}


def test_keys_typed_into_the_filter_are_text(application: Application, three: list[Path], qtbot: QtBot) -> None:
    search = application.window.tool_bar.search
    search.setFocus()
    qtbot.keyClicks(search, "sx10")
    assert search.text() == "sx10"
    assert set(marks(application).values()) == {Mark()}


def test_marks_and_notes_are_there_after_a_restart(
    application: Application, qapp: QApplication, three: list[Path], qtbot: QtBot
) -> None:
    press(application, Qt.Key.Key_S)
    field = application.window.detail.note.field
    field.setFocus()
    qtbot.keyClicks(field, "chorus late")
    application.window.close()
    application.close()
    again = Application(qapp)
    try:
        assert marks(again) == {"a": Mark(Verdict.STARRED, 0, "chorus late"), "b": Mark(), "c": Mark()}
    finally:
        close(again)


def test_a_note_is_kept_by_return_and_as_the_focus_leaves(
    application: Application, three: list[Path], qtbot: QtBot
) -> None:
    window, field = application.window, application.window.detail.note.field
    field.setFocus()
    qtbot.keyClicks(field, "one")
    assert marks(application)["a"].note == ""
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert marks(application)["a"].note == "one"
    qtbot.keyClicks(field, " two")
    window.table.setFocus()
    assert marks(application)["a"].note == "one two"
    assert cell(application, "a", Qt.ItemDataRole.ToolTipRole).endswith("a.wav\none two")
    press(application, Qt.Key.Key_Down)
    assert field.text() == ""
    field.setFocus()
    qtbot.keyClicks(field, "of b")
    window.table.show_song(three[0])
    assert (marks(application)["b"].note, field.text()) == ("of b", "one two")


def test_marks_follow_the_content(application: Application, three: list[Path], open_and_wait: Wait) -> None:
    press(application, Qt.Key.Key_S, Qt.Key.Key_3)
    renamed = three[0].rename(three[0].with_name("renamed.wav"))
    twin = three[0].with_name("twin.wav")
    twin.write_bytes(renamed.read_bytes())
    open_and_wait([renamed, twin])
    assert marks(application)["renamed"] == marks(application)["twin"] == Mark(Verdict.STARRED, 3)
    application.window.table.setFocus()
    application.window.table.show_song(twin)
    press(application, Qt.Key.Key_X)
    assert marks(application)["renamed"] == Mark(Verdict.REJECTED, 3)


def test_new_content_has_no_mark_and_the_removed_is_forgotten(
    application: Application, three: list[Path], open_and_wait: Wait, songs: Songs
) -> None:
    press(application, Qt.Key.Key_S)
    songs("a.wav", seed=40)
    open_and_wait([three[0]])
    assert marks(application)["a"] == Mark()
    songs("a.wav")
    open_and_wait([three[0]])
    assert marks(application)["a"] == STARRED
    application.window.table.show_song(three[0])
    application.window.actions_["remove"].trigger()
    box = next(box for box in application.window.findChildren(QMessageBox) if box.isVisible())
    box.button(QMessageBox.StandardButton.Yes).click()
    open_and_wait([three[0]])
    assert marks(application)["a"] == Mark()


def test_the_list_shows_the_chosen_songs_and_remembers_the_choice(
    application: Application, qapp: QApplication, three: list[Path], qtbot: QtBot
) -> None:
    choice = application.window.tool_bar.shown
    assert [choice.itemText(i) for i in range(choice.count())] == ["All songs", "Starred", "Not rejected"]
    qtbot.keyClick(choice, Qt.Key.Key_End)
    press(application, Qt.Key.Key_S, Qt.Key.Key_Down, Qt.Key.Key_X)
    assert shown(application) == ["a", "c"]
    current = application.window.table.current_row()
    assert current is not None and current.title == "c"
    qtbot.keyClick(choice, Qt.Key.Key_Up)
    assert shown(application) == ["a"]
    press(application, Qt.Key.Key_S)
    assert shown(application) == [] and application.window.results.is_filtered
    application.window.close()
    application.close()
    again = Application(qapp)
    try:
        assert again.window.tool_bar.shown.currentText() == "Starred"
        assert shown(again) == []
        again.window.tool_bar.shown.setCurrentIndex(0)
        assert shown(again) == ["a", "b", "c"]
    finally:
        close(again)


def test_songs_are_ordered_by_mark(application: Application, three: list[Path]) -> None:
    press(application, Qt.Key.Key_X, Qt.Key.Key_Down, Qt.Key.Key_5, Qt.Key.Key_Down, Qt.Key.Key_S)
    application.window.table.horizontalHeader().sectionClicked.emit(Column.MARK)
    assert shown(application) == ["c", "b", "a"]


def test_ranks_are_of_the_songs_shown(application: Application, three: list[Path]) -> None:
    window = application.window
    window.table.horizontalHeader().sectionClicked.emit(Column.RANK)
    scores = [row.raw_score for row in window.results.shown()]
    assert scores == sorted(scores, reverse=True)
    assert [row.rank for row in window.results.shown()] == [1, 2, 3]
    window.table.show_song(window.results.shown()[0].path)
    window.tool_bar.shown.setCurrentIndex(2)
    press(application, Qt.Key.Key_X)
    assert [row.rank for row in window.results.shown()] == [1, 2]
    assert text_of(window.results.shown()[0], Column.RANK) == "1"


def test_the_menus_offer_marks_with_their_keys(application: Application, three: list[Path]) -> None:
    wanted = {"star": "S", "reject": "X", **{f"rate_{n}": str(n) for n in range(6)}}
    in_context = application.window.table.menu().actions()
    ratings = next(action.menu() for action in in_context if action.text() == "Rating")
    for actions in (application.window.menu_bar.menus["Ma&rk"].actions(), [*in_context, *ratings.actions()]):
        keys = {action.objectName(): action.shortcut().toString() for action in actions if action.isEnabled()}
        assert wanted.items() <= keys.items()


def test_the_marked_say_so_in_every_language(application: Application, three: list[Path]) -> None:
    press(application, Qt.Key.Key_S, Qt.Key.Key_4)
    application.settings.set(LANGUAGE, "zh_TW")
    QApplication.processEvents()
    assert cell(application, "a", Qt.ItemDataRole.AccessibleTextRole) == "\u5df2\u52a0\u661f\u865f. \u8a55\u7b49 4"
    assert application.window.tool_bar.shown.currentText() == "\u6240\u6709\u6b4c\u66f2"
    assert nameless(application.window) == []
    application.settings.set(LANGUAGE, "en")


def test_a_mark_that_cannot_be_kept_is_said_and_the_old_one_stays(
    application: Application, three: list[Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(application, Qt.Key.Key_S)

    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("mandohit_desktop.store.history.write_marks", refuse)
    press(application, Qt.Key.Key_X)
    box = next(box for box in application.window.findChildren(QMessageBox) if box.isVisible())
    assert "the mark is not kept" in box.text()
    box.close()
    assert row_of(application, "a").mark == STARRED


def test_a_song_without_content_cannot_be_marked(application: Application, open_and_wait: Wait, tmp_path: Path) -> None:
    open_and_wait([tmp_path / "gone.wav"])
    application.window.table.show_song(tmp_path / "gone.wav")
    assert not application.window.actions_["star"].isEnabled()
    assert not application.window.detail.note.isVisible()
