"""Decoding: from any supported file to float32 blocks, with a specific error for each file that cannot be decoded.

libsndfile reads uncompressed sound, FLAC, Vorbis and Opus; FFmpeg's libraries read the rest, mp3 and m4a above all.
The down-mix is the mean of the channels and the resampler is soxr HQ. Neither may change, because the tags depend on
the resampler's roll-off. All decoding is streamed, so a two-hour file needs no more memory than a song.
"""

import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from models.audio_format import AudioInfo, Progress, Reader, Samples, truncated
from models.containers import examine
from models.ending import Ending, Stated
from models.errors import (
    AudioEmpty,
    AudioInvalidSamples,
    AudioMissing,
    AudioNotDecodable,
    AudioNotPermitted,
    AudioUnsupported,
    NoSongs,
)
from models.soundfile_reader import open_soundfile

EXTENSIONS = frozenset(
    f".{name}"
    for name in (
        *("wav", "wave", "rf64", "w64", "aif", "aiff", "aifc", "au", "caf", "flac", "alac", "ape", "tta", "wv", "dsf"),
        *("mp3", "m4a", "mp4", "aac", "ogg", "oga", "opus", "wma", "webm", "mka"),
    )
)
"""File name extensions that count as audio when a folder is searched; a file given by its path is always tried."""
BLOCK_SAMPLES = 2**18
MISSING_END_S = 0.25
MAX_CHANNELS = 8
SAMPLE_RATES_HZ = (8_000, 192_000)
RESAMPLER_QUALITY = "HQ"


@dataclass(frozen=True)
class AudioStream:
    """An open file.

    Attributes:
        info: its header.
        blocks: its samples as blocks of [frames, channels] float32.
        share: returns how much of the file is read, 0 to 1.
    """

    info: AudioInfo
    blocks: Iterator[Samples]
    share: Callable[[], float] = lambda: 0.0


def check_readable(path: Path) -> Stated:
    """Return what a file's container states, if it can be opened, is not empty and is not cut short.

    Raises:
        AudioMissing, AudioNotPermitted, NoSongs, AudioEmpty, AudioNotDecodable, AudioTruncated.
    """
    with _system_errors():
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            next(path.iterdir(), path).lstat()  # needs both permissions: to list the folder and to enter it
            raise NoSongs("There are no songs in this folder.", "Are they in folders below it?")
        if not stat.S_ISREG(kind):
            raise AudioNotDecodable("This is not a regular file.", "Use a file or a folder of files.")
        with path.open("rb") as file:
            if not file.read(1):
                raise AudioEmpty("The file is empty.", "Export it again.")
        stated = examine(path)
    if stated.ending is Ending.SHORT:
        raise truncated()
    return stated


@contextmanager
def _system_errors() -> Iterator[None]:
    """Turn what the system says about a file into the matching error."""
    try:
        yield
    except FileNotFoundError as error:
        raise AudioMissing("The file is not there (any more).", "Was it moved or deleted?") from error
    except PermissionError as error:
        raise AudioNotPermitted(
            "The system does not allow reading this file or folder.", "Check its permissions."
        ) from error
    except OSError as error:
        raise AudioMissing(f"The file cannot be read: {error.strerror}.", "Is the drive still connected?") from error


def check_supported(info: AudioInfo) -> None:
    """Refuse formats that scoring was not tested with: their loudness and tags would be meaningless.

    Raises:
        AudioUnsupported: too many channels, or a sample rate out of range.
    """
    lowest, highest = SAMPLE_RATES_HZ
    if info.n_channels > MAX_CHANNELS:
        raise AudioUnsupported(
            f"The file has {info.n_channels} channels; at most {MAX_CHANNELS} can be scored.", "Export it as stereo."
        )
    if not lowest <= info.sample_rate_hz <= highest:
        raise AudioUnsupported(
            f"The file's sample rate is {info.sample_rate_hz:,} Hz; {lowest:,} to {highest:,} Hz can be scored.",
            "Export it at 44,100 or 48,000 Hz.",
        )


@contextmanager
def open_audio(
    path: Path, start_s: float = 0.0, block_samples: int | None = None, on_wait: Progress | None = None
) -> Iterator[AudioStream]:
    """Open a file for streaming.

    Args:
        path: the file.
        start_s: position at which the blocks begin, in seconds.
        block_samples: approximate size of a block, in samples over all channels; `BLOCK_SAMPLES` if None.
        on_wait: called every half second while the decoder has no block to give.

    Raises:
        AudioError: one of its subclasses, on opening or while the blocks are read; AudioTruncated after the last block
            when there were fewer samples than the header states.
    """
    stated = check_readable(path)
    with closing(_open_reader(path, stated, on_wait)) as reader:
        info = reader.info
        check_supported(info)
        blocks = reader.blocks(start_s, block_samples or BLOCK_SAMPLES)
        yield AudioStream(info, _checked(info, blocks, round(start_s * info.sample_rate_hz)), reader.share)


def _open_reader(path: Path, stated: Stated, on_wait: Progress | None) -> Reader:
    with _system_errors():
        if reader := open_soundfile(path, stated):
            return reader
        from models.ffmpeg_reader import FFmpegReader  # importing takes 0.1 s

        return FFmpegReader(path, stated, on_wait)


def _checked(info: AudioInfo, blocks: Iterator[Samples], first: int) -> Iterator[Samples]:
    """Yield the blocks, which begin at frame `first`; check each for finite samples and the whole for its length."""
    n_frames = first
    for block in blocks:
        n_frames += len(block)
        if not np.isfinite(np.vdot(block, block)):
            raise AudioInvalidSamples(
                "The file holds samples that are not numbers (NaN or infinite).", "Export it again."
            )
        yield block
    if info.n_frames is not None and n_frames < info.n_frames - MISSING_END_S * info.sample_rate_hz:
        raise truncated()
    if not n_frames:
        raise AudioEmpty("The file holds no sound.", "Export it again.")


def downmix(block: Samples) -> Samples:
    """Return the mean over the channels, [frames], of a block [frames, channels]."""
    n_channels = block.shape[1]
    return block[:, 0] if n_channels == 1 else block @ np.full(n_channels, 1.0 / n_channels, dtype=np.float32)


class Resampler:
    """Streaming soxr HQ resampler for mono samples; returns them unchanged where both rates are equal."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        same = from_hz == to_hz
        self._stream = None if same else soxr.ResampleStream(from_hz, to_hz, 1, "float32", RESAMPLER_QUALITY)

    def push(self, samples: Samples, *, last: bool) -> Samples:
        """Return the output samples that the input, [frames], makes available; `last` flushes the filter."""
        if self._stream is None:
            return samples
        return np.asarray(self._stream.resample_chunk(samples, last=last), dtype=np.float32)
