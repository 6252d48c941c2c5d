"""The joint table of a bundle: how popular songs really were, by the rank of their prediction.

Songs are sorted by prediction into equal bins, and the distribution function of real popularity is made to fall from
bin to bin (isotonic distributional regression, Henzi et al. 2021): a higher prediction never makes lower popularity
likelier. Between the bins' centres `Reference` interpolates.
"""

import numpy as np
from scipy.optimize import isotonic_regression

from models.reference import MAX_POPULARITY
from training.arrays import Floats

N_BINS = 30
FEWEST_IN_BIN = 10
"""Songs a bin needs; a small corpus gets fewer bins."""


def popularity_cdf(predictions: Floats, popularity: Floats) -> tuple[tuple[float, ...], ...]:
    """Tabulate the distribution function of real popularity by the rank of a prediction.

    Args:
        predictions: [songs].
        popularity: [songs], the real values in the same order.

    Returns:
        [bins][101]: the shares of a bin's songs whose popularity, rounded, is at most 0, 1, ... 100.
    """
    n_bins = max(1, min(N_BINS, predictions.size // FEWEST_IN_BIN))
    bins = np.array_split(np.argsort(predictions, kind="stable"), n_bins)
    thresholds = np.arange(MAX_POPULARITY + 1)
    shares = np.array([(np.round(popularity[members])[:, None] <= thresholds).mean(axis=0) for members in bins])
    sizes = [members.size for members in bins]
    falling = [isotonic_regression(column, weights=sizes, increasing=False).x for column in shares.T]
    return tuple(tuple(row) for row in np.round(np.array(falling).T, 4).tolist())
