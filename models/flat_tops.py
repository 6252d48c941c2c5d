"""Clipping: flat tops at the recording's own maximum and minimum, wherever it was turned down to afterwards.

A true peak above full scale is no sign of it: 57 % of real clips decode to one from their lossy coding.
"""

import numpy as np

from models.audio_format import Samples
from models.pieces import Pieces

TOLERANCE = 1e-4
"""How far below the maximum, relative to it, a sample still belongs to a flat top: as far as dither moves it."""
SHORTEST_RUN = 3
"""Consecutive samples of one channel that make a flat top."""
SHARP = 3.0
"""Tolerances by which the sound falls beside a flat top; beside the round crest of a low tone it falls by less."""


class FlatTops:
    """Counts the samples in flat tops, block by block; the result does not depend on the block sizes.

    The sound is searched second by second. A second that stays below the highest so far holds none of the recording's
    flat tops and is passed over: of an unclipped recording few are searched.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self._pieces = Pieces(sample_rate_hz)
        self._n_samples = 0
        self._sides = (_Side(1.0), _Side(-1.0))

    def push(self, block: Samples) -> None:
        """Search the next samples, [frames, channels]."""
        self._n_samples += block.size
        for piece in self._pieces.push(block):
            self._search(piece)

    def end(self) -> None:
        """Search what is left after the last complete piece."""
        rest = self._pieces.rest()
        if rest.size:
            self._search(rest)

    def _search(self, piece: Samples) -> None:
        for side in self._sides:
            side.search(piece)

    @property
    def peak(self) -> float:
        """The largest magnitude of a sample."""
        return max(side.top for side in self._sides)

    @property
    def share(self) -> float:
        """The share of all samples that lie in flat tops."""
        return sum(side.n_flat() for side in self._sides) / self._n_samples


class _Side:
    """The flat tops of one sign."""

    def __init__(self, sign: float) -> None:
        self.top = 0.0
        self._sign = sign
        self._found: list[tuple[float, int]] = []

    def search(self, piece: Samples) -> None:
        top = float(piece.max()) if self._sign > 0.0 else -float(piece.min())
        self.top = max(self.top, top)
        if top > 0.0 and top >= self.top * (1.0 - TOLERANCE):
            self._found.append((top, self._count(piece, top)))

    def n_flat(self) -> int:
        return sum(n_flat for top, n_flat in self._found if top >= self.top * (1.0 - TOLERANCE))

    def _count(self, piece: Samples, top: float) -> int:
        """Return how many samples of a piece lie in complete flat tops at a level."""
        channels = self._sign * piece.T.ravel()
        high = np.flatnonzero(channels >= top * (1.0 - TOLERANCE))
        if high.size < SHORTEST_RUN:
            return 0
        breaks = np.flatnonzero(np.diff(high) > 1)
        first, last = high[np.append(0, breaks + 1)], high[np.append(breaks, high.size - 1)]
        whole = (first % len(piece) > 0) & (last % len(piece) < len(piece) - 1) & (last - first + 1 >= SHORTEST_RUN)
        first, last = first[whole], last[whole]
        drops = 2.0 * top - channels[first - 1] - channels[last + 1]
        return int((last - first + 1)[drops > 2.0 * SHARP * TOLERANCE * top].sum())
