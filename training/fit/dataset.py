"""Songs with features and targets, and the batches of an epoch.

Everything random about an epoch follows from the seed and the epoch's number alone, so a fit resumed from a
checkpoint gets the same batches as one that was never stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from models.errors import ConfigInvalid
from models.reference import MAX_POPULARITY
from training.arrays import Floats
from training.config import FitConfig
from training.corpus.labels import LabelScale
from training.corpus.track import Track
from training.features.shards import Features

Batch = tuple[Tensor, Tensor, Tensor]
"""Popularity mels [songs, 128, 323], tag loadings [songs, 50], targets [songs]."""


def targets_of(
    tracks: Sequence[Track], training: Sequence[Track], target: str, popularity_counts: Sequence[int]
) -> Floats:
    """Return what the networks are to predict, [tracks], 0 to 100.

    Args:
        tracks: songs with a label.
        training: the songs that decide the scale.
        target: `raw`: the label as it is; `percentile`: the popularity that a reference song at the same percentile
            within the label's source has, so that labels of different sources meet on one scale.
        popularity_counts: how many reference songs have each popularity, 0 to 100.

    Raises:
        ConfigInvalid: raw labels of several sources, or beyond 100.
    """
    if target == "raw":
        labels = np.array([track.popularity for track in tracks], dtype=np.float64)
        if len({track.label_source for track in tracks}) > 1 or labels.max(initial=0.0) > MAX_POPULARITY:
            raise ConfigInvalid(
                "Labels of several sources, or beyond 100, cannot be learnt as they are.", 'Use target = "percentile".'
            )
        return labels
    reference = np.repeat(np.arange(MAX_POPULARITY + 1.0), popularity_counts)
    percentiles = LabelScale.fit(training).percentiles(tracks)
    return np.asarray(np.quantile(reference, percentiles / 100.0), dtype=np.float64)


@dataclass(frozen=True)
class Songs:
    """Songs of one side of the split: ids, targets [songs], and where their features are."""

    ids: tuple[str, ...]
    targets: Floats
    features: Features

    def __len__(self) -> int:
        return len(self.ids)

    def subset(self, n_songs: int) -> "Songs":
        """Return the first songs."""
        return Songs(self.ids[:n_songs], self.targets[:n_songs], self.features)


class EpochBatches(Dataset[Batch]):
    """The training batches of one epoch: each song once, by one of its windows at one sub-hop offset.

    Args:
        songs: those to train on.
        config: batch size, augmentation and seed.
        epoch: its number.
        rank: this process among `world_size` that share each batch.
        world_size: how many processes there are.
    """

    def __init__(self, songs: Songs, config: FitConfig, epoch: int, rank: int = 0, world_size: int = 1) -> None:
        rng = np.random.default_rng([config.seed, epoch])
        n_songs = len(songs)
        n_windows = np.array([len(songs.features.songs[song].starts_s) for song in songs.ids])
        self._songs, self._part = songs, (rank, world_size)
        self._size = min(config.batch, n_songs)
        self._order = rng.permutation(n_songs)
        self._windows = (rng.random(n_songs) * n_windows).astype(int)
        self._offsets = rng.integers(songs.features.n_offsets(), size=n_songs)
        self._power_gains = 10.0 ** (rng.normal(0.0, 1.0, n_songs) * config.gain_db / 10.0)

    def __len__(self) -> int:
        """Return the number of whole batches; the songs left over wait for another epoch's order."""
        return len(self._order) // self._size

    def __getitem__(self, index: int) -> Batch:
        rank, world_size = self._part
        rows = self._order[index * self._size : (index + 1) * self._size][rank::world_size]
        songs, features = self._songs, self._songs.features
        mels = [
            features.mel(songs.ids[i], int(self._windows[i]), int(self._offsets[i])) * np.float32(self._power_gains[i])
            for i in rows
        ]
        tags = [features.tags(songs.ids[i], int(self._windows[i])) for i in rows]
        return (
            torch.from_numpy(np.stack(mels)),
            torch.from_numpy(np.stack(tags)),
            torch.from_numpy(songs.targets[rows]).float(),
        )


class HighlightBatches(Dataset[Batch]):
    """Songs in order as scoring sees them: the highlight's mels at all offsets, [songs, offsets, 128, 323]."""

    def __init__(self, songs: Songs, size: int) -> None:
        self._songs, self._size = songs, size

    def __len__(self) -> int:
        """Return the number of batches, the last one perhaps smaller."""
        return -(-len(self._songs) // self._size)

    def __getitem__(self, index: int) -> Batch:
        rows = slice(index * self._size, (index + 1) * self._size)
        ids, features = self._songs.ids[rows], self._songs.features
        return (
            torch.from_numpy(np.stack([features.mels(song) for song in ids])),
            torch.from_numpy(np.stack([features.tags(song) for song in ids])),
            torch.from_numpy(self._songs.targets[rows]).float(),
        )
