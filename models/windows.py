"""The 30 s windows of a song, and what the networks share between them.

In `matched`, a window scores as if it had been cut out of the song: at a gain of its own, and what would depend on the
neighbouring sound, a few frames at each end, is recomputed with silence there. Shared is what is linear in the power,
or can be corrected for a gain: the inception CNN's first convolutions and the tagger's log mels. Windows start at
the tagger's frames, every 32 ms; the inception CNN, which averages over sub-hop offsets, starts at the nearest multiple
of 512 samples, the greatest common divisor of the offsets and the mel's hop length.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from models.frontend import LANCZOS_POINTS, FrontEnd, frames_at_hop, with_gain
from models.inception import InceptionCNN
from models.loudness import SHORT_TERM_STEPS
from models.popularity_model import PopularityModel
from models.recording import Recording, Span
from models.resemblance import SCALE, describe
from models.spec import Spec

EDGE_COLUMNS = 8
"""Columns of the inception CNN's early layers, at each end of a window, whose receptive field exceeds the window."""
EDGE_FRAMES = 24
"""Frames at each end of a window that determine those columns."""
SHORTEST_REST_S = 0.5
"""How much sound after the last regular window deserves another one, which ends where the song ends."""


@dataclass(frozen=True)
class Windows:
    """Start and length of windows.

    Attributes:
        starts_s: start of each window, in seconds.
        popularity: start of each window, in samples of the popularity mel's signal.
        tagging: start of each window, in samples of the tagger's signal.
        lengths: length of a window in samples, at both sample rates.
        context: samples around the windows that the front ends may use, at both sample rates.
        tag_grid: what the span starts at a multiple of, in samples of the tagger's signal, so that every span
            interpolates between the same frames.
    """

    starts_s: tuple[float, ...]
    popularity: tuple[int, ...]
    tagging: tuple[int, ...]
    lengths: tuple[int, int]
    context: tuple[int, int]
    tag_grid: int

    @property
    def isolated(self) -> bool:
        """Whether the networks hear silence around each window."""
        return self.context == (0, 0)

    @classmethod
    def over(cls, n_samples: tuple[int, int], spec: Spec) -> "Windows":
        """Place windows over a whole recording every `hop_s`, and one at its end, each at a frame of the tagger.

        A recording shorter than a window gets one.
        """
        protocol, rate, tag_rate = spec.protocol, spec.popularity_mel.sample_rate_hz, spec.tag_mel.sample_rate_hz
        lengths = (round(protocol.window_s * rate), round(protocol.window_s * tag_rate))
        room_s = max(0.0, (n_samples[0] - lengths[0]) / rate)
        starts_s = [i * protocol.hop_s for i in range(1 + int(room_s / protocol.hop_s))]
        if room_s - starts_s[-1] >= SHORTEST_REST_S:
            starts_s.append(room_s)
        grid, tag_grid = math.gcd(*protocol.offsets, spec.popularity_mel.hop_length), spec.tag_mel.hop_length
        tagging = tuple(tag_grid * round(start_s * tag_rate / tag_grid) for start_s in starts_s)
        return cls(
            tuple(start / tag_rate for start in tagging),
            tuple(grid * round(start / tag_rate * rate / grid) for start in tagging),
            tagging,
            lengths,
            context=(0, 0),
            tag_grid=max(spec.tag_mel.window_hops),
        )

    def chosen(self, indices: Sequence[int]) -> "Windows":
        """Return some of the windows."""
        return replace(
            self,
            starts_s=tuple(self.starts_s[i] for i in indices),
            popularity=tuple(self.popularity[i] for i in indices),
            tagging=tuple(self.tagging[i] for i in indices),
        )

    def groups(self, size: int) -> Iterator["Windows"]:
        """Yield consecutive windows, `size` at a time."""
        indices = range(len(self.starts_s))
        for first in indices[::size]:
            yield self.chosen(indices[first : first + size])

    def span(self) -> Span:
        """Return the sample ranges that these windows need."""
        (context, tag_context), (length, tag_length) = self.context, self.lengths
        tag_start = max(0, self.tagging[0] - tag_context) // self.tag_grid * self.tag_grid
        return Span(
            (max(0, self.popularity[0] - context), self.popularity[-1] + length + context),
            (tag_start, self.tagging[-1] + tag_length + tag_context),
        )

    def relative(self) -> "Windows":
        """Return the same windows with starts relative to their span."""
        span = self.span()
        return replace(
            self,
            popularity=tuple(start - span.popularity[0] for start in self.popularity),
            tagging=tuple(start - span.tagging[0] for start in self.tagging),
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
        tag_grid=max(tag.window_hops),
    )


