"""The list of shortcuts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mandohit_desktop.ui.actions import ACTIONS, Actions
from mandohit_desktop.ui.dialogs.shortcuts import ShortcutsDialog
from tests.mandohit_desktop.ui.accessibility import nameless


def rows(dialog: ShortcutsDialog) -> list[tuple[str, str]]:
    model = dialog.table.model()
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def test_lists_every_action_and_finds_by_text_and_key(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = ShortcutsDialog(Actions(window).all(), window)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert len(rows(dialog)) == len(ACTIONS)
    assert all("&" not in text and keys for text, keys in rows(dialog))
    qtbot.keyClicks(dialog.search, "settings")
    assert rows(dialog) == [("Settings", "Ctrl+,")]
    dialog.search.setText("ctrl+f1")
    assert [text for text, _ in rows(dialog)] == ["About MandoHit"]
    dialog.search.setText("no such thing")
    assert rows(dialog) == []
    assert nameless(dialog) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
