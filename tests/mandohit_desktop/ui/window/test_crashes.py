"""The last resort: errors that nobody caught."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mandohit_desktop.ui.dialogs.error import ErrorDialog
from mandohit_desktop.ui.window.crashes import Crashes
from tests.mandohit_desktop.ui.accessibility import nameless


@pytest.fixture
def crashes(qtbot: QtBot) -> Iterator[Crashes]:
    installed = Crashes()
    installed.install()
    yield installed
    installed.uninstall()
    if installed.dialog:
        qtbot.addWidget(installed.dialog)


def fail() -> None:
    raise RuntimeError("the moon fell down")


def dialog_of(qtbot: QtBot, crashes: Crashes) -> ErrorDialog:
    qtbot.waitUntil(lambda: crashes.dialog is not None and crashes.dialog.isVisible())
    assert crashes.dialog is not None
    return crashes.dialog


def test_an_error_in_a_slot_shows_what_happened(
    qtbot: QtBot, crashes: Crashes, caplog: pytest.LogCaptureFixture
) -> None:
    QTimer.singleShot(0, fail)
    dialog = dialog_of(qtbot, crashes)
    assert dialog.what.toPlainText() == "RuntimeError: the moon fell down"
    assert "mandohit.log" in dialog.place.text()
    assert "the moon fell down" in caplog.text
    assert nameless(dialog) == []
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "in fail" in copied
    assert "MandoHit" in copied


def test_an_error_in_a_thread_is_shown_on_the_windows_thread(qtbot: QtBot, crashes: Crashes) -> None:
    thread = threading.Thread(target=fail, name="mandohit-test")
    thread.start()
    thread.join()
    assert "the moon" in dialog_of(qtbot, crashes).what.toPlainText()


def test_many_errors_make_one_dialog(qtbot: QtBot, crashes: Crashes) -> None:
    for _ in range(20):
        QTimer.singleShot(0, fail)
    dialog = dialog_of(qtbot, crashes)
    qtbot.waitUntil(lambda: dialog.count == 20)
    dialog.ok.click()
    assert not dialog.isVisible()
    QTimer.singleShot(0, fail)
    assert dialog_of(qtbot, crashes) is dialog
    assert dialog.count == 1


def test_a_stop_from_the_keyboard_is_no_crash(
    crashes: Crashes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    passed_on = []
    monkeypatch.setattr(crashes, "_before", (lambda *args: passed_on.append(args[0]), None))
    with caplog.at_level(logging.ERROR):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert passed_on == [KeyboardInterrupt]
    assert crashes.dialog is None
    monkeypatch.undo()
