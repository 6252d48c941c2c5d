"""Loudspeakers and headphones, through PortAudio. Its library is loaded when it is first needed.

Only the devices of the system's default sound interface are offered: on Windows every device is there once for each.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mandohit_desktop.engine.errors import MandoHitError

log = logging.getLogger(__name__)

LATENCY_S = 0.15
"""How much sound the device holds; long enough to bridge a busy moment of the window."""


class OutputUnavailable(MandoHitError):
    """There is nothing to play on."""

    code = "output.unavailable"


def output_devices() -> list[str]:
    """Return the names of the devices that can play.

    Raises:
        OutputUnavailable: PortAudio is not there.
    """
    return list(dict.fromkeys(device["name"] for device in _devices(_portaudio())))


def _portaudio() -> Any:
    try:
        import sounddevice
    except OSError as error:
        raise OutputUnavailable(
            "Playback needs the PortAudio library, and it is not installed.", "Install it and start MandoHit again."
        ) from error
    return sounddevice


def _devices(portaudio: Any) -> list[Any]:
    interfaces = portaudio.query_hostapis()
    if not interfaces:
        return []
    default = interfaces[max(0, portaudio.default.hostapi)]
    found = [portaudio.query_devices(index) for index in default["devices"]]
    return [device for device in found if device["max_output_channels"] > 0]


def _find(portaudio: Any, name: str) -> Any:
    devices = _devices(portaudio)
    if name:
        return next((device for device in devices if device["name"] == name), None)
    default = portaudio.default.device[1]
    return next((device for device in devices if device["index"] == default), next(iter(devices), None))


def _choose(portaudio: Any, name: str) -> Any:
    device = _find(portaudio, name)
    if device is None:
        # PortAudio lists devices once; one that was plugged in since appears after a new start, which waits for
        # every stream to end.
        portaudio._terminate()
        portaudio._initialize()
        device = _find(portaudio, name)
    if device is None and name:
        raise OutputUnavailable(
            f"The output device {name} is not there.", "Connect it, or choose another one in the settings."
        )
    if device is None:
        raise OutputUnavailable(
            "There is no loudspeaker or headphone to play on.", "Connect one, or check the system's sound settings."
        )
    return device


@contextmanager
def open_output(name: str, rate_hz: int, n_channels: int) -> Iterator[Any]:
    """Open a device, the system's default where `name` is empty, as a started `sounddevice.OutputStream`.

    The stream has the rate asked for if the device takes it, else the device's own. On leaving, what it still holds
    is dropped.

    Raises:
        OutputUnavailable: it is not there, or failed while it played.
    """
    portaudio = _portaudio()
    try:
        device = _choose(portaudio, name)
        options = {"device": device["index"], "channels": n_channels, "dtype": "float32"}
        try:
            portaudio.check_output_settings(samplerate=rate_hz, **options)
        except portaudio.PortAudioError:
            rate_hz = round(device["default_samplerate"])
        stream = portaudio.OutputStream(samplerate=rate_hz, latency=LATENCY_S, **options)
    except portaudio.PortAudioError as error:
        raise _refused(error) from error
    # Counted by PortAudio: whoever restarts it to find new devices does not take this stream away.
    portaudio._initialize()
    try:
        stream.start()
        yield stream
    except portaudio.PortAudioError as error:
        raise _refused(error) from error
    finally:
        stream.close(ignore_errors=True)
        portaudio._terminate()


def _refused(error: Exception) -> OutputUnavailable:
    log.warning("The output device failed: %s", error)
    return OutputUnavailable(
        "The output device stopped working.", "Is it still connected? Check the system's sound settings."
    )
