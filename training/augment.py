"""Augmentation of power mels: time roll, a smooth random equaliser, a small gain, and joining two clips.

All of it happens on linear power, where two sounds add and a filter multiplies; what comes out is near the mel of audio
that could exist, so a teacher can be asked about it. `reach` widens it: with that probability a clip is also transposed
and stretched, and two clips are joined in patches of time or split by frequency. Few clips then go much further.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

MIX_SHARE = 0.4
SPLICE_SHARE = 0.35
EQUALISER_POINTS = 6
EQUALISER_DB = 3.0
GAIN_DB = 1.0
TRANSPOSE_BANDS = 6
STRETCH = 0.25
MAX_PATCHES = 8


def equaliser(rng: np.random.Generator, n_mels: int) -> Tensor:
    """Draw a smooth power gain per band, [n_mels, 1], with a small overall gain in it."""
    points = rng.normal(0.0, EQUALISER_DB, EQUALISER_POINTS) + rng.normal(0.0, GAIN_DB)
    curve = np.interp(np.linspace(0, EQUALISER_POINTS - 1, n_mels), np.arange(EQUALISER_POINTS), points)
    return torch.from_numpy(10.0 ** (curve / 10.0)).float()[:, None]


def warped(power: Tensor, rng: np.random.Generator) -> Tensor:
    """Transpose by whole bands and stretch time, both by nearest neighbours."""
    n_mels, n_frames = power.shape[-2:]
    shift = int(rng.integers(-TRANSPOSE_BANDS, TRANSPOSE_BANDS + 1))
    bands = (torch.arange(n_mels) + shift).clamp(0, n_mels - 1)
    speed = float(np.exp(rng.uniform(-STRETCH, STRETCH)))
    frames = (torch.arange(n_frames) * speed).long() % n_frames
    return power.index_select(-2, bands).index_select(-1, frames)


def _drawn(power: Tensor, rng: np.random.Generator, reach: float) -> Tensor:
    rolled = torch.roll(power, int(rng.integers(power.shape[-1])), dims=-1)
    if reach and rng.random() < reach:
        rolled = warped(rolled, rng)
    return rolled.mul_(equaliser(rng, power.shape[-2]))


def _patched(power: Tensor, other: Tensor, rng: np.random.Generator) -> Tensor:
    """Take patches of time from another clip, or everything above a band."""
    if rng.random() < 0.5:
        cuts = np.sort(rng.integers(power.shape[-1], size=2 * int(rng.integers(1, MAX_PATCHES // 2 + 1))))
        for start, stop in cuts.reshape(-1, 2):
            power[..., start:stop] = other[..., start:stop]
    else:
        band = int(rng.integers(power.shape[-2]))
        power[..., band:, :] = other[..., band:, :]
    return power


def augmented(draw: Callable[[], Tensor], rng: np.random.Generator, reach: float = 0.0) -> Tensor:
    """Make one training input.

    Args:
        draw: returns the power mel, [..., mels, frames], of a random clip at each call.
        rng: the source of all randomness.
        reach: probability of each of the wider changes.
    """
    power = _drawn(draw(), rng, reach)
    if reach and rng.random() < reach:
        power = _patched(power, _drawn(draw(), rng, reach), rng)
    kind = rng.random()
    if kind < MIX_SHARE:
        weight = float(rng.uniform(0.1, 0.9))
        return torch.lerp(_drawn(draw(), rng, reach), power, weight)
    if kind < MIX_SHARE + SPLICE_SHARE:
        cut = int(rng.integers(power.shape[-1]))
        power[..., cut:] = _drawn(draw(), rng, reach)[..., cut:]
    return power
