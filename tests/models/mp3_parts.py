"""Mp3 files as other programs leave them: without a header of their own, with tags before and after."""

from pathlib import Path

from models.mpeg_frames import mp3_size


def without_xing(path: Path) -> Path:
    """Remove the first frame, which holds the Xing or Info header."""
    data = path.read_bytes()
    size = mp3_size(data)
    assert size is not None
    assert b"Xing" in data[:size] or b"Info" in data[:size]
    path.write_bytes(data[size:])
    return path


def id3v2(n_bytes: int) -> bytes:
    """Return an ID3v2 tag with this much padding."""
    size = bytes(n_bytes >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + bytes(n_bytes)


ID3V1 = b"TAG" + bytes(125)
