"""Ranks in the table are those of `models.difference`."""

import dataclasses
import random
from pathlib import Path

import pytest

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.store.result import OUTDATED, ModelKey
from mandohit_desktop.ui.results.columns import Column, text_of
from mandohit_desktop.ui.results.ranking import rank
from mandohit_desktop.ui.results.row import Row
from models.difference import places
from tests.mandohit_desktop.ui.songs import entry, result

KEY = ModelKey("0" * 64, "matched")


def row(score: float) -> Row:
    return Row(Path(f"/songs/{score}.wav"), entry(f"{score}.wav", result(score)))


@pytest.mark.parametrize("key", [None, KEY])
def test_ranks_are_places_by_score(key: ModelKey | None) -> None:
    scores = [i / 7.0 for i in range(300)]
    rows = [row(score) for score in random.Random(1).sample(scores, len(scores))]
    rank(rows, key)
    best_first = sorted(rows, key=lambda row: row.rank or 0)
    assert [row.raw_score for row in best_first] == sorted(scores, reverse=True)
    expected = ["=" if place is None else str(place) for place in places(row.result.strength for row in best_first)]
    assert [text_of(row, Column.RANK) for row in best_first] == expected
    assert "=" in expected and expected[0] == "1"


def test_what_cannot_be_compared_has_no_rank() -> None:
    good, failed, never = row(5.0), row(9.0), Row(Path("/songs/never.wav"))
    failed.failure = Failure("audio.missing", "It is gone.")
    other, outdated = row(8.0), row(7.0)
    for changed, protocol in ((other, "published"), (outdated, f"matched{OUTDATED}")):
        assert changed.entry is not None and changed.result is not None
        changed.entry = dataclasses.replace(
            changed.entry, result=dataclasses.replace(changed.result, protocol=protocol)
        )
    rows = [good, failed, never, other, outdated]
    rank(rows, KEY)
    assert [(each.rank, text_of(each, Column.RANK)) for each in rows] == [(1, "1"), *[(None, "")] * 4]
    rank(rows, None)
    assert [each.rank for each in rows] == [2, None, None, 1, None]
