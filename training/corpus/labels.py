"""Labels as percentiles within their source.

Spotify's popularity runs to 100, Deezer's rank to a million and a listener count to anything. Only their order is
comparable, so each label becomes its mid-rank among the labels of the same source, ties in the middle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from models.errors import ManifestInvalid
from training.arrays import Floats
from training.corpus.track import Track


@dataclass(frozen=True)
class LabelScale:
    """The sorted labels of every source. Fit it on training songs alone; it then ranks others among them."""

    sources: dict[str, Floats]

    @classmethod
    def fit(cls, tracks: Iterable[Track]) -> "LabelScale":
        """Collect the labels of the tracks that have one."""
        values: dict[str, list[float]] = {}
        for track in tracks:
            if track.popularity is not None:
                values.setdefault(track.label_source, []).append(track.popularity)
        return cls({source: np.sort(np.array(labels)) for source, labels in values.items()})

    def percentiles(self, tracks: Sequence[Track]) -> Floats:
        """Return each track's percentile, 0 to 100, [tracks]; NaN for a track without a label.

        Raises:
            ManifestInvalid: a label of a source that was not there at the fit.
        """
        return np.array([self._percentile(track) for track in tracks], dtype=np.float64)

    def _percentile(self, track: Track) -> float:
        if track.popularity is None:
            return float("nan")
        labels = self.sources.get(track.label_source)
        if labels is None:
            raise ManifestInvalid(
                f"{track.track_id}: no training song has a label from {track.label_source!r}.",
                "Split again, so that both sides have labels of every source.",
            )
        below, up_to = (
            np.searchsorted(labels, track.popularity, "left"),
            np.searchsorted(labels, track.popularity, "right"),
        )
        return float(50.0 * (below + up_to) / labels.size)
