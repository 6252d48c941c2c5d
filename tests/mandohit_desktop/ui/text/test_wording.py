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
