"""What keeping the best few gains, against counting by hand and against the published pairs."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from mandohit_desktop.engine.registry import shipped_model
from models.pick import keep_odds, near_cut
from models.reference import Reference

N_SONGS = 5


@pytest.fixture(scope="module")
def reference() -> Reference:
    return shipped_model().card.reference


def coarse(reference: Reference, percentile: float, edges: tuple[int, ...]) -> list[float]:
    """Return a distribution as the chances of few popularities, so that all outcomes can be counted."""
    shares = reference.popularity_distribution(percentile)
    return [float(part.sum()) for part in np.split(shares, edges)]


class Coarse:
    """Tables with three popularities alone: 0, 1 and 2."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference

    def popularity_distribution(self, percentiles: np.ndarray) -> np.ndarray:
        return np.array([coarse(self._reference, percentile, (2, 12)) for percentile in percentiles])

    def chance_top_decile(self, percentile: float) -> float:
        return self._reference.chance_top_decile(percentile)


def test_chances_are_those_of_counting_every_outcome(reference: Reference) -> None:
    tables, percentiles = Coarse(reference), np.array([97.0, 80.0, 55.0, 40.0, 10.0])
    shares = tables.popularity_distribution(percentiles)
    held, by_lot = np.zeros(N_SONGS + 1), np.zeros(N_SONGS + 1)
    for outcome in itertools.product(range(3), repeat=N_SONGS):
        chance = float(np.prod([shares[song, popularity] for song, popularity in enumerate(outcome)]))
        best = {song for song in range(N_SONGS) if outcome[song] == max(outcome)}
        for keep in range(1, N_SONGS + 1):
            lots = list(itertools.combinations(range(N_SONGS), keep))
            held[keep] += chance * (min(best) < keep)
            by_lot[keep] += chance * sum(bool(best & set(lot)) for lot in lots) / len(lots)
    odds = keep_odds(tables, percentiles)  # type: ignore[arg-type]
    assert odds.best == pytest.approx(held)
    assert odds.best_by_luck == pytest.approx(by_lot)
    assert odds.popularity[2] == pytest.approx((shares[:2] @ np.arange(3)).mean())
    assert odds.popularity_by_luck == pytest.approx((shares @ np.arange(3)).mean())


def test_more_kept_never_lowers_a_chance(reference: Reference) -> None:
    odds = keep_odds(reference, np.linspace(99.0, 1.0, 60))
    assert (np.diff(odds.best) >= 0.0).all()
    for chances in (odds.best, odds.best_by_luck):
        assert chances[[0, -1]] == pytest.approx([0.0, 1.0])
    assert (odds.best[1:-1] > odds.best_by_luck[1:-1]).all()
    assert (np.diff(odds.popularity[1:]) <= 1e-9).all()


def test_the_fewest_songs_for_a_chance(reference: Reference) -> None:
    odds = keep_odds(reference, np.linspace(99.0, 1.0, 60))
    keep = odds.fewest_for(0.8)
    assert odds.best[keep] >= 0.8 > odds.best[keep - 1]
    assert odds.fewest_for(1.0) <= 60
    assert keep_odds(reference, np.array([50.0])).fewest_for(0.8) == 1


def test_equal_songs_are_kept_by_luck_alone(reference: Reference) -> None:
    odds = keep_odds(reference, np.full(30, 50.0))
    assert odds.top_decile == pytest.approx(odds.top_decile_by_luck)
    assert odds.popularity == pytest.approx(np.full(31, odds.popularity_by_luck))
    assert odds.best == pytest.approx(odds.best_by_luck, abs=1e-6)


@pytest.mark.parametrize(
    ("strengths", "keep", "near"),
    [([2.0, 1.0, 0.95, 0.9, 0.0], 2, 2), ([2.0, 1.0, 0.0], 2, 0), ([1.0, 1.0], 2, 0), ([1.0, 1.0], 0, 0)],
)
def test_songs_as_good_as_the_last_one_kept(strengths: list[float], keep: int, near: int) -> None:
    assert near_cut(np.array(strengths), keep) == near


@pytest.mark.reference
@pytest.mark.parametrize(("n_songs", "keep"), [(100, 20), (60, 10), (100, 10), (20, 5)])
def test_odds_are_those_of_drawing_from_the_published_songs(
    reference: Reference, reference_folder: Path, n_songs: int, keep: int
) -> None:
    """Within 2 points, beside the error of drawing: 1,500 batches hold a chance to within 1.3 points (one sigma)."""
    published = reference_folder / "published"
    predictions, popularity = (
        np.load(published / f"test_{name}.npy").ravel() for name in ("predictions", "popularity")
    )
    percentiles = np.empty(len(predictions))
    percentiles[predictions.argsort(kind="stable")] = 100.0 * (np.arange(len(predictions)) + 0.5) / len(predictions)
    rng = np.random.default_rng(1)
    held, means, chances, expected = [], [], [], []
    for batch in range(1500):
        songs = rng.choice(len(predictions), n_songs, replace=False)
        songs = songs[np.argsort(-predictions[songs], kind="stable")]
        held.append(popularity[songs[:keep]].max() == popularity[songs].max())
        means.append(popularity[songs[:keep]].mean())
        if batch < 30:
            odds = keep_odds(reference, percentiles[songs])
            chances.append(odds.best[keep])
            expected.append(odds.popularity[keep])
    assert np.mean(chances) == pytest.approx(np.mean(held), abs=0.05)
    assert np.mean(expected) == pytest.approx(np.mean(means), abs=0.6)
