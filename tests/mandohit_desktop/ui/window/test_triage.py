"""From a drop to copied files by keyboard alone, in the real window; and what does not tear the reader away."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from mandohit_desktop.app import Application
from mandohit_desktop.store.marks import Verdict
from mandohit_desktop.ui.pick.dialog import PickDialog

PATIENCE_MS = 60_000
Songs = Callable[..., list[Path]]
Wait = Callable[[list[Path]], None]


def test_from_a_drop_to_copied_files(
    application: Application,
    qtbot: QtBot,
    qapp: QApplication,
    songs: Songs,
    open_and_wait: Wait,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = application.window
    open_and_wait(songs("a.wav", "b.wav", "夜曲.wav", seconds=16.0))
    window.activateWindow()
    window.table.setFocus()
    QTest.keyClick(window.table, Qt.Key.Key_Home)
    QTest.keyClick(window.table, Qt.Key.Key_S)
    QTest.keyClick(window.table, Qt.Key.Key_Down)
    QTest.keyClick(window.table, Qt.Key.Key_X)
    assert sorted(row.mark.verdict for row in window.results.rows()) == [
        Verdict.REJECTED, Verdict.NONE, Verdict.STARRED,
    ]  # fmt: skip
    QTest.keyClick(window.table, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = (widget for widget in qapp.topLevelWidgets() if isinstance(widget, PickDialog))
    qtbot.waitUntil(dialog.isEnabled, timeout=PATIENCE_MS)
    QTest.keyClick(dialog.include_unlike, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.ranking.topLevelItemCount() > 0, timeout=PATIENCE_MS)
    QTest.keyClick(dialog.slider, Qt.Key.Key_Home)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "留下"))
    QTest.keyClick(dialog.copy, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "1 song copied" in dialog.told.text(), timeout=PATIENCE_MS)
    assert len(list((tmp_path / "留下").iterdir())) == 1
    dialog.move_.click()
    qtbot.waitUntil(lambda: "1 song moved" in dialog.told.text(), timeout=PATIENCE_MS)
    moved = [row for row in window.results.rows() if row.path.parent.name == "留下"]
    assert [row.path.exists() and row.raw_score is not None for row in moved] == [True]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_songs_that_come_in_leave_the_reader_where_he_is(
    application: Application, songs: Songs, open_and_wait: Wait
) -> None:
    table = application.window.table
    first, second, third, fourth = songs("a.wav", "b.wav", "c.wav", "d.wav")
    open_and_wait([first, second])
    table.show_song(second)
    open_and_wait([third, fourth])
    assert (row := table.current_row()) is not None
    assert row.path == second
    open_and_wait([first])
    assert (row := table.current_row()) is not None
    assert row.path == first


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_key_plays_the_highlight(
    application: Application, qtbot: QtBot, songs: Songs, open_and_wait: Wait, key: Qt.Key
) -> None:
    window = application.window
    open_and_wait(songs("a.wav"))
    window.activateWindow()
    window.table.setFocus()
    with qtbot.waitSignal(window.actions_["play_highlight"].triggered, timeout=PATIENCE_MS):
        QTest.keyClick(window.table, key)
