"""Reference tables: shortest intervals, rising tables, and coverage that is what it says."""

import numpy as np
import pytest

from models.spec import Protocol
from training.evaluation.reference_tables import (
    make_reference,
    measured_coverage,
    popularity_counts,
    prediction_quantiles,
    rank_tables,
    shortest_interval,
)


@pytest.fixture
def songs() -> tuple[np.ndarray, np.ndarray]:
    """Predictions and a skewed popularity that follows them loosely."""
    rng = np.random.default_rng(3)
    predictions = rng.gamma(4.0, 2.0, 6000)
    return predictions, np.floor(np.clip(rng.gamma(1.0, predictions), 0, 100))


def test_shortest_interval_of_a_known_set() -> None:
    values = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 50.0, 100.0])
    assert shortest_interval(values) == (0.0, 50.0)
    assert shortest_interval(np.arange(99.0)) == (0.0, 79.0)


def test_tables_rise_with_rank(songs: tuple[np.ndarray, np.ndarray]) -> None:
    tables = rank_tables(*songs)
    for name in ("ranks", "interval_low", "interval_high", "top_decile"):
        assert (np.diff(tables[name]) >= 0).all(), name
    assert tables["top_decile"][-1] > 3 * tables["top_decile"][0]


def test_coverage_on_other_songs_is_as_promised(songs: tuple[np.ndarray, np.ndarray]) -> None:
    assert measured_coverage(*songs, seed=1) == pytest.approx(0.8, abs=0.03)


def test_predictions_that_say_nothing_give_the_base_rate() -> None:
    rng = np.random.default_rng(5)
    tables = rank_tables(rng.normal(size=8000), rng.permutation(8000) / 80.0)
    assert tables["top_decile"][0] == pytest.approx(0.1, abs=0.05)
    assert tables["top_decile"][-1] == pytest.approx(0.13, abs=0.05)


def test_quantiles_and_counts() -> None:
    quantiles = prediction_quantiles(np.arange(1001.0))
    assert quantiles[0] == 0.0 and quantiles[100] == 500.0 and quantiles[-1] == 1000.0
    counts = popularity_counts(np.array([0.0, 0.0, 3.0, 100.0]))
    assert (counts[0], counts[3], counts[100], sum(counts)) == (2, 1, 1, 4)


def test_reference_of_its_own_predictions_puts_the_median_at_50(songs: tuple[np.ndarray, np.ndarray]) -> None:
    reference = make_reference(dict.fromkeys(Protocol, songs[0]), *songs)
    for protocol in Protocol:
        assert reference.percentile(float(np.median(songs[0])), protocol) == pytest.approx(50.0, abs=0.5)


@pytest.mark.reference
def test_published_songs(reference_folder) -> None:
    predictions, popularity = (
        np.load(reference_folder / "published" / name).astype(float).ravel()
        for name in ("test_predictions.npy", "test_popularity.npy")
    )
    tables = rank_tables(predictions, popularity)
    assert tables["top_decile"][-1] > 0.3
    assert tables["top_decile"][0] < 0.03
    assert 0.78 <= measured_coverage(predictions, popularity, seed=1) <= 0.83
