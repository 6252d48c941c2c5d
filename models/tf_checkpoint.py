"""Reader of TensorFlow 1 checkpoints ("tensor bundles") without TensorFlow.

The index is an uncompressed LevelDB table whose values are BundleEntryProto messages; the data file holds raw
little-endian values. Files come from the network, so every length and offset is checked before use, and the stored
CRC-32C checksums are verified. Formats: leveldb's table_format.md, tensorflow's tensor_bundle.proto.
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.errors import ImportRefused

TABLE_MAGIC = 0xDB4775248B80FB57
FOOTER_BYTES = 48
MAX_INDEX_BYTES = 16 * 2**20
MAX_RANK = 8
MAX_VALUES = 2**28
DT_FLOAT = 1
CRC_MASK_DELTA = 0xA282EAD8


@dataclass(frozen=True)
class CheckpointEntry:
    """Type, shape and location of one variable in the data file."""

    dtype: int
    shape: tuple[int, ...]
    shard: int
    offset: int
    size: int
    crc32c: int


def _refuse(reason: str) -> ImportRefused:
    return ImportRefused(f"The checkpoint is malformed: {reason}.", "Download it again from its source.")


def _crc_table() -> list[int]:
    table = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
        table.append(crc)
    return table


_CRC_TABLE = _crc_table()


def masked_crc32c(data: bytes) -> int:
    """Return the masked CRC-32C (Castagnoli) that LevelDB and TensorFlow store."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _CRC_TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + CRC_MASK_DELTA) & 0xFFFFFFFF


class _Reader:
    """A cursor over bytes that raises ImportRefused instead of reading past the end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def __bool__(self) -> bool:
        return self.position < len(self.data)

    def take(self, count: int) -> bytes:
        if count < 0 or count > len(self.data) - self.position:
            raise _refuse("a length points past the end")
        piece = self.data[self.position : self.position + count]
        self.position += count
        return piece

    def varint(self) -> int:
        value = 0
        for shift in range(0, 64, 7):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise _refuse("a number is too long")


def _block(data: bytes, offset: int, size: int) -> bytes:
    if offset + size + 5 > len(data):
        raise _refuse("a block lies outside the index")
    body = data[offset : offset + size + 1]
    if body[-1] != 0:
        raise _refuse("the index is compressed")
    (stored,) = struct.unpack("<I", data[offset + size + 1 : offset + size + 5])
    if masked_crc32c(body) != stored:
        raise _refuse("a block of the index fails its checksum")
    return body[:-1]


def _block_entries(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    if len(block) < 4:
        raise _refuse("a block is too small")
    (n_restarts,) = struct.unpack("<I", block[-4:])
    end = len(block) - 4 - 4 * n_restarts
    if end < 0:
        raise _refuse("a block's restart table is too long")
    reader = _Reader(block[:end])
    key = b""
    while reader:
        shared, unshared, length = reader.varint(), reader.varint(), reader.varint()
        if shared > len(key):
            raise _refuse("a key refers to more than the one before it")
        key = key[:shared] + reader.take(unshared)
        yield key, reader.take(length)


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield (field number, value) of a protocol buffer message."""
    reader = _Reader(message)
    while reader:
        tag = reader.varint()
        wire = tag & 7
        if wire == 0:
            yield tag >> 3, reader.varint()
        elif wire == 1:
            yield tag >> 3, struct.unpack("<Q", reader.take(8))[0]
        elif wire == 2:
            yield tag >> 3, reader.take(reader.varint())
        elif wire == 5:
            yield tag >> 3, struct.unpack("<I", reader.take(4))[0]
        else:
            raise _refuse("an entry has an unknown wire type")


def _integer(value: int | bytes) -> int:
    if isinstance(value, bytes):
        raise _refuse("an entry holds bytes where a number belongs")
    return value


def _message(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise _refuse("an entry holds a number where a message belongs")
    return value


def _shape(message: bytes) -> tuple[int, ...]:
    dims = []
    for number, value in _fields(message):
        if number == 2:
            sizes = [_integer(size) for field, size in _fields(_message(value)) if field == 1]
            dims.append(sizes[0] if sizes else 0)
    if len(dims) > MAX_RANK or any(size > MAX_VALUES for size in dims):
        raise _refuse("a variable has an impossible shape")
    return tuple(dims)


def _entry(message: bytes) -> CheckpointEntry:
    scalars = dict.fromkeys((1, 3, 4, 5, 6), 0)
    shape: tuple[int, ...] = ()
    for number, value in _fields(message):
        if number == 2:
            shape = _shape(_message(value))
        elif number in scalars:
            scalars[number] = _integer(value)
    return CheckpointEntry(scalars[1], shape, scalars[3], scalars[4], scalars[5], scalars[6])


def read_index(path: Path) -> dict[str, CheckpointEntry]:
    """Read the `.index` file of a checkpoint.

    Returns:
        The entries by variable name.

    Raises:
        ImportRefused: the file is malformed.
    """
    data = path.read_bytes()
    if not FOOTER_BYTES <= len(data) <= MAX_INDEX_BYTES:
        raise _refuse("the index has an impossible size")
    footer = data[-FOOTER_BYTES:]
    if struct.unpack("<Q", footer[-8:])[0] != TABLE_MAGIC:
        raise _refuse("the index is not a LevelDB table")
    handles = _Reader(footer[:-8])
    handles.varint(), handles.varint()
    root = _block(data, handles.varint(), handles.varint())
    entries: dict[str, CheckpointEntry] = {}
    end = 0
    for _, handle in _block_entries(root):
        reader = _Reader(handle)
        offset, size = reader.varint(), reader.varint()
        if offset < end:
            raise _refuse("blocks of the index overlap")
        end = offset + size
        for key, value in _block_entries(_block(data, offset, size)):
            if key:
                entries[key.decode("utf-8", "replace")] = _entry(value)
    return entries


def read_variable(data: bytes, entries: dict[str, CheckpointEntry], name: str) -> npt.NDArray[np.float32]:
    """Return one float32 variable, in the shape stored in the index.

    Args:
        data: the whole data file.
        entries: what `read_index` returned.
        name: the variable's name.

    Raises:
        ImportRefused: the variable is missing, has another type, lies outside the data or fails its checksum.
    """
    entry = entries.get(name)
    if entry is None:
        raise ImportRefused(f"The checkpoint has no variable named {name}.", "Is it the published one?")
    if entry.dtype != DT_FLOAT or entry.shard != 0:
        raise _refuse(f"{name} is not float32 in the first shard")
    if entry.size != 4 * math.prod(entry.shape) or entry.offset + entry.size > len(data):
        raise _refuse(f"{name} lies outside the data file")
    raw = data[entry.offset : entry.offset + entry.size]
    if masked_crc32c(raw) != entry.crc32c:
        raise _refuse(f"{name} fails its checksum")
    return np.frombuffer(raw, dtype="<f4").reshape(entry.shape).copy()
