"""Choosing a few of many."""

import pytest

from training.runtime.sampling import evenly_spaced


@pytest.mark.parametrize(
    ("n_items", "most", "expected"),
    [
        (0, 3, []),
        (3, 5, [0, 1, 2]),
        (5, 1, [0]),
        (5, 3, [0, 2, 4]),
        (10, 4, [0, 3, 6, 9]),
    ],
)
def test_items_are_spread_over_all(n_items: int, most: int, expected: list[int]) -> None:
    assert evenly_spaced(range(n_items), most) == expected


def test_every_item_is_chosen_once_and_in_order() -> None:
    chosen = evenly_spaced(range(1000), 333)
    assert len(set(chosen)) == 333
    assert chosen == sorted(chosen)
