"""The live spectrogram: sound as it comes to columns of shades, in bands of equal width in pitch."""

import numpy as np
import numpy.typing as npt

from mandohit_desktop.capture.source import Samples

N_BANDS = 96
COLUMN_S = 0.05
WINDOW_S = 0.093
LOWEST_HZ = 40.0
RANGE_DB = 80.0

Shades = npt.NDArray[np.uint8]
"""Columns of a live spectrogram, [bands, columns], lowest band first; 255 is full scale, 0 is 80 dB below."""


class LiveSpectrum:
    """Turns the sound that is new into columns of a spectrogram with logarithmic bands."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._n_window = round(WINDOW_S * rate_hz)
        self._hop = round(COLUMN_S * rate_hz)
        self._window = np.hanning(self._n_window).astype(np.float32)
        edges_hz = np.geomspace(LOWEST_HZ, rate_hz / 2.0, N_BANDS + 1)
        edges = np.round(edges_hz * self._n_window / rate_hz).astype(int)
        self._first = np.minimum(edges[:-1], self._n_window // 2)
        self._scale = 2.0 / float(self._window.sum())
        self._n_done = 0

    def columns(self, recent: Samples, n_pushed: int) -> Shades:
        """Return the columns completed since the last call.

        Args:
            recent: the last sound, [frames, channels].
            n_pushed: how many frames there ever were, up to the end of `recent`.
        """
        start = n_pushed - len(recent)
        self._n_done = max(self._n_done, start)
        mono = recent.mean(axis=1)[self._n_done - start :]
        n_columns = max(0, (len(mono) - self._n_window) // self._hop + 1)
        if not n_columns:
            return np.zeros((N_BANDS, 0), dtype=np.uint8)
        frames = np.lib.stride_tricks.sliding_window_view(mono, self._n_window)[:: self._hop][:n_columns]
        amplitude = np.abs(np.fft.rfft(frames * self._window, axis=1)) * self._scale
        bands = np.maximum.reduceat(amplitude, self._first, axis=1).T
        self._n_done += n_columns * self._hop
        decibels = 20.0 * np.log10(np.maximum(bands, 1e-9))
        return np.round(255.0 * np.clip(1.0 + decibels / RANGE_DB, 0.0, 1.0)).astype(np.uint8)
