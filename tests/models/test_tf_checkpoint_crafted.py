"""Crafted checkpoints: every checksum right, every number absurd. Each is refused, by the one kind of error.

The files come from the network; a checksum is no protection from whoever wrote it.
"""

import functools
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models import tf_checkpoint
from models.errors import ImportRefused
from models.tf_checkpoint import CheckpointEntry, read_index, read_variable
from tests.models.tf_checkpoint_writer import (
    EntryFields,
    block,
    bundle,
    framed,
    masked_crc,
    message,
    number,
    table,
    varint,
    with_root,
)

VALUES = np.arange(24, dtype=np.float32)
DATA = VALUES.tobytes()
LARGE = 2**63 + 5


def entries_of(tmp_path: Path, index: bytes) -> dict[str, CheckpointEntry]:
    path = tmp_path / "model.ckpt.index"
    path.write_bytes(index)
    return read_index(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"dtype": 2},
        {"dtype": 0},
        {"dtype": LARGE},
        {"shard": 1},
        {"offset": len(DATA)},
        {"offset": len(DATA) - 3},
        {"offset": 2**62},
        {"offset": LARGE},
        {"size": 0},
        {"size": 3},
        {"size": 2**40},
        {"size": LARGE},
        {"crc": 0},
    ],
    ids=str,
)
def test_crafted_entries(tmp_path: Path, changes: dict[str, int]) -> None:
    with pytest.raises(ImportRefused):
        read_variable(DATA, entries_of(tmp_path, bundle({"v": VALUES}, **changes)[0]), "v")


def test_random_blocks_with_a_right_checksum(tmp_path: Path) -> None:
    rng = np.random.default_rng(15)
    for _ in range(300):
        noise = rng.bytes(int(rng.integers(0, 60))) + struct.pack("<2I", 0, int(rng.integers(0, 3)))
        handle = varint(0) + varint(len(noise))
        with pytest.raises(ImportRefused):
            read_variable(DATA, entries_of(tmp_path, with_root(framed(noise), block([(b"z", handle)]))), "v")


SHAPES = {
    "too large": (2**62,),
    "negative": (2**64 - 1,),
    "other size": (2,),
    "nothing of very much": (0, LARGE),
    "product wraps to nothing": (2**32, 2**32, 0),
    "a hundred dimensions": (1,) * 100,
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_crafted_shapes(tmp_path: Path, shape: tuple[int, ...]) -> None:
    """Offset, size and checksum fit: only the shape is absurd."""
    raw = DATA[: 0 if 0 in shape else 4]
    fields = EntryFields(shape, 0, len(raw), masked_crc(raw))
    with pytest.raises(ImportRefused):
        read_variable(DATA, entries_of(tmp_path, table([(b"v", fields.encode())])), "v")


ENTRY = EntryFields((4,), 0, 16, masked_crc(DATA[:16]))
MALFORMED: dict[str, Any] = {
    "shape is a number": number(1, 1) + number(2, 4),
    "dimension is a number": message(2, number(2, 4)),
    "size is a message": number(1, 1) + message(5, b"1234"),
    "group wire type": varint(1 << 3 | 3),
    "unending number": b"\x08" + b"\xff" * 12,
    "length past the end": varint(2 << 3 | 2) + varint(LARGE),
    "half a fixed number": ENTRY.encode()[:-2],
}


@pytest.mark.parametrize("entry", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_protocol_buffers(tmp_path: Path, entry: bytes) -> None:
    with pytest.raises(ImportRefused):
        read_variable(DATA, entries_of(tmp_path, table([(b"v", entry)])), "v")


@pytest.mark.parametrize("handle", [varint(LARGE) + varint(5), varint(0) + varint(LARGE), b"", b"\x80", b"\xff" * 20])
def test_handles_outside_the_index(tmp_path: Path, handle: bytes) -> None:
    with pytest.raises(ImportRefused):
        entries_of(tmp_path, with_root(b"", block([(b"k", handle)])))


@pytest.mark.parametrize("body", [b"", b"\0" * 3, struct.pack("<I", 2**32 - 1), b"\x05\x00\x00" + b"\0" * 8])
def test_malformed_blocks(tmp_path: Path, body: bytes) -> None:
    """Too small, too many restarts, a key that shares more than the one before holds."""
    with pytest.raises(ImportRefused):
        entries_of(tmp_path, with_root(b"", body))


def test_work_is_bounded_by_the_size_of_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand handles that name one block would make the reader go through it a thousand times."""
    body = block([(f"v{i:03}".encode(), ENTRY.encode()) for i in range(100)])
    handle = varint(0) + varint(len(body))
    index = with_root(framed(body), block([(f"{i:04}".encode(), handle) for i in range(1_000)]))
    known = functools.cache(masked_crc)
    checked: list[int] = []
    monkeypatch.setattr(tf_checkpoint, "masked_crc32c", lambda data: checked.append(len(data)) or known(data))
    with pytest.raises(ImportRefused):
        entries_of(tmp_path, index)
    assert sum(checked) <= len(index)


@pytest.mark.parametrize("kind", [1, 2, 255])
def test_compressed_blocks(tmp_path: Path, kind: int) -> None:
    with pytest.raises(ImportRefused, match="compressed"):
        entries_of(tmp_path, table([(b"v", ENTRY.encode())], kind=kind))
