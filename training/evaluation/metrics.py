"""The measures of a popularity model: error, rank agreement, and how well the top is found.

The @k measures follow the script published with the model of 2021. Popularity has many ties; where a tie crosses the
k-th place its order decides nothing real, so a song counts as found only if it is strictly inside the top k.

scipy.stats and scikit-learn are imported at the first use: together they take two seconds, and steps that measure
nothing import this module too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from training.arrays import Floats

Measure = Callable[[Floats, Floats], float]
"""Takes predictions and real values, [songs] each."""

TOP_SHARE = 0.1
RECALL_AT = (100, 150)
NDCG_AT = 150


def spearman(a: Floats, b: Floats) -> float:
    """Return Spearman's rank correlation; NaN where one side is constant."""
    from scipy.stats import spearmanr

    return float(spearmanr(a, b).statistic) if np.ptp(a) and np.ptp(b) else float("nan")


def kendall(predictions: Floats, real: Floats) -> float:
    """Return Kendall's tau-b, which allows for ties; NaN where one side is constant."""
    from scipy.stats import kendalltau

    return float(kendalltau(predictions, real).statistic)


def mse(predictions: Floats, real: Floats) -> float:
    """Return the mean squared error."""
    from sklearn.metrics import mean_squared_error

    return float(mean_squared_error(real, predictions))


def rmse(predictions: Floats, real: Floats) -> float:
    """Return the root of the mean squared error."""
    return float(np.sqrt(mse(predictions, real)))


def mae(predictions: Floats, real: Floats) -> float:
    """Return the mean absolute error."""
    from sklearn.metrics import mean_absolute_error

    return float(mean_absolute_error(real, predictions))


def r2(predictions: Floats, real: Floats) -> float:
    """Return the share of the real values' variance that is explained; NaN where they are all the same."""
    from sklearn.metrics import r2_score

    return float(r2_score(real, predictions)) if np.ptp(real) else float("nan")


def _first(values: Floats, k: int) -> npt.NDArray[np.int64]:
    return np.argsort(-values, kind="stable")[:k].astype(np.int64)


def hits_at(predictions: Floats, real: Floats, k: int) -> int:
    """Count the songs of the predicted top k that are strictly inside the real one (published: Recall@k)."""
    if k >= real.size:
        return int(real.size)
    edge = np.sort(real)[::-1][k]
    return int((real[_first(predictions, k)] > edge).sum())


def ndcg_at(predictions: Floats, real: Floats, k: int) -> float:
    """Return the discounted gain of the predicted top k, gain = popularity, over that of the real one.

    Equal predictions stay in the songs' order, as in the published script; scikit-learn's `ndcg_score` averages over
    their orders or reverses them.
    """
    gains, ideal = real[_first(predictions, k)], np.sort(real)[::-1][:k]
    discount = np.log2(np.arange(gains.size) + 2.0)
    best = float((ideal / discount).sum())
    return float((gains / discount).sum()) / best if best else float("nan")


def at_real_top(measure: Measure, k: int) -> Measure:
    """Return a measure taken over the songs of the real top k alone (published: rho@150, tau@150)."""

    def taken(predictions: Floats, real: Floats) -> float:
        top = _first(real, k)
        return measure(predictions[top], real[top])

    return taken


def top_precision(predictions: Floats, real: Floats) -> float:
    """Return the share of the predicted top tenth that really is in the top tenth; 0.1 is chance."""
    threshold = np.quantile(real, 1.0 - TOP_SHARE)
    chosen = _first(predictions, max(1, round(TOP_SHARE * real.size)))
    return float((real[chosen] >= threshold).mean())


MEASURES: dict[str, Measure] = {
    "mse": mse,
    "rmse": rmse,
    "mae": mae,
    "r2": r2,
    "spearman": spearman,
    "kendall": kendall,
    "top_decile_precision": top_precision,
    **{f"hits@{k}": partial(hits_at, k=k) for k in RECALL_AT},
    f"ndcg@{NDCG_AT}": partial(ndcg_at, k=NDCG_AT),
    f"spearman@{NDCG_AT}": at_real_top(spearman, NDCG_AT),
    f"kendall@{NDCG_AT}": at_real_top(kendall, NDCG_AT),
}
"""All measures by name."""
BOOTSTRAPPED = ("mse", "mae", "r2", "spearman", "top_decile_precision")


def measured(predictions: Floats, real: Floats) -> dict[str, float]:
    """Return every measure that so many songs can carry."""
    return {
        name: measure(predictions, real)
        for name, measure in MEASURES.items()
        if "@" not in name or real.size >= 2 * int(name.partition("@")[2])
    }


def within_artist_spearman(predictions: Floats, real: Floats, artists: Sequence[str]) -> tuple[float, int]:
    """Return the mean rank correlation inside artists' catalogues, weighted by songs, and how many artists count.

    An artist counts with three songs or more that are not all equally popular.
    """
    names, group = np.unique(np.array(artists), return_inverse=True)
    values, weights = [], []
    for i in range(len(names)):
        members = np.flatnonzero(group == i)
        if members.size >= 3:
            value = spearman(predictions[members], real[members])
            if np.isfinite(value):
                values.append(value)
                weights.append(members.size)
    return (float(np.average(values, weights=weights)), len(values)) if values else (float("nan"), 0)


@dataclass(frozen=True)
class Decile:
    """One tenth of the songs by prediction: means of prediction, reality and absolute error, share in the top tenth."""

    predicted: float
    real: float
    error: float
    top_share: float
    songs: int


def deciles(predictions: Floats, real: Floats, n_bins: int = 10) -> list[Decile]:
    """Return the calibration by tenths of the prediction, lowest first."""
    threshold = np.quantile(real, 1.0 - TOP_SHARE)
    bins = [b for b in np.array_split(np.argsort(predictions, kind="stable"), n_bins) if b.size]
    return [
        Decile(
            float(predictions[b].mean()),
            float(real[b].mean()),
            float(np.abs(predictions[b] - real[b]).mean()),
            float((real[b] >= threshold).mean()),
            int(b.size),
        )
        for b in bins
    ]


def bootstrap(
    measure: Measure, predictions: Floats, real: Floats, artists: Sequence[str], rounds: int, seed: int
) -> tuple[float, float]:
    """Return the 95 % interval of a measure when whole artists are drawn again and again."""
    _, group = np.unique(np.array(artists), return_inverse=True)
    members = np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1])
    rng = np.random.default_rng(seed)
    values = []
    for _ in range(rounds):
        rows = np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))])
        values.append(measure(predictions[rows], real[rows]))
    low, high = np.nanquantile(values, (0.025, 0.975)) if np.isfinite(values).any() else (np.nan, np.nan)
    return float(low), float(high)
