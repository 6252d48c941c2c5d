"""Decoding by libsndfile: uncompressed sound, FLAC, Vorbis and Opus."""

import os
from collections.abc import Iterator
from pathlib import Path

import soundfile

from models.audio_format import AudioInfo, Samples, truncated
from models.containers import is_chained_ogg
from models.ending import Stated

MAGICS = (b"RIFF", b"RIFX", b"RF64", b"riff", b"FORM", b".snd", b"fLaC", b"OggS")
"""First bytes of the files that libsndfile reads here: not mp3, whose length it estimates, nor CAF, on whose damages it
prints."""
LARGEST_HEADER_BYTES = 4096
"""A file without a length that is larger than this holds sound, whatever its header says."""
WARM_UP_S = 0.2
"""Pre-roll: how much a lossy decoder must decode before a position to give the same samples as from the start."""


class _Sequential(soundfile.SoundFile):  # type: ignore[misc]  # soundfile has no type annotations
    """Reads on without the seek that the base class makes after every read."""

    def seekable(self) -> bool:
        return False


class SoundFileReader:
    """An open file.

    Args:
        path: the file.
        stated: what its container states.

    Attributes:
        info: the header.
        holds_mpeg: whether its sound is mp3, in a WAVE file.
        is_empty: whether libsndfile finds no sound in it.

    Raises:
        soundfile.LibsndfileError: libsndfile cannot read it.
    """

    def __init__(self, path: Path, stated: Stated) -> None:
        # Passed as bytes, a name that is not valid Unicode can be opened too; Windows has no such names.
        self._file = _Sequential(path if os.name == "nt" else os.fsencode(path))
        self.info = AudioInfo(
            self._file.samplerate,
            self._file.channels,
            None if stated.is_open else self._file.frames,
            end_known=not stated.is_open,
        )
        self.holds_mpeg = "MPEG" in self._file.subtype
        self.is_empty = not self._file.frames
        self._n_read = 0

    def blocks(self, start_s: float, block_samples: int) -> Iterator[Samples]:
        """Yield the blocks; see `Reader`."""
        file = self._file
        n_frames = max(1, block_samples // file.channels)
        first = min(round(start_s * file.samplerate), file.frames)
        try:
            if first:
                n_early = min(first, round(WARM_UP_S * file.samplerate))
                file.seek(first - n_early)
                file.read(n_early, dtype="float32")
            self._n_read = first
            # Never asked for more than there is, libsndfile does not stumble over a tag behind the sound.
            while len(block := file.read(min(n_frames, self._left()), dtype="float32", always_2d=True)):
                self._n_read += len(block)
                yield block
        except soundfile.LibsndfileError as error:
            raise truncated() from error

    def _left(self) -> int:
        return max(0, int(self._file.frames) - self._n_read)

    def share(self) -> float:
        """Return how much is read."""
        return min(1.0, self._n_read / max(1, int(self._file.frames)))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def open_soundfile(path: Path, stated: Stated) -> SoundFileReader | None:
    """Open a file if libsndfile is to read it."""
    with path.open("rb") as file:
        magic = file.read(4)
    if magic not in MAGICS or (magic == b"OggS" and is_chained_ogg(path)):
        return None
    try:
        reader = SoundFileReader(path, stated)
    except soundfile.LibsndfileError:
        return None
    if reader.holds_mpeg or (reader.is_empty and stated.is_open and path.stat().st_size > LARGEST_HEADER_BYTES):
        reader.close()
        return None
    return reader
