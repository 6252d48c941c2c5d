"""The spectrogram: a real PNG with the song's shape."""

import zlib

import numpy as np

from mandohit_desktop.engine.spectrogram import SongSpectrogram
from mandohit_desktop.server.spectrogram import KNOTS, MAX_WIDTH, png


def decode(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Return indices [height, width] and the palette [256, 3]."""
    chunks, position = {}, 8
    while position < len(data):
        size, name = int.from_bytes(data[position : position + 4]), data[position + 4 : position + 8]
        body = data[position + 8 : position + 8 + size]
        assert zlib.crc32(name + body) == int.from_bytes(data[position + 8 + size : position + 12 + size])
        chunks[name] = body
        position += 12 + size
    width, height = int.from_bytes(chunks[b"IHDR"][:4]), int.from_bytes(chunks[b"IHDR"][4:8])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    return rows[:, 1:], np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(256, 3)


def overview_of(levels: np.ndarray) -> SongSpectrogram:
    return SongSpectrogram(levels.astype(np.uint8), 0.1, tuple(range(len(levels))), 1.0)


def test_low_notes_are_at_the_bottom() -> None:
    levels = np.arange(12).reshape(3, 4)
    pixels, palette = decode(png(overview_of(levels)))
    np.testing.assert_array_equal(pixels, levels[::-1])
    assert tuple(palette[0]) == KNOTS[0] and tuple(palette[255]) == KNOTS[-1]


def test_brightness_grows_evenly() -> None:
    _, palette = decode(png(overview_of(np.zeros((1, 1)))))
    assert (np.diff(palette @ [0.2126, 0.7152, 0.0722]) > 0).all()


def test_long_songs_keep_their_peaks() -> None:
    levels = np.zeros((2, 5 * MAX_WIDTH - 3))
    levels[:, -1] = 255
    pixels, _ = decode(png(overview_of(levels)))
    assert pixels.shape == (2, MAX_WIDTH)
    assert (pixels[:, -1] == 255).all() and not pixels[:, :-1].any()
