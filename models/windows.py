"""The 30 s windows of a song, and the networks' early layers shared between them.

In `matched`, the inception CNN scores a window as if it had been cut out of the song: the few columns at each end of
the window that would depend on the neighbouring sound are recomputed with silence there. The tagger's long spectra do
include up to half a second of the neighbouring sound. Windows start at the nearest multiple of 512 samples, the
greatest common divisor of the sub-hop offsets and the mel's hop length.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from models.frontend import FrontEnd, frames_at_hop
from models.inception import InceptionCNN
from models.loudness import SHORT_TERM_STEPS
from models.popularity_model import PopularityModel
from models.recording import Recording, Span
from models.spec import Spec

EDGE_COLUMNS = 8
"""Columns of the inception CNN's early layers, at each end of a window, whose receptive field exceeds the window."""
EDGE_FRAMES = 24
"""Frames at each end of a window that determine those columns."""


@dataclass(frozen=True)
class Windows:
    """Start and length of windows.

    Attributes:
        starts_s: start of each window, in seconds.
        popularity: start of each window, in samples of the popularity mel's signal.
        tagging: start of each window, in samples of the tagger's signal.
        lengths: length of a window in samples, at both sample rates.
        context: samples around the windows that the front ends may use, at both sample rates.
    """

    starts_s: tuple[float, ...]
    popularity: tuple[int, ...]
    tagging: tuple[int, ...]
    lengths: tuple[int, int]
    context: tuple[int, int]

    @property
    def isolated(self) -> bool:
        """Whether the inception CNN sees silence around each window."""
        return self.context == (0, 0)

    @classmethod
    def over(cls, n_samples: tuple[int, int], spec: Spec) -> "Windows":
        """Place windows over a whole recording every `hop_s`; a recording shorter than a window gets one."""
        protocol, rate, tag_rate = spec.protocol, spec.popularity_mel.sample_rate_hz, spec.tag_mel.sample_rate_hz
        lengths = (round(protocol.window_s * rate), round(protocol.window_s * tag_rate))
        n = 1 + max(0, int((n_samples[0] - lengths[0]) / (protocol.hop_s * rate)))
        grid = math.gcd(*protocol.offsets, spec.popularity_mel.hop_length)
        starts_s = tuple(i * protocol.hop_s for i in range(n))
        return cls(
            starts_s,
            tuple(grid * round(start * rate / grid) for start in starts_s),
            tuple(spec.tag_mel.hop_length * round(start * tag_rate / spec.tag_mel.hop_length) for start in starts_s),
            lengths,
            context=(0, 0),
        )

    def groups(self, size: int) -> Iterator["Windows"]:
        """Yield consecutive windows, `size` at a time."""
        for i in range(0, len(self.starts_s), size):
            part = slice(i, i + size)
            yield Windows(self.starts_s[part], self.popularity[part], self.tagging[part], self.lengths, self.context)

    def span(self) -> Span:
        """Return the sample ranges that these windows need."""
        return Span(
            self._range(self.popularity, self.lengths[0], self.context[0]),
            self._range(self.tagging, self.lengths[1], self.context[1]),
        )

    @staticmethod
    def _range(starts: tuple[int, ...], length: int, context: int) -> tuple[int, int]:
        return max(0, starts[0] - context), starts[-1] + length + context

    def relative(self) -> "Windows":
        """Return the same windows with starts relative to their span."""
        span = self.span()
        return Windows(
            self.starts_s,
            tuple(start - span.popularity[0] for start in self.popularity),
            tuple(start - span.tagging[0] for start in self.tagging),
            self.lengths,
            self.context,
        )


