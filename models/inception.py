"""Inception CNN over the popularity mel (Yu et al. 2017, arXiv 1710.10814).

Each first-layer kernel spans all mel bands, so the network is one-dimensional over time with the bands as channels.
Its output is the mean over time steps, so the steps are an exact timeline of the score. The first layer up to its
activation is a separate method, `linear`, because overlapping windows share it, whatever their gains.
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

    def linear(self, mel: Tensor) -> Tensor:
        """Run the parallel first-layer kernels without their biases: proportional to the power.

        Args:
            mel: [batch, mels, frames], linear power.

        Returns:
            [batch, 64, frames - 3].
        """
        layers = zip(self.branches, self.spec.branches, strict=True)
        return torch.cat(
            [F.conv1d(mel, layer.get_parameter("weight"), padding=padding) for layer, (_, _, padding) in layers], dim=1
        )

    def late(self, linear: Tensor, power_gain: Tensor | None = None) -> Tensor:
        """Run the rest of the network on the columns of one window.

        Args:
            linear: [batch, 64, 320], from `linear`.
            power_gain: factor on the power, [batch]; 1 if None.

        Returns:
            [batch, 78], the popularity at each time step.
        """
        bias = torch.cat([layer.get_parameter("bias") for layer in self.branches])[:, None]
        scaled = linear if power_gain is None else linear * power_gain[:, None, None]
        x = self._activate(self.squeeze(self._activate(scaled + bias)))
        x = F.max_pool1d(x, 2)
        x = F.max_pool1d(self._activate(self.conv(x)), 2)
        x = self._activate(self.dense1(self.dropout(x)))
        x = self._activate(self.dense2(self.dropout(x)))
        steps: Tensor = self._activate(self.output(self.dropout(x))).squeeze(1)
        return steps

    def steps(self, mel: Tensor) -> Tensor:
        """Return the 78 step values, [batch, 78], of mels [batch, mels, 323]."""
        return self.late(self.linear(mel))

    def forward(self, mel: Tensor) -> Tensor:
        """Return the popularity, [batch], of mels [batch, mels, 323]."""
        return self.steps(mel).mean(dim=1)


def rescale_input(network: InceptionCNN, scale: Tensor) -> None:
    """Multiply the first layer's weights by `scale`, [mels], so that it takes inputs divided by `scale`."""
    with torch.no_grad():
        for branch in network.branches:
            branch.get_parameter("weight").mul_(scale[:, None])