@dataclass(frozen=True)
class WindowLevels:
    """The loudness of each window and what is done about it.

    Attributes:
        lufs: integrated loudness of each window.
        song_gain: factor on the power of the whole song.
        gains: factor on each window's power, relative to `song_gain`.
        is_quiet: whether a window lies too deep below the song to be scored; the loudest never does.
    """

    lufs: tuple[float, ...]
    song_gain: float
    gains: tuple[float, ...]
    is_quiet: tuple[bool, ...]

    @classmethod
    def of(cls, recording: Recording, windows: Windows, spec: Spec) -> "WindowLevels":
        """Match the loudness of each window, within `max_raise_db` of the song's."""
        lufs = _window_lufs(recording, windows, spec)
        raise_db = [recording.loudness_lufs - level for level in lufs]
        most = spec.protocol.max_raise_db
        return cls(
            lufs,
            recording.matching_gain(spec) ** 2,
            tuple(10.0 ** (min(db, most) / 10.0) for db in raise_db),
            tuple(db > most and level < max(lufs) for db, level in zip(raise_db, lufs, strict=True)),
        )

    @classmethod
    def unmatched(cls, recording: Recording, windows: Windows, spec: Spec) -> "WindowLevels":
        """Leave every window as it is."""
        n = len(windows.starts_s)
        return cls(_window_lufs(recording, windows, spec), 1.0, (1.0,) * n, (False,) * n)


def _window_lufs(recording: Recording, windows: Windows, spec: Spec) -> tuple[float, ...]:
    return tuple(recording.window_lufs(start_s, spec.protocol.window_s) for start_s in windows.starts_s)


def highlight(recording: Recording, windows: Windows, levels: WindowLevels, spec: Spec) -> int:
    """Return the index of the window with the highest mean short-term loudness, the earliest if several are equal.

    Only 3 s measurements that lie completely inside a window count, and no window that is too quiet for a score.
    """
    loudness, step_s = recording.short_term_lufs, recording.step_s
    if len(windows.starts_s) == 1 or not loudness.size:
        return 0
    n_inside = max(1, round(spec.protocol.window_s / step_s) - SHORT_TERM_STEPS + 1)
    sums = np.cumsum(np.concatenate([[0.0], loudness]))
    means: list[float] = []
    for start_s, is_quiet in zip(windows.starts_s, levels.is_quiet, strict=True):
        first = min(round(start_s / step_s), loudness.size - 1)
        last = min(first + n_inside, loudness.size)
        means.append(-math.inf if is_quiet else (sums[last] - sums[first]) / (last - first))
    return int(np.argmax(np.round(means, 6)))


