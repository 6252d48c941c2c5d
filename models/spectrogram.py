"""The mel spectrogram of a song for display: in decibels, small enough to keep and fine enough to zoom into.

No score depends on it. The file is streamed, so a two-hour recording needs no more memory than its spectrogram.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from models.audio import Resampler, downmix, open_audio
from models.audio_format import Progress, Samples
from models.frontend import PowerMel, hz_to_mel, mel_to_hz
from models.spec import SPEC, Spec

RANGE_DB = 80.0
FINEST_HOP = 512
COARSEST_HOP = 2048
MAX_COLUMNS = 12_000

Levels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class SongSpectrogram:
    """A song's mel spectrogram for display.

    Attributes:
        levels: [mels, columns], 0 at 80 dB or more below the loudest point, 255 at the loudest point.
        column_s: seconds from one column to the next; the first is centred on the song's start.
        band_hz: centre frequency of each mel band, lowest first.
        duration_s: length of the song.
    """

    levels: Levels
    column_s: float
    band_hz: tuple[float, ...]
    duration_s: float


class _Frames:
    """Cuts a stream of samples into centred, zero-padded frames and returns their mel power in decibels."""

    def __init__(self, mel: PowerMel, hop: int) -> None:
        self._mel = mel
        self._hop = hop
        self._held = np.zeros(mel.n_fft // 2, dtype=np.float32)

    def push(self, samples: Samples) -> npt.NDArray[np.float16]:
        """Return the mel power in decibels, [mels, frames], of the frames that these samples complete."""
        self._held = np.concatenate([self._held, samples])
        n_frames = max(0, (len(self._held) - self._mel.n_fft) // self._hop + 1)
        frames = torch.from_numpy(self._held).unfold(0, self._mel.n_fft, self._hop) if n_frames else torch.empty(0)
        power = self._mel.project(frames) if n_frames else torch.empty(self._mel.n_mels, 0)
        self._held = self._held[n_frames * self._hop :]
        decibels = 10.0 * power.clamp_min(1e-12).log10()
        return decibels.numpy().astype(np.float16)


def _hop(duration_s: float, rate_hz: int) -> int:
    wanted = duration_s * rate_hz / MAX_COLUMNS
    return min(COARSEST_HOP, max(FINEST_HOP, 1 << math.ceil(math.log2(max(1.0, wanted)))))


def _pooled(decibels: npt.NDArray[np.float16]) -> tuple[npt.NDArray[np.float16], int]:
    """Return at most `MAX_COLUMNS` columns, the maximum of each group of columns, and the group size."""
    size = math.ceil(decibels.shape[1] / MAX_COLUMNS)
    missing = -decibels.shape[1] % size
    padded = np.pad(decibels, [(0, 0), (0, missing)], mode="edge")
    return padded.reshape(len(padded), -1, size).max(axis=2), size


def song_spectrogram(path: Path, spec: Spec = SPEC, on_progress: Progress | None = None) -> SongSpectrogram:
    """Compute the spectrogram of a file for display.

    Raises:
        AudioError: one of its subclasses.
        Cancelled: from `on_progress`.
    """
    rate, n_mels = spec.popularity_mel.sample_rate_hz, spec.popularity_mel.n_mels
    with open_audio(path) as stream, torch.inference_mode():
        info, n_read = stream.info, 0
        hop = _hop((info.n_frames or 0) / info.sample_rate_hz, rate)
        mel = PowerMel(rate, spec.popularity_mel.n_fft, n_mels, torch.device("cpu"))
        frames, resampler = _Frames(mel, hop), Resampler(info.sample_rate_hz, rate)
        parts = []
        for block in stream.blocks:
            n_read += len(block)
            parts.append(frames.push(resampler.push(downmix(block), last=False)))
            if on_progress and info.n_frames:
                on_progress(min(1.0, n_read / info.n_frames))
        rest = resampler.push(np.zeros(0, dtype=np.float32), last=True)
        parts.append(frames.push(np.concatenate([rest, np.zeros(mel.n_fft // 2, dtype=np.float32)])))
    decibels, size = _pooled(np.concatenate(parts, axis=1))
    shares = 1.0 + (decibels.astype(np.float32) - float(decibels.max())) / RANGE_DB
    centres = mel_to_hz(np.linspace(0.0, float(hz_to_mel(np.array(rate / 2.0))), n_mels + 2))[1:-1]
    return SongSpectrogram(
        levels=(255.0 * shares.clip(0.0, 1.0)).round().astype(np.uint8),
        column_s=size * hop / rate,
        band_hz=tuple(centres.tolist()),
        duration_s=n_read / info.sample_rate_hz,
    )
