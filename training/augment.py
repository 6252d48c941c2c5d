"""Augmentation of power mels: time roll, mixing or splicing of two clips, a smooth random equaliser, a small gain.

All of it happens on linear power, where two sounds add and a filter multiplies; what comes out is the mel of audio
that could exist, so a teacher can be asked about it.
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


def equaliser(rng: np.random.Generator, n_mels: int) -> Tensor:
    """Draw a smooth power gain per band, [n_mels, 1], with a small overall gain in it."""
    points = rng.normal(0.0, EQUALISER_DB, EQUALISER_POINTS) + rng.normal(0.0, GAIN_DB)
    curve = np.interp(np.linspace(0, EQUALISER_POINTS - 1, n_mels), np.arange(EQUALISER_POINTS), points)
    return torch.from_numpy(10.0 ** (curve / 10.0)).float()[:, None]


def _drawn(power: Tensor, rng: np.random.Generator) -> Tensor:
    rolled = torch.roll(power, int(rng.integers(power.shape[-1])), dims=-1)
    return rolled.mul_(equaliser(rng, power.shape[-2]))


def augmented(draw: Callable[[], Tensor], rng: np.random.Generator) -> Tensor:
    """Make one training input.

    Args:
        draw: returns the power mel, [..., mels, frames], of a random clip at each call.
        rng: the source of all randomness.
    """
    power = _drawn(draw(), rng)
    kind = rng.random()
    if kind < MIX_SHARE:
        weight = float(rng.uniform(0.1, 0.9))
        return torch.lerp(_drawn(draw(), rng), power, weight)
    if kind < MIX_SHARE + SPLICE_SHARE:
        cut = int(rng.integers(power.shape[-1]))
        power[..., cut:] = _drawn(draw(), rng)[..., cut:]
    return power
