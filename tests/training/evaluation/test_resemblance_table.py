"""The table of what songs are like, on made-up songs whose spread is known."""

import numpy as np
import pytest
from sklearn.covariance import ledoit_wolf

from training.evaluation.resemblance_table import FEWEST_SONGS, resemblance_table, shrunk_variances

N_SONGS, N_FEATURES = 120, 60


@pytest.fixture
def songs() -> np.ndarray:
    """Songs that vary mostly along five directions."""
    rng = np.random.default_rng(3)
    latent = rng.normal(size=(N_SONGS, 5)) @ rng.normal(size=(5, N_FEATURES))
    return latent + 0.2 * rng.normal(size=(N_SONGS, N_FEATURES))


def test_shrinkage_is_that_of_ledoit_and_wolf(songs: np.ndarray) -> None:
    centred = songs - songs.mean(axis=0)
    _, singular, components = np.linalg.svd(centred, full_matrices=False)
    coordinates = centred @ components[:10].T
    shrunk = shrunk_variances(coordinates, np.square(singular[:10]) / N_SONGS)
    expected = np.linalg.eigvalsh(ledoit_wolf(coordinates, assume_centered=True)[0])[::-1]
    assert shrunk == pytest.approx(expected, rel=1e-6)


def test_held_out_songs_are_spread_over_all_percentages(songs: np.ndarray) -> None:
    known, others = resemblance_table(songs[::2]), songs[1::2]
    assert known is not None
    assert known.distances.size == N_SONGS // 2
    percentages = np.array([known.percentage(song) for song in others])
    assert 30.0 < percentages.mean() < 70.0


def test_what_is_like_no_song_is_farther_than_all(songs: np.ndarray) -> None:
    known = resemblance_table(songs)
    assert known is not None
    rng = np.random.default_rng(4)
    assert known.percentage(songs[0] + 3.0 * rng.normal(size=N_FEATURES)) == 0.0
    assert known.percentage(songs.mean(axis=0)) > 90.0


def test_same_songs_same_table(songs: np.ndarray) -> None:
    first, second = resemblance_table(songs), resemblance_table(songs)
    assert first is not None and second is not None
    assert np.array_equal(first.distances, second.distances)


def test_a_feature_that_never_varies_does_no_harm(songs: np.ndarray) -> None:
    songs[:, 0] = 1.0
    known = resemblance_table(songs)
    assert known is not None
    assert np.isfinite(known.distances).all()


def test_few_songs_make_no_table(songs: np.ndarray) -> None:
    assert resemblance_table(songs[: FEWEST_SONGS - 1]) is None
