"""The interface that every way of capturing sound implements."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from mandohit_desktop.core.notices import Notice

Samples = npt.NDArray[np.float32]
"""Interleaved sound, [frames, channels], full scale at 1."""

MAX_CHANNELS = 2


class Kind(StrEnum):
    """What a device records."""

    OUTPUT = "output"
    """What the computer plays."""
    INPUT = "input"
    """A microphone, a line, an interface."""


@dataclass(frozen=True)
class Device:
    """Something to record from.

    Attributes:
        id: stable name for settings and the command line; the part before the colon says which backend opens it.
        name: what to call it.
        kind: what it gives.
        is_default: whether it is the system's default.
    """

    id: str
    name: str
    kind: Kind
    is_default: bool = False


class CaptureError(Exception):
    """Recording cannot begin or go on; `notice` says why."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.text)
        self.notice = notice


class DeviceLost(CaptureError):
    """The device went away while it was recorded."""


class SystemAudioSource(Protocol):
    """An open device.

    Attributes:
        rate_hz: the sample rate of what `read` returns next.
        n_channels: its channels.
        n_overflows: how often frames were dropped because they were not read in time.
    """

    rate_hz: int
    n_channels: int
    n_overflows: int

    def read(self, timeout_s: float) -> Samples | None:
        """Return what has arrived since the last call, waiting for it up to a time; None if nothing came.

        Raises:
            DeviceLost: the device is gone.
        """
        ...

    def close(self) -> None:
        """Close the device."""
        ...


class OpenSource(Protocol):
    """Opens devices."""

    def __call__(self, device: Device, rate_hz: int | None = None) -> SystemAudioSource:
        """Open a device, at a rate if one is given and the backend can convert.

        Raises:
            CaptureError: it cannot be opened.
        """
        ...
