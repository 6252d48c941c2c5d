"""A song's mel spectrogram as a PNG, low notes at the bottom, in a colour map of even perceptual steps."""

import struct
import zlib

import numpy as np
import numpy.typing as npt

from mandohit_desktop.engine.spectrogram import SongSpectrogram

MAX_WIDTH = 1600
SIGNATURE = b"\x89PNG\r\n\x1a\n"
EIGHT_BIT_PALETTE = bytes((8, 3, 0, 0, 0))
KNOTS = ((0, 0, 4), (28, 16, 68), (79, 18, 123), (129, 37, 129), (181, 54, 122), (229, 80, 100), (251, 135, 97),
         (254, 194, 135), (252, 253, 191))  # fmt: skip
"""Nine samples of matplotlib's magma, whose data are in the public domain."""


def _palette() -> bytes:
    positions = np.linspace(0, len(KNOTS) - 1, 256)
    channels = [np.interp(positions, np.arange(len(KNOTS)), channel) for channel in zip(*KNOTS, strict=True)]
    return np.stack(channels, axis=1).round().astype(np.uint8).tobytes()


def _narrowed(spectrogram: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return at most `MAX_WIDTH` columns, the loudest of each group."""
    size = -(-spectrogram.shape[1] // MAX_WIDTH)
    padded = np.pad(spectrogram, [(0, 0), (0, -spectrogram.shape[1] % size)], mode="edge")
    narrowed: npt.NDArray[np.uint8] = padded.reshape(len(padded), -1, size).max(axis=2)
    return narrowed


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(song: SongSpectrogram) -> bytes:
    """Return the spectrogram of a song, 128 pixels high and as wide as the song is long, up to `MAX_WIDTH`."""
    pixels = _narrowed(song.levels)[::-1]
    height, width = pixels.shape
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # each row starts with its filter: none
    rows[:, 1:] = pixels
    header = struct.pack(">II", width, height) + EIGHT_BIT_PALETTE
    return SIGNATURE + b"".join((
        _chunk(b"IHDR", header),
        _chunk(b"PLTE", _palette()),
        _chunk(b"IDAT", zlib.compress(rows.tobytes())),
        _chunk(b"IEND", b""),
    ))  # fmt: skip
