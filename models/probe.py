"""Quick check whether a file is complete, from its container, its first second and its last second.

For files that another program may still be writing. Only decoding the whole file, as scoring does, is conclusive.
"""

import os
from pathlib import Path

import soundfile

from models.audio import check_readable, open_audio
from models.containers import Ending, ending
from models.errors import AudioEmpty, AudioMissing, AudioTruncated

EDGE_S = 1


def probe_ends(path: Path) -> Ending:
    """Decode a file's first and last second and return what its container states about its end.

    Raises:
        AudioError: one of its subclasses; the file is incomplete or cannot be scored.
    """
    check_readable(path)
    try:
        file = soundfile.SoundFile(path if os.name == "nt" else os.fsencode(path))
    except soundfile.LibsndfileError:
        _first_block_decodes(path)
    else:
        with file:
            _edges_decode(file)
    try:
        return ending(path)
    except OSError as error:
        raise AudioMissing("The file vanished while it was read.", "Was it moved or deleted?") from error


def _edges_decode(file: soundfile.SoundFile) -> None:
    n_frames = EDGE_S * file.samplerate
    try:
        if not len(file.read(n_frames, dtype="float32")):
            raise AudioEmpty("The file holds no sound.", "Export it again.")
        if file.seekable() and file.frames > n_frames:
            file.seek(file.frames - n_frames)
            if len(file.read(n_frames, dtype="float32")) < n_frames:
                raise AudioTruncated("The file breaks off before its end.", "Is it still being written?")
    except soundfile.LibsndfileError as error:
        raise AudioTruncated("The file breaks off before its end.", "Is it still being written?") from error


def _first_block_decodes(path: Path) -> None:
    with open_audio(path) as stream:
        if next(stream.blocks, None) is None:
            raise AudioEmpty("The file holds no sound.", "Export it again.")
