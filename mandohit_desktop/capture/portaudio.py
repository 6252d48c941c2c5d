"""Inputs through PortAudio (sounddevice): microphones everywhere, and on macOS virtual loopback devices.

The blocking interface is used on purpose: a callback needs Python's lock at the right moment, and PortAudio's own
callback thread spins when a PulseAudio server dies. A buffer of half a second inside PortAudio bridges stalls here.
"""

import sys
import time
from contextlib import suppress
from typing import Any

import numpy as np

from mandohit_desktop.capture import notices
from mandohit_desktop.capture.source import MAX_CHANNELS, CaptureError, Device, DeviceLost, Kind, Samples

PREFIX = "input:"
BUFFER_S = 0.5
LOOK_EVERY_S = 0.02
VIRTUAL = ("blackhole", "loopback", "soundflower", "vb-cable", "vb-audio", "stereo mix")
"""Inputs that carry what the computer plays, by parts of their names."""


def load() -> Any:
    """Return the sounddevice module.

    Raises:
        CaptureError: PortAudio is not there.
    """
    try:
        import sounddevice
    except OSError as error:
        raise CaptureError(notices.NO_AUDIO_SYSTEM.about(reason=str(error))) from error
    return sounddevice


def query() -> list[dict[str, Any]]:
    """Return PortAudio's devices; a list that is empty is asked for anew, for the sound system may have come up."""
    sounddevice = load()
    found = list(sounddevice.query_devices())
    if not found:
        sounddevice._terminate()
        sounddevice._initialize()
        found = list(sounddevice.query_devices())
    return found


def devices() -> list[Device]:
    """List the inputs; on Windows those of WASAPI alone, for the other interfaces show the same ones again."""
    sounddevice, found = load(), query()
    interfaces = sounddevice.query_hostapis()
    default = sounddevice.default.device[0]
    listed = []
    for index, entry in enumerate(found):
        if not entry["max_input_channels"]:
            continue
        if sys.platform == "win32" and "WASAPI" not in interfaces[entry["hostapi"]]["name"]:
            continue
        is_virtual = any(name in entry["name"].lower() for name in VIRTUAL)
        kind = Kind.OUTPUT if is_virtual else Kind.INPUT
        listed.append(Device(PREFIX + entry["name"], entry["name"], kind, index == default))
    return listed


class PortAudioSource:
    """One open PortAudio input.

    Raises:
        CaptureError: it cannot be opened.
    """

    def __init__(self, device: Device, index: int, rate_hz: int, n_channels: int) -> None:
        self.device = device
        self.rate_hz, self.n_channels, self.n_overflows = rate_hz, n_channels, 0
        self._sounddevice = load()
        try:
            self._stream = self._sounddevice.InputStream(
                device=index, samplerate=rate_hz, channels=n_channels, dtype="float32", latency=BUFFER_S
            )
            self._stream.start()
        except self._sounddevice.PortAudioError as error:
            raise CaptureError(notices.CANNOT_OPEN.about(device=device.name, reason=str(error.args[0]))) from error
        # Counted by PortAudio: whoever restarts it to find new devices does not take this stream away.
        self._sounddevice._initialize()
        self._is_open = True

    def read(self, timeout_s: float) -> Samples | None:
        """Return what has arrived; see `SystemAudioSource`."""
        end_s = time.monotonic() + timeout_s
        try:
            while not (n_frames := self._stream.read_available):
                if time.monotonic() >= end_s:
                    return None
                time.sleep(LOOK_EVERY_S)
            samples, overflowed = self._stream.read(n_frames)
        except self._sounddevice.PortAudioError as error:
            raise DeviceLost(notices.UNPLUGGED.about(device=self.device.name)) from error
        self.n_overflows += overflowed
        return np.asarray(samples, dtype=np.float32)

    def close(self) -> None:
        """Close the device; one that is no longer there is ignored."""
        if not self._is_open:
            return
        self._is_open = False
        with suppress(self._sounddevice.PortAudioError):
            self._stream.abort()
            self._stream.close()
        self._sounddevice._terminate()


def open_source(device: Device, rate_hz: int | None = None) -> PortAudioSource:
    """Open an input by its name."""
    for index, entry in enumerate(query()):
        if entry["max_input_channels"] and PREFIX + entry["name"] == device.id:
            n_channels = min(MAX_CHANNELS, entry["max_input_channels"])
            return PortAudioSource(device, index, rate_hz or round(entry["default_samplerate"]), n_channels)
    raise CaptureError(notices.NO_SUCH_DEVICE.about(device=device.name))
