"""The compact window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.settings import WINDOW_STATE, Settings
from mandohit_desktop.jobs.queue import QueueState
from mandohit_desktop.ui.window.compact_window import CompactWindow
from tests.mandohit_desktop.ui.accessibility import nameless
from tests.mandohit_desktop.ui.songs import entry, result


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def window(qtbot: QtBot, settings: Settings) -> CompactWindow:
    made = CompactWindow(settings)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def words(window: CompactWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_says_how_to_begin(window: CompactWindow) -> None:
    assert "Drop an export" in words(window)
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert nameless(window) == []


def test_shows_the_last_result_and_its_change(window: CompactWindow) -> None:
    window.show_entry(entry("末班車 mix.wav", result(7.7), version=3, previous=10.6))
    shown = words(window)
    assert "末班車 mix" in shown
    assert "7.7" in shown
    assert "▼ \u22122.9" in shown
    assert "Beats 77 %" in shown
    assert "predicted popularity 7.7" in window.accessibleName()
    window.show_entry(entry("new.wav", result(3.0)))
    assert "▼" not in words(window)


@pytest.mark.parametrize("previous", [7.6, 7.7, 7.8])
def test_a_change_that_mastering_makes_is_none(window: CompactWindow, previous: float) -> None:
    window.show_entry(entry("末班車 mix.wav", result(7.7), version=3, previous=previous))
    shown = words(window).splitlines()
    assert "=" in shown
    assert not any(sign in text for text in shown for sign in "▲▼\u2212+")


def test_shows_why_there_is_no_result(window: CompactWindow) -> None:
    window.show_failure(Path("a.wav"), Failure("audio.silent", "The file is silent.", "Check the faders."))
    assert "The file is silent. Check the faders." in words(window)


def test_shows_the_queue_and_what_runs(window: CompactWindow) -> None:
    bar = window.findChild(QProgressBar)
    assert bar is not None
    assert not bar.isVisible()
    window.show_queue(QueueState({4: 0.5}, n_done=1, n_total=3, eta_s=10.0))
    assert bar.isVisible()
    assert bar.value() == bar.maximum() // 2
    window.show_queue(QueueState({}, n_done=3, n_total=3))
    assert not bar.isVisible()
    window.set_watching("2 folders")
    window.set_recording("0:12")
    assert "2 folders" in words(window)
    window.set_recording("")
    assert "0:12" not in words(window)


def test_hands_on_what_is_dropped(qtbot: QtBot, window: CompactWindow) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/songs/測試.wav"), QUrl("http://localhost/a.wav")])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(window.dropped) as dropped:
        window.dropEvent(event)
    assert dropped.args == [[Path("/songs/測試.wav")]]


def test_leads_back_by_button_and_by_shortcut(qtbot: QtBot, settings: Settings) -> None:
    action = QAction("Compact")
    action.setShortcut(QKeySequence("Ctrl+M"))
    window = CompactWindow(settings, action)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    with qtbot.waitSignal(window.expand_requested):
        qtbot.mouseClick(window.expand, Qt.MouseButton.LeftButton)
    window.activateWindow()
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)


def test_remembers_its_place_beside_other_states(qtbot: QtBot, settings: Settings, window: CompactWindow) -> None:
    settings.set(WINDOW_STATE, {"geometry": "abc"})
    window.setGeometry(40, 50, 430, 270)
    window.hide()
    assert settings.get(WINDOW_STATE) == {"geometry": "abc", "compact": [40, 50, 430, 270]}
    again = CompactWindow(settings)
    qtbot.addWidget(again)
    assert again.geometry().getRect() == (40, 50, 430, 270)


@pytest.mark.parametrize("place", [[90_000, 90_000, 420, 260], ["a", 2, 3, 4], [1, 2], None])
def test_a_place_that_is_nowhere_is_not_used(qtbot: QtBot, settings: Settings, place: object) -> None:
    settings.set(WINDOW_STATE, {"compact": place})
    window = CompactWindow(settings)
    qtbot.addWidget(window)
    screen = window.screen().availableGeometry()
    assert screen.contains(window.geometry().center())


def test_a_score_that_means_little_is_marked_and_explained(window: CompactWindow) -> None:
    window.show_entry(entry("speech.wav", result(5.2, resemblance=0.4)))
    assert "? 5.2" in words(window)
    assert "Unlike the songs this model knows" in words(window)
    assert "Unlike the songs this model knows" in window.accessibleName()
    window.show_entry(entry("song.wav", result(5.2)))
    assert "?" not in words(window)
    assert "Beats" in words(window)
