"""Augmentation of power mels: time roll, a smooth random equaliser, a small gain, and joining two clips.

All of it happens on linear power, where two sounds add and a filter multiplies; what comes out is near the mel of audio
that could exist, so a teacher can be asked about it. `reach` widens it: with that probability a clip is also transposed
and stretched, and two clips are joined in patches of time or split by frequency. Few clips then go much further.

Two changes bring a student close to its teacher on songs it never heard. A texture of random gains over cells of every
size, from one band and a tenth of a second to the whole clip, shows how the teacher's answer changes in every direction
of its input. And bringing the result to the loudness of real clips keeps it where loudness-matched songs are.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from models.frontend import hz_to_mel, mel_to_hz

MIX_SHARE = 0.4
SPLICE_SHARE = 0.35
EQUALISER_POINTS = 6
EQUALISER_DB = 3.0
GAIN_DB = 1.0
TRANSPOSE_BANDS = 6
STRETCH = 0.25
MAX_PATCHES = 8
TEXTURE_GRAIN_FRAMES = 4
LEVEL_DB = (0.7, 2.5)
"""Standard deviations of the level around the real clips': of most inputs, and of the others."""
WIDE_LEVEL_SHARE = 0.3


def equaliser(rng: np.random.Generator, n_mels: int) -> Tensor:
    """Draw a smooth power gain per band, [n_mels, 1], with a small overall gain in it."""
    points = rng.normal(0.0, EQUALISER_DB, EQUALISER_POINTS) + rng.normal(0.0, GAIN_DB)
    curve = np.interp(np.linspace(0, EQUALISER_POINTS - 1, n_mels), np.arange(EQUALISER_POINTS), points)
    return torch.from_numpy(10.0 ** (curve / 10.0)).float()[:, None]


def loudness_weights(sample_rate_hz: int, n_mels: int) -> Tensor:
    """Weigh bands of unit area so that their sum follows loudness: by width, and roughly as BS.1770 does, [n_mels]."""
    edges = mel_to_hz(np.linspace(0.0, float(hz_to_mel(np.array(sample_rate_hz / 2.0))), n_mels + 2))
    centres = edges[1:-1]
    filters = np.where(centres > 1500.0, 2.5, np.where(centres < 60.0, 0.3, 1.0))
    return torch.from_numpy((edges[2:] - edges[:-2]) / 2.0 * filters).float()


@dataclass(frozen=True)
class Level:
    """What level, in dB on a scale of its own, the real clips have; `weights` are `loudness_weights`."""

    weights: Tensor
    mean_db: float

    def of(self, power: Tensor) -> float:
        """Return the level of a power mel, [..., mels, frames], over all that is in it."""
        return 10.0 * float(torch.log10((power.mean(dim=-1) * self.weights).sum(dim=-1).mean() + 1e-12))

    def matched(self, power: Tensor, rng: np.random.Generator) -> Tensor:
        """Bring a power mel to about the level of the real clips, in place."""
        spread = LEVEL_DB[int(rng.random() < WIDE_LEVEL_SHARE)]
        return power.mul_(10.0 ** ((self.mean_db + rng.normal(0.0, spread) - self.of(power)) / 10.0))


def textured(power: Tensor, rng: np.random.Generator, depth_db: float) -> Tensor:
    """Multiply by two patterns of log-normal gains, each up to `depth_db` deep, in place.

    One is of groups of up to 16 bands and changes at most once in the clip; the other is of cells of any size.
    """
    whole = power.shape[-1]
    power = _with_cells(power, rng, 2 ** int(rng.integers(5)), whole, depth_db)
    return _with_cells(
        power, rng, 2 ** int(rng.integers(8)), TEXTURE_GRAIN_FRAMES * 2 ** int(rng.integers(9)), depth_db
    )


def _with_cells(power: Tensor, rng: np.random.Generator, height: int, width: int, depth_db: float) -> Tensor:
    n_mels, n_frames = power.shape[-2:]
    bands = (torch.arange(n_mels) + int(rng.integers(height))) // height
    frames = (torch.arange(n_frames) + int(rng.integers(width))) // width
    cells = rng.normal(0.0, rng.uniform(0.0, depth_db), (int(bands[-1]) + 1, int(frames[-1]) + 1))
    gains = torch.from_numpy(10.0 ** (cells / 10.0)).float()
    return power.mul_(gains.index_select(0, bands).index_select(1, frames))


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


def augmented(
    draw: Callable[[], Tensor],
    rng: np.random.Generator,
    reach: float = 0.0,
    texture_db: float = 0.0,
    level: Level | None = None,
) -> Tensor:
    """Make one training input.

    Args:
        draw: returns the power mel, [..., mels, frames], of a random clip at each call.
        rng: the source of all randomness.
        reach: probability of each of the wider changes.
        texture_db: greatest depth of the texture.
        level: what the result is brought to.
    """
    power = _joined(draw, rng, reach)
    if texture_db:
        power = textured(power, rng, texture_db)
    return level.matched(power, rng) if level else power


def _joined(draw: Callable[[], Tensor], rng: np.random.Generator, reach: float) -> Tensor:
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
