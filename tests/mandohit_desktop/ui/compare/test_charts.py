"""Charts of compared songs: what they draw and where."""

import pytest

from mandohit_desktop.ui.compare.charts import neighbours, spread


@pytest.mark.parametrize(
    ("heights", "placed"),
    [
        ([5.0], [5.0]),
        ([1.0, 9.0], [1.0, 9.0]),
        ([5.0, 5.0], [4.5, 5.5]),
        ([3.0, 3.2, 9.0, 2.8], [3.0, 4.0, 9.0, 2.0]),
        ([0.0, 0.9, 1.9], pytest.approx([-1 / 15, 14 / 15, 29 / 15])),
    ],
)
def test_letters_keep_apart_and_in_order(heights: list[float], placed: list[float]) -> None:
    assert spread(heights, 1.0) == placed


def test_only_lines_that_end_together_share_the_room() -> None:
    assert neighbours([15.0, 180.0, 16.0, 60.0], 5.0) == [[0, 2], [3], [1]]
