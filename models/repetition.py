"""Repetition: whether the same few seconds sound over and over, and how long they are.

A loop repeats its waveform. A real song repeats chords and drums, but its waveform differs from bar to bar: the
correlation of 20 s with themselves, up to 10 s later, is 0.87 and more for loops, coded with loss or not, and at most
0.69 for real songs. The sound below 1 kHz is enough to tell; its differences are compared, because the lowest bass,
which is much alike everywhere, would decide otherwise.
"""

import math

import numpy as np
import torch
from torch.nn import functional as F

from models.audio_format import Samples
from models.frontend import LANCZOS_POINTS, lanczos_kernel
from models.pieces import Pieces

SEGMENT_S = 20.0
SHORTEST_S = 6.0
"""Least sound that is compared with itself, when a recording is shorter than a segment."""
LAGS_S = (1.0, 10.0)
LIKENESS = 0.85
"""Correlation from which on a segment repeats itself."""
LEAST_OVERLAP = 0.25
"""Share of a segment's energy that is compared at least: what little sounds at both ends may be alike by chance."""
FINENESS = 4
"""Positions between two samples: a period need not be a whole number of them."""
CREST_S = 0.05
"""How long before its crest a high correlation may begin."""


class Repetition:
    """Compares a mono signal with itself, segment by segment; holds one segment in memory."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._rate = sample_rate_hz
        self._pieces = Pieces(round(SEGMENT_S * sample_rate_hz))
        self._segments: list[tuple[int, float]] = []

    def push(self, samples: Samples) -> None:
        """Take the next samples, [samples]."""
        for segment in self._pieces.push(samples):
            self._segments.append((segment.size, _period_s(segment, self._rate)))

    def end(self) -> None:
        """Take what is left after the last complete segment as one of its own, if it is long enough."""
        rest = self._pieces.rest()
        if rest.size > (SEGMENT_S / 2.0 if self._segments else SHORTEST_S) * self._rate:
            self._segments.append((rest.size, _period_s(rest, self._rate)))

    def period_s(self) -> float:
        """Return the seconds after which most of the recording repeats, typically; infinite if it does not."""
        repeating = [(size, period) for size, period in self._segments if math.isfinite(period)]
        if 2 * sum(size for size, _ in repeating) <= sum(size for size, _ in self._segments):
            return math.inf
        return float(np.median([period for _, period in repeating]))


def _period_s(segment: Samples, rate_hz: int) -> float:
    """Return the shortest lag, in seconds, at which a segment repeats itself; infinite if there is none."""
    n_fft = round((SEGMENT_S + LAGS_S[1]) * rate_hz)
    white = torch.from_numpy(np.diff(segment))
    size = white.numel()
    shortest, longest = round(LAGS_S[0] * rate_hz), min(round(LAGS_S[1] * rate_hz), size // 2)
    power = torch.view_as_real(torch.fft.rfft(white, n=n_fft)).square_().sum(dim=1)
    products = torch.fft.irfft(power, n=n_fft)[shortest : longest + 1]
    energy = torch.cat([torch.zeros(1), white.square()]).cumsum(0, dtype=torch.float64)
    before, after = energy[size - longest : size - shortest + 1].flip(0), energy[-1] - energy[shortest : longest + 1]
    likeness = (products / (before * after).sqrt_().clamp_(min=LEAST_OVERLAP * energy[-1])).float()
    fine = F.conv1d(likeness[None, None], lanczos_kernel(FINENESS)).squeeze(0).T.flatten()
    alike = torch.nonzero(fine >= LIKENESS)
    if not alike.numel():
        return math.inf
    first = int(alike[0])
    crest = first + int(fine[first : first + round(CREST_S * rate_hz * FINENESS)].argmax())
    return (shortest + LANCZOS_POINTS - 1 + crest / FINENESS) / rate_hz
