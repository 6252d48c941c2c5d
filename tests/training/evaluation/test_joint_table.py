"""The joint table: distributions that fall with rank, and superiority that other songs bear out."""

import numpy as np
import pytest

from models.reference import Reference
from models.spec import Protocol
from training.evaluation.joint_table import popularity_cdf
from training.evaluation.reference_tables import make_reference

GAPS = ((0.0, 0.5), (1.0, 2.0), (2.0, 4.0), (4.0, 6.0), (6.0, 10.0), (10.0, 100.0))
"""Differences of prediction, in points."""


def test_distributions_rise_along_and_fall_with_rank() -> None:
    rng = np.random.default_rng(3)
    predictions = rng.gamma(4.0, 2.0, 3000)
    table = np.array(popularity_cdf(predictions, np.clip(rng.gamma(1.0, predictions), 0, 100)))
    assert table.shape == (30, 101)
    assert (np.diff(table, axis=1) >= 0.0).all()
    assert (np.diff(table, axis=0) <= 0.0).all()
    assert (table[:, -1] == 1.0).all()


def test_a_table_in_order_is_that_of_its_bins() -> None:
    popularity = np.repeat([0.0, 0.0, 1.2, 1.4, 3.0, 100.0], 5)
    table = np.array(popularity_cdf(np.arange(30.0), popularity))
    assert table[:, [0, 1, 2, 3, 99]].tolist() == [[1, 1, 1, 1, 1], [0, 1, 1, 1, 1], [0, 0, 0, 0.5, 0.5]]


def test_predictions_that_say_nothing_make_all_ranks_alike() -> None:
    rng = np.random.default_rng(5)
    reference = tables(rng.normal(size=8000), rng.integers(0, 60, 8000).astype(float))
    assert reference.superiority(95.0, 5.0) == pytest.approx(0.5, abs=0.06)


def test_a_close_relation_gives_the_chances_of_its_distributions() -> None:
    """Log-odds that are added up stay close to the truth far beyond what sound can predict."""
    rng = np.random.default_rng(7)
    predictions = rng.normal(size=20_000)
    popularity = np.clip(50.0 + 12.0 * (predictions + rng.normal(size=20_000)), 0.0, 100.0)
    reference = tables(predictions, popularity)
    for one, another in ((98.0, 2.0), (98.0, 50.0), (70.0, 30.0)):
        first, second = (reference.popularity_distribution(each) for each in (one, another))
        wins = first @ (second.cumsum() - second / 2.0)
        assert reference.superiority(one, another) == pytest.approx(wins, abs=0.05)


@pytest.mark.reference
def test_superiority_is_borne_out_by_the_other_half_of_the_published_songs(reference_folder) -> None:
    predictions, popularity = (
        np.load(reference_folder / "published" / name).astype(float).ravel()
        for name in ("test_predictions.npy", "test_popularity.npy")
    )
    rng = np.random.default_rng(1)
    halves = np.array_split(rng.permutation(predictions.size), 2)
    both = [told_and_found(predictions, popularity, *pair, rng) for pair in (halves, halves[::-1])]
    told, found = np.mean(both, axis=0)
    assert (np.diff(told) > 0.0).all()
    assert told == pytest.approx(found, abs=0.03)
    assert told[0] < 0.53
    assert told[-1] > 0.72


def tables(predictions: np.ndarray, popularity: np.ndarray) -> Reference:
    return make_reference(dict.fromkeys(Protocol, predictions), predictions, popularity)


def told_and_found(
    predictions: np.ndarray, popularity: np.ndarray, made: np.ndarray, judged: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return, by gap, the mean superiority that one half's tables tell and that the other half has, [2, gaps]."""
    reference = tables(predictions[made], popularity[made])
    pairs = rng.choice(judged, (2, 20_000))
    better = predictions[pairs].argmax(axis=0)
    high, low = np.where(better == 0, pairs, pairs[::-1])
    gaps = predictions[high] - predictions[low]
    strengths = {song: reference.strength(reference.percentile(predictions[song], Protocol.MATCHED)) for song in judged}
    told = np.array([1.0 / (1.0 + np.exp(strengths[b] - strengths[a])) for a, b in zip(high, low, strict=True)])
    found = (np.sign(popularity[high] - popularity[low]) + 1.0) / 2.0
    inside = [(gaps >= lower) & (gaps < upper) for lower, upper in GAPS]
    return np.array([[values[some].mean() for some in inside] for values in (told, found)])
