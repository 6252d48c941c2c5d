"""Scoring with a memory: the same bytes once, whoever asks."""

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mandohit_desktop.engine import cached_scorer
from mandohit_desktop.engine.batch import Engine, UnexpectedError
from mandohit_desktop.engine.cached_scorer import CachedScorer
from mandohit_desktop.store.history import History
from models.bundle import Bundle
from models.errors import AudioEmpty, Cancelled
from models.scorer import Scorer
from models.spec import Protocol
from tests.synth import song


@pytest.fixture
def scorer(random_bundle: Bundle, tmp_path: Path):
    history = History(tmp_path / "history.sqlite3")
    yield CachedScorer(Engine(random_bundle, "cpu"), history, Protocol.MATCHED)
    history.close()


@pytest.fixture
def n_scored(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    scored: list[Path] = []
    real = Scorer.score_file

    def counted(self: Scorer, path: Path, *arguments: object) -> object:
        scored.append(path)
        return real(self, path, *arguments)

    monkeypatch.setattr(Scorer, "score_file", counted)
    return scored


def test_the_same_bytes_are_scored_once(
    scorer: CachedScorer, write_audio: Callable[..., Path], n_scored: list[Path]
) -> None:
    path = write_audio("1.wav", song(4.0, 16_000), 16_000)
    copy = path.with_name("2.wav")
    shutil.copy(path, copy)
    entries = [scorer.score(p) for p in (path, copy, path)]
    assert n_scored == [path]
    assert entries[0].result == entries[1].result == entries[2].result


@pytest.mark.parametrize("report", ["", "[]", '{"schema": 2}', "null"])
def test_a_stored_report_that_cannot_be_read_is_scored_again(
    scorer: CachedScorer, write_audio: Callable[..., Path], n_scored: list[Path], report: str
) -> None:
    path = write_audio("1.wav", song(4.0, 16_000), 16_000)
    first = scorer.score(path).result
    scorer.history._connection.execute("UPDATE result SET report_json = ?", (report,))
    second = scorer.score(path).result
    assert first and second and second.report == first.report
    assert n_scored == [path, path]


def test_the_same_bytes_at_the_same_time_are_scored_once(
    scorer: CachedScorer, write_audio: Callable[..., Path], n_scored: list[Path]
) -> None:
    path = write_audio("0.wav", song(4.0, 16_000), 16_000)
    copies = [path.with_name(f"{i}.wav") for i in range(1, 5)]
    for copy in copies:
        shutil.copy(path, copy)
    with ThreadPoolExecutor(4) as pool:
        entries = list(pool.map(lambda p: scorer.score(p, alone=False), copies))
    assert len(n_scored) == 1
    assert len({entry.song_id for entry in entries}) == 4


def test_new_bytes_are_the_next_version(scorer: CachedScorer, write_audio: Callable[..., Path]) -> None:
    first = scorer.score(write_audio("1.wav", song(4.0, 16_000), 16_000))
    second = scorer.score(write_audio("1.wav", song(4.0, 16_000, seed=9), 16_000))
    assert (first.version, second.version) == (1, 2)
    assert first.result is not None and second.previous_raw_score == first.result.raw_score


def test_a_failure_leaves_no_row(scorer: CachedScorer, tmp_path: Path, write_audio: Callable[..., Path]) -> None:
    empty = tmp_path / "empty.wav"
    empty.touch()
    with pytest.raises(AudioEmpty):
        scorer.score(empty)

    def stop(share: float) -> None:
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        scorer.score(write_audio("1.wav", song(4.0, 16_000), 16_000), stop)
    assert scorer.history.entries(scorer.key) == []
    assert not scorer._content_locks


def test_a_fault_is_named_and_forgotten(
    scorer: CachedScorer, write_audio: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_audio("1.wav", song(4.0, 16_000), 16_000)
    with monkeypatch.context() as patched:
        patched.setattr(Scorer, "score_file", lambda *_: 1 / 0)
        with pytest.raises(UnexpectedError):
            scorer.score(path)
    assert scorer.score(path).result is not None


def test_detail_holds_steps_and_notices(scorer: CachedScorer, write_audio: Callable[..., Path]) -> None:
    result = scorer.score(write_audio("1.wav", song(4.0, 16_000), 16_000)).result
    assert result is not None
    assert len(result.detail["steps"]) == 78
    assert "short" in [code for code, _ in result.detail["notices"]]
    assert len(result.detail["notices"]) == len(result.report["warnings"])
    assert result.report["reasons"]["total"] == pytest.approx(result.raw_score, abs=0.002)


@pytest.mark.parametrize("place", ["content_of", "History.find", "History.keep"])
def test_a_fault_of_one_file_leaves_the_others_alone(
    scorer: CachedScorer, write_audio: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Wherever it happens; a history that cannot be used costs no score."""
    paths = [write_audio(f"{i}.wav", song(4.0, 16_000, seed=i), 16_000) for i in range(3)]
    hashes = [cached_scorer.content_of(path).sha256 for path in paths]
    owner, name = (History, place.partition(".")[2]) if "." in place else (cached_scorer, place)
    real = getattr(owner, name)

    def faulty(*arguments: object) -> object:
        if paths[1] in arguments or hashes[1] in arguments:
            raise sqlite3.DatabaseError("malformed") if owner is History else ValueError("a fault")
        return real(*arguments)

    monkeypatch.setattr(owner, name, faulty)
    outcomes = list(scorer.score_all(paths))
    expected = "internal" if place == "content_of" else None
    assert [outcome.error.code if outcome.error else None for outcome in outcomes] == [None, expected, None]


def test_known_files_are_not_scored_again_unless_asked(
    scorer: CachedScorer, write_audio: Callable[..., Path], n_scored: list[Path]
) -> None:
    path = write_audio("1.wav", song(4.0, 16_000), 16_000)
    copy = path.with_name("2.wav")
    shutil.copy(path, copy)
    shares: list[tuple[int, float]] = []
    first, second = [outcome.to_json() for outcome in scorer.score_all([path, copy])]
    assert first | {"file": str(copy)} == second
    (third,) = [outcome.to_json() for outcome in scorer.score_all([copy], lambda *share: shares.append(share))]
    assert third == second
    assert shares == sorted(shares)
    assert shares[-1] == (0, 1.0)
    assert len(n_scored) == 1
    assert scorer.history.entries(scorer.key) == []
    assert [outcome.to_json() for outcome in scorer.score_all([copy], fresh=True)] == [second]
    assert len(n_scored) == 2
