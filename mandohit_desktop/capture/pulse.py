"""What a Linux computer plays: the monitors of PulseAudio's sinks; PipeWire speaks the same protocol.

Recorded through ALSA's `pulse` device, which takes the source's name from the environment. `pactl` lists the sources.
A server moves a stream whose source goes away to another one without a word, so whether the source is still there is
asked every few seconds.
"""

import json
import os
import shutil
import subprocess
import threading
import time
from typing import Any

from mandohit_desktop.capture import notices
from mandohit_desktop.capture.portaudio import PortAudioSource, query
from mandohit_desktop.capture.source import MAX_CHANNELS, CaptureError, Device, DeviceLost, Kind, Samples

PREFIX = "pulse:"
DEFAULT_MONITOR = "@DEFAULT_MONITOR@"
SOURCE_VARIABLE = "PULSE_SOURCE"
ALSA_DEVICE = "pulse"
DEFAULT_RATE_HZ = 44_100
ASK_EVERY_S = 2.0
ANSWER_WITHIN_S = 5.0
SERVER_BUFFER_BYTES = 4 * 2**20
BYTES_PER_SAMPLE = 4

_opening = threading.Lock()


def _ask(*words: str) -> Any:
    """Return pactl's answer, or None where there is no pactl or no server."""
    if not shutil.which("pactl"):
        return None
    try:
        done = subprocess.run(
            ["pactl", "--format=json", *words],
            capture_output=True,
            timeout=ANSWER_WITHIN_S,
            check=True,
            env={**os.environ, "LC_ALL": "C"},
        )
        return json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def sources() -> dict[str, dict[str, Any]] | None:
    """Return the server's sources by name, or None where it cannot be asked."""
    answer = _ask("list", "sources")
    return {entry["name"]: entry for entry in answer} if isinstance(answer, list) else None


def devices() -> list[Device]:
    """List what is played first, then the inputs; the default sink's monitor where pactl is missing."""
    found = sources()
    if found is None:
        has_server = not shutil.which("pactl") and _alsa_index() is not None
        return [Device(PREFIX + DEFAULT_MONITOR, "System sound", Kind.OUTPUT, is_default=True)] if has_server else []
    server = _ask("info") or {}
    default_monitor = f"{server.get('default_sink_name')}.monitor"
    sinks = {entry["name"]: entry["description"] for entry in _ask("list", "sinks") or []}
    listed = []
    for name, entry in found.items():
        sink = entry.get("monitor_source") or ""
        kind = Kind.OUTPUT if name.endswith(".monitor") else Kind.INPUT
        title = sinks.get(sink) or sinks.get(name.removesuffix(".monitor")) or entry["description"]
        is_default = name in (default_monitor, server.get("default_source_name") if kind is Kind.INPUT else None)
        listed.append(Device(PREFIX + name, title, kind, is_default))
    return sorted(listed, key=lambda device: (device.kind is Kind.INPUT, not device.is_default))


def _alsa_index() -> int | None:
    for index, entry in enumerate(query()):
        if entry["name"] == ALSA_DEVICE and entry["max_input_channels"]:
            return index
    return None


def _rate_hz(entry: dict[str, Any]) -> int:
    """Read the rate from a sample specification such as `s16le 2ch 48000Hz`."""
    last = str(entry.get("sample_specification", "")).split()[-1:]
    digits = "".join(last).removesuffix("Hz")
    return int(digits) if digits.isdigit() else DEFAULT_RATE_HZ


class PulseSource(PortAudioSource):
    """A stream from one source of the server, which converts to the rate that was asked for."""

    def __init__(self, device: Device, index: int, rate_hz: int, found: dict[str, Any] | None) -> None:
        self._name = device.id.removeprefix(PREFIX)
        self._found = found
        self._ask_at_s = time.monotonic() + ASK_EVERY_S
        self._read_at_s = time.monotonic()
        self._patience_s = SERVER_BUFFER_BYTES / (rate_hz * MAX_CHANNELS * BYTES_PER_SAMPLE)
        with _opening:
            before = os.environ.get(SOURCE_VARIABLE)
            os.environ[SOURCE_VARIABLE] = self._name
            try:
                super().__init__(device, index, rate_hz, MAX_CHANNELS)
            finally:
                if before is None:
                    del os.environ[SOURCE_VARIABLE]
                else:
                    os.environ[SOURCE_VARIABLE] = before

    def read(self, timeout_s: float) -> Samples | None:
        """Return what has arrived; see `SystemAudioSource`.

        The server keeps 4 MiB for a reader that is late, and drops without a word what does not fit: a longer pause
        between two reads is an overflow.
        """
        now_s = time.monotonic()
        self.n_overflows += now_s - self._read_at_s > self._patience_s
        self._read_at_s = now_s + timeout_s
        if self._found is not None and time.monotonic() >= self._ask_at_s:
            self._ask_at_s = time.monotonic() + ASK_EVERY_S
            now = (sources() or {}).get(self._name)
            if now is None or now["index"] != self._found["index"]:
                raise DeviceLost(notices.UNPLUGGED.about(device=self.device.name))
        return super().read(timeout_s)


def open_source(device: Device, rate_hz: int | None = None) -> PulseSource:
    """Open a source by its name."""
    name = device.id.removeprefix(PREFIX)
    found = sources()
    if found is not None and name != DEFAULT_MONITOR and name not in found:
        raise CaptureError(notices.NO_SUCH_DEVICE.about(device=device.name))
    index = _alsa_index()
    if index is None:
        reason = "ALSA's PulseAudio plugin is missing (Debian's package libasound2-plugins)"
        raise CaptureError(notices.NO_AUDIO_SYSTEM.about(reason=reason))
    entry = (found or {}).get(name)
    return PulseSource(device, index, rate_hz or (_rate_hz(entry) if entry else DEFAULT_RATE_HZ), entry)
