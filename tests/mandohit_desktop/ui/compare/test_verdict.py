"""What a comparison concludes."""

from mandohit_desktop.ui.compare.verdict import Compared, Meaning, differing_tags, meaning, ranked, verdict
from tests.mandohit_desktop.ui.songs import TAGS, result


def songs(*results: object) -> list[Compared]:
    return ranked([Compared(f"Song {i}", each) for i, each in enumerate(results)])  # type: ignore[arg-type]


def test_overlapping_intervals_are_uncertain() -> None:
    found = verdict(songs(result(12.0, (2.0, 25.0)), result(5.0, (0.0, 8.0))))
    assert found.meaning is Meaning.UNCERTAIN
    assert "do not choose by this alone" in found.headline
    assert "Of 100 pairs of real songs predicted like Song 0 and Song 1, the former was more popular in 67." in (
        found.explanation
    )


def test_disjoint_intervals_are_clear() -> None:
    found = verdict(songs(result(5.0, (0.0, 8.0)), result(30.0, (9.0, 40.0))))
    assert found.meaning is Meaning.CLEAR
    assert found.explanation.startswith("Song 1 is predicted 25.0 above Song 0")


def test_chances_that_are_nearly_even_are_no_difference_even_where_intervals_are_apart() -> None:
    assert meaning(result(6.0, (6.0, 7.0)), result(5.0, (1.0, 2.0))) is Meaning.SAME
    found = verdict(songs(result(5.1), result(5.0), result(6.0)))
    assert found.meaning is Meaning.SAME
    assert "the former was more popular in 52." in found.explanation


def test_two_leaders_alike_do_not_make_the_third_alike() -> None:
    found = verdict(songs(result(9.0), result(9.1), result(1.0)))
    assert found.meaning is Meaning.UNCERTAIN
    assert "Song 2" in found.explanation


def test_those_clearly_behind_are_named() -> None:
    found = verdict(songs(result(30.0, (10.0, 40.0)), result(20.0, (5.0, 30.0)), result(2.0, (0.0, 4.0))))
    assert found.meaning is Meaning.UNCERTAIN
    assert "Clearly behind: Song 2." in found.explanation


def test_another_model_or_protocol_cannot_be_compared() -> None:
    found = verdict(songs(result(30.0, (20.0, 40.0)), result(2.0, (0.0, 4.0), protocol="published")))
    assert found.meaning is Meaning.NOT_COMPARABLE


def test_a_result_of_an_older_release_cannot_be_compared() -> None:
    found = verdict(songs(result(9.0), result(2.0, strength=None)))
    assert found.meaning is Meaning.NOT_COMPARABLE
    assert verdict(songs(result(9.0), result(2.0, strength=None)), versions=True).meaning is Meaning.UNCERTAIN


def test_versions_are_told_apart_by_more_than_mastering_makes() -> None:
    assert verdict(songs(result(5.2), result(5.0)), versions=True).meaning is Meaning.SAME
    found = verdict(songs(result(7.0), result(5.0)), versions=True)
    assert "hears a difference" in found.headline
    assert "2.0" in found.explanation


def test_tags_come_by_how_far_they_are_apart() -> None:
    other = [{"name": name, "loading": loading + (0.4 if name == "piano" else 0.01)} for name, loading in TAGS.items()]
    rows = differing_tags(songs(result(9.0), result(5.0, tags=other)), 2)
    assert [name for name, _ in rows] == ["piano", "female vocal"]
    assert rows[0][1] == [0.1, 0.5]
