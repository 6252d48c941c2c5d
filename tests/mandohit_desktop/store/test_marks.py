"""Marks belong to content: they are kept at once, and stay while any song has that content."""

from contextlib import closing
from pathlib import Path

import pytest

from mandohit_desktop.store.history import History
from mandohit_desktop.store.marks import UNMARKED, Mark, MarkNotKept, Verdict
from tests.mandohit_desktop.store.test_history import KEY, content, fill, limit, result

A, B = content("a").sha256, content("b").sha256
LIKED = Mark(Verdict.STARRED, 4, "\u526f\u6b4c\u597d")


@pytest.fixture
def history(tmp_path: Path):
    with closing(History(tmp_path / "history.sqlite3")) as history:
        yield history


def test_marks_are_there_after_reopening(history: History) -> None:
    history.set_marks({A: LIKED, B: Mark(Verdict.REJECTED)})
    with closing(History(history.path)) as again:
        assert again.marks() == {A: LIKED, B: Mark(Verdict.REJECTED)}


def test_a_mark_is_replaced_and_one_that_says_nothing_is_gone(history: History) -> None:
    history.set_marks({A: LIKED})
    history.set_marks({A: Mark(rating=2)})
    assert history.marks() == {A: Mark(rating=2)}
    history.set_marks({A: UNMARKED})
    assert history.marks() == {}


def test_scoring_again_leaves_the_mark(history: History) -> None:
    history.add(Path("/a/1.wav"), content("a"), result(7.0))
    history.set_marks({A: LIKED})
    history.add(Path("/a/1.wav"), content("a"), result(9.0))
    history.add(Path("/a/1.wav"), content("b"), result(9.0))
    assert history.marks() == {A: LIKED}


def test_a_mark_goes_with_the_last_song_of_its_content(history: History) -> None:
    songs = [history.add(Path(f"/a/{i}.wav"), content("a"), result(7.0)) for i in range(2)]
    history.set_marks({A: LIKED, B: LIKED})
    history.remove([songs[0].song_id])
    assert history.marks() == {A: LIKED, B: LIKED}
    history.remove([songs[1].song_id])
    assert history.marks() == {B: LIKED}


def test_a_full_disk_refuses_a_mark_and_keeps_the_old_one(history: History) -> None:
    history.set_marks({A: LIKED})
    fill(history)
    with pytest.raises(MarkNotKept, match="The disk is full"):
        history.set_marks({A: Mark(Verdict.REJECTED, note="x" * 100_000), B: LIKED})
    assert history.marks() == {A: LIKED}
    limit(history, 100_000)
    history.set_marks({B: LIKED})
    assert history.marks() == {A: LIKED, B: LIKED}
    assert history.find(A, KEY) is None
