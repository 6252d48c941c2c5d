"""The table of a bundle that tells whether a highlight is like the songs the model knows."""

from collections.abc import Sequence

import numpy as np

from models.report import ScoreReport
from models.resemblance import Resemblance
from models.scorer import SHORT_S
from training.arrays import Floats

N_COMPONENTS = 40
FEWEST_SONGS = 50
"""Fewer songs cannot tell a resemblance of 2 %."""
N_FOLDS = 50
"""A corpus of more songs than this is held out in so many parts, not song by song."""
SEED = 1


def resemblance_table(described: Floats) -> Resemblance | None:
    """Make the table of described highlights, [songs, features], of more features than `N_COMPONENTS`.

    None of fewer songs than `FEWEST_SONGS`.
    """
    n_songs = len(described)
    if n_songs < FEWEST_SONGS:
        return None
    distances = np.empty(n_songs)
    for fold in np.array_split(np.random.default_rng(SEED).permutation(n_songs), min(n_songs, N_FOLDS)):
        distances[fold] = _fitted(np.delete(described, fold, axis=0)).distance(described[fold])
    return _fitted(described, np.sort(distances))


def resemblance_of(reports: Sequence[ScoreReport]) -> Resemblance | None:
    """Make the table of reports of the reference songs; the short ones tell nothing."""
    return resemblance_table(np.array([report.described for report in reports if report.duration_s >= SHORT_S]))


def _fitted(described: Floats, distances: Floats | None = None) -> Resemblance:
    n_songs, n_features = described.shape
    mean, scale = described.mean(axis=0), described.std(axis=0)
    scale = np.where(scale > 0.0, scale, 1.0)
    _, singular, components = np.linalg.svd((described - mean) / scale, full_matrices=False)
    variances = np.square(singular) / n_songs
    n = min(N_COMPONENTS, n_songs - 2)
    kept = components[:n]
    inside = (described - mean) / scale @ kept.T
    residual = variances[n:].sum() / max(1, n_features - n)
    shrunk = shrunk_variances(inside, variances[:n])
    return Resemblance(mean, scale, kept, shrunk, np.array([residual]), np.zeros(1) if distances is None else distances)


def shrunk_variances(coordinates: Floats, variances: Floats) -> Floats:
    """Shrink variances towards their mean by the share that Ledoit and Wolf (2004) estimate.

    Args:
        coordinates: of the songs along their principal components, [songs, components].
        variances: of the columns, [components].
    """
    n_songs, n = coordinates.shape
    mean = variances.mean()
    spread = np.square(variances - mean).sum() / n
    fourth_powers = np.square(np.square(coordinates).sum(axis=1)).sum() / n_songs
    error = min(spread, (fourth_powers - np.square(variances).sum()) / n_songs / n)
    share = error / spread if spread > 0.0 else 0.0
    return np.asarray(share * mean + (1.0 - share) * variances)
