"""A writer of TensorFlow tensor bundles for the reader's tests: small, and willing to write nonsense.

Follows leveldb's table_format.md and tensorflow's tensor_bundle.proto, with a bitwise CRC of its own.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

MAGIC = 0xDB4775248B80FB57


def masked_crc(data: bytes) -> int:
    """CRC-32C, bit by bit, rotated and offset as LevelDB stores it."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0x82F63B78 * (crc & 1)
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def varint(value: int) -> bytes:
    result = bytearray()
    while value > 0x7F:
        result.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*result, value])


def message(number: int, body: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(body)) + body


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


@dataclass(frozen=True)
class EntryFields:
    """The fields of a BundleEntryProto."""

    shape: tuple[int, ...]
    offset: int
    size: int
    crc: int
    dtype: int = 1
    shard: int = 0

    def encode(self) -> bytes:
        shape = b"".join(message(2, number(1, dim)) for dim in self.shape)
        scalars = number(1, self.dtype) + message(2, shape) + number(3, self.shard) + number(4, self.offset)
        return scalars + number(5, self.size) + varint(6 << 3 | 5) + struct.pack("<I", self.crc)


def block(entries: Sequence[tuple[bytes, bytes]], restarts: Sequence[int] = (0,)) -> bytes:
    """Keys share their prefix with the one before, as LevelDB writes them."""
    body, before = b"", b""
    for key, value in entries:
        shared = next(
            (i for i, (a, b) in enumerate(zip(before, key, strict=False)) if a != b), min(len(before), len(key))
        )
        body += varint(shared) + varint(len(key) - shared) + varint(len(value)) + key[shared:] + value
        before = key
    return body + struct.pack(f"<{len(restarts) + 1}I", *restarts, len(restarts))


def framed(body: bytes, kind: int = 0) -> bytes:
    """Add the compression type and the checksum."""
    return body + bytes([kind]) + struct.pack("<I", masked_crc(body + bytes([kind])))


def table(entries: Sequence[tuple[bytes, bytes]], *, kind: int = 0, n_blocks: int = 2) -> bytes:
    """A whole index file, its entries spread over data blocks."""
    size = -(-len(entries) // n_blocks)
    file, handles = b"", []
    for start in range(0, len(entries), size):
        part = entries[start : start + size]
        body = block(part)
        handles.append((part[-1][0], varint(len(file)) + varint(len(body))))
        file += framed(body, kind)
    return with_root(file, block(handles))


def with_root(file: bytes, root: bytes) -> bytes:
    """Append the meta index, the index block and the footer."""
    meta = block([])
    footer = varint(len(file)) + varint(len(meta)) + varint(len(file) + len(meta) + 5) + varint(len(root))
    return file + framed(meta) + framed(root) + footer.ljust(40, b"\0") + struct.pack("<Q", MAGIC)


def bundle(variables: Mapping[str, npt.NDArray[np.float32]], **changes: int) -> tuple[bytes, bytes]:
    """Return the index and the data file; `changes` overwrite fields of every entry."""
    entries, data = [(b"", number(1, 1))], b""
    for name in sorted(variables):
        raw = variables[name].astype("<f4").tobytes()
        fields = EntryFields(variables[name].shape, len(data), len(raw), masked_crc(raw))
        entries.append((name.encode(), replace(fields, **changes).encode()))  # type: ignore[arg-type]
        data += raw
    return table(entries), data
