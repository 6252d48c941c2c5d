"""From a multipart request to files in a private folder, streamed, so that no upload is ever held in memory.

The names that clients give are labels: files on disk are numbered.
"""

import asyncio
import errno
import time
import unicodedata
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from mandohit_desktop.server.errors import (
    NoFile,
    NoSpace,
    NotMultipart,
    RequestMalformed,
    RequestTooLarge,
    RequestTooSlow,
    TooManyFiles,
)
from mandohit_desktop.server.limits import Limits

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MAX_NAME = 200
OTHER_PARTS = 16
DIRECTION_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Upload:
    """A file as its sender calls it, and where it lies."""

    name: str
    path: Path


def too_large(limits: Limits) -> RequestTooLarge:
    """Return the error for a body beyond the limit."""
    return RequestTooLarge(
        f"A request may hold {limits.request_bytes // 10**6} MB.", "Send the songs in several requests."
    )


def display_name(raw: bytes) -> str:
    """Return a client's file name as a label: its last part, without control characters, of bounded length."""
    name = raw.decode("utf-8", errors="replace").replace("%22", '"').replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cs") and c not in DIRECTION_MARKS)
    return shown.strip()[-MAX_NAME:] or "unnamed"


async def receive_uploads(request: Request, folder: Path, limits: Limits, max_files: int) -> list[Upload]:
    """Stream a multipart form's files into a folder, in their order.

    Raises:
        RequestError: one of its kinds; what was written so far is left for the caller to remove.
        ClientDisconnect: the sender went away.
    """
    media_type, options = parse_options_header(request.headers.get("content-type"))
    if media_type != b"multipart/form-data" or not options.get(b"boundary"):
        raise NotMultipart(
            "The body is no multipart form.", "Send the song as a file, for example with curl -F file=@song.mp3."
        )
    form = _Form(folder, max_files)
    try:
        parser = MultipartParser(options[b"boundary"], form.callbacks())
        with _disk_errors():
            async for chunk in _body_within_limits(request, limits):
                parser.write(chunk)
    except FormParserError as error:
        raise RequestMalformed("The multipart form is broken.", "Was the request built by hand?") from error
    finally:
        form.close()
    if not form.ended and form.n_parts:
        raise RequestMalformed("The multipart form breaks off.", "Send it again.")
    if not form.uploads:
        raise NoFile("The form holds no file.", "Send the song as a file, for example with curl -F file=@song.mp3.")
    return form.uploads


async def receive_small(request: Request, limits: Limits) -> bytes:
    """Return a body that holds no songs.

    Raises:
        RequestError: one of its kinds.
        ClientDisconnect: the sender went away.
    """
    body = bytearray()
    async for chunk in _body_within_limits(request, limits):
        body += chunk
        if len(body) > limits.small_bytes:
            raise RequestTooLarge(f"This request may hold {limits.small_bytes // 1000} KB.")
    return bytes(body)


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace("There is no room left on the disk.", "Free some space, then send the song again.") from error
        raise


async def _body_within_limits(request: Request, limits: Limits) -> AsyncIterator[bytes]:
    """Yield the body as it comes, counting its bytes and its time."""
    n_bytes, started = 0, time.monotonic()
    while True:
        due = started + limits.stall_s + n_bytes / limits.slowest_bytes_per_s
        try:
            message = await asyncio.wait_for(request.receive(), min(limits.stall_s, due - time.monotonic()))
        except TimeoutError as error:
            raise RequestTooSlow("The upload stalled.", "Send it again.") from error
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        n_bytes += len(message.get("body", b""))
        if n_bytes > limits.request_bytes:
            raise too_large(limits)
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return


class _Form:
    """Takes the parser's callbacks and writes each file part to disk as it comes."""

    def __init__(self, folder: Path, max_files: int) -> None:
        self.uploads: list[Upload] = []
        self.n_parts = 0
        self.ended = False
        self._folder = folder
        self._max_files = max_files
        self._header = bytearray()
        self._value = bytearray()
        self._disposition = b""
        self._file: IO[bytes] | None = None

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._write,
            "on_part_end": self.close,
            "on_end": self._end,
        }

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def _begin(self) -> None:
        self.n_parts += 1
        self._disposition = b""
        if self.n_parts > self._max_files + OTHER_PARTS:
            raise TooManyFiles("The form holds too many parts.")

    def _end_header(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _open(self) -> None:
        name = parse_options_header(self._disposition)[1].get(b"filename")
        if not name:
            return
        if len(self.uploads) == self._max_files:
            raise TooManyFiles(f"The form may hold {self._max_files} file(s).", "Send several files to /v1/batch.")
        path = self._folder / f"{len(self.uploads):04d}"
        self._file = path.open("xb")
        self.uploads.append(Upload(display_name(name), path))

    def _write(self, data: bytes, start: int, end: int) -> None:
        if self._file:
            self._file.write(data[start:end])

    def _end(self) -> None:
        self.ended = True
