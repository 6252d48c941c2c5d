"""Whether a highlight is like the songs that a model knows: the score of speech, noise or a lone drum means nothing.

A highlight is described by the tagger's frame-level outputs and by one of its log mels: level, spread, and change from
frame to frame, of each tag and each band. Its distance from the reference songs is Mahalanobis's in the plane of their
principal components, the variances shrunk as by Ledoit and Wolf (2004), plus what lies outside that plane.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from models.errors import BundleDamaged

Floats = npt.NDArray[np.float64]

SCALE = 3
"""The tagger's log mel that is described: that of 4,096 samples, which separates tones and still follows beats."""
LAGS = (1, 4)
"""Steps of the tagger, half a second each, over which the change of its outputs is described."""
FLOOR = 0.05
"""Added to each spread before its logarithm."""
FEWEST_SHARE = 0.1
NAMES = ("mean", "scale", "components", "variances", "residual_variance", "distances")


def describe(logits: Tensor, log_mels: Tensor, share: float = 1.0) -> Tensor:
    """Describe windows, [windows, features].

    Args:
        logits: the tagger's frame-level outputs, [windows, tags, steps].
        log_mels: standardised log mels of scale `SCALE`, [windows, mels, frames].
        share: how much of each window is filled, from its start.
    """
    share = min(1.0, max(FEWEST_SHARE, share))
    steps = logits[..., : round(share * logits.shape[-1])]
    frames = log_mels[..., : round(share * (log_mels.shape[-1] - 1))]
    changes = [steps[..., lag:] - steps[..., :-lag] for lag in LAGS]
    spreads = [steps, *changes, frames, frames.diff()]
    return torch.cat([steps.mean(-1), frames.mean(-1), *(_log_spread(part) for part in spreads)], dim=-1)


def _log_spread(values: Tensor) -> Tensor:
    """Return the logarithm of the standard deviation over the last axis; unlike `std`, of no windows, too."""
    spread = (values - values.mean(-1, keepdim=True)).square().mean(-1).sqrt()
    return (spread + FLOOR).log()


@dataclass(frozen=True)
class Resemblance:
    """How the reference songs' highlights are spread, and how far each lies from the others.

    Attributes:
        mean: of each feature, [features].
        scale: standard deviation of each feature, [features].
        components: principal components of the standardised features, [components, features], orthonormal.
        variances: shrunk variance along each, [components].
        residual_variance: mean variance of a dimension outside the components, [1].
        distances: of each song, held out in turn, from the others, [songs], increasing.
    """

    mean: Floats
    scale: Floats
    components: Floats
    variances: Floats
    residual_variance: Floats
    distances: Floats

    def distance(self, described: Floats) -> Floats:
        """Return the distances, [n], of described windows, [n, features]."""
        standardised = (described - self.mean) / self.scale
        inside = standardised @ self.components.T
        outside = standardised - inside @ self.components
        return np.asarray(
            np.square(inside) @ (1.0 / self.variances) + np.square(outside).sum(axis=1) / self.residual_variance
        )

    def percentage(self, described: Floats) -> float:
        """Return the share of reference songs farther from the others than this window, [features].

        In per cent, to one decimal.
        """
        closer = np.searchsorted(self.distances, self.distance(described[None])[0], "right")
        return round(100.0 * (1.0 - float(closer) / self.distances.size), 1)

    def to_tensors(self) -> dict[str, Tensor]:
        """Return the tables as single-precision tensors."""
        return {name: torch.from_numpy(getattr(self, name)).float().contiguous() for name in NAMES}

    @classmethod
    def from_tensors(cls, tensors: dict[str, Tensor]) -> "Resemblance":
        """Read what `to_tensors` returned.

        Raises:
            BundleDamaged: a table is missing, or one does not fit the others.
        """
        if set(tensors) != set(NAMES) or not all(tensor.is_floating_point() for tensor in tensors.values()):
            raise _damaged()
        tables = cls(**{name: tensor.double().numpy() for name, tensor in tensors.items()})
        if not tables._is_sound():
            raise _damaged()
        return tables

    def _is_sound(self) -> bool:
        parts = [getattr(self, name) for name in NAMES]
        if any(part.ndim != 1 + (part is self.components) or not part.size for part in parts):
            return False
        n_components, n_features = self.components.shape
        shapes = (n_features,), (n_features,), (n_components, n_features), (n_components,), (1,)
        return (
            all(np.isfinite(part).all() for part in parts)
            and all(part.shape == shape for part, shape in zip(parts, shapes, strict=False))
            and all((part > 0.0).all() for part in (self.scale, self.variances, self.residual_variance))
            and np.abs(self.components @ self.components.T - np.eye(n_components)).max() < 1e-3
            and bool((self.distances >= 0.0).all() and (np.diff(self.distances) >= 0.0).all())
        )


def _damaged() -> BundleDamaged:
    return BundleDamaged("The model's resemblance tables are damaged.", "Install the model again.")
