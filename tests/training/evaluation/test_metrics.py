"""The measures: against the figures published in 2021 and on cases known by hand."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

from training.evaluation.metrics import (
    MEASURES,
    bootstrap,
    deciles,
    hits_at,
    kendall,
    measured,
    mse,
    ndcg_at,
    spearman,
    top_precision,
    within_artist_spearman,
)
from training.rebuild.evaluate import verdict


@pytest.fixture
def songs() -> tuple[np.ndarray, np.ndarray]:
    """Predictions and tied, skewed labels of 600 songs."""
    rng = np.random.default_rng(4)
    real = np.floor(rng.exponential(7.0, 600))
    return 0.3 * real + rng.normal(6.0, 3.0, 600), real


@pytest.mark.reference
def test_published_figures(reference_folder: Path) -> None:
    """The published log: MSE 82.8, Spearman 0.350, Kendall 0.249, 8 and 15 hits, nDCG@150 0.357."""
    folder = reference_folder / "published"
    predictions, real = (
        np.load(folder / f"test_{name}.npy").astype(np.float64).ravel() for name in ("predictions", "popularity")
    )
    found = measured(predictions, real)
    assert found["mse"] == pytest.approx(82.8, abs=0.05)
    assert found["rmse"] == pytest.approx(9.10, abs=0.005)
    assert found["mae"] == pytest.approx(6.46, abs=0.005)
    assert found["r2"] == pytest.approx(0.141, abs=0.0005)
    assert found["spearman"] == pytest.approx(0.350, abs=0.0005)
    assert found["kendall"] == pytest.approx(0.249, abs=0.0005)
    assert (found["hits@100"], found["hits@150"]) == (8, 15)
    assert found["ndcg@150"] == pytest.approx(0.357, abs=0.0005)
    assert found["top_decile_precision"] == pytest.approx(0.306, abs=0.001)
    parts = deciles(predictions, real)
    expected = [2.7, 3.8, 3.8, 4.4, 4.9, 5.7, 6.7, 9.3, 11.5, 15.1]
    assert [part.real for part in parts] == pytest.approx(expected, abs=0.06)
    low, high = bootstrap(spearman, predictions, real, [str(i) for i in range(len(real))], 200, 1)
    assert (low, high) == pytest.approx((0.332, 0.366), abs=0.006)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([1, 2, 3], [10, 20, 30], 1.0),
        ([1, 2, 3], [3, 2, 1], -1.0),
        ([1, 2, 3, 4], [2, 1, 4, 3], 0.6),
        ([10, 20, 10, 30], [1, 2, 3, 4], 3.0 / np.sqrt(22.5)),  # equal values share the mean of their ranks
    ],
)
def test_spearman_by_hand(a: list[int], b: list[int], expected: float) -> None:
    assert spearman(np.array(a, float), np.array(b, float)) == pytest.approx(expected)


def test_errors_by_hand() -> None:
    predictions, real = np.array([1.0, 2.0, 6.0]), np.array([2.0, 2.0, 5.0])
    found = measured(predictions, real)
    assert {name: found[name] for name in ("mse", "mae", "r2")} == pytest.approx(
        {"mse": 2.0 / 3.0, "mae": 2.0 / 3.0, "r2": 1.0 - 2.0 / 6.0}
    )


def test_top_150(songs: tuple[np.ndarray, np.ndarray]) -> None:
    predictions, real = songs
    assert ndcg_at(predictions, real, 150) == pytest.approx(ndcg_score(real[None], predictions[None], k=150))
    top = np.argsort(-real, kind="stable")[:150]
    for name, measure in (("spearman@150", spearman), ("kendall@150", kendall)):
        assert MEASURES[name](predictions, real) == pytest.approx(measure(predictions[top], real[top]))


def test_equal_predictions_stay_in_the_songs_order() -> None:
    real = np.array([4.0, 0.0, 2.0])
    assert ndcg_at(np.zeros(3), real, 1) == 1.0
    assert ndcg_at(np.zeros(3), real[::-1], 1) == pytest.approx(0.5)


def test_songs_that_tie_at_the_edge_are_no_hits() -> None:
    real = np.array([9.0, 8.0, 7.0, 7.0, 7.0, 1.0])
    assert hits_at(np.array([6.0, 5.0, 4.0, 3.0, 2.0, 1.0]), real, 3) == 2
    assert hits_at(np.array([1.0, 5.0, 4.0, 3.0, 2.0, 6.0]), real, 3) == 1


def test_perfect_and_senseless_predictions(songs: tuple[np.ndarray, np.ndarray]) -> None:
    _, real = songs
    assert measured(real, real)["spearman"] == pytest.approx(1.0)
    assert measured(real, real)["ndcg@150"] == pytest.approx(1.0)
    assert top_precision(real, real) == 1.0
    constant = measured(np.full_like(real, 3.0), real)
    assert all(np.isnan(constant[name]) for name in ("spearman", "kendall"))
    assert np.isnan(measured(real, np.full_like(real, 3.0))["r2"])
    assert constant["mse"] == pytest.approx(mse(np.full_like(real, 3.0), real))


def test_few_songs_carry_no_measure_of_the_top_150() -> None:
    found = measured(np.arange(20.0), np.arange(20.0))
    assert not any("@" in name for name in found)


def test_within_artist_ignores_what_artists_differ_in() -> None:
    level = np.repeat([0.0, 50.0, 100.0], 4)
    real = level + np.tile([1.0, 2.0, 3.0, 4.0], 3)
    artists = [name for name in "abc" for _ in range(4)]
    assert spearman(level - np.tile([1.0, 2.0, 3.0, 4.0], 3), real) > 0.5
    assert within_artist_spearman(level - np.tile([1.0, 2.0, 3.0, 4.0], 3), real, artists) == (pytest.approx(-1.0), 3)
    assert within_artist_spearman(real, real, list("abcdefghijkl"))[1] == 0


def test_intervals_are_wider_when_artists_are_few(songs: tuple[np.ndarray, np.ndarray]) -> None:
    predictions, real = songs
    apart = bootstrap(mse, predictions, real, [str(i) for i in range(600)], 200, 1)
    by_label = [str(int(value) // 3) for value in real]
    together = bootstrap(mse, predictions, real, by_label, 200, 1)
    assert apart[0] < mse(predictions, real) < apart[1]
    assert together[1] - together[0] > 2 * (apart[1] - apart[0])


@pytest.mark.parametrize(
    ("interval", "expected"),
    [((-0.3, 0.6), "show nothing"), ((0.1, 0.6), "not how strong"), ((0.3, 0.4), "On 100 test songs: Spearman 0.35")],
)
def test_the_verdict_is_as_strong_as_the_interval(interval: tuple[float, float], expected: str) -> None:
    assert expected in verdict(100, 0.35, *interval)
    assert "show nothing" in verdict(6, 0.35, *interval)
