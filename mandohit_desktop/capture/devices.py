"""Lists the recording devices of this system and opens them."""

import sys
from collections.abc import Sequence

from mandohit_desktop.capture import notices, portaudio, pulse, wasapi
from mandohit_desktop.capture.source import CaptureError, Device, Kind, SystemAudioSource


def list_devices() -> list[Device]:
    """List what the computer plays first, then the inputs. Takes a moment: not for the window's thread.

    Raises:
        CaptureError: the sound system cannot be reached.
    """
    if sys.platform.startswith("linux") and (found := pulse.devices()):
        return found
    listed = wasapi.devices() if sys.platform == "win32" else []
    return sorted([*listed, *portaudio.devices()], key=lambda device: device.kind is Kind.INPUT)


def default_device(devices: Sequence[Device]) -> Device:
    """Return the device that is recorded by default: what the computer plays, where that is available.

    Raises:
        CaptureError: there is none.
    """
    if not devices:
        raise CaptureError(notices.NO_DEVICE)
    return min(devices, key=lambda device: (device.kind is Kind.INPUT, not device.is_default))


def find_device(devices: Sequence[Device], wanted: str) -> Device:
    """Return the device with this id, or the first whose name contains the text.

    Raises:
        CaptureError: there is none.
    """
    for device in devices:
        if wanted in (device.id, device.id.partition(":")[2], device.name):
            return device
    for device in devices:
        if wanted.casefold() in device.name.casefold():
            return device
    raise CaptureError(notices.NO_SUCH_DEVICE.about(device=wanted))


def open_source(device: Device, rate_hz: int | None = None) -> SystemAudioSource:
    """Open a device with the backend that listed it.

    Raises:
        CaptureError: it cannot be opened.
    """
    if device.id.startswith(pulse.PREFIX):
        return pulse.open_source(device, rate_hz)
    if device.id.startswith(wasapi.PREFIX):
        return wasapi.open_source(device, rate_hz)
    return portaudio.open_source(device, rate_hz)
