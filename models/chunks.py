"""The ends of files that are made of chunks with lengths: WAVE, Wave64, AIFF, CAF, AU, MP4 and ASF."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from models.ending import Ending
from models.errors import AudioNotDecodable

LEAST_PLACEHOLDER = 0x7F000000
"""From here on, a 32-bit size of much more than the file holds is a placeholder."""
AIFF_SOUND_HEADER_BYTES = 8
MAX_CHUNKS = 100_000
UNKNOWN_SIZE = 0xFFFFFFFF
UNKNOWN_SIZE_64 = 2**62
"""From here on, a 64-bit size is a placeholder."""
GUID_BYTES = 16
W64_RIFF = b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00"
W64_DATA = b"data\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a"
W64_HEADER_BYTES = 40
ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
ASF_FILE_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
ASF_BROADCAST = 0x01


def riff_ending(file: BinaryIO, file_bytes: int) -> Ending:
    """Return the ending of a WAVE file, RF64 and BW64 (EBU Tech 3306) and big-endian RIFX included.

    Raises:
        AudioNotDecodable: it consists of too many chunks.
    """
    file.seek(0)
    return _chunk_ending(file, b"data", ">I" if file.read(4) == b"RIFX" else "<I", file_bytes)


def aiff_ending(file: BinaryIO, file_bytes: int) -> Ending:
    """Return the ending of an AIFF or AIFF-C file; raises as `riff_ending` does."""
    return _chunk_ending(file, b"SSND", ">I", file_bytes)


def _chunks(file: BinaryIO, size_format: str) -> Iterator[tuple[bytes, int]]:
    """Yield each chunk's name and size, with the file positioned at its body."""
    file.seek(12)
    for _ in counted():
        if len(header := file.read(8)) < 8:
            return
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
            if _is_placeholder(promised, wanted, file_bytes):
                return Ending.LEFT_OPEN
            return Ending.SHORT if file.tell() + promised > file_bytes + 1 else Ending.WHOLE
    return Ending.LEFT_OPEN


def _is_placeholder(size: int, name: bytes, file_bytes: int) -> bool:
    is_zero = size <= (AIFF_SOUND_HEADER_BYTES if name == b"SSND" else 0)
    return is_zero or (LEAST_PLACEHOLDER <= size <= UNKNOWN_SIZE and size > 2 * file_bytes)


def counted() -> Iterator[int]:
    """Count chunks, and give a file up that consists of nothing else.

    Raises:
        AudioNotDecodable: there are more than `MAX_CHUNKS`.
    """
    yield from range(MAX_CHUNKS)
    raise AudioNotDecodable("This is not audio that MandoHit can decode.", "Export it again.")


def w64_ending(file: BinaryIO, file_bytes: int) -> Ending:
    """Return the ending of a Wave64 file: chunks named by a GUID, their 64-bit sizes with the header, on 8 bytes."""
    position = W64_HEADER_BYTES
    for _ in counted():
        file.seek(position)
        header = file.read(GUID_BYTES + 8)
        if len(header) < GUID_BYTES + 8:
            break
        size = int.from_bytes(header[GUID_BYTES:], "little")
        if header[:GUID_BYTES] == W64_DATA:
            if size in (0, len(header)) or size >= UNKNOWN_SIZE_64:
                return Ending.LEFT_OPEN
            return Ending.SHORT if position + size > file_bytes else Ending.WHOLE
        position += max(len(header), size + -size % 8)
    return Ending.LEFT_OPEN


def caf_ending(file: BinaryIO, file_bytes: int) -> Ending:
    """Return the ending of a Core Audio file: chunks with 64-bit sizes; -1 in the last one means "to the end"."""
    position = 8
    for _ in counted():
        file.seek(position)
        header = file.read(12)
        if len(header) < 12:
            break
        size = int.from_bytes(header[4:], signed=True)
        if header[:4] == b"data":
            if size < 0:
                return Ending.LEFT_OPEN
            return Ending.SHORT if position + 12 + size > file_bytes else Ending.WHOLE
        position += 12 + max(0, size)
    return Ending.LEFT_OPEN


def au_ending(file: BinaryIO, file_bytes: int) -> Ending:
    """Return the ending of a Sun/NeXT file."""
    file.seek(4)
    offset, size = struct.unpack(">II", file.read(8).ljust(8, b"\0"))
    if size == UNKNOWN_SIZE:
        return Ending.LEFT_OPEN
    return Ending.SHORT if offset + size > file_bytes else Ending.WHOLE


def mp4_ending(file: BinaryIO, file_bytes: int) -> Ending:
    """Return the ending of an MP4 file: its top-level boxes must fit and an index (moov) must be there.

    A fragmented file (moof) may end after any fragment unless an index of its fragments (mfra) follows.
    """
    position, found = 0, set()
    for _ in counted():
        file.seek(position)
        if len(header := file.read(16)) < 8:
            break
        size, name = struct.unpack(">I", header[:4])[0], header[4:8]
        if size == 1 and len(header) == 16:
            size = struct.unpack(">Q", header[8:])[0]
        found.add(name)
        if size == 0:
            break
        if size < 8 or position + size > file_bytes:
            return Ending.SHORT
        position += size
    if b"moov" not in found:
        return Ending.SHORT
    return Ending.LEFT_OPEN if b"moof" in found and b"mfra" not in found else Ending.WHOLE


def asf_ending(file: BinaryIO, file_bytes: int) -> Ending:
    """Return the ending of an ASF file (wma) by the size in its file properties object."""
    file.seek(GUID_BYTES)
    header = file.read(int.from_bytes(file.read(8), "little") & 0xFFFFF)
    start = header.find(ASF_FILE_PROPERTIES)
    properties = header[start : start + 104]
    if start < 0 or len(properties) < 104:
        return Ending.SHORT
    size, flags = int.from_bytes(properties[40:48], "little"), int.from_bytes(properties[88:92], "little")
    if flags & ASF_BROADCAST or not size:
        return Ending.LEFT_OPEN
    return Ending.SHORT if size > file_bytes else Ending.WHOLE
