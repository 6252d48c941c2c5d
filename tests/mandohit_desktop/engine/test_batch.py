"""The engine: order, isolation of failures, progress and cancelling."""

import itertools
from pathlib import Path

import pytest

from mandohit_desktop.engine.batch import Engine
from models.bundle import Bundle
from models.errors import Cancelled
from models.scorer import Scorer
from models.spec import Protocol
from tests.synth import song


@pytest.fixture
def songs(write_audio) -> list[Path]:
    return [write_audio(f"{i}.wav", song(4.0, 16_000, seed=i), 16_000) for i in range(5)]


def test_outcomes_come_in_input_order(random_bundle: Bundle, songs: list[Path]) -> None:
    paths = [*songs[::-1], Path("gone.wav"), songs[0]]
    outcomes = list(Engine(random_bundle, "cpu").score_all(paths, Protocol.MATCHED))
    assert [outcome.path for outcome in outcomes] == paths
    assert [outcome.error is None for outcome in outcomes] == [True] * 5 + [False, True]


def test_unexpected_faults_stay_with_their_file(
    random_bundle: Bundle, songs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Scorer.score_file

    def faulty(self: Scorer, path: Path, *arguments: object) -> object:
        if path == songs[1]:
            raise ZeroDivisionError
        return real(self, path, *arguments)

    monkeypatch.setattr(Scorer, "score_file", faulty)
    outcomes = list(Engine(random_bundle, "cpu").score_all(songs, Protocol.MATCHED))
    assert [outcome.error.code if outcome.error else None for outcome in outcomes] == [None, "internal", *[None] * 3]


def test_a_listener_that_fails_fails_its_file_alone(random_bundle: Bundle, songs: list[Path]) -> None:
    def listen(index: int, share: float) -> None:
        if index in (1, 3) and share >= index / 4:
            raise RuntimeError("a fault")

    outcomes = list(Engine(random_bundle, "cpu").score_all(songs, Protocol.MATCHED, listen))
    codes = [outcome.error.code if outcome.error else None for outcome in outcomes]
    assert codes == [None, "internal", None, "internal", None]


def test_another_way_to_score_that_fails_fails_its_file_alone(random_bundle: Bundle) -> None:
    def score_one(path: Path, on_progress: object, alone: bool) -> dict[str, object]:
        if path.name == "b":
            raise MemoryError
        return {"file": path.name}

    outcomes = Engine(random_bundle, "cpu").side_by_side([Path(name) for name in "abc"], score_one)
    assert [outcome.to_json().get("error", {}).get("code") for outcome in outcomes] == [None, "internal", None]


def test_progress_reaches_the_end_of_every_file(random_bundle: Bundle, songs: list[Path]) -> None:
    seen: dict[int, list[float]] = {i: [] for i in range(len(songs))}
    list(Engine(random_bundle, "cpu").score_all(songs, Protocol.MATCHED, lambda i, share: seen[i].append(share)))
    for shares in seen.values():
        assert shares == sorted(shares)
        assert shares[0] == 0.0 and shares[-1] == 1.0


def test_cancel_ends_what_is_left(random_bundle: Bundle, songs: list[Path]) -> None:
    engine = Engine(random_bundle, "cpu")
    outcomes = engine.score_all(songs * 20, Protocol.MATCHED)
    assert next(outcomes).report
    engine.cancel()
    rest = list(outcomes)
    assert len(rest) == 99
    assert isinstance(rest[-1].error, Cancelled)


def test_abandoned_batch_does_not_stop_the_next(random_bundle: Bundle, songs: list[Path]) -> None:
    engine = Engine(random_bundle, "cpu")
    batch = engine.score_all(songs * 20, Protocol.MATCHED)
    assert len(list(itertools.islice(batch, 2))) == 2
    batch.close()
    assert all(outcome.report for outcome in engine.score_all(songs, Protocol.MATCHED))
