"""Actions that have nothing to work on are grey, in the real window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mandohit_desktop.app import Application
from tests.mandohit_desktop.ui.conftest import PATIENCE_MS

WATCHED = ("compare", "copy", "export_csv", "find", "remove", "rescore", "show_file", "stop", "stop_all")


def enabled(application: Application) -> set[str]:
    QApplication.processEvents()
    return {key for key in WATCHED if application.window.actions_[key].isEnabled()}


def test_nothing_works_without_songs_but_opening(application: Application) -> None:
    assert enabled(application) == set()
    assert application.window.actions_["open"].isEnabled()


def test_what_works_with_a_song(
    application: Application, open_and_wait: Callable[..., None], songs: Callable[..., list[Path]]
) -> None:
    open_and_wait(songs("a.wav"))
    idle = {"compare", "copy", "export_csv", "find", "remove", "rescore", "show_file"}
    assert enabled(application) == idle
    application.window.table.clearSelection()
    assert enabled(application) == {"export_csv", "find"}


def test_stopping_works_while_songs_wait(
    application: Application, qtbot: QtBot, songs: Callable[..., list[Path]], hold_songs
) -> None:
    hold_songs()
    with qtbot.waitSignal(application.scoring.added, timeout=PATIENCE_MS):
        application.window.open_paths(songs(*(f"{i}.wav" for i in range(9))))
    qtbot.waitUntil(lambda: bool(application.scoring.state().shares), timeout=PATIENCE_MS)
    assert {"stop", "stop_all"} <= enabled(application)
    assert not {"remove", "rescore"} & enabled(application)
    application.window.table.selectAll()
    application.window.actions_["stop"].trigger()
    qtbot.waitUntil(lambda: not {"stop", "stop_all"} & enabled(application), timeout=PATIENCE_MS)
    assert {"remove", "rescore"} <= enabled(application)
