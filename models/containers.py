"""What a file's container promises, read without decoding: does the file hold all its header speaks of?

Decoders stop silently where a file was cut short. WAVE, AIFF, Ogg and MP4 say enough in their structure to tell.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

UNKNOWN_SIZES = (0, 0xFFFFFFFF)
OGG_TAIL_BYTES = 65_536 + 512
OGG_HEADER_BYTES = 27
OGG_END_OF_STREAM = 0x04


def promises_more_than_it_holds(path: Path) -> bool:
    """Tell whether the container's header or its missing end marker shows that the file was cut short.

    Headers that leave the size open (streamed WAVE) and formats without lengths pass.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        magic = file.read(12)
        if magic[:4] in (b"RIFF", b"RF64", b"BW64") and magic[8:] == b"WAVE":
            return _chunk_past_end(file, b"data", "<I", size)
        if magic[:4] == b"FORM" and magic[8:] in (b"AIFF", b"AIFC"):
            return _chunk_past_end(file, b"SSND", ">I", size)
        if magic[:4] == b"OggS":
            return _ogg_lacks_end(file, size)
        if magic[4:8] == b"ftyp":
            return _mp4_lacks_part(file, size)
    return False


def _chunks(file: BinaryIO, size_format: str) -> Iterator[tuple[bytes, int]]:
    """Yield each chunk's name and size, the file standing at its body."""
    while len(header := file.read(8)) == 8:
        name, size = header[:4], struct.unpack(size_format, header[4:])[0]
        body = file.tell()
        yield name, size
        file.seek(body + size + (size & 1))


def _chunk_past_end(file: BinaryIO, wanted: bytes, size_format: str, file_bytes: int) -> bool:
    large_size = 0
    for name, size in _chunks(file, size_format):
        if name == b"ds64":
            body = file.read(24)
            large_size = struct.unpack("<Q", body[8:16])[0] if len(body) >= 16 else 0
        if name == wanted:
            promised = large_size if size == 0xFFFFFFFF and large_size else size
            return promised not in UNKNOWN_SIZES and file.tell() + promised > file_bytes + 1
    return False


def _ogg_lacks_end(file: BinaryIO, file_bytes: int) -> bool:
    """Look for a whole last page that carries the end-of-stream flag (RFC 3533)."""
    file.seek(max(0, file_bytes - OGG_TAIL_BYTES))
    tail = file.read()
    page = tail[max(0, tail.rfind(b"OggS")) :]
    if len(page) < OGG_HEADER_BYTES or not page[5] & OGG_END_OF_STREAM:
        return True
    n_segments = page[OGG_HEADER_BYTES - 1]
    segments = page[OGG_HEADER_BYTES : OGG_HEADER_BYTES + n_segments]
    return len(page) < OGG_HEADER_BYTES + n_segments + sum(segments)


def _mp4_lacks_part(file: BinaryIO, file_bytes: int) -> bool:
    """Walk the top-level boxes: one that runs past the end, or no index at all, means a broken file."""
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
