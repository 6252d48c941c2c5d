"""A predicted popularity compared with real songs: percentile, interval, chance of the top decile, superiority.

All values come from tables in the bundle. Percentiles compare a prediction with the reference songs' PREDICTIONS under
the same protocol, because predictions are shrunk towards the mean. Interval, chance and the distribution of real
popularity depend on the rank among predictions and were measured on songs with known popularity.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models import difference
from models.errors import BundleDamaged
from models.reasons import TypicalSong
from models.spec import SPEC, Protocol

Floats = NDArray[np.float64]

MAX_POPULARITY = 100
SUREST = 0.999
"""The superiority of one bin over another that no song of a small corpus contradicts."""


@dataclass(frozen=True)
class Reference:
    """The tables of one bundle.

    Attributes:
        predictions: per protocol, quantiles of the reference songs' predictions at equally spaced probabilities.
        popularity_counts: how many real songs have each popularity, 0 to 100.
        ranks: percentiles of a prediction at which the following tables are given, increasing.
        interval_low: lower end of the 80 % interval of real popularity.
        interval_high: its upper end.
        top_decile: share of songs that reached the top 10 % of real popularity.
        popularity_cdf: of the songs in equal bins of rising prediction, a row per bin: the shares whose real popularity
            was at most 0, 1, ... 100. The higher the bin, the smaller each share.
        typical: per protocol, the reference songs' means; None in bundles made before there were any.
    """

    predictions: dict[Protocol, tuple[float, ...]]
    popularity_counts: tuple[int, ...]
    ranks: tuple[float, ...]
    interval_low: tuple[float, ...]
    interval_high: tuple[float, ...]
    top_decile: tuple[float, ...]
    popularity_cdf: tuple[tuple[float, ...], ...]
    typical: dict[Protocol, TypicalSong] | None = None

    def percentile(self, score: float, protocol: Protocol) -> float:
        """Return the mid-rank of a score among the reference predictions, 0 to 100."""
        quantiles = np.array(self.predictions[protocol])
        below, upto = np.searchsorted(quantiles, score, "left"), np.searchsorted(quantiles, score, "right")
        if upto > below:
            position = float(below + upto - 1) / 2.0
        else:
            position = float(np.interp(score, quantiles, np.arange(quantiles.size)))
        return 100.0 * float(position) / (quantiles.size - 1)

    def spotify_percentile(self, score: float) -> float:
        """Return the share of real songs, in per cent, whose popularity is below the score."""
        counts = np.array(self.popularity_counts)
        return 100.0 * float(counts[np.arange(counts.size) < score].sum() / counts.sum())

    def interval80(self, percentile: float) -> tuple[float, float]:
        """Return the interval that holds the real popularity of 80 % of songs predicted at this percentile."""
        low = float(np.interp(percentile, self.ranks, self.interval_low))
        return low, float(np.interp(percentile, self.ranks, self.interval_high))

    def chance_top_decile(self, percentile: float) -> float:
        """Return the share, 0 to 1, of real songs predicted at this percentile that reached the top 10 %."""
        return float(np.interp(percentile, self.ranks, self.top_decile))

    def popularity_distribution(self, percentile: float | Floats) -> Floats:
        """Return how likely each popularity, 0 to 100, was for songs predicted at a percentile, [101], or each of many.

        Args:
            percentile: one, or [...].

        Returns:
            [..., 101].
        """
        return np.stack([np.interp(percentile, self._bin_centres, s) for s in self._popularity_shares.T], axis=-1)

    def strength(self, percentile: float) -> float:
        """Return the log-odds that make `superiority`: those of two percentiles are subtracted."""
        return float(np.interp(percentile, self._bin_centres, self._strengths))

    def superiority(self, percentile: float, other: float) -> float:
        """Return the chance, 0 to 1, that a song predicted at one percentile was more popular than one at another.

        Equal popularity counts as half.
        """
        return difference.superiority(self.strength(percentile), self.strength(other))

    @cached_property
    def _bin_centres(self) -> Floats:
        n_bins = len(self.popularity_cdf)
        return 100.0 * (np.arange(n_bins) + 0.5) / n_bins

    @cached_property
    def _popularity_shares(self) -> Floats:
        return np.diff(np.array(self.popularity_cdf), axis=1, prepend=0.0)

    @cached_property
    def _strengths(self) -> Floats:
        """The mean log-odds of each bin against all bins; their differences give each pair's chance within a point."""
        shares = self._popularity_shares
        wins = shares @ (np.array(self.popularity_cdf) - shares / 2.0).T
        wins = wins.clip(1.0 - SUREST, SUREST)
        return np.asarray(np.log(wins / (1.0 - wins)).mean(axis=1))

    def to_json(self) -> dict[str, Any]:
        """Return the tables as plain JSON values."""
        return {
            "predictions": {protocol.value: list(values) for protocol, values in self.predictions.items()},
            "popularity_counts": list(self.popularity_counts),
            "ranks": list(self.ranks),
            "interval_low": list(self.interval_low),
            "interval_high": list(self.interval_high),
            "top_decile": list(self.top_decile),
            "popularity_cdf": [list(row) for row in self.popularity_cdf],
            "typical": {p.value: song.to_json() for p, song in self.typical.items()} if self.typical else None,
        }

    @classmethod
    def from_json(cls, plain: Any) -> "Reference":
        """Read the tables from the JSON of a card.

        Raises:
            BundleDamaged: a table is missing or invalid.
        """
        try:
            typical = plain.get("typical")
            reference = cls(
                predictions={Protocol(k): tuple(map(float, v)) for k, v in plain["predictions"].items()},
                popularity_counts=tuple(map(int, plain["popularity_counts"])),
                popularity_cdf=tuple(tuple(map(float, row)) for row in plain["popularity_cdf"]),
                **{
                    name: tuple(map(float, plain[name]))
                    for name in ("ranks", "interval_low", "interval_high", "top_decile")
                },
                typical={Protocol(k): TypicalSong.from_json(v) for k, v in typical.items()} if typical else None,
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise BundleDamaged("The model's reference tables are damaged.", "Install the model again.") from error
        reference._check()
        return reference

    def _check(self) -> None:
        sorted_tables = [*self.predictions.values(), self.ranks]
        n_ranks, low, high, chance = len(self.ranks), self.interval_low, self.interval_high, self.top_decile
        sound = (
            set(self.predictions) == set(Protocol)
            and len(self.popularity_counts) == MAX_POPULARITY + 1
            and min(self.popularity_counts) >= 0
            and sum(self.popularity_counts) > 0
            and all(len(t) > 1 and np.isfinite(t).all() and (np.diff(t) >= 0).all() for t in sorted_tables)
            and all(len(t) == n_ranks and np.isfinite(t).all() for t in (low, high, chance))
            and all(a <= b for a, b in zip(low, high, strict=True))
            and all(0.0 <= share <= 1.0 for share in chance)
            and self._has_sound_cdf()
            and (self.typical is None or set(self.typical) == set(Protocol))
            and all(song.is_sound(SPEC.regressor.n_tags) for song in (self.typical or {}).values())
        )
        if not sound:
            raise BundleDamaged("The model's reference tables are damaged.", "Install the model again.")

    def _has_sound_cdf(self) -> bool:
        if {len(row) for row in self.popularity_cdf} != {MAX_POPULARITY + 1}:
            return False
        cdf = np.array(self.popularity_cdf)
        rises_along_rows, falls_with_rank = (np.diff(cdf, axis=1) >= 0.0).all(), (np.diff(cdf, axis=0) <= 0.0).all()
        return bool(rises_along_rows and falls_with_rank and (cdf[:, 0] >= 0.0).all() and (cdf[:, -1] == 1.0).all())
