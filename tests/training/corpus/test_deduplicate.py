"""One row a recording."""

import itertools

import pytest

from training.corpus.deduplicate import recordings, without_duplicates
from training.corpus.track import Track

ISRC = [f"TWA00000000{n}" for n in range(4)]
URL = "https://p.scdn.co/mp3-preview/"


def labelled(track_id: str, popularity: float, source: str = "spotify.popularity", **fields: str) -> Track:
    return Track(track_id, popularity=popularity, label_source=source, **fields)  # type: ignore[arg-type]


def ids(*tracks: Track, sound: dict[str, str] | None = None) -> list[str]:
    """What is kept, the same in whatever order the tracks come."""
    kept = {tuple(t.track_id for t in without_duplicates(order, sound)) for order in itertools.permutations(tracks)}
    (only,) = kept
    return list(only)


def test_rows_that_share_nothing_stay() -> None:
    assert ids(Track("b", isrc=ISRC[0]), Track("a", isrc=ISRC[1]), Track("c"), Track("d")) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("shared", [{"isrc": ISRC[0]}, {"preview_url": URL + "1"}])
def test_the_most_popular_of_a_recording_is_kept(shared: dict[str, str]) -> None:
    assert ids(labelled("a", 3, **shared), labelled("b", 40, **shared), labelled("c", 0, **shared)) == ["b"]


def test_of_equals_the_first_release_is_kept() -> None:
    one = labelled("a", 3, isrc=ISRC[0], release_date="2019")
    other = labelled("b", 3, isrc=ISRC[0], release_date="2003-07")
    unknown = labelled("c", 3, isrc=ISRC[0])
    assert ids(one, other, unknown) == ["b"]


def test_a_label_beats_none() -> None:
    assert ids(Track("a", isrc=ISRC[0], release_date="1999"), labelled("b", 0, isrc=ISRC[0])) == ["b"]


def test_labels_of_two_sources_do_not_compete() -> None:
    rank = labelled("a", 900_000, "deezer.rank", isrc=ISRC[0], release_date="2019")
    popularity = labelled("b", 5, isrc=ISRC[0], release_date="2018")
    assert ids(rank, popularity) == ["b"]


def test_chains_are_one_recording() -> None:
    chain = [
        Track("a", isrc=ISRC[0]),
        labelled("b", 9, isrc=ISRC[0], preview_url=URL + "1"),
        Track("c", isrc=ISRC[1], preview_url=URL + "1"),
        Track("d", isrc=ISRC[2]),
    ]
    assert ids(*chain) == ["b", "d"]
    assert ids(*chain, sound={"c": "same", "d": "same"}) == ["b"]
    assert recordings(chain, {}) == [0, 0, 0, 3]


def test_the_published_size() -> None:
    tracks = [Track(f"{n:06d}", isrc=f"TWA{n % 70_000:09d}") for n in range(92_000)]
    assert len(without_duplicates(tracks)) == 70_000
