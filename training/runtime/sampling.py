"""Choosing a few of many, the same few every time."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")


def evenly_spaced(items: Sequence[Item], most: int) -> list[Item]:
    """Return at most so many items, spread evenly over all, in their order and each once."""
    places = np.linspace(0, len(items) - 1, min(most, len(items))).round().astype(int)
    return [items[i] for i in np.unique(places)]
