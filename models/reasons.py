"""Why a score is what it is: the parts that lead from the typical song, the mean of the reference songs, to this one.

`models/explainer.py` computes them.
"""

import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TypicalSong:
    """Means over the reference songs' highlights under one protocol.

    Attributes:
        inception: of the inception CNN's prediction.
        tags: of the tag regressor's prediction.
        loadings: of each tag that the regressor reads, in the model's order.
    """

    inception: float
    tags: float
    loadings: tuple[float, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"inception": self.inception, "tags": self.tags, "loadings": list(self.loadings)}

    @classmethod
    def from_json(cls, plain: Any) -> "TypicalSong":
        """Read what `to_json` returned.

        Raises:
            KeyError, TypeError, ValueError: a value is missing or no number.
        """
        return cls(float(plain["inception"]), float(plain["tags"]), tuple(map(float, plain["loadings"])))

    def is_sound(self, n_tags: int) -> bool:
        """Tell whether every value is a number, and every loading one from 0 to 1."""
        finite = math.isfinite(self.inception) and math.isfinite(self.tags)
        return finite and len(self.loadings) == n_tags and all(0.0 <= loading <= 1.0 for loading in self.loadings)


@dataclass(frozen=True)
class GroupPart:
    """What a group of tags adds to a score, in points."""

    id: str
    value: float


@dataclass(frozen=True)
class Reasons:
    """The parts of a raw score, in points: `base`, `inception` and the groups' values add up to it.

    Attributes:
        base: the reference songs' mean score.
        inception: what the inception CNN adds to it.
        groups: what each group of tags adds, the largest first.
    """

    base: float
    inception: float
    groups: tuple[GroupPart, ...]

    @property
    def total(self) -> float:
        """The raw score that the parts add up to."""
        return self.base + self.inception + sum(group.value for group in self.groups)

    def to_json(self) -> dict[str, Any]:
        """Return the `reasons` object of the result format."""
        return {
            "base": round(self.base, 3),
            "inception": round(self.inception, 3),
            "groups": [{"id": group.id, "value": round(group.value, 3)} for group in self.groups],
            "total": round(self.total, 3),
        }
