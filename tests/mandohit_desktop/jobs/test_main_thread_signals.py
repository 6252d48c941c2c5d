"""What background threads tell arrives on the window's thread, and nowhere after a disconnect."""

import threading

from PySide6.QtCore import QObject, QThread, Signal
from pytestqt.qtbot import QtBot

from mandohit_desktop.jobs.main_thread_signals import MainThreadSignals


class Worker(MainThreadSignals):
    said = Signal(str)

    def say(self, text: str) -> None:
        thread = threading.Thread(target=self._post, args=(self.said, text))
        thread.start()
        thread.join()


class Listener:
    """No QObject: Qt does not know when it goes."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bool]] = []

    def hear(self, text: str) -> None:
        self.heard.append((text, QThread.currentThread().isMainThread()))


def test_arrives_on_the_windows_thread(qtbot: QtBot) -> None:
    worker, listener = Worker(), Listener()
    worker.said.connect(listener.hear)
    worker.say("a")
    qtbot.waitUntil(lambda: listener.heard == [("a", True)])


def test_nothing_arrives_after_a_disconnect(qtbot: QtBot) -> None:
    worker, listener = Worker(), Listener()
    worker.said.connect(listener.hear)
    worker.say("a")
    worker.said.disconnect(listener.hear)
    end = QObject()
    with qtbot.waitSignal(end.destroyed):
        end.deleteLater()
    assert listener.heard == []
