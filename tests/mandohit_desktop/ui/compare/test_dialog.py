"""The dialog that compares songs or versions."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mandohit_desktop.store.history import Content, Version
from mandohit_desktop.ui.compare.charts import IntervalRow, TagComparison, Timelines
from mandohit_desktop.ui.compare.dialog import CompareDialog, compared_entries, compared_versions
from mandohit_desktop.ui.style.theme import apply_theme
from tests.mandohit_desktop.ui.accessibility import nameless
from tests.mandohit_desktop.ui.songs import entry, result


def shown(qtbot: QtBot, dialog: CompareDialog) -> CompareDialog:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def test_songs_side_by_side_best_first(qtbot: QtBot) -> None:
    entries = [entry("夜色.wav", result(5.0)), entry("none.wav", None), entry("b.wav", result(12.0))]
    dialog = shown(qtbot, CompareDialog(compared_entries(entries)))
    assert [song.title for song in dialog.songs] == ["b", "夜色"]
    assert "b is predicted highest" in dialog.explanation.text()
    bars = dialog.findChildren(IntervalRow)
    assert "predicted popularity 12.0" in bars[0].accessibleName()
    assert "b: 11.0 to 13.0" in dialog.findChildren(Timelines)[0].accessibleDescription().replace("A, b", "b")
    assert "A 60 %, B 60 %" in dialog.findChildren(TagComparison)[0].accessibleDescription()
    assert nameless(dialog) == []


def test_versions_of_a_song(qtbot: QtBot) -> None:
    versions = [Version(n, Content("a" * 64, 1, 1), 0.0, result(float(n))) for n in (3, 2, 1)]
    dialog = shown(qtbot, CompareDialog(compared_versions(versions), versions=True))
    assert dialog.windowTitle() == "Compare versions"
    assert [song.title for song in dialog.songs] == ["Version 3", "Version 2", "Version 1"]
    assert differences(dialog) == ["", "\u22121.0", "\u22122.0"]


def differences(dialog: CompareDialog) -> list[str]:
    return [text.text() for text in dialog.differences]


def test_a_difference_that_is_worth_nothing_is_said_so(qtbot: QtBot) -> None:
    songs = [result(score, strength=strength) for score, strength in ((9.0, 1.0), (8.0, 0.9), (5.0, 0.2))]
    entries = [entry(f"{i}.wav", song) for i, song in enumerate(songs)]
    dialog = shown(qtbot, CompareDialog(compared_entries(entries)))
    assert differences(dialog) == ["", "=", "\u22124.0"]
    assert [text.property("role") for text in dialog.differences[1:]] == ["muted", None]
    versions = [Version(n, Content("a" * 64, 1, 1), 0.0, result(5.0 + n / 10.0)) for n in (3, 2, 1)]
    assert differences(shown(qtbot, CompareDialog(compared_versions(versions), versions=True))) == ["", "=", "="]


@pytest.mark.parametrize("n_songs", [1, 7])
def test_too_few_or_too_many_are_refused(qtbot: QtBot, n_songs: int) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        CompareDialog(compared_entries([entry(f"{i}.wav", result(1.0)) for i in range(n_songs)]))


def test_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    dialog = shown(qtbot, CompareDialog(compared_entries([entry(f"{i}.wav", result(i + 1.0)) for i in range(6)])))
    light = dialog.grab().toImage().pixelColor(3, 3)
    apply_theme(qapp, "dark")
    qtbot.waitUntil(lambda: dialog.grab().toImage().pixelColor(3, 3) != light)
    apply_theme(qapp, "system")


def test_a_point_lies_in_the_middle_of_its_window() -> None:
    times, scores = result(5.0).timeline
    assert times == [15.0, 20.0, 25.0]
    assert scores == [4.0, 5.0, 6.0]


def test_pictures_take_no_focus(qtbot: QtBot) -> None:
    dialog = shown(qtbot, CompareDialog(compared_entries([entry("a.wav", result(1.0)), entry("b.wav", result(9.0))])))
    assert all(not isinstance(widget, Timelines) for widget in _tab_chain(dialog))


def _tab_chain(window: QWidget) -> list[QWidget]:
    chain, widget = [], window.nextInFocusChain()
    while widget is not window:
        if widget.focusPolicy():
            chain.append(widget)
        widget = widget.nextInFocusChain()
    return chain
