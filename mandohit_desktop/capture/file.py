"""A file in place of a device: for tests, and for driving hours of recording in minutes."""

import time
from pathlib import Path

import soundfile

from mandohit_desktop.capture import notices
from mandohit_desktop.capture.source import CaptureError, Device, DeviceLost, Kind, Samples

PREFIX = "file:"
BLOCK_S = 0.25


def file_device(path: Path) -> Device:
    """Return a file as a device."""
    return Device(f"{PREFIX}{path}", path.name, Kind.OUTPUT)


class FileSource:
    """Delivers a file, over and over, as fast as it is asked or as fast as it would sound.

    Args:
        device: from `file_device`.
        repeats: how often the file is played; after that the device is gone.
        real_time: whether to deliver at the pace of the sound.
    """

    def __init__(self, device: Device, *, repeats: int = 1, real_time: bool = False) -> None:
        self._device, self._repeats, self._real_time = device, repeats, real_time
        try:
            self._file = soundfile.SoundFile(device.id.removeprefix(PREFIX))
        except soundfile.LibsndfileError as error:
            raise CaptureError(notices.CANNOT_OPEN.about(device=device.name, reason=str(error))) from error
        self.rate_hz, self.n_channels, self.n_overflows = self._file.samplerate, self._file.channels, 0

    def read(self, timeout_s: float) -> Samples | None:
        """Return the next quarter of a second; see `SystemAudioSource`."""
        if self._real_time:
            time.sleep(min(timeout_s, BLOCK_S))
        samples: Samples = self._file.read(round(BLOCK_S * self.rate_hz), dtype="float32", always_2d=True)
        if not len(samples):
            self._repeats -= 1
            if not self._repeats:
                raise DeviceLost(notices.UNPLUGGED.about(device=self._device.name))
            self._file.seek(0)
        return samples

    def close(self) -> None:
        """Close the file."""
        self._file.close()
