"""The end and the length that a Matroska or WebM file states (RFC 9559)."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from models.chunks import counted
from models.ending import Ending, Stated

EBML = 0x1A45DFA3
SEGMENT = 0x18538067
INFO = 0x1549A966
CLUSTER = 0x1F43B675
TIMESTAMP_SCALE = 0x2AD7B1
DURATION = 0x4489
DEFAULT_SCALE_NS = 1_000_000
LONGEST_INFO_BYTES = 65_536


class Element(NamedTuple):
    """An element's ID, the place of its body, and the body's size in bytes; None where the header leaves it open."""

    id: int
    start: int
    size: int | None

    @property
    def stop(self) -> int | None:
        """Where the element ends."""
        return None if self.size is None else self.start + self.size


def matroska_stated(file: BinaryIO, file_bytes: int) -> Stated:
    """Return what a file states that begins with an EBML header."""
    segment = next((e for e in _elements(file, 0, file_bytes) if e.id == SEGMENT), None)
    if segment is None:
        return Stated(Ending.SHORT)
    if segment.stop is not None and segment.stop > file_bytes:
        return Stated(Ending.SHORT)
    duration_s, open_end = None, segment.stop is None
    for element in _elements(file, segment.start, file_bytes):
        if element.stop is not None and element.stop > file_bytes:
            return Stated(Ending.SHORT)
        if element.id == INFO and element.size is not None:
            duration_s = _duration_s(file, element)
        if element.id == CLUSTER and not open_end:
            break
    return Stated(Ending.LEFT_OPEN if open_end else Ending.WHOLE, duration_s)


def _elements(file: BinaryIO, start: int, stop: int) -> Iterator[Element]:
    """Yield the elements from one place on, up to the first whose end is open."""
    for _ in counted():
        if start >= stop:
            return
        file.seek(start)
        header = file.read(12)
        id_bytes = _length(header[:1])
        size_bytes = _length(header[id_bytes : id_bytes + 1])
        field = header[id_bytes : id_bytes + size_bytes]
        if not id_bytes or not size_bytes or len(field) < size_bytes:
            return
        unknown = (1 << 7 * size_bytes) - 1
        size = int.from_bytes(field) & unknown
        element = Element(
            int.from_bytes(header[:id_bytes]), start + id_bytes + size_bytes, None if size == unknown else size
        )
        yield element
        if element.stop is None:
            return
        start = element.stop


def _length(first: bytes) -> int:
    """Return how many bytes a variable-length integer has, by the leading zeros of its first byte."""
    return 9 - first[0].bit_length() if first and first[0] else 0


def _duration_s(file: BinaryIO, info: Element) -> float | None:
    scale_ns, ticks = DEFAULT_SCALE_NS, None
    assert info.size is not None
    for element in list(_elements(file, info.start, info.start + min(info.size, LONGEST_INFO_BYTES))):
        file.seek(element.start)
        body = file.read(min(element.size or 0, 8))
        if element.id == TIMESTAMP_SCALE:
            scale_ns = int.from_bytes(body)
        elif element.id == DURATION and len(body) in (4, 8):
            ticks = struct.unpack(">f" if len(body) == 4 else ">d", body)[0]
    return ticks * scale_ns / 1e9 if ticks and 0 < ticks * scale_ns < 1e17 else None
