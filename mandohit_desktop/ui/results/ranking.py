"""The rank of each song among those shown: its number by score, or that it equals the last song with a number."""

from bisect import bisect_left
from collections.abc import Iterable

from mandohit_desktop.store.result import ModelKey, Result
from mandohit_desktop.ui.results.row import Row
from mandohit_desktop.ui.text import wording


def rank(rows: Iterable[Row], key: ModelKey | None) -> None:
    """Rank rows by the rule of `models.difference.places`.

    Where the next clear difference begins is searched by halves: it takes a report to tell, and reading the reports of
    10,000 songs takes a second.

    Args:
        rows: the songs shown, in any order.
        key: of the scores that are compared; None for all of today's measure.
    """
    ranked: list[tuple[Result, Row]] = []
    for row in rows:
        row.rank, row.is_equal = None, False
        result = row.result
        if result and not row.failure and _is_compared(result, key):
            ranked.append((result, row))
    ranked.sort(key=lambda pair: pair[0].raw_score, reverse=True)
    first = 0
    while first < len(ranked):
        leader = ranked[first][0]
        behind = bisect_left(ranked, True, first + 1, key=lambda pair: wording.are_apart(leader, pair[0]))
        for place in range(first, behind):
            row = ranked[place][1]
            row.rank, row.is_equal = place + 1, place > first
        first = behind


def _is_compared(result: Result, key: ModelKey | None) -> bool:
    if key is None:
        return not result.is_outdated
    return result.model_sha256 == key.model_sha256 and result.protocol == key.protocol
