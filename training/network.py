"""What is fitted: the inception CNN and the tag regressor together, by the error of their weighted mean."""

import math

import numpy as np
import torch
from torch import Tensor, nn

from models.fusion import TagRegressor
from models.inception import InceptionCNN
from models.spec import SPEC
from training.config import FitConfig
from training.dataset import Songs
from training.teaching import rescale_input

BAND_SONGS = 512
"""Songs over which the mean power of the mel bands is taken."""


class PopularityNetwork(nn.Module):
    """Both trainable networks of a bundle."""

    input_scale: Tensor

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.inception = InceptionCNN()
        self.regressor = TagRegressor()
        self.inception.dropout.p = self.regressor.dropout.p = dropout
        self.register_buffer("input_scale", torch.ones(SPEC.popularity_mel.n_mels, 1))

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
        regressed: Tensor = self.regressor(tags)
        return inception.reshape(mels.shape[:2]).mean(dim=1), regressed

    @staticmethod
    def fused(inception: Tensor, tags: Tensor) -> Tensor:
        """Return the weighted mean of both scores."""
        weight = SPEC.protocol.inception_weight
        return weight * inception + (1.0 - weight) * tags

    def folded(self) -> tuple[InceptionCNN, TagRegressor]:
        """Return the networks for mels as they are: the input scale goes into the first layer."""
        rescale_input(self.inception, 1.0 / self.input_scale[:, 0])
        self.input_scale.fill_(1.0)
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
    if config.scale_bands:
        network.input_scale.copy_(band_powers(songs)[:, None])
    return network


def band_powers(songs: Songs) -> Tensor:
    """Return the mean power of each mel band over songs spread over the training side, [mels]."""
    chosen = np.unique(np.linspace(0, len(songs) - 1, min(BAND_SONGS, len(songs))).round().astype(int))
    means = [songs.features.mel(songs.ids[i]).mean(axis=1, dtype=np.float64) for i in chosen]
    return torch.from_numpy(np.maximum(np.mean(means, axis=0), 1e-12)).float()


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
