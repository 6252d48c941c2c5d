"""A record stream of a PulseAudio server, through the server's own client library; PipeWire speaks the same protocol.

The stream is tied to its source: where that goes away the server ends the stream, as `PA_STREAM_DONT_MOVE` demands,
instead of moving it to another source, whose sound is nobody's business. Used by one thread at a time.
"""

import ctypes
import time
from collections.abc import Callable
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_uint8, c_uint32, c_void_p
from functools import cache

import numpy as np

from mandohit_desktop.capture.source import Samples

LIBRARY = "libpulse.so.0"
CLIENT_NAME = b"MandoHit"
ANSWER_WITHIN_S = 5.0
BLOCK_S = 0.05
BYTES_PER_SAMPLE = 4
SERVERS_CHOICE = 2**32 - 1

FORMAT_FLOAT32LE = 5
CONTEXT_READY, STREAM_READY = 4, 2
CONTEXT_ENDED, STREAM_ENDED = (5, 6), (3, 4)
STREAM_DONT_MOVE = 0x0200
STREAM_ADJUST_LATENCY = 0x2000
ERROR_NO_ENTITY = 5


class _SampleSpec(ctypes.Structure):
    _fields_ = [("format", c_int), ("rate", c_uint32), ("channels", c_uint8)]


class _BufferAttributes(ctypes.Structure):
    _fields_ = [(name, c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize")]


_SIGNATURES: dict[str, tuple[object, ...]] = {
    "pa_mainloop_new": (c_void_p,),
    "pa_mainloop_free": (None, c_void_p),
    "pa_mainloop_get_api": (c_void_p, c_void_p),
    "pa_mainloop_prepare": (c_int, c_void_p, c_int),
    "pa_mainloop_poll": (c_int, c_void_p),
    "pa_mainloop_dispatch": (c_int, c_void_p),
    "pa_context_new": (c_void_p, c_void_p, c_char_p),
    "pa_context_connect": (c_int, c_void_p, c_char_p, c_int, c_void_p),
    "pa_context_get_state": (c_int, c_void_p),
    "pa_context_errno": (c_int, c_void_p),
    "pa_context_disconnect": (None, c_void_p),
    "pa_context_unref": (None, c_void_p),
    "pa_strerror": (c_char_p, c_int),
    "pa_stream_new": (c_void_p, c_void_p, c_char_p, POINTER(_SampleSpec), c_void_p),
    "pa_stream_connect_record": (c_int, c_void_p, c_char_p, POINTER(_BufferAttributes), c_int),
    "pa_stream_get_state": (c_int, c_void_p),
    "pa_stream_get_device_name": (c_char_p, c_void_p),
    "pa_stream_peek": (c_int, c_void_p, POINTER(c_void_p), POINTER(c_size_t)),
    "pa_stream_drop": (c_int, c_void_p),
    "pa_stream_disconnect": (c_int, c_void_p),
    "pa_stream_unref": (None, c_void_p),
}
"""The functions used: what each returns, and its arguments."""


class PulseError(Exception):
    """The server cannot be reached, or refuses.

    Attributes:
        no_such_source: whether it has no source of this name.
    """

    def __init__(self, reason: str, *, no_such_source: bool = False) -> None:
        super().__init__(reason)
        self.no_such_source = no_such_source


@cache
def _library() -> ctypes.CDLL:
    """Return the library.

    Raises:
        PulseError: it is not there.
    """
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError as error:
        raise PulseError(str(error)) from error
    for name, (result, *arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


class Connection:
    """A connection to the user's server.

    Raises:
        PulseError: there is none.
    """

    def __init__(self) -> None:
        self._pulse = _library()
        self._loop = self._pulse.pa_mainloop_new()
        self._context = self._pulse.pa_context_new(self._pulse.pa_mainloop_get_api(self._loop), CLIENT_NAME)
        self._stream: int | None = None
        try:
            self._require(self._pulse.pa_context_connect(self._context, None, 0, None) >= 0)
            self._wait_for(lambda: self._pulse.pa_context_get_state(self._context), CONTEXT_READY, CONTEXT_ENDED)
        except PulseError:
            self.close()
            raise

    def _require(self, success: bool) -> None:
        if not success:
            error = self._pulse.pa_context_errno(self._context)
            reason = self._pulse.pa_strerror(error).decode(errors="replace")
            raise PulseError(reason, no_such_source=error == ERROR_NO_ENTITY)

    def _wait_for(self, state: Callable[[], int], ready: int, ended: tuple[int, ...]) -> None:
        end_s = time.monotonic() + ANSWER_WITHIN_S
        while state() != ready:
            self._require(state() not in ended)
            if time.monotonic() >= end_s:
                raise PulseError("the server does not answer")
            self._iterate(end_s - time.monotonic())

    def _iterate(self, timeout_s: float) -> int:
        """Wait up to a time for messages of the server, handle them and return how many there were."""
        if self._pulse.pa_mainloop_prepare(self._loop, max(0, round(timeout_s * 1e6))) < 0:
            return 0
        self._pulse.pa_mainloop_poll(self._loop)
        n_handled: int = self._pulse.pa_mainloop_dispatch(self._loop)
        return n_handled

    def close(self) -> None:
        """End the connection; one that has ended is ignored."""
        if self._loop is None:
            return
        if self._stream is not None:
            self._pulse.pa_stream_disconnect(self._stream)
            self._pulse.pa_stream_unref(self._stream)
        self._pulse.pa_context_disconnect(self._context)
        self._pulse.pa_context_unref(self._context)
        self._pulse.pa_mainloop_free(self._loop)
        self._loop = None


class RecordStream(Connection):
    """A stream from one source.

    Args:
        source: the source's name; the server knows some by roles, such as `@DEFAULT_MONITOR@`.
        rate_hz, n_channels: what the server converts to.

    Raises:
        PulseError: it cannot be opened.

    Attributes:
        source: the name of the source that is recorded.
    """

    def __init__(self, source: str, rate_hz: int, n_channels: int) -> None:
        super().__init__()
        self._n_channels = n_channels
        try:
            self._connect(source, rate_hz)
        except PulseError:
            self.close()
            raise

    def _connect(self, source: str, rate_hz: int) -> None:
        spec = _SampleSpec(FORMAT_FLOAT32LE, rate_hz, self._n_channels)
        block_bytes = round(BLOCK_S * rate_hz) * self._n_channels * BYTES_PER_SAMPLE
        attributes = _BufferAttributes(*[SERVERS_CHOICE] * 4, block_bytes)
        flags = STREAM_DONT_MOVE | STREAM_ADJUST_LATENCY
        stream = self._pulse.pa_stream_new(self._context, CLIENT_NAME, byref(spec), None)
        self._require(stream is not None)
        self._stream = stream
        self._require(self._pulse.pa_stream_connect_record(stream, source.encode(), byref(attributes), flags) >= 0)
        self._wait_for(lambda: self._pulse.pa_stream_get_state(stream), STREAM_READY, STREAM_ENDED)
        self.source = self._present_source()

    def _present_source(self) -> str:
        """Return the name of the source at the stream's other end; empty when the stream has ended."""
        if self._pulse.pa_stream_get_state(self._stream) != STREAM_READY:
            return ""
        name: bytes = self._pulse.pa_stream_get_device_name(self._stream) or b""
        return name.decode(errors="replace")

    def read(self, timeout_s: float) -> Samples | None:
        """Return all that has arrived, [frames, channels], waiting for it up to a time; None if nothing came.

        Raises:
            PulseError: the source or the server is gone; all that certainly came from it has been returned.
        """
        end_s = time.monotonic() + timeout_s
        blocks: list[Samples] = []
        while self._present_source() == self.source:
            blocks += self._arrived()
            n_handled = self._iterate(0.0 if blocks else end_s - time.monotonic())
            if not n_handled and (blocks or time.monotonic() >= end_s):
                return np.concatenate(blocks) if blocks else None
        if blocks:
            return np.concatenate(blocks)
        raise PulseError("the source is gone")

    def _arrived(self) -> list[Samples]:
        """Take what the library has received; a hole, which is data without an address, is silence."""
        blocks = []
        data, n_bytes = c_void_p(), c_size_t()
        while self._pulse.pa_stream_peek(self._stream, byref(data), byref(n_bytes)) >= 0 and n_bytes.value:
            raw = ctypes.string_at(data.value, n_bytes.value) if data.value else bytes(n_bytes.value)
            blocks.append(np.frombuffer(raw, dtype="<f4").reshape(-1, self._n_channels))
            self._pulse.pa_stream_drop(self._stream)
        return blocks
