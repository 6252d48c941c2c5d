"""The checkpoint reader: reads what TensorFlow writes, and refuses every malformed file with one kind of error.

The files come from the network, so no damage and no crafted number may end in another exception or without end.
"""

import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from models import tf_checkpoint
from models.errors import ImportRefused
from models.tf_checkpoint import CheckpointEntry, read_index, read_variable
from tests.models.tf_checkpoint_writer import bundle, masked_crc

RNG = np.random.default_rng(11)
VARIABLES = {
    "conv2d/bias": RNG.normal(size=4).astype(np.float32),
    "conv2d/kernel": RNG.normal(size=(3, 2, 1, 4)).astype(np.float32),
    "conv2d_1/bias": RNG.normal(size=300).astype(np.float32),
    "dense1/kernel": RNG.normal(size=(5, 6)).astype(np.float32),
    "step": np.array(7.0, dtype=np.float32),
}
INDEX, DATA = bundle(VARIABLES)


def entries_of(tmp_path: Path, index: bytes) -> dict[str, CheckpointEntry]:
    path = tmp_path / "model.ckpt.index"
    path.write_bytes(index)
    return read_index(path)


def read_all(tmp_path: Path, index: bytes, data: bytes = DATA) -> dict[str, npt.NDArray[np.float32]]:
    entries = entries_of(tmp_path, index)
    return {name: read_variable(data, entries, name) for name in VARIABLES}


def same(read: dict[str, npt.NDArray[np.float32]]) -> bool:
    return all(
        np.array_equal(read[name], value) and read[name].shape == value.shape for name, value in VARIABLES.items()
    )


def assert_refused_or_equal(tmp_path: Path, index: bytes, data: bytes = DATA) -> bool:
    """Return whether it was refused; any other exception fails the test."""
    try:
        read = read_all(tmp_path, index, data)
    except ImportRefused as error:
        assert error.message
        return True
    assert same(read)
    return False


def test_round_trip(tmp_path: Path) -> None:
    read = read_all(tmp_path, INDEX)
    assert same(read)
    assert all(array.dtype == np.float32 and array.flags.writeable for array in read.values())


def test_entries_of_the_index(tmp_path: Path) -> None:
    entries = entries_of(tmp_path, INDEX)
    assert set(entries) == set(VARIABLES)
    kernel = entries["conv2d/kernel"]
    assert (kernel.dtype, kernel.shape, kernel.shard, kernel.offset, kernel.size) == (1, (3, 2, 1, 4), 0, 16, 96)


def test_crc_of_the_standard() -> None:
    """RFC 3720's check value of "123456789" is 0xE3069283; LevelDB rotates and offsets it."""
    rotated = (0xE3069283 >> 15 | 0xE3069283 << 17) & 0xFFFFFFFF
    assert tf_checkpoint.masked_crc32c(b"123456789") == (rotated + 0xA282EAD8) & 0xFFFFFFFF == masked_crc(b"123456789")


def test_every_truncation_of_the_index(tmp_path: Path) -> None:
    assert all(assert_refused_or_equal(tmp_path, INDEX[:length]) for length in range(len(INDEX)))


@pytest.mark.parametrize("cut", [1, 4, 119, 1_000])
def test_truncated_data(tmp_path: Path, cut: int) -> None:
    with pytest.raises(ImportRefused):
        read_all(tmp_path, INDEX, DATA[:-cut])


def test_flipped_bits_of_the_index(tmp_path: Path) -> None:
    refused, rng = 0, np.random.default_rng(12)
    for position in rng.integers(0, len(INDEX), 400):
        damaged = bytearray(INDEX)
        damaged[position] ^= 1 << int(rng.integers(8))
        refused += assert_refused_or_equal(tmp_path, bytes(damaged))
    assert refused > 300


def test_flipped_bits_of_the_data(tmp_path: Path) -> None:
    rng = np.random.default_rng(13)
    for position in rng.integers(0, len(DATA), 50):
        damaged = bytearray(DATA)
        damaged[position] ^= 1 << int(rng.integers(8))
        assert assert_refused_or_equal(tmp_path, INDEX, bytes(damaged))


def test_random_footers(tmp_path: Path) -> None:
    rng = np.random.default_rng(14)
    for _ in range(300):
        footer = rng.bytes(40) + struct.pack("<Q", 0xDB4775248B80FB57)
        assert assert_refused_or_equal(tmp_path, INDEX[:-48] + footer)


@pytest.mark.parametrize("content", [b"", b"x" * 47, b"x" * 5_000, b"\0" * 48])
def test_no_table_at_all(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ImportRefused):
        entries_of(tmp_path, content)


def test_huge_index(tmp_path: Path) -> None:
    path = tmp_path / "model.ckpt.index"
    with path.open("wb") as file:
        file.truncate(17 * 2**20)
    with pytest.raises(ImportRefused, match="size"):
        read_index(path)


def test_missing_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="conv2d_9/kernel"):
        read_variable(DATA, entries_of(tmp_path, INDEX), "conv2d_9/kernel")
