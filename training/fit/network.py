"""What is fitted: the inception CNN and the tag regressor together, by the error of their weighted mean."""

import math

import numpy as np
import torch
from torch import Tensor, nn

from models.inception import InceptionCNN, rescale_input
from models.popularity_model import TagRegressor
from models.spec import SPEC
from training.config import FitConfig
from training.fit.dataset import Songs
from training.runtime.mel_statistics import band_means
from training.runtime.sampling import evenly_spaced

SCALE_SONGS = 512
"""Training songs over which the scale of the inputs is taken."""


class PopularityNetwork(nn.Module):
    """Both trainable networks of a bundle."""

    input_scale: Tensor
    tag_mean: Tensor
    tag_scale: Tensor

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.inception = InceptionCNN()
        self.regressor = TagRegressor()
        self.inception.dropout.p = self.regressor.dropout.p = dropout
        self.register_buffer("input_scale", torch.ones(SPEC.popularity_mel.n_mels, 1))
        self.register_buffer("tag_mean", torch.zeros(SPEC.regressor.n_tags))
        self.register_buffer("tag_scale", torch.ones(SPEC.regressor.n_tags))

    def forward(self, mels: Tensor, tags: Tensor) -> Tensor:
        """Return the popularity, [songs], of mels [songs, 128, 323] and tag loadings [songs, 50]."""
        return self.fused(*self.components(mels[:, None], tags))

    def components(self, mels: Tensor, tags: Tensor) -> tuple[Tensor, Tensor]:
        """Return the inception CNN's score, its mean over sub-hop offsets, and the tag score, [songs] each.

        Args:
            mels: [songs, offsets, 128, 323], linear power.
            tags: [songs, 50].
        """
        inception: Tensor = self.inception((mels / self.input_scale).flatten(0, 1))
        regressed: Tensor = self.regressor((tags - self.tag_mean) / self.tag_scale)
        return inception.reshape(mels.shape[:2]).mean(dim=1), regressed

    @staticmethod
    def fused(inception: Tensor, tags: Tensor) -> Tensor:
        """Return the weighted mean of both scores."""
        weight = SPEC.protocol.inception_weight
        return weight * inception + (1.0 - weight) * tags

    def folded(self) -> tuple[InceptionCNN, TagRegressor]:
        """Return the networks for inputs as they are: the inputs' scales go into the first layers."""
        rescale_input(self.inception, 1.0 / self.input_scale[:, 0])
        first = self.regressor.layers[0]
        weight, bias = first.get_parameter("weight"), first.get_parameter("bias")
        with torch.no_grad():
            weight.div_(self.tag_scale)
            bias.sub_(weight @ self.tag_mean)
        self.input_scale.fill_(1.0)
        self.tag_mean.fill_(0.0)
        self.tag_scale.fill_(1.0)
        return self.inception.eval(), self.regressor.eval()


def fresh_network(config: FitConfig, songs: Songs) -> PopularityNetwork:
    """Return a network with the initial weights that a configuration and its training songs give."""
    torch.manual_seed(config.seed)
    network = PopularityNetwork(config.dropout)
    if config.glorot:
        _initialise_as_published(network)
    else:
        mean = float(songs.targets.mean())
        for output in (network.inception.output, network.regressor.layers[-1]):
            nn.init.constant_(output.get_parameter("bias"), mean)
    if config.scale_inputs:
        chosen = evenly_spaced(songs.ids, SCALE_SONGS)
        network.input_scale.copy_(band_means(songs.features.mel(song) for song in chosen)[:, None])
        tags = torch.from_numpy(np.stack([songs.features.tags(song) for song in chosen]))
        network.tag_mean.copy_(tags.mean(dim=0))
        network.tag_scale.copy_(tags.std(dim=0, correction=0).clamp_min(1e-4))
    return network


def _initialise_as_published(network: PopularityNetwork) -> None:
    """Draw weights as TensorFlow 1 does by default (Glorot and Bengio 2010, uniform), biases zero.

    The published first layer is two-dimensional with one input channel and pads bands as well as frames; its fan-in
    and fan-out follow from that kernel.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv1d | nn.Linear):
            nn.init.xavier_uniform_(module.weight)
            assert module.bias is not None
            nn.init.zeros_(module.bias)
    for branch, (width, channels, padding) in zip(network.inception.branches, SPEC.inception.branches, strict=True):
        area = (SPEC.popularity_mel.n_mels + 2 * padding) * width
        limit = math.sqrt(6.0 / (area + area * channels))
        nn.init.uniform_(branch.get_parameter("weight"), -limit, limit)
