"""Numbers, times and phrases of the window."""

import pytest
from pytestqt.qtbot import QtBot

from mandohit_desktop.ui.text import wording


@pytest.mark.parametrize(
    ("value", "words", "number"),
    [
        (100.0, "Beats more than 99 % of", "> 99 %"),
        (99.4, "Beats more than 99 % of", "> 99 %"),
        (99.0, "Beats 99 % of", "99 %"),
        (72.6, "Beats 73 % of", "73 %"),
        (1.0, "Beats 1 % of", "1 %"),
        (0.0, "Beats fewer than 1 % of", "< 1 %"),
    ],
)
def test_nothing_beats_all_or_none(qtbot: QtBot, value: float, words: str, number: str) -> None:
    assert wording.percentile(value).startswith(words)
    assert wording.chance(value / 100.0) == number


@pytest.mark.parametrize(
    ("change", "text", "role"),
    [
        (None, "\u2013", "muted"),
        (0.0, "=", "muted"),
        (-0.1, "=", "muted"),
        (0.3, "=", "muted"),
        (-2.04, "\u22122.0", "bad"),
        (1.26, "+1.3", "good"),
    ],
)
def test_a_change_that_mastering_makes_is_none(qtbot: QtBot, change: float | None, text: str, role: str) -> None:
    assert wording.change(change) == text
    assert wording.change_role(change) == role