def published_windows(n_samples: tuple[int, int], spec: Spec) -> Windows:
    """Return the one window of the `published` protocol: the middle frames of the whole song's spectrograms."""
    mel, tag = spec.popularity_mel, spec.tag_mel
    first = max(0, (1 + n_samples[0] // mel.hop_length) // 2 - mel.n_frames // 2)
    tag_first = max(0, (1 + n_samples[1] // tag.hop_length) // 2 - tag.n_frames // 2)
    if 1 + n_samples[0] // mel.hop_length <= mel.n_frames:
        first = tag_first = 0
    return Windows(
        (first * mel.hop_length / mel.sample_rate_hz,),
        (first * mel.hop_length,),
        (tag_first * tag.hop_length,),
        lengths=(mel.n_frames * mel.hop_length, tag.n_frames * tag.hop_length),
        context=(mel.n_fft, max(tag.windows)),
    )


def highlight(recording: Recording, windows: Windows, spec: Spec) -> int:
    """Return the index of the window with the highest mean short-term loudness, the earliest if several are equal.

    Only 3 s measurements that lie completely inside a window count.
    """
    loudness, step_s = recording.short_term_lufs, recording.short_term_step_s
    if len(windows.starts_s) == 1 or not loudness.size:
        return 0
    n_inside = max(1, round(spec.protocol.window_s / step_s) - SHORT_TERM_STEPS + 1)
    sums = np.cumsum(np.concatenate([[0.0], loudness]))
    means = []
    for start_s in windows.starts_s:
        first = min(round(start_s / step_s), loudness.size - 1)
        last = min(first + n_inside, loudness.size)
        means.append((sums[last] - sums[first]) / (last - first))
    return int(np.argmax(np.round(means, 6)))


class InceptionWindows:
    """Runs the inception CNN over overlapping windows."""

    def __init__(self, network: InceptionCNN, front_end: FrontEnd) -> None:
        self.network = network
        self.front_end = front_end
        self.spec = front_end.spec.popularity_mel

    def columns(self, signal: Tensor, windows: Windows, power_gain: float, offsets: Sequence[int]) -> Tensor:
        """Run the front end and the early layers.

        Args:
            signal: [samples] of the windows' span, mono, 22,050 Hz.
            windows: starts relative to the signal.
            power_gain: factor on the power.
            offsets: samples by which each window is shifted.

        Returns:
            [windows, offsets, 32, 320].
        """
        grid_hop = math.gcd(*offsets, self.spec.hop_length)
        stride, n_frames = self.spec.hop_length // grid_hop, self.spec.n_frames
        starts = [(start + offset) // grid_hop for start in windows.popularity for offset in offsets]
        grid = self.front_end.popularity_mel(signal, grid_hop) * power_gain
        grid = F.pad(grid, (0, max(0, max(starts) + (n_frames - 1) * stride + 1 - grid.shape[1])))
        earlies = [self.network.early(grid[None, :, phase::stride])[0] for phase in range(stride)]
        n_columns = n_frames - self.spec_width + 1
        places = [divmod(start, stride) for start in starts]
        columns = torch.stack([earlies[phase][:, i : i + n_columns] for i, phase in places])
        if windows.isolated:
            first_power, last_power = self._edge_powers(signal, windows, offsets) * power_gain
            head = frames_at_hop(grid, starts, stride, EDGE_FRAMES)
            head[:, :, 0] = first_power
            columns[:, :, :EDGE_COLUMNS] = self.network.early(head)[:, :, :EDGE_COLUMNS]
            tail = frames_at_hop(grid, [s + (n_frames - EDGE_FRAMES) * stride for s in starts], stride, EDGE_FRAMES)
            tail[:, :, -1] = last_power
            columns[:, :, -EDGE_COLUMNS:] = self.network.early(tail)[:, :, -EDGE_COLUMNS:]
        return columns.reshape(len(windows.popularity), len(offsets), *columns.shape[1:])

    @property
    def spec_width(self) -> int:
        """Effective kernel width of the early layers: one more than the frames by which they shorten a window."""
        width, _, padding = self.network.spec.branches[0]
        return width - 2 * padding

    def _edge_powers(self, signal: Tensor, windows: Windows, offsets: Sequence[int]) -> Tensor:
        """Return the mel power of each window's first and last frame with silence around the window.

        Args:
            signal: [samples] of the windows' span.
            windows: starts relative to the signal.
            offsets: samples by which each window is shifted.

        Returns:
            [2, windows x offsets, mels].
        """
        half, reach = self.spec.n_fft // 2, (self.spec.n_frames - 1) * self.spec.hop_length
        padded = F.pad(signal, (0, windows.popularity[-1] + windows.lengths[0] + self.spec.n_fft - signal.shape[0]))
        starts = [start + offset for start in windows.popularity for offset in offsets]
        ends = [start + windows.lengths[0] for start in windows.popularity for _ in offsets]
        frames = torch.zeros(2, len(starts), self.spec.n_fft, device=signal.device)
        for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
            frames[0, i, half:] = padded[start : start + half]
            last = padded[start + reach - half : min(end, start + reach + half)]
            if start + reach <= signal.shape[0]:
                frames[1, i, : len(last)] = last
        return self.front_end.popularity.project(frames.flatten(0, 1)).T.reshape(2, len(starts), -1)

    def steps(self, columns: Tensor) -> Tensor:
        """Return the step values averaged over the offsets, [windows, 78], of columns [windows, offsets, 32, 320]."""
        return self.network.late(columns.flatten(0, 1)).reshape(*columns.shape[:2], -1).mean(dim=1)


class TaggerWindows:
    """Runs the tagger over overlapping windows."""

    def __init__(self, model: PopularityModel, front_end: FrontEnd) -> None:
        self.model = model
        self.front_end = front_end
        self.spec = front_end.spec.tag_mel

    def scale(self, signal: Tensor, scale: int, windows: Windows, power_gain: float) -> Tensor:
        """Run one scale's front end and first convolution.

        Args:
            signal: [samples] of the windows' span, mono, 16,000 Hz.
            scale: index of the window size.
            windows: starts relative to the signal.
            power_gain: factor on the power.

        Returns:
            [32, frames].
        """
        power = self.front_end.tagging[scale](signal, self.spec.hop_length)
        log_mel = self.front_end.log_compress(power.mul_(power_gain))
        missing = windows.tagging[-1] // self.spec.hop_length + self.spec.n_frames - log_mel.shape[1]
        log_mel = F.pad(log_mel, (0, max(0, missing)))
        return self.model.tagger.early_scale(self.model.standardise_scale(log_mel, scale)[None], scale)[0]

    def loadings(self, scales: Sequence[Tensor], starts: Sequence[int]) -> Tensor:
        """Return the loadings, [windows, 188], of windows that start at these samples, from what `scale` returned."""
        frames = [start // self.spec.hop_length for start in starts]
        early = torch.stack([torch.stack([scale[:, i : i + self.spec.n_frames] for scale in scales]) for i in frames])
        loadings: Tensor = self.model.tagger.loadings(self.model.tagger.logits(early))
        return loadings
