"""What the user thinks of a song: a verdict, a rating and a note. Like results, marks belong to content."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from models.errors import MandoHitError


class Verdict(IntEnum):
    """Whether a song stands out, in the order in which a table sorts them."""

    REJECTED = -1
    NONE = 0
    STARRED = 1


@dataclass(frozen=True)
class Mark:
    """The user's mark of a content.

    Attributes:
        rating: 1 to 5; 0 for none.
    """

    verdict: Verdict = Verdict.NONE
    rating: int = 0
    note: str = ""


UNMARKED = Mark()


class MarkNotKept(MandoHitError):
    """Marks that the history's file cannot take now; what was there before stays.

    Args:
        reason: why, as the beginning of a sentence.
    """

    code = "history.mark_not_kept"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}: the mark is not kept.", "Try again once that is mended.")


def read_marks(connection: sqlite3.Connection) -> dict[str, Mark]:
    """Return the mark of each marked content, by its SHA-256."""
    rows = connection.execute("SELECT sha256, star, rating, note FROM mark")
    return {sha256: Mark(Verdict(star), rating, note) for sha256, star, rating, note in rows}


def write_marks(connection: sqlite3.Connection, marks: Mapping[str, Mark]) -> None:
    """Put these in place of what each content had; a mark that says nothing is removed."""
    rows = [(sha256, int(mark.verdict), mark.rating, mark.note) for sha256, mark in marks.items() if mark != UNMARKED]
    unmarked = [(sha256,) for sha256, mark in marks.items() if mark == UNMARKED]
    connection.executemany("INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?)", rows)
    connection.executemany("DELETE FROM mark WHERE sha256 = ?", unmarked)
