"""Inception CNN over the popularity mel (Yu et al. 2017, arXiv 1710.10814).

Each first-layer kernel spans all mel bands, so the network is one-dimensional over time with the bands as channels.
Its output is the mean over time steps, so the steps are an exact timeline of the score. The first layers are a separate
method, `early`, because overlapping windows share them.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.spec import SPEC, InceptionSpec


class InceptionCNN(nn.Module):
    """Predicts the popularity from a linear power mel."""

    def __init__(self, spec: InceptionSpec = SPEC.inception, n_mels: int = SPEC.popularity_mel.n_mels) -> None:
        super().__init__()
        self.spec = spec
        self.branches = nn.ModuleList(
            nn.Conv1d(n_mels, channels, width, padding=padding) for width, channels, padding in spec.branches
        )
        n_concat = sum(channels for _, channels, _ in spec.branches)
        self.squeeze = nn.Conv1d(n_concat, spec.squeeze_channels, 1)
        self.conv = nn.Conv1d(spec.squeeze_channels, spec.conv_channels, spec.conv_width)
        self.dense1 = nn.Conv1d(spec.conv_channels, spec.dense_channels, 1)
        self.dense2 = nn.Conv1d(spec.dense_channels, spec.dense_channels, 1)
        self.output = nn.Conv1d(spec.dense_channels, 1, 1)
        self.dropout = nn.Dropout(0.25)

    def _activate(self, x: Tensor) -> Tensor:
        return F.leaky_relu(x, self.spec.leaky_slope)

    def early(self, mel: Tensor) -> Tensor:
        """Run the parallel first-layer kernels and the 1x1 convolution that follows (squeeze).

        Args:
            mel: [batch, mels, frames], linear power.

        Returns:
            [batch, 32, frames - 3].
        """
        joined = torch.cat([branch(mel) for branch in self.branches], dim=1)
        return self._activate(self.squeeze(self._activate(joined)))

    def late(self, early: Tensor) -> Tensor:
        """Run the rest of the network on the columns of one window.

        Args:
            early: [batch, 32, 320].

        Returns:
            [batch, 78], the popularity at each time step.
        """
        x = F.max_pool1d(early, 2)
        x = F.max_pool1d(self._activate(self.conv(x)), 2)
        x = self._activate(self.dense1(self.dropout(x)))
        x = self._activate(self.dense2(self.dropout(x)))
        steps: Tensor = self._activate(self.output(self.dropout(x))).squeeze(1)
        return steps

    def steps(self, mel: Tensor) -> Tensor:
        """Return the 78 step values, [batch, 78], of mels [batch, mels, 323]."""
        return self.late(self.early(mel))

    def forward(self, mel: Tensor) -> Tensor:
        """Return the popularity, [batch], of mels [batch, mels, 323]."""
        return self.steps(mel).mean(dim=1)


def rescale_input(network: InceptionCNN, scale: Tensor) -> None:
    """Multiply the first layer's weights by `scale`, [mels], so that it takes inputs divided by `scale`."""
    with torch.no_grad():
        for branch in network.branches:
            branch.get_parameter("weight").mul_(scale[:, None])
