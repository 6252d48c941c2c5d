"""What a Windows computer plays: WASAPI loopback through soundcard, since PortAudio's builds leave it out.

soundcard initialises COM in the thread that imports it, and clashes with Qt's thread where that thread has done so in
another way: it is imported here in whichever background thread lists or records.
"""

import warnings
from typing import Any

import numpy as np

from mandohit_desktop.capture import notices
from mandohit_desktop.capture.source import MAX_CHANNELS, CaptureError, Device, DeviceLost, Kind, Samples

PREFIX = "loopback:"
RATE_HZ = 48_000
BUFFER_S = 1.0


def _soundcard() -> Any:
    try:
        import soundcard
    except (ImportError, OSError, AssertionError, IndexError, RuntimeError) as error:
        raise CaptureError(notices.NO_AUDIO_SYSTEM.about(reason=str(error))) from error
    return soundcard


def devices() -> list[Device]:
    """List the loudspeakers, whose sound can be recorded."""
    soundcard = _soundcard()
    default = soundcard.default_speaker().id
    return [
        Device(PREFIX + speaker.id, speaker.name, Kind.OUTPUT, speaker.id == default)
        for speaker in soundcard.all_speakers()
    ]


class WasapiSource:
    """The loopback of one loudspeaker; where nothing plays, soundcard fills in zeros for the time that passes."""

    def __init__(self, device: Device, rate_hz: int) -> None:
        self.device = device
        self.rate_hz, self.n_channels, self.n_overflows = rate_hz, MAX_CHANNELS, 0
        try:
            microphone = _soundcard().get_microphone(device.id.removeprefix(PREFIX), include_loopback=True)
            self._recorder = microphone.recorder(rate_hz, channels=MAX_CHANNELS, blocksize=round(BUFFER_S * rate_hz))
            self._recorder.__enter__()
        except (RuntimeError, IndexError, AssertionError) as error:
            raise CaptureError(notices.CANNOT_OPEN.about(device=device.name, reason=str(error))) from error

    def read(self, timeout_s: float) -> Samples | None:
        """Return what has arrived; see `SystemAudioSource`. soundcard itself ends every wait after a few periods."""
        del timeout_s
        with warnings.catch_warnings(record=True) as discontinuities:
            warnings.simplefilter("always")
            try:
                samples = self._recorder.record(numframes=None)
            except RuntimeError as error:
                raise DeviceLost(notices.UNPLUGGED.about(device=self.device.name)) from error
        self.n_overflows += len(discontinuities)
        return np.asarray(samples, dtype=np.float32) if len(samples) else None

    def close(self) -> None:
        """Close the device; one that is no longer there is ignored."""
        try:
            self._recorder.__exit__(None, None, None)
        except RuntimeError:
            return


def open_source(device: Device, rate_hz: int | None = None) -> WasapiSource:
    """Open a loudspeaker's loopback; Windows converts to the rate."""
    return WasapiSource(device, rate_hz or RATE_HZ)
