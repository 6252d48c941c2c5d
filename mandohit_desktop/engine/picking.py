"""Picking: from scored songs to the few to keep, with what that gains and what was left out.

The terminal, the window and the API pick through this.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mandohit_desktop.core.export import Line
from models import fingerprint
from models.pick import KeepOdds, keep_odds, near_cut
from models.reference import Reference
from models.report import SCHEMA, is_unlike
from models.scorer import SHORT_S

GAINS = (
    "chance_best_kept",
    "chance_best_kept_by_luck",
    "expected_top_decile",
    "expected_top_decile_by_luck",
    "mean_popularity",
    "mean_popularity_by_luck",
)


@dataclass(frozen=True)
class Choice:
    """What may be picked, and how much of it.

    Attributes:
        keep: how many songs; None to keep as many as `chance` needs.
        chance: 0 to 1, of a most popular song being among the kept; used where `keep` is None.
        all_takes: whether every take of a performance competes, not the best alone.
        include_unlike: whether songs compete that are unlike the reference songs.
    """

    keep: int | None = None
    chance: float = 0.8
    all_takes: bool = False
    include_unlike: bool = False


@dataclass(frozen=True)
class Pick:
    """The outcome.

    Attributes:
        ranking: result lines of the songs that compete, best first.
        keep: how many of them are kept.
        takes: performances of which there are several files, each best first.
        left_out: the others: file, reason and, of a failure, its message.
        odds: what each number of kept songs gains; None where no song competes.
    """

    ranking: list[Line]
    keep: int
    takes: list[list[str]]
    left_out: list[dict[str, str]]
    odds: KeepOdds | None

    @property
    def kept(self) -> list[Line]:
        """The result lines of the kept songs, best first."""
        return self.ranking[: self.keep]

    @property
    def near_cut(self) -> int:
        """How many songs behind the last one kept are no clear difference from it."""
        return near_cut(np.array([line["strength"] for line in self.ranking]), self.keep)

    def with_keep(self, keep: int) -> "Pick":
        """Return the same pick with another number of kept songs."""
        return replace(self, keep=keep)

    def to_json(self) -> dict[str, Any]:
        """Return the pick object, see docs/result-format.md."""
        near = self.ranking[self.keep : self.keep + self.near_cut]
        return {
            "schema": SCHEMA,
            "n": len(self.ranking),
            "keep": self.keep,
            "kept": self.kept,
            "near_cut": [line["file"] for line in near],
            "takes": self.takes,
            "left_out": self.left_out,
            **self.gains(),
        }

    def gains(self) -> dict[str, float | None]:
        """Return what this pick gains beside what luck gives; chances 0 to 1, None where no song competes."""
        return _gains(self.odds, self.keep) if self.odds else dict.fromkeys(GAINS)

    def curve(self) -> list[dict[str, float | None]]:
        """Return what each number of kept songs gains, from none to all; empty where no song competes."""
        return [_gains(self.odds, keep) for keep in range(len(self.ranking) + 1)] if self.odds else []


def _gains(odds: KeepOdds, keep: int) -> dict[str, float | None]:
    values = (
        odds.best[keep],
        odds.best_by_luck[keep],
        odds.top_decile[keep],
        odds.top_decile_by_luck[keep],
        odds.popularity[keep],
        odds.popularity_by_luck,
    )
    return {name: round(float(value), 4) for name, value in zip(GAINS, values, strict=True)}


def pick(lines: Sequence[Line], prints: Sequence[str], reference: Reference, choice: Choice) -> Pick:
    """Pick of scored songs.

    Args:
        lines: a result line a song, or that of one which failed.
        prints: a fingerprint a song; empty where there is none.
        reference: the tables of the model that scored them.
        choice: what to keep.
    """
    left_out = [
        {"file": line["file"], "reason": "failed", "message": line["error"]["message"]}
        for line in lines
        if "error" in line
    ]
    scored = sorted(
        (pair for pair in zip(lines, prints, strict=True) if "error" not in pair[0]),
        key=lambda pair: (-pair[0]["raw_score"], pair[0]["file"]),
    )
    competing = []
    for line, print_ in scored:
        reason = _reason_against(line, choice)
        if reason:
            left_out.append({"file": line["file"], "reason": reason})
        else:
            competing.append((line, print_))
    groups = fingerprint.takes(
        [fingerprint.decode(print_) for _, print_ in competing], [line["sha256"] for line, _ in competing]
    )
    places = sorted(i for group in groups for i in (group if choice.all_takes else group[:1]))
    ranking = [competing[i][0] for i in places]
    takes = [[competing[i][0]["file"] for i in group] for group in groups if len(group) > 1]
    if not ranking:
        return Pick([], 0, takes, left_out, None)
    odds = keep_odds(reference, np.array([line["percentile"] for line in ranking]))
    keep = odds.fewest_for(choice.chance) if choice.keep is None else min(choice.keep, len(ranking))
    return Pick(ranking, keep, takes, left_out, odds)


def _reason_against(line: Line, choice: Choice) -> str | None:
    if line["duration_s"] < SHORT_S:
        return "short"
    if is_unlike(line["resemblance"]) and not choice.include_unlike:
        return "unlike_reference"
    return None
