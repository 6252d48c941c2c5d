"""Multi-scale fully convolutional auto-tagger (Liu and Yang 2016, "Event localization in music auto-tagging").

Six log mels of different window sizes pass through their own two convolutions; the joined features give 188 tags at
each time step. A Gaussian with a learned width per tag smooths them, and the mean over time is the clip's loading.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.spec import SPEC, TaggerSpec, TagMelSpec


class Tagger(nn.Module):
    """Computes tag loadings from standardised log mels."""

    def __init__(self, spec: TaggerSpec = SPEC.tagger, mel: TagMelSpec = SPEC.tag_mel) -> None:
        super().__init__()
        self.spec = spec
        n_scales, width, channels = len(mel.windows), spec.conv_width, spec.conv_channels
        self.first = nn.ModuleList(nn.Conv1d(mel.n_mels, channels, width) for _ in range(n_scales))
        self.second = nn.ModuleList(nn.Conv1d(channels, channels, width) for _ in range(n_scales))
        self.dense1 = nn.Conv1d(n_scales * channels, spec.dense_channels, 1)
        self.dense2 = nn.Conv1d(spec.dense_channels, spec.dense_channels, 1)
        self.output = nn.Conv1d(spec.dense_channels, spec.n_tags, 1)
        self.log_sigma = nn.Parameter(torch.full((spec.n_tags,), math.log(5.0)))
        self.dropout = nn.Dropout(0.5)

    def _pad(self, x: Tensor) -> Tensor:
        after = (self.spec.conv_width - 1) // 2
        return F.pad(x, (self.spec.conv_width - 1 - after, after))

    def early_scale(self, mels: Tensor, scale: int) -> Tensor:
        """Return the first convolution, [batch, 32, frames], of one scale's standardised mels [batch, mels, frames]."""
        return torch.relu(self.first[scale](self._pad(mels)))

    def early(self, mels: Tensor) -> Tensor:
        """Run the first convolution of each scale.

        Args:
            mels: [batch, scales, mels, frames], standardised.

        Returns:
            [batch, scales, 32, frames].
        """
        return torch.stack([self.early_scale(mels[:, scale], scale) for scale in range(len(self.first))], dim=1)

    def logits(self, early: Tensor) -> Tensor:
        """Run the rest of the network up to the frame-level outputs, before the sigmoid.

        Args:
            early: [batch, scales, 32, 939].

        Returns:
            [batch, 188, 59].
        """
        pooled = F.max_pool1d(early.flatten(0, 1), self.spec.pool, ceil_mode=True)
        pooled = pooled.reshape(*early.shape[:3], -1)
        seconds = [torch.relu(conv(self._pad(pooled[:, scale]))) for scale, conv in enumerate(self.second)]
        x = F.max_pool1d(torch.cat(seconds, dim=1), self.spec.pool, ceil_mode=True)
        x = torch.relu(self.dense1(self.dropout(x)))
        x = torch.relu(self.dense2(self.dropout(x)))
        logits: Tensor = self.output(self.dropout(x))
        return logits

    def clip_weights(self) -> Tensor:
        """Return the weight of each time step, [188, 59], in Gaussian smoothing and averaging combined.

        The Gaussian of 256 taps is centred one step late (padding 128 before, 127 after), as in the published network.
        """
        n = self.spec.n_steps
        sigma = self.log_sigma.exp()[:, None, None]
        steps = torch.arange(n, device=sigma.device)
        distance = (steps[:, None] - steps[None, :] - 1).to(sigma.dtype)
        kernel = torch.exp(-(distance**2) / (2 * sigma**2)) / (sigma * math.sqrt(2 * math.pi))
        return kernel.mean(dim=1)

    def loadings(self, logits: Tensor) -> Tensor:
        """Return clip-level loadings, [batch, 188], from frame-level logits [batch, 188, 59]."""
        return torch.einsum("bkt,kt->bk", torch.sigmoid(logits), self.clip_weights())

    def forward(self, mels: Tensor) -> Tensor:
        """Return loadings, [batch, 188], of standardised log mels [batch, scales, mels, 939]."""
        return self.loadings(self.logits(self.early(mels)))
