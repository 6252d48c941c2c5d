"""Check from a file's container, without decoding, whether the file is complete.

Decoders stop silently where a file was cut short; the structure of most containers shows it.
"""

from pathlib import Path
from typing import BinaryIO

from models import chunks
from models.ending import Ending, Stated
from models.matroska import matroska_stated
from models.mpeg_frames import adts_stated, mp3_stated

MAGIC_BYTES = 16
ID3_HEADER_BYTES = 10
OGG_TAIL_BYTES = 65_536 + 512
OGG_HEADER_BYTES = 27
OGG_END_OF_STREAM = 0x04
FLAC_LENGTH_OFFSET = 21


def examine(path: Path) -> Stated:
    """Return what the container states about its end.

    Raises:
        OSError: the file cannot be read.
        AudioNotDecodable: it consists of too many parts.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = _end_of_id3(file)
        file.seek(start)
        magic = file.read(MAGIC_BYTES)
        if magic.startswith(b"fLaC"):
            return Stated(_flac_ending(file, start))
        if magic.startswith(b"\x1a\x45\xdf\xa3"):
            return matroska_stated(file, size)
        if (ending := _ending(file, magic, size)) is not None:
            return Stated(ending)
        stated = mp3_stated(file, start, size)
        return adts_stated(file, start, size) if stated.ending is Ending.UNTOLD else stated


def _ending(file: BinaryIO, magic: bytes, size: int) -> Ending | None:
    """Return the ending of the formats that have a signature of their own."""
    if magic[:4] in (b"RIFF", b"RIFX", b"RF64", b"BW64") and magic[8:12] == b"WAVE":
        return chunks.riff_ending(file, size)
    if magic == chunks.W64_RIFF:
        return chunks.w64_ending(file, size)
    if magic[:4] == b"FORM" and magic[8:12] in (b"AIFF", b"AIFC"):
        return chunks.aiff_ending(file, size)
    if magic[:4] == b"caff":
        return chunks.caf_ending(file, size)
    if magic[:4] == b".snd":
        return chunks.au_ending(file, size)
    if magic[:4] == b"OggS":
        return Ending.SHORT if _ogg_lacks_end(file, size) else Ending.WHOLE
    if magic[4:8] == b"ftyp":
        return chunks.mp4_ending(file, size)
    return chunks.asf_ending(file, size) if magic == chunks.ASF_HEADER else None


def _end_of_id3(file: BinaryIO) -> int:
    """Return where the ID3v2 tags before the sound end; their sizes are in groups of seven bits."""
    position = 0
    while len(header := file.read(ID3_HEADER_BYTES)) == ID3_HEADER_BYTES and header[:3] == b"ID3":
        size = sum((byte & 0x7F) << 7 * i for i, byte in enumerate(reversed(header[6:10])))
        has_footer = bool(header[5] & 0x10)
        position += ID3_HEADER_BYTES * (1 + has_footer) + size
        file.seek(position)
    return position


def _flac_ending(file: BinaryIO, start: int) -> Ending:
    """Read the 36 bits of STREAMINFO (RFC 9639) that hold the number of samples; zero means unknown."""
    file.seek(start + FLAC_LENGTH_OFFSET)
    field = file.read(5)
    known = len(field) == 5 and int.from_bytes(field) & (2**36 - 1)
    return Ending.WHOLE if known else Ending.LEFT_OPEN


def is_chained_ogg(path: Path) -> bool:
    """Return whether an Ogg file begins and ends with different streams, by their serial numbers (RFC 3533)."""
    with path.open("rb") as file:
        first = file.read(OGG_HEADER_BYTES)
        file.seek(max(0, path.stat().st_size - OGG_TAIL_BYTES))
        tail = file.read()
    last = tail[max(0, tail.rfind(b"OggS")) :]
    return first[:4] == b"OggS" and first[14:18] != last[14:18]


def _ogg_lacks_end(file: BinaryIO, file_bytes: int) -> bool:
    """Return whether there is no complete last page with the end-of-stream flag (RFC 3533)."""
    file.seek(max(0, file_bytes - OGG_TAIL_BYTES))
    tail = file.read()
    page = tail[max(0, tail.rfind(b"OggS")) :]
    if len(page) < OGG_HEADER_BYTES or not page[5] & OGG_END_OF_STREAM:
        return True
    n_segments = page[OGG_HEADER_BYTES - 1]
    segments = page[OGG_HEADER_BYTES : OGG_HEADER_BYTES + n_segments]
    return len(page) < OGG_HEADER_BYTES + n_segments + sum(segments)
