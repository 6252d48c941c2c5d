"""The tag regressor and the assembled popularity model.

A `PopularityModel` contains every learned number: both networks, the tag regressor and the corpus statistics that
standardise the tagger's input. Do not standardise each clip by its own statistics: the published service did, and its
scores were wrong.
"""

import itertools

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.inception import InceptionCNN
from models.spec import SPEC, RegressorSpec, Spec
from models.tagger import Tagger


class TagRegressor(nn.Module):
    """Predicts the popularity from the loadings of the first 50 tags; leaky ReLU after every layer, output included."""

    def __init__(self, spec: RegressorSpec = SPEC.regressor) -> None:
        super().__init__()
        self.spec = spec
        sizes = (spec.n_tags, *spec.hidden, 1)
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in itertools.pairwise(sizes))
        self.dropout = nn.Dropout(0.25)

    def forward(self, loadings: Tensor) -> Tensor:
        """Return the popularity, [batch], of loadings [batch, tags]; tags past the first 50 are ignored."""
        x = loadings[:, : self.spec.n_tags]
        for i, layer in enumerate(self.layers):
            x = F.leaky_relu(layer(self.dropout(x) if i else x), self.spec.leaky_slope)
        return x.squeeze(1)


class PopularityModel(nn.Module):
    """All networks of one bundle, with the corpus statistics of the tagger's input, each [scales, mels]."""

    standardiser_mean: Tensor
    standardiser_std: Tensor

    def __init__(self, spec: Spec = SPEC) -> None:
        super().__init__()
        self.spec = spec
        self.inception = InceptionCNN(spec.inception, spec.popularity_mel.n_mels)
        self.tagger = Tagger(spec.tagger, spec.tag_mel)
        self.regressor = TagRegressor(spec.regressor)
        shape = (len(spec.tag_mel.windows), spec.tag_mel.n_mels)
        self.register_buffer("standardiser_mean", torch.zeros(shape))
        self.register_buffer("standardiser_std", torch.ones(shape))

    def standardise(self, log_mels: Tensor) -> Tensor:
        """Standardise log mels [..., scales, mels, frames] by the corpus mean and standard deviation."""
        return (log_mels - self.standardiser_mean[..., None]) / self.standardiser_std[..., None]

    def standardise_scale(self, log_mels: Tensor, scale: int) -> Tensor:
        """Standardise one scale's log mels, [..., mels, frames]."""
        return (log_mels - self.standardiser_mean[scale, :, None]) / self.standardiser_std[scale, :, None]

    def fuse(self, inception: Tensor, tags: Tensor) -> Tensor:
        """Return the weighted mean of the two predictions, element by element."""
        weight = self.spec.protocol.inception_weight
        return weight * inception + (1.0 - weight) * tags
