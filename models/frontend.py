"""Mel spectrograms: the popularity mel and the tagging log mels, in torch.

The spectra of the long windows do not fit into a processor's cache, so frames are transformed in blocks. The mel filter
bank is 98 % zeros, so a block is projected by groups of adjacent bands, over the frequency bins of each group only. The
result is that of librosa's `melspectrogram`, at little more than the cost of the Fourier transforms alone.

The tagger's long windows change slowly: their log mels are computed at a quarter of the window and interpolated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional as F

from models.spec import SPEC, Spec

BLOCK_SAMPLES = 2**19
MAX_BLOCK_FRAMES = 128
BANDS_PER_GROUP = 8
LANCZOS_POINTS = 3


def hz_to_mel(hz: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Convert hertz to Slaney's mel scale: linear below 1 kHz, logarithmic above (Auditory Toolbox, Slaney 1998)."""
    log_part = 15.0 + 27.0 * np.log(np.maximum(hz, 1000.0) / 1000.0) / np.log(6.4)
    return np.where(hz < 1000.0, hz * 3.0 / 200.0, log_part)


def mel_to_hz(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Convert from Slaney's mel scale to hertz."""
    log_part = 1000.0 * np.exp((mel - 15.0) * np.log(6.4) / 27.0)
    return np.where(mel < 15.0, mel * 200.0 / 3.0, log_part)


def mel_filter_bank(sample_rate_hz: int, n_fft: int, n_mels: int) -> npt.NDArray[np.float64]:
    """Build triangular mel bands on Slaney's scale from 0 Hz to Nyquist, each of unit area (Slaney 1998).

    Returns:
        [n_mels, 1 + n_fft // 2] weights.
    """
    nyquist = sample_rate_hz / 2.0
    bins = np.linspace(0.0, nyquist, 1 + n_fft // 2)
    edges = mel_to_hz(np.linspace(0.0, float(hz_to_mel(np.array(nyquist))), n_mels + 2))
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    area = 2.0 / (edges[2:] - edges[:-2])
    return np.maximum(0.0, np.minimum(rising, falling)) * area[:, None]


@dataclass(frozen=True)
class _BandGroup:
    """Adjacent mel bands: the interleaved (real, imaginary) parts they sum over, and the weights, [bands, parts]."""

    parts: slice
    bands: slice
    weights: Tensor


class PowerMel:
    """Power mel spectrogram of one window size: centred frames, zero padding, periodic Hann, window = n_fft."""

    def __init__(self, sample_rate_hz: int, n_fft: int, n_mels: int, device: torch.device) -> None:
        self.n_fft = n_fft
        self.n_mels = n_mels
        self.window = torch.hann_window(n_fft, device=device)
        self.block_frames = min(MAX_BLOCK_FRAMES, max(1, BLOCK_SAMPLES // n_fft))
        bank = mel_filter_bank(sample_rate_hz, n_fft, n_mels)
        self.groups = [self._group(bank, first, device) for first in range(0, n_mels, BANDS_PER_GROUP)]

    @staticmethod
    def _group(bank: npt.NDArray[np.float64], first: int, device: torch.device) -> _BandGroup:
        bands = bank[first : first + BANDS_PER_GROUP]
        touched = np.flatnonzero(bands.any(axis=0))
        start, stop = (int(touched[0]), int(touched[-1]) + 1) if touched.size else (0, 1)
        weights = np.repeat(bands[:, start:stop], 2, axis=1).astype(np.float32)
        return _BandGroup(
            parts=slice(2 * start, 2 * stop),
            bands=slice(first, first + bands.shape[0]),
            weights=torch.from_numpy(weights).to(device),
        )

    def __call__(self, signal: Tensor, hop_length: int) -> Tensor:
        """Compute the mel spectrogram.

        Args:
            signal: [samples], mono.
            hop_length: samples between frame centres.

        Returns:
            [n_mels, 1 + samples // hop_length], linear power.
        """
        padded = F.pad(signal, (self.n_fft // 2, self.n_fft // 2))
        return self.project(padded.unfold(0, self.n_fft, hop_length))

    def project(self, frames: Tensor) -> Tensor:
        """Return the mel power, [n_mels, frames], of frames of samples, [frames, n_fft]."""
        result = torch.empty(self.n_mels, frames.shape[0], device=frames.device)
        block = torch.empty(self.block_frames, self.n_fft, device=frames.device)
        for start in range(0, frames.shape[0], self.block_frames):
            chunk = frames[start : start + self.block_frames]
            windowed = torch.mul(chunk, self.window, out=block[: chunk.shape[0]])
            parts = torch.view_as_real(torch.fft.rfft(windowed)).flatten(1).square_().T
            for group in self.groups:
                target = result[group.bands, start : start + chunk.shape[0]]
                torch.mm(group.weights, parts[group.parts], out=target)
        return result


def lanczos_kernel(factor: int) -> Tensor:
    """Return the six-point Lanczos kernel of each of `factor` positions between two points, [factor, 1, 6].

    The three points up to a position and the three after it are weighted with sinc(x) sinc(x / 3) (Duchon 1979).
    """
    points = torch.arange(1 - LANCZOS_POINTS, LANCZOS_POINTS + 1, dtype=torch.float64)
    distance = points - torch.arange(factor, dtype=torch.float64)[:, None] / factor
    weights = torch.sinc(distance) * torch.sinc(distance / LANCZOS_POINTS)
    return (weights / weights.sum(dim=1, keepdim=True)).float()[:, None]


def interpolate_frames(log_mel: Tensor, kernel: Tensor, n_frames: int) -> Tensor:
    """Return a log mel, [mels, frames], at a hop shorter by the kernel's factor, [mels, n_frames]; nothing below 0."""
    padded = F.pad(log_mel[:, None], (LANCZOS_POINTS - 1, LANCZOS_POINTS), mode="replicate")
    return F.conv1d(padded, kernel).transpose(1, 2).flatten(1)[:, :n_frames].clamp_(min=0.0)


def with_gain(log_mel: Tensor, power_gain: Tensor) -> Tensor:
    """Return ln(1 + g x) of ln(1 + x), for a gain g that broadcasts over the mel."""
    return log_mel + torch.log(power_gain + (1.0 - power_gain) * torch.exp(-log_mel))


def frames_at_hop(grid: Tensor, starts: Sequence[int], stride: int, n_frames: int) -> Tensor:
    """Cut mels at the networks' hop length out of a mel with a finer one, so that a cut can start between two hops.

    Args:
        grid: [..., mels, frames], at the finer hop length.
        starts: the first frame of each cut.
        stride: the networks' hop length in frames of the grid.
        n_frames: number of frames in each cut.

    Returns:
        [..., starts, mels, n_frames]; zeros beyond the end of the grid.
    """
    missing = max(starts) + stride * (n_frames - 1) + 1 - grid.shape[-1]
    padded = F.pad(grid, (0, max(0, missing)))
    return torch.stack([padded[..., start::stride][..., :n_frames] for start in starts], dim=-3)


class FrontEnd:
    """The front ends of both networks on one device."""

    def __init__(self, spec: Spec = SPEC, device: torch.device | str = "cpu") -> None:
        self.spec = spec
        self.device = torch.device(device)
        mel, tag = spec.popularity_mel, spec.tag_mel
        self.popularity = PowerMel(mel.sample_rate_hz, mel.n_fft, mel.n_mels, self.device)
        self.tagging = [PowerMel(tag.sample_rate_hz, n, tag.n_mels, self.device) for n in tag.windows]
        self._kernels = [lanczos_kernel(hop // tag.hop_length).to(self.device) for hop in tag.window_hops]

    def popularity_mel(self, signal: Tensor, hop_length: int) -> Tensor:
        """Return the popularity mel, [mels, frames], linear power, of a mono signal at 22,050 Hz."""
        return self.popularity(signal, hop_length)

    def tagging_log_mel(self, signal: Tensor, scale: int, power_gain: float = 1.0) -> Tensor:
        """Return one scale's ln(1 + gain x power), [mels, frames], of a mono signal at 16,000 Hz.

        Args:
            signal: [samples].
            scale: index of the window size.
            power_gain: factor on the power.
        """
        tag = self.spec.tag_mel
        hop, n_frames = tag.window_hops[scale], 1 + signal.shape[0] // tag.hop_length
        power = self.tagging[scale](F.pad(signal, (0, hop - tag.hop_length)), hop)
        log_mel = power.mul_(power_gain * tag.log_gain).log1p_()
        return interpolate_frames(log_mel, self._kernels[scale], n_frames) if hop > tag.hop_length else log_mel

    def tagging_log_mels(self, signal: Tensor, power_gain: float = 1.0) -> Tensor:
        """Return the log mels of all scales, [scales, mels, frames]; see `tagging_log_mel`."""
        scales = range(len(self.tagging))
        return torch.stack([self.tagging_log_mel(signal, scale, power_gain) for scale in scales])
