"""Check from a file's container, without decoding, whether the file is complete.

Decoders stop silently where a file was cut short. WAVE, AIFF, Ogg and MP4 can be checked by their structure.
"""

import struct
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO

UNKNOWN_SIZES = (0, 0xFFFFFFFF)
OGG_TAIL_BYTES = 65_536 + 512
OGG_HEADER_BYTES = 27
OGG_END_OF_STREAM = 0x04
FLAC_LENGTH_OFFSET = 21


class Ending(Enum):
    """What a container states about the end of its audio data."""

    WHOLE = auto()
    """The file holds all the data that the header declares."""
    SHORT = auto()
    """The header or a missing end marker shows that the file was cut short."""
    LEFT_OPEN = auto()
    """The length in the header is a placeholder: a stream, or a writer that has not finished."""
    UNTOLD = auto()
    """The format has no length field, or is not one of those examined here."""


def ending(path: Path) -> Ending:
    """Return what the container states about its end.

    Raises:
        OSError: the file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        magic = file.read(12)
        if magic[:4] in (b"RIFF", b"RF64", b"BW64") and magic[8:] == b"WAVE":
            return _chunk_ending(file, b"data", "<I", size)
        if magic[:4] == b"FORM" and magic[8:] in (b"AIFF", b"AIFC"):
            return _chunk_ending(file, b"SSND", ">I", size)
        if magic[:4] == b"OggS":
            return Ending.SHORT if _ogg_lacks_end(file, size) else Ending.WHOLE
        if magic[4:8] == b"ftyp":
            return Ending.SHORT if _mp4_lacks_part(file, size) else Ending.WHOLE
        if magic[:4] == b"fLaC":
            return _flac_ending(file)
    return Ending.UNTOLD


def promises_more_than_it_holds(path: Path) -> bool:
    """Return whether the container shows that the file was cut short; False for formats without lengths."""
    return ending(path) is Ending.SHORT


def _chunks(file: BinaryIO, size_format: str) -> Iterator[tuple[bytes, int]]:
    """Yield each chunk's name and size, with the file positioned at its body."""
    while len(header := file.read(8)) == 8:
        name, size = header[:4], struct.unpack(size_format, header[4:])[0]
        body = file.tell()
        yield name, size
        file.seek(body + size + (size & 1))


def _chunk_ending(file: BinaryIO, wanted: bytes, size_format: str, file_bytes: int) -> Ending:
    large_size = 0
    for name, size in _chunks(file, size_format):
        if name == b"ds64":
            body = file.read(24)
            large_size = struct.unpack("<Q", body[8:16])[0] if len(body) >= 16 else 0
        if name == wanted:
            promised = large_size if size == 0xFFFFFFFF and large_size else size
            if promised in UNKNOWN_SIZES:
                return Ending.LEFT_OPEN
            return Ending.SHORT if file.tell() + promised > file_bytes + 1 else Ending.WHOLE
    return Ending.LEFT_OPEN


def _flac_ending(file: BinaryIO) -> Ending:
    """Read the 36 bits of STREAMINFO (RFC 9639) that hold the number of samples; zero means unknown."""
    file.seek(FLAC_LENGTH_OFFSET)
    field = file.read(5)
    known = len(field) == 5 and int.from_bytes(field) & (2**36 - 1)
    return Ending.WHOLE if known else Ending.LEFT_OPEN


def _ogg_lacks_end(file: BinaryIO, file_bytes: int) -> bool:
    """Return whether there is no complete last page with the end-of-stream flag (RFC 3533)."""
    file.seek(max(0, file_bytes - OGG_TAIL_BYTES))
    tail = file.read()
    page = tail[max(0, tail.rfind(b"OggS")) :]
    if len(page) < OGG_HEADER_BYTES or not page[5] & OGG_END_OF_STREAM:
        return True
    n_segments = page[OGG_HEADER_BYTES - 1]
    segments = page[OGG_HEADER_BYTES : OGG_HEADER_BYTES + n_segments]
    return len(page) < OGG_HEADER_BYTES + n_segments + sum(segments)


def _mp4_lacks_part(file: BinaryIO, file_bytes: int) -> bool:
    """Return whether a top-level box extends past the end of the file, or the index (moov) is missing."""
    position, has_index = 0, False
    while position + 8 <= file_bytes:
        file.seek(position)
        header = file.read(16)
        size, name = struct.unpack(">I", header[:4])[0], header[4:8]
        if size == 1 and len(header) == 16:
            size = struct.unpack(">Q", header[8:])[0]
        has_index |= name == b"moov"
        if size == 0:
            break
        if size < 8 or position + size > file_bytes:
            return True
        position += size
    return not has_index
