"""Quick check whether a file is complete, from its container, its first second and its last second.

For files that another program may still be writing. Only decoding the whole file, as scoring does, is conclusive.
"""

from contextlib import closing
from pathlib import Path

from models.audio import check_readable, open_audio
from models.audio_format import truncated
from models.ending import Ending
from models.errors import AudioEmpty
from models.soundfile_reader import SoundFileReader, open_soundfile

EDGE_S = 1


def probe_ends(path: Path) -> Ending:
    """Decode a file's first and last second and return what its container states about its end.

    Raises:
        AudioError: one of its subclasses; the file is incomplete or cannot be scored.
    """
    stated = check_readable(path)
    if (reader := open_soundfile(path, stated)) is None:
        _first_block_decodes(path)
    else:
        with closing(reader):
            _edges_decode(reader)
    return stated.ending


def _edges_decode(reader: SoundFileReader) -> None:
    n_samples = EDGE_S * reader.info.sample_rate_hz * reader.info.n_channels
    if next(reader.blocks(0.0, n_samples), None) is None:
        raise AudioEmpty("The file holds no sound.", "Export it again.")
    if reader.info.n_frames and reader.info.n_frames > EDGE_S * reader.info.sample_rate_hz:
        start_s = reader.info.n_frames / reader.info.sample_rate_hz - EDGE_S
        if sum(map(len, reader.blocks(start_s, n_samples))) < EDGE_S * reader.info.sample_rate_hz:
            raise truncated()


def _first_block_decodes(path: Path) -> None:
    with open_audio(path) as stream:
        if next(stream.blocks, None) is None:
            raise AudioEmpty("The file holds no sound.", "Export it again.")
