"""What the decoders share: the format of a sound, a block of it, and the errors of reading it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.errors import AudioTruncated

Samples = npt.NDArray[np.float32]

Progress = Callable[[float], None]
"""Callback with the completed share, 0 to 1; may raise `Cancelled`."""


@dataclass(frozen=True)
class AudioInfo:
    """Contents of the header.

    Attributes:
        n_frames: the length that the container states, None where it states none.
        end_known: whether the file shows that it is complete; False for a stream that may have ended anywhere.
    """

    sample_rate_hz: int
    n_channels: int
    n_frames: int | None
    end_known: bool = True


class Reader(Protocol):
    """An open file."""

    info: AudioInfo

    def blocks(self, start_s: float, block_samples: int) -> Iterator[Samples]:
        """Yield blocks of [frames, channels] from a position on.

        Raises:
            AudioTruncated, AudioNotDecodable, AudioStuck.
        """
        ...

    def share(self) -> float:
        """Return how much of the file is read, 0 to 1."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


def truncated() -> AudioTruncated:
    """Return the error of a file that ends early."""
    return AudioTruncated("The file breaks off before its end.", "Is it still being written? Export it again.")
