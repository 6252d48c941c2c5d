"""The ranked table that `mandohit score` prints: places, marks, and what a change is worth."""

from pathlib import Path

import pytest

from mandohit_desktop.commands.table import change, ranked_table
from mandohit_desktop.engine.batch import Engine
from models.bundle import Bundle
from models.spec import Protocol


def test_songs_that_are_alike_share_a_place(song_file: Path, random_bundle: Bundle) -> None:
    report = Engine(random_bundle, "cpu").score_file(song_file, Protocol.MATCHED).to_json()
    alike = [report | {"raw_score": 9.0 - i, "strength": strength} for i, strength in enumerate((1.0, 0.9, 0.5))]
    table = ranked_table(alike)
    assert [row.split()[0] for row in table.splitlines()[:4]] == ["#", "1", "=", "3"]
    assert "= is no clear difference" in table
    assert "= is no clear difference" not in ranked_table([report])


def test_a_score_that_means_little_is_marked_and_keeps_its_place(song_file: Path, random_bundle: Bundle) -> None:
    report = Engine(random_bundle, "cpu").score_file(song_file, Protocol.MATCHED).to_json()
    unlike = report | {"score": 9.0, "raw_score": 9.0, "resemblance": 0.4, "warnings": ["It means little."]}
    like = report | {"score": 5.0, "raw_score": 5.0, "resemblance": 40.0}
    rows = ranked_table([like, unlike]).splitlines()
    assert rows[1].split()[1:3] == ["?", "9.0"]
    assert rows[2].split()[1] == "5.0"
    assert f"{song_file}: It means little." in rows


@pytest.mark.parametrize(("value", "text"), [(1.26, "+1.3"), (-0.9, "-0.9"), (0.1, "="), (-0.1, "="), (0.0, "=")])
def test_a_change_that_mastering_makes_is_none(value: float, text: str) -> None:
    assert change(value) == text
