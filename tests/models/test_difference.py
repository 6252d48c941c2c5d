"""The one rule for what a difference is worth."""

import itertools
import math

import pytest

from models.difference import EQUAL_BELOW, EQUAL_CHANGE, places, songs_differ, superiority, versions_differ

LEAST = math.log(EQUAL_BELOW / (1.0 - EQUAL_BELOW))
"""The smallest difference of strengths that is one."""


def test_superiority_is_the_odds_of_a_difference() -> None:
    assert superiority(0.3, 0.3) == 0.5
    assert superiority(LEAST, 0.0) == pytest.approx(EQUAL_BELOW)
    assert superiority(1.2, -0.4) + superiority(-0.4, 1.2) == pytest.approx(1.0)


@pytest.mark.parametrize(("gap", "differ"), [(0.0, False), (LEAST - 0.01, False), (LEAST + 0.01, True)])
def test_songs_differ_from_a_superiority_on(gap: float, differ: bool) -> None:
    assert songs_differ(0.5 + gap, 0.5) is differ
    assert songs_differ(0.5, 0.5 + gap) is differ


@pytest.mark.parametrize(("change", "differ"), [(0.0, False), (EQUAL_CHANGE, False), (EQUAL_CHANGE + 0.01, True)])
def test_versions_differ_by_more_than_an_equaliser_makes(change: float, differ: bool) -> None:
    assert versions_differ(change) is differ
    assert versions_differ(-change) is differ


def test_a_song_has_a_place_where_it_is_clearly_behind_the_last_that_has_one() -> None:
    step = 0.6 * LEAST
    assert places([-i * step for i in range(6)]) == [1, None, 3, None, 5, None]
    assert places([1.0, 1.0, 1.0]) == [1, None, None]
    assert places([]) == []


def test_songs_with_a_place_are_told_apart() -> None:
    strengths = [3.0 - 0.07 * i for i in range(40)]
    placed = [strengths[place - 1] for place in places(strengths) if place]
    assert all(songs_differ(one, another) for one, another in itertools.pairwise(placed))
