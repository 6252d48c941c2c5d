"""Frames of MPEG audio (mp3) and ADTS (aac): what the first one states about the length, and whether the last is whole.

Sources: ISO/IEC 11172-3 and 13818-3 (frame header), 14496-3 (ADTS), and the documented layouts of the Xing/Info header
with LAME's extension and of Fraunhofer's VBRI header.
"""

import struct
from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from models.ending import Ending, Stated

HEADER_BYTES = 4
HEAD_BYTES = TAIL_BYTES = 65_536
FRAMES_IN_A_ROW = 3
SLACK_BYTES = 4096
MPEG_1 = 3
SAMPLE_RATES_HZ = {MPEG_1: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
BITRATES_KBPS = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Of layer III, for MPEG-1 and for the lower sample rates; index 1 on."""
LAYER_III = 1
MONO = 3
XING_FRAMES, XING_BYTES, XING_TOC, XING_QUALITY = 1, 2, 4, 8
GAPLESS_ENCODERS = (b"LAME", b"Lavf", b"Lavc")
"""Encoders whose delay and padding FFmpeg removes."""

FrameSize = Callable[[bytes], int | None]


class _Mp3Header(NamedTuple):
    size: int
    n_samples: int
    sample_rate_hz: int
    side_info_bytes: int


def mp3_stated(file: BinaryIO, start: int, file_bytes: int) -> Stated:
    """Return what an mp3 file states whose tags end at `start`; UNTOLD for what is not mp3."""
    file.seek(start)
    head = file.read(HEAD_BYTES)
    first = _first_frame(head, _mp3_size)
    if first is None:
        return Stated(Ending.UNTOLD)
    if _is_cut(_tail(file, file_bytes), _mp3_size):
        return Stated(Ending.SHORT)
    n_frames, n_bytes, n_trimmed = _xing(head[first:]) or _vbri(head[first:]) or (0, 0, 0)
    if n_bytes > file_bytes - start - first + SLACK_BYTES:
        return Stated(Ending.SHORT)
    header = _mp3_header(head[first:])
    if not n_frames or header is None:
        return Stated(Ending.UNTOLD)
    return Stated(Ending.WHOLE, max(0, n_frames * header.n_samples - n_trimmed) / header.sample_rate_hz)


def adts_stated(file: BinaryIO, start: int, file_bytes: int) -> Stated:
    """Return what an ADTS file states: at most that its last frame is cut; UNTOLD for what is not ADTS."""
    file.seek(start)
    if _first_frame(file.read(HEAD_BYTES), _adts_size) != 0:
        return Stated(Ending.UNTOLD)
    return Stated(Ending.SHORT if _is_cut(_tail(file, file_bytes), _adts_size) else Ending.UNTOLD)


def _tail(file: BinaryIO, file_bytes: int) -> bytes:
    file.seek(max(0, file_bytes - TAIL_BYTES))
    return file.read()


def _mp3_header(header: bytes) -> _Mp3Header | None:
    if len(header) < HEADER_BYTES or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate, padding, mode = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1, header[3] >> 6
    if version not in SAMPLE_RATES_HZ or layer != LAYER_III or not 0 < bitrate < 15 or rate == 3:
        return None
    first = version == MPEG_1
    rate_hz = SAMPLE_RATES_HZ[version][rate]
    n_samples = 1152 if first else 576
    size = n_samples // 8 * 1000 * BITRATES_KBPS[first][bitrate - 1] // rate_hz + padding
    return _Mp3Header(size, n_samples, rate_hz, (17 if mode == MONO else 32) if first else (9 if mode == MONO else 17))


def _mp3_size(header: bytes) -> int | None:
    parsed = _mp3_header(header)
    return parsed.size if parsed else None


def _adts_size(header: bytes) -> int | None:
    if len(header) < 6 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:
        return None
    size = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return size if size > 6 else None


def _end_of_chain(data: bytes, start: int, frame_size: FrameSize) -> tuple[int, int]:
    """Follow frames from a place on; return how many there are and where the last one ends."""
    n_frames = 0
    while (size := frame_size(data[start : start + 6])) is not None:
        start += size
        n_frames += 1
    return n_frames, start


def _first_frame(data: bytes, frame_size: FrameSize) -> int | None:
    """Return where the first frame begins that others follow."""
    for start in range(len(data) - HEADER_BYTES):
        if data[start] != 0xFF:
            continue
        n_frames, _ = _end_of_chain(data, start, frame_size)
        if n_frames >= FRAMES_IN_A_ROW:
            return start
    return None


def _is_cut(tail: bytes, frame_size: FrameSize) -> bool:
    """Return whether the last frame, or its header, ends early; whatever follows the last frame is taken for a tag."""
    first = _first_frame(tail, frame_size)
    if first is None:
        return False
    _, stop = _end_of_chain(tail, first, frame_size)
    return stop > len(tail) or (0 < len(tail) - stop < HEADER_BYTES and tail[stop] == 0xFF)


def _xing(frame: bytes) -> tuple[int, int, int] | None:
    """Return the frames, the bytes and the samples to leave out that a Xing or Info header states; 0 is unknown."""
    header = _mp3_header(frame)
    if header is None:
        return None
    start = HEADER_BYTES + header.side_info_bytes
    if frame[start : start + 4] not in (b"Xing", b"Info"):
        return None
    flags = int.from_bytes(frame[start + 4 : start + 8])
    position, fields = start + 8, {XING_FRAMES: 0, XING_BYTES: 0}
    for flag, size in ((XING_FRAMES, 4), (XING_BYTES, 4), (XING_TOC, 100), (XING_QUALITY, 4)):
        if flags & flag:
            if flag in fields:
                fields[flag] = int.from_bytes(frame[position : position + size])
            position += size
    n_trimmed = 0
    if frame[position : position + 4] in GAPLESS_ENCODERS:
        delay_and_padding = int.from_bytes(frame[position + 21 : position + 24])
        n_trimmed = (delay_and_padding >> 12) + (delay_and_padding & 0xFFF)
    return fields[XING_FRAMES], fields[XING_BYTES], n_trimmed


def _vbri(frame: bytes) -> tuple[int, int, int] | None:
    start = HEADER_BYTES + 32
    if frame[start : start + 4] != b"VBRI" or len(frame) < start + 18:
        return None
    n_bytes, n_frames = struct.unpack(">II", frame[start + 10 : start + 18])
    return n_frames, n_bytes, 0
