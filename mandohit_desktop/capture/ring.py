"""The last seconds of a recording, for the live spectrogram and the live score; memory is bounded by construction."""

import threading

import numpy as np

from mandohit_desktop.capture.source import Samples


class Ring:
    """Keeps the last `seconds` of sound; may be written and read from different threads."""

    def __init__(self, seconds: float, rate_hz: int, n_channels: int) -> None:
        self.rate_hz = rate_hz
        self._lock = threading.Lock()
        self._samples = np.zeros((round(seconds * rate_hz), n_channels), dtype=np.float32)
        self._n_pushed = 0

    def push(self, samples: Samples) -> None:
        """Add sound, [frames, channels]."""
        size = len(self._samples)
        with self._lock:
            kept = samples[-size:]
            start = (self._n_pushed + len(samples) - len(kept)) % size
            first = min(len(kept), size - start)
            self._samples[start : start + first] = kept[:first]
            self._samples[: len(kept) - first] = kept[first:]
            self._n_pushed += len(samples)

    def last(self, seconds: float) -> Samples:
        """Return a copy of the last seconds, [frames, channels]; shorter where there is less."""
        size = len(self._samples)
        with self._lock:
            n_frames = min(round(seconds * self.rate_hz), size, self._n_pushed)
            end = self._n_pushed % size
            if n_frames <= end:
                return self._samples[end - n_frames : end].copy()
            return np.concatenate([self._samples[end - n_frames :], self._samples[:end]])

    @property
    def n_pushed(self) -> int:
        """How many frames were ever added: tells what is new since an earlier look."""
        with self._lock:
            return self._n_pushed
