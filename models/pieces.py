"""Streams cut into pieces of one length, for measurements that must not depend on where a decoder's blocks end."""

from collections.abc import Iterator

import numpy as np

from models.audio_format import Samples


class Pieces:
    """Cuts a stream of samples, [samples, ...], into pieces of one length, wherever its blocks end."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._parts: list[Samples] = []
        self._n_held = 0

    def push(self, block: Samples) -> Iterator[Samples]:
        """Yield the pieces that the block completes."""
        start = 0
        while self._n_held + len(block) - start >= self._length:
            stop = start + self._length - self._n_held
            yield np.concatenate([*self._parts, block[start:stop]]) if self._parts else block[start:stop]
            self._parts, self._n_held, start = [], 0, stop
        if start < len(block):
            self._parts.append(block[start:].copy())
            self._n_held += len(block) - start

    def rest(self) -> Samples:
        """Return the samples after the last complete piece; at least one block must have been pushed."""
        return np.concatenate(self._parts) if self._parts else np.zeros(0, dtype=np.float32)
