"""Statistics of mels over a corpus: the tagger's standardiser and the mean power of each mel band."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from models.errors import AudioError
from models.frontend import FrontEnd
from models.recording import measure
from models.spec import SPEC
from training.arrays import Floats, Floats32


def _zeros() -> Floats:
    return np.zeros((len(SPEC.tag_mel.windows), SPEC.tag_mel.n_mels))


@dataclass(frozen=True)
class Moments:
    """Number of frames of tagging log mels, their sum and the sum of their squares, [scales, mels] each."""

    count: int = 0
    total: Floats = field(default_factory=_zeros)
    squares: Floats = field(default_factory=_zeros)

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(self.count + other.count, self.total + other.total, self.squares + other.squares)

    def standardiser(self) -> tuple[Tensor, Tensor]:
        """Return mean and standard deviation, [scales, mels] each."""
        mean = self.total / self.count
        deviation = np.sqrt(np.maximum(self.squares / self.count - mean**2, 1e-12))
        return torch.from_numpy(mean).float(), torch.from_numpy(deviation).float()


def tagging_moments(paths: Iterable[Path]) -> Moments:
    """Measure files in one thread, without loudness matching: the scale on which the published tagger was trained.

    Files that cannot be used and recordings too long to keep in memory are left out.
    """
    torch.set_num_threads(1)
    front_end, moments = FrontEnd(), Moments()
    for path in paths:
        try:
            signals = measure(path).signals
        except AudioError:
            continue
        if signals is None:
            continue
        with torch.inference_mode():
            log_mel = front_end.tagging_log_mels(torch.from_numpy(signals.tagging)).double()
        moments += Moments(log_mel.shape[2], log_mel.sum(dim=2).numpy(), log_mel.square().sum(dim=2).numpy())
    return moments


def band_means(mels: Iterable[Floats32]) -> Tensor:
    """Return the mean power of each mel band, [mels], over songs' power mels, [mels, frames]; at least 1e-12."""
    means = [mel.mean(axis=1, dtype=np.float64) for mel in mels]
    return torch.from_numpy(np.maximum(np.mean(means, axis=0), 1e-12)).float()