class InceptionWindows:
    """Runs the inception CNN over overlapping windows."""

    def __init__(self, network: InceptionCNN, front_end: FrontEnd) -> None:
        self.network = network
        self.front_end = front_end
        self.spec = front_end.spec.popularity_mel

    def columns(self, signal: Tensor, windows: Windows, power_gain: float, offsets: Sequence[int]) -> Tensor:
        """Run the front end and the first convolutions, which are proportional to the power.

        Args:
            signal: [samples] of the windows' span, mono, 22,050 Hz.
            windows: starts relative to the signal.
            power_gain: factor on the power, the same for all windows.
            offsets: samples by which each window is shifted.

        Returns:
            [windows, offsets, 64, 320].
        """
        grid_hop = math.gcd(*offsets, self.spec.hop_length)
        stride, n_frames = self.spec.hop_length // grid_hop, self.spec.n_frames
        starts = [(start + offset) // grid_hop for start in windows.popularity for offset in offsets]
        grid = self.front_end.popularity_mel(signal, grid_hop) * power_gain
        grid = F.pad(grid, (0, max(0, max(starts) + (n_frames - 1) * stride + 1 - grid.shape[1])))
        shared = [self.network.linear(grid[None, :, phase::stride])[0] for phase in range(stride)]
        n_columns = n_frames - self.spec_width + 1
        places = [divmod(start, stride) for start in starts]
        columns = torch.stack([shared[phase][:, i : i + n_columns] for i, phase in places])
        if windows.isolated:
            first_power, last_power = self._edge_powers(signal, windows, offsets) * power_gain
            head = frames_at_hop(grid, starts, stride, EDGE_FRAMES)
            head[:, :, 0] = first_power
            columns[:, :, :EDGE_COLUMNS] = self.network.linear(head)[:, :, :EDGE_COLUMNS]
            tail = frames_at_hop(grid, [s + (n_frames - EDGE_FRAMES) * stride for s in starts], stride, EDGE_FRAMES)
            tail[:, :, -1] = last_power
            columns[:, :, -EDGE_COLUMNS:] = self.network.linear(tail)[:, :, -EDGE_COLUMNS:]
        return columns.reshape(len(windows.popularity), len(offsets), *columns.shape[1:])

    @property
    def spec_width(self) -> int:
        """Effective kernel width of the convolutions: one more than the frames by which they shorten a window."""
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

    def steps(self, columns: Tensor, gains: Sequence[float]) -> Tensor:
        """Return the step values averaged over the offsets.

        Args:
            columns: [windows, offsets, 64, 320].
            gains: factor on the power of each window.

        Returns:
            [windows, 78].
        """
        repeated = torch.tensor(gains, device=columns.device).repeat_interleave(columns.shape[1])
        return self.network.late(columns.flatten(0, 1), repeated).reshape(*columns.shape[:2], -1).mean(dim=1)


@dataclass(frozen=True)
class ScaleMel:
    """The log mel of one scale of the tagger.

    Attributes:
        shared: [mels, frames], of all windows.
        heads: [windows, mels, n], each window's first frames with silence before it; n may be 0.
        tails: [windows, mels, n], its last frames with silence after it.
    """

    shared: Tensor
    heads: Tensor
    tails: Tensor

    def cut(self, firsts: Sequence[int], piece: slice, n_frames: int) -> Tensor:
        """Return the windows of a piece, whose first frames are given, [windows, mels, n_frames]."""
        windows = torch.stack([self.shared[:, first : first + n_frames] for first in firsts[piece]])
        windows[..., : self.heads.shape[-1]] = self.heads[piece]
        windows[..., n_frames - self.tails.shape[-1] :] = self.tails[piece]
        return windows


class TaggerWindows:
    """Runs the tagger over overlapping windows."""

    def __init__(self, model: PopularityModel, front_end: FrontEnd) -> None:
        self.model = model
        self.front_end = front_end
        self.spec = front_end.spec.tag_mel

    def log_mel(self, signal: Tensor, scale: int, windows: Windows, power_gain: float) -> ScaleMel:
        """Run one scale's front end.

        Args:
            signal: [samples] of the windows' span, mono, 16,000 Hz.
            scale: index of the window size.
            windows: starts relative to the signal.
            power_gain: factor on the power, the same for all windows.
        """
        shared = self.front_end.tagging_log_mel(signal, scale, power_gain)
        missing = windows.tagging[-1] // self.spec.hop_length + self.spec.n_frames - shared.shape[1]
        shared = F.pad(shared, (0, max(0, missing)))
        n_missing = windows.tagging[-1] + windows.lengths[1] - signal.shape[0]
        is_whole_signal = windows.tagging == (0,) and n_missing >= 0
        if is_whole_signal or not windows.isolated or n_missing > self.spec.hop_length:
            nothing = shared.new_empty(len(windows.tagging), self.spec.n_mels, 0)
            return ScaleMel(shared, nothing, nothing)
        return ScaleMel(shared, *self._ends(F.pad(signal, (0, max(0, n_missing))), scale, windows, power_gain))

    def _ends(self, signal: Tensor, scale: int, windows: Windows, power_gain: float) -> tuple[Tensor, Tensor]:
        """Return the frames that hear sound around each window, computed with silence there: `heads` and `tails`.

        The last frame stands behind a window's last sample; there is none in a song that ends there.
        """
        hop, long_hop, length = self.spec.hop_length, self.spec.window_hops[scale], windows.lengths[1]
        log_mel = partial(self.front_end.tagging_log_mel, scale=scale, power_gain=power_gain)
        reach = self.spec.windows[scale] // 2 + (LANCZOS_POINTS * long_hop if long_hop > hop else 0)
        n_heads = -(-reach // hop)
        first = (length - reach) // hop + 1
        start = (first * hop - reach) // long_hop * long_hop
        heads = [log_mel(signal[at : at + n_heads * hop + reach])[:, :n_heads] for at in windows.tagging]
        tails = [log_mel(signal[at + start : at + length])[:, first - start // hop :] for at in windows.tagging]
        return torch.stack(heads), F.pad(torch.stack(tails), (0, self.spec.n_frames - 1 - length // hop))

    def hear(
        self,
        scales: Sequence[ScaleMel],
        windows: Windows,
        piece: slice,
        gains: Sequence[float],
        described: slice = slice(0),
        filled: float = 1.0,
    ) -> tuple[Tensor, Tensor]:
        """Run the tagger over some of the windows.

        Args:
            scales: of each window size, from `log_mel`.
            windows: those of `log_mel`.
            piece: which of them.
            gains: factor on the power of each window of the piece.
            described: which windows of the piece to describe.
            filled: share of a window that is not behind the song's end.

        Returns:
            Loadings, [windows, 188], and what the described windows sound like, [n, features], see `resemblance`.
        """
        firsts = [start // self.spec.hop_length for start in windows.tagging]
        power_gains = torch.tensor(gains, device=scales[0].shared.device)[:, None, None]
        early, kept = [], []
        for scale, mel in enumerate(scales):
            cut = mel.cut(firsts, piece, self.spec.n_frames)
            heard = cut if set(gains) == {1.0} else with_gain(cut, power_gains)
            standardised = self.model.standardise_scale(heard, scale)
            early.append(self.model.tagger.early_scale(standardised, scale))
            if scale == SCALE:
                kept.append(standardised[described])
        logits = self.model.tagger.logits(torch.stack(early, dim=1))
        return self.model.tagger.loadings(logits), describe(logits[described], kept[0], filled)
