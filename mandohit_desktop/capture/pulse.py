"""What a Linux computer plays: the monitors of PulseAudio's sinks; PipeWire speaks the same protocol.

`pactl` lists the sources, `libpulse` records them.
"""

import json
import os
import shutil
import subprocess
import time
from typing import Any

from mandohit_desktop.capture import notices
from mandohit_desktop.capture.libpulse import ANSWER_WITHIN_S, BYTES_PER_SAMPLE, Connection, PulseError, RecordStream
from mandohit_desktop.capture.source import MAX_CHANNELS, CaptureError, Device, DeviceLost, Kind, Samples

PREFIX = "pulse:"
DEFAULT_MONITOR = "@DEFAULT_MONITOR@"
DEFAULT_RATE_HZ = 44_100
SERVER_BUFFER_BYTES = 4 * 2**20


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
        has_server = not shutil.which("pactl") and _has_server()
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


def _has_server() -> bool:
    try:
        Connection().close()
    except PulseError:
        return False
    return True


def _rate_hz(source: str) -> int:
    """Return a source's own rate, from a sample specification such as `s16le 2ch 48000Hz`."""
    entry = (sources() or {}).get(source, {})
    last = str(entry.get("sample_specification", "")).split()[-1:]
    digits = "".join(last).removesuffix("Hz")
    return int(digits) if digits.isdigit() else DEFAULT_RATE_HZ


class PulseSource:
    """A stream from one source of the server, which converts to the rate that was asked for.

    Raises:
        CaptureError: it cannot be opened.
    """

    def __init__(self, device: Device, rate_hz: int | None) -> None:
        self.device = device
        name = device.id.removeprefix(PREFIX)
        self.rate_hz, self.n_channels, self.n_overflows = rate_hz or _rate_hz(name), MAX_CHANNELS, 0
        try:
            self._stream = RecordStream(name, self.rate_hz, MAX_CHANNELS)
        except PulseError as error:
            if error.no_such_source:
                raise CaptureError(notices.NO_SUCH_DEVICE.about(device=device.name)) from error
            raise CaptureError(notices.CANNOT_OPEN.about(device=device.name, reason=str(error))) from error
        if name not in (self._stream.source, DEFAULT_MONITOR):
            self._stream.close()
            raise CaptureError(notices.NO_SUCH_DEVICE.about(device=device.name))
        self._patience_s = SERVER_BUFFER_BYTES / (self.rate_hz * MAX_CHANNELS * BYTES_PER_SAMPLE)
        self._read_at_s = time.monotonic()

    def read(self, timeout_s: float) -> Samples | None:
        """Return what has arrived; see `SystemAudioSource`.

        The server keeps 4 MiB for a reader that is late, and drops without a word what does not fit: a longer pause
        between two reads is an overflow.
        """
        now_s = time.monotonic()
        self.n_overflows += now_s - self._read_at_s > self._patience_s
        self._read_at_s = now_s + timeout_s
        try:
            return self._stream.read(timeout_s)
        except PulseError as error:
            raise DeviceLost(notices.UNPLUGGED.about(device=self.device.name)) from error

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()


def open_source(device: Device, rate_hz: int | None = None) -> PulseSource:
    """Open a source by its name."""
    return PulseSource(device, rate_hz)
