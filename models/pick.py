"""What keeping the best few songs of a batch gains, exactly: chances from the distributions of real popularity.

A prediction leaves open how popular a song becomes; the bundle's joint table says how likely each popularity is. Songs
are taken as independent, so that the distribution of the most popular of several is the product of theirs. The tables
come from songs of many artists: within one author's batch, songs are more alike, and every gain is smaller.
"""

from dataclasses import dataclass

import numpy as np

from models import difference
from models.reference import Floats, Reference

MOST_TIED = 64
"""Songs that may share the highest popularity before their number is no longer told apart."""


@dataclass(frozen=True)
class KeepOdds:
    """What each number of kept songs gains; every array is [songs + 1], for 0, 1, ... all songs kept, best first.

    Attributes:
        best: the chance, 0 to 1, that a most popular song is among the kept.
        best_by_luck: the same where the kept are drawn by lot.
        top_decile: expected number of songs among the kept that reach the top 10 % of real popularity.
        top_decile_by_luck: the same where the kept are drawn by lot.
        popularity: expected mean popularity of the kept; that of all for none kept.
        popularity_by_luck: expected mean popularity of all.
    """

    best: Floats
    best_by_luck: Floats
    top_decile: Floats
    top_decile_by_luck: Floats
    popularity: Floats
    popularity_by_luck: float

    def fewest_for(self, chance: float) -> int:
        """Return the smallest number of kept songs that hold a most popular one with a chance, 0 to 1."""
        return int(np.argmax(self.best >= min(chance, float(self.best[-1]))))


def keep_odds(reference: Reference, percentiles: Floats) -> KeepOdds:
    """Return what keeping the first of some songs gains.

    Args:
        reference: the tables of the model that scored them.
        percentiles: of the songs, best first, [songs]; at least one.
    """
    shares = reference.popularity_distribution(percentiles)
    cdf = np.cumsum(shares, axis=1).clip(0.0, 1.0)
    n_songs = len(percentiles)
    means = shares @ np.arange(shares.shape[1])
    top = np.array([reference.chance_top_decile(float(percentile)) for percentile in percentiles])
    counts = np.arange(1, n_songs + 1)
    return KeepOdds(
        best=_best(cdf),
        best_by_luck=_best_by_luck(shares, cdf),
        top_decile=np.concatenate([[0.0], np.cumsum(top)]),
        top_decile_by_luck=np.linspace(0.0, float(top.sum()), n_songs + 1),
        popularity=np.concatenate([[means.mean()], np.cumsum(means) / counts]),
        popularity_by_luck=float(means.mean()),
    )


def _best(cdf: Floats) -> Floats:
    """Return the chance that no song left out is more popular than every song kept, for each number kept."""
    ones = np.ones((1, cdf.shape[1]))
    kept = np.concatenate([ones, np.cumprod(cdf, axis=0)])
    left = np.concatenate([np.cumprod(cdf[::-1], axis=0)[::-1], ones])
    highest_kept = np.diff(kept, axis=1, prepend=0.0)
    chances = (highest_kept * left).sum(axis=1)
    chances[0], chances[-1] = 0.0, 1.0
    return np.asarray(np.maximum.accumulate(chances).clip(0.0, 1.0))


def _best_by_luck(shares: Floats, cdf: Floats) -> Floats:
    """Return the chance that songs drawn by lot hold a most popular one: of m that share the highest popularity."""
    n_songs, most = len(shares), min(MOST_TIED, len(shares))
    below = cdf - shares
    n_tied = np.zeros((shares.shape[1], most + 1))
    n_tied[:, 0] = 1.0
    for song_below, song_shares in zip(below, shares, strict=True):
        one_more = n_tied[:, :-1] * song_shares[:, None]
        last = n_tied[:, -1] * song_shares
        n_tied *= song_below[:, None]
        n_tied[:, 1:] += one_more
        n_tied[:, -1] += last
    chance_of = n_tied[:, 1:].sum(axis=0)
    kept = np.arange(n_songs + 1)[:, None]
    missing_one = (n_songs - kept - np.arange(most)).clip(0) / (n_songs - np.arange(most))
    return np.asarray((1.0 - np.cumprod(missing_one, axis=1)) @ chance_of)


def near_cut(strengths: Floats, keep: int) -> int:
    """Return how many songs behind the cut are no clear difference from the last one kept; strengths are best first."""
    if not 0 < keep < len(strengths):
        return 0
    behind = [difference.songs_differ(float(strengths[keep - 1]), float(other)) for other in strengths[keep:]]
    return behind.index(True) if True in behind else len(behind)
