"""What a difference between two scores is worth: the one rule by which every view shows it or says that there is none.

Standard library alone; every part may import it.
"""

import math
from collections.abc import Iterable

EQUAL_BELOW = 0.55
"""Between two songs: a smaller superiority is no difference."""
EQUAL_CHANGE = 0.6
"""Between versions of one song: in nine songs of ten, 2 dB more or less of treble or bass change no more; measured by
`benchmarks.robustness`, see docs/model-card.md."""


def superiority(strength: float, other: float) -> float:
    """Return the chance, 0 to 1, that a real song predicted like one was more popular than one predicted like another.

    Args:
        strength: of the one, in log-odds (Bradley and Terry 1952); see `Reference.strength`.
        other: of the other, from the same model.
    """
    return 1.0 / (1.0 + math.exp(other - strength))


def songs_differ(strength: float, other: float) -> bool:
    """Return whether the difference between two songs' scores is worth showing."""
    return max(superiority(strength, other), superiority(other, strength)) >= EQUAL_BELOW


def versions_differ(change: float) -> bool:
    """Return whether a change of score between two versions of a song is worth showing."""
    return abs(change) > EQUAL_CHANGE


def places(strengths: Iterable[float]) -> list[int | None]:
    """Return the place of each song of a ranking, the best first; None where it equals the last that has one."""
    found: list[int | None] = []
    leader = math.inf
    for number, strength in enumerate(strengths, 1):
        is_behind = songs_differ(leader, strength)
        found.append(number if is_behind else None)
        leader = strength if is_behind else leader
    return found
