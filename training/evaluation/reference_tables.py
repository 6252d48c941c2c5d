"""Reference tables of a bundle: what a predicted popularity means beside real songs.

The interval and the chance of the top decile are conditional on a prediction's rank: songs are sorted by prediction
into equal bins, and each bin's real popularity is read off. The interval is the shortest that holds 80 % of a bin,
with split-conformal counting (Lei et al. 2018); its coverage is measured on songs that did not make the table.
"""

import math

import numpy as np

from models.reasons import TypicalSong
from models.reference import MAX_POPULARITY, Reference
from models.spec import Protocol
from training.arrays import Floats
from training.evaluation.joint_table import popularity_cdf

N_BINS = 20
FEWEST_IN_BIN = 10
"""Songs a bin needs; a small corpus gets fewer bins."""
N_QUANTILES = 201
COVERAGE = 0.8
TOP_SHARE = 0.1


def prediction_quantiles(predictions: Floats) -> tuple[float, ...]:
    """Return quantiles of predictions at equally spaced probabilities from 0 to 1."""
    values = np.quantile(predictions, np.linspace(0.0, 1.0, N_QUANTILES))
    return tuple(round(float(value), 4) for value in values)


def popularity_counts(popularity: Floats) -> tuple[int, ...]:
    """Count the songs of each popularity, 0 to 100."""
    counts = np.bincount(np.round(popularity).astype(int), minlength=MAX_POPULARITY + 1)
    return tuple(int(count) for count in counts)


def shortest_interval(values: Floats) -> tuple[float, float]:
    """Return the shortest interval that holds the conformal share of the values."""
    ordered = np.sort(values)
    n_inside = min(ordered.size, math.ceil(COVERAGE * (ordered.size + 1)))
    widths = ordered[n_inside - 1 :] - ordered[: ordered.size - n_inside + 1]
    start = int(np.argmin(widths))
    return float(ordered[start]), float(ordered[start + n_inside - 1])


def rank_tables(predictions: Floats, popularity: Floats) -> dict[str, tuple[float, ...]]:
    """Tabulate interval and top-decile chance by the rank of a prediction; each is made to rise with rank.

    Args:
        predictions: [songs].
        popularity: [songs], the real values in the same order.

    Returns:
        The fields `ranks`, `interval_low`, `interval_high` and `top_decile` of a `Reference`.
    """
    threshold = np.quantile(popularity, 1.0 - TOP_SHARE)
    n_bins = max(2, min(N_BINS, predictions.size // FEWEST_IN_BIN))
    bins = np.array_split(np.argsort(predictions, kind="stable"), n_bins)
    intervals = np.array([shortest_interval(popularity[members]) for members in bins])
    chances = np.array([(popularity[members] >= threshold).mean() for members in bins])
    rising = np.maximum.accumulate(np.column_stack([intervals, chances]), axis=0)
    return {
        "ranks": tuple(100.0 * (i + 0.5) / n_bins for i in range(n_bins)),
        "interval_low": tuple(rising[:, 0].tolist()),
        "interval_high": tuple(rising[:, 1].tolist()),
        "top_decile": tuple(round(chance, 4) for chance in rising[:, 2].tolist()),
    }


def share_inside(
    calibration: Floats, tables: dict[str, tuple[float, ...]], predictions: Floats, popularity: Floats
) -> float:
    """Return the share of songs inside the intervals of tables that other songs made.

    Args:
        calibration: predictions of the songs that made the tables; they give the ranks.
        tables: what `rank_tables` returned for them.
        predictions: of the songs judged.
        popularity: their real values.
    """
    ranks = 100.0 * np.searchsorted(np.sort(calibration), predictions) / calibration.size
    low = np.interp(ranks, tables["ranks"], tables["interval_low"])
    high = np.interp(ranks, tables["ranks"], tables["interval_high"])
    return float(((low <= popularity) & (popularity <= high)).mean())


def measured_coverage(predictions: Floats, popularity: Floats, seed: int) -> float:
    """Return the share of songs inside intervals that were made from the other half of the songs."""
    halves = np.array_split(np.random.default_rng(seed).permutation(predictions.size), 2)
    inside = 0.0
    for made, judged in (halves, halves[::-1]):
        tables = rank_tables(predictions[made], popularity[made])
        share = share_inside(predictions[made], tables, predictions[judged], popularity[judged])
        inside += share * judged.size
    return inside / predictions.size


def unknown_reference() -> Reference:
    """Return tables that say nothing, for scoring before the real ones are known."""
    return Reference(
        dict.fromkeys(Protocol, (0.0, 1.0)),
        (1,) + (0,) * MAX_POPULARITY,
        (0.0, 100.0),
        (0.0, 0.0),
        (0.0, 0.0),
        (0.0, 0.0),
        ((1.0,) * (MAX_POPULARITY + 1),) * 2,
    )


def make_reference(
    predictions: dict[Protocol, Floats],
    known_predictions: Floats,
    known_popularity: Floats,
    counts: tuple[int, ...] | None = None,
    typical: dict[Protocol, TypicalSong] | None = None,
) -> Reference:
    """Assemble a bundle's tables.

    Args:
        predictions: per protocol, this model's scores of the reference songs.
        known_predictions: scores of songs whose popularity is known, used by their rank alone.
        known_popularity: that popularity, same order.
        counts: songs of each popularity, 0 to 100, where others than these stand for all real songs.
        typical: per protocol, the reference songs' means.
    """
    return Reference(
        predictions={protocol: prediction_quantiles(values) for protocol, values in predictions.items()},
        popularity_counts=counts or popularity_counts(known_popularity),
        popularity_cdf=popularity_cdf(known_predictions, known_popularity),
        **rank_tables(known_predictions, known_popularity),
        typical=typical,
    )
