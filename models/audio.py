"""Decoding: from any supported file to float32 blocks, with a specific error for each file that cannot be decoded.

libsndfile reads wav, aiff, flac, ogg, opus and mp3; FFmpeg's libraries (PyAV) read the rest, mainly m4a and aac.
The down-mix is the mean of the channels and the resampler is soxr HQ. Neither may change, because the tags depend on
the resampler's roll-off. All decoding is streamed, so a two-hour file needs no more memory than a song.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from models.containers import promises_more_than_it_holds
from models.errors import (
    AudioEmpty,
    AudioInvalidSamples,
    AudioMissing,
    AudioNotDecodable,
    AudioNotPermitted,
    AudioTruncated,
    AudioUnsupported,
    NoSongs,
)

Samples = npt.NDArray[np.float32]

_UNCOMPRESSED = {".wav", ".wave", ".rf64", ".w64", ".aif", ".aiff", ".aifc", ".au", ".caf", ".flac", ".alac"}
_COMPRESSED = {".mp3", ".m4a", ".mp4", ".aac", ".ogg", ".oga", ".opus", ".wma", ".webm", ".mka"}
EXTENSIONS = frozenset(_UNCOMPRESSED | _COMPRESSED)
"""File name extensions that count as audio when a folder is searched; a file given by its path is always tried."""
BLOCK_SAMPLES = 2**18
INDEXED_FORMATS = ("mov,mp4,m4a,3gp,3g2,mj2", "caf")
SEEKABLE_FORMATS = (*INDEXED_FORMATS, "mp3", "matroska,webm")
"""Formats in which FFmpeg reports the exact position after a seek."""
MISSING_END_S = 0.25
WARM_UP_S = 0.2
"""Pre-roll: how much a lossy decoder must decode before a position to give the same samples as from the start."""
MAX_CHANNELS = 8
SAMPLE_RATES_HZ = (8_000, 192_000)
RESAMPLER_QUALITY = "HQ"


@dataclass(frozen=True)
class AudioInfo:
    """Contents of the header. `n_frames` is None where the container does not state a length."""

    sample_rate_hz: int
    n_channels: int
    n_frames: int | None


@dataclass(frozen=True)
class AudioStream:
    """An open file: its header and its samples as blocks of [frames, channels] float32."""

    info: AudioInfo
    blocks: Iterator[Samples]


def check_readable(path: Path) -> None:
    """Raise the matching error unless the file can be opened, is not empty and is not cut short.

    Raises:
        AudioMissing, AudioNotPermitted, NoSongs, AudioEmpty, AudioNotDecodable, AudioTruncated.
    """
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            next(path.iterdir(), path).lstat()  # needs both permissions: to list the folder and to enter it
            raise NoSongs("There are no songs in this folder.", "Are they in folders below it?")
        if not stat.S_ISREG(kind):
            raise AudioNotDecodable("This is not a regular file.", "Use a file or a folder of files.")
        with path.open("rb") as file:
            if not file.read(1):
                raise AudioEmpty("The file is empty.", "Export it again.")
        if promises_more_than_it_holds(path):
            raise _truncated()
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
def open_audio(path: Path, start_s: float = 0.0, block_samples: int | None = None) -> Iterator[AudioStream]:
    """Open a file for streaming.

    Args:
        path: the file.
        start_s: position at which the blocks begin, in seconds.
        block_samples: approximate size of a block, in samples over all channels; `BLOCK_SAMPLES` if None.

    Raises:
        AudioError: one of its subclasses, on opening or while the blocks are read; AudioTruncated after the last block
            when there were fewer samples than the header states.
    """
    check_readable(path)
    try:
        # Passed as bytes, a name that is not valid Unicode can be opened too; Windows has no such names.
        file = _Reader(path if os.name == "nt" else os.fsencode(path))
    except soundfile.LibsndfileError:
        file = None
    if file is None:
        with _open_av(path, start_s, block_samples or BLOCK_SAMPLES) as stream:
            yield stream
        return
    with file:
        info = AudioInfo(file.samplerate, file.channels, file.frames)
        check_supported(info)
        first = min(round(start_s * file.samplerate), file.frames)
        yield AudioStream(info, _checked(info, _soundfile_blocks(file, first, block_samples or BLOCK_SAMPLES), first))


class _Reader(soundfile.SoundFile):  # type: ignore[misc]  # soundfile has no type annotations
    """Reads sequentially: the base class seeks after every read, which corrupts a frame in many mp3 files."""

    def seekable(self) -> bool:
        return False


def _soundfile_blocks(file: _Reader, first: int, block_samples: int) -> Iterator[Samples]:
    n_frames = max(1, block_samples // file.channels)
    try:
        if first:
            n_early = min(first, round(WARM_UP_S * file.samplerate))
            file.seek(first - n_early)
            file.read(n_early, dtype="float32")
        while len(block := file.read(n_frames, dtype="float32", always_2d=True)):
            yield block
    except soundfile.LibsndfileError as error:
        raise _truncated() from error


@contextmanager
def _open_av(path: Path, start_s: float, block_samples: int) -> Iterator[AudioStream]:
    import av  # importing takes 0.1 s and few files need it

    av.logging.set_level(av.logging.PANIC)
    undecodable = AudioNotDecodable(
        "This is not audio that MandoHit can decode.", "Use wav, aiff, flac, ogg, opus, mp3 or m4a."
    )
    try:
        container = av.open(str(path), metadata_errors="ignore")
    except (av.FFmpegError, ValueError) as error:
        raise undecodable from error
    with container:
        if not container.streams.audio:
            raise undecodable
        stream = container.streams.audio[0]
        rate, channels = stream.codec_context.sample_rate, stream.codec_context.channels
        if not rate or not channels:
            raise undecodable
        info = AudioInfo(rate, channels, _promised_frames(container, stream, rate))
        check_supported(info)
        yield AudioStream(info, _checked(info, _av_blocks(container, start_s, block_samples), round(start_s * rate)))


def _promised_frames(container: Any, stream: Any, rate: int) -> int | None:
    """Return the length in frames that an index states; None where FFmpeg only estimates it from the bit rate."""
    indexed = container.format.name in INDEXED_FORMATS
    return round(stream.duration * stream.time_base * rate) if indexed and stream.duration else None


def _av_blocks(container: Any, start_s: float, block_samples: int) -> Iterator[Samples]:
    import av

    resampler = av.AudioResampler(format="fltp")
    pending: list[Samples] = []
    n_pending = 0
    try:
        if start_s and container.format.name in SEEKABLE_FORMATS:
            container.seek(round(max(0.0, start_s - WARM_UP_S) * av.time_base))
        stream = container.streams.audio[0]
        zero_s = float((stream.start_time or 0) * stream.time_base)
        for frame in container.decode(stream):
            n_early = round((start_s - (frame.time or 0.0) + zero_s) * frame.sample_rate) if start_s else 0
            for converted in resampler.resample(frame):
                pending.append(converted.to_ndarray().T[max(0, n_early) :].astype(np.float32, copy=False))
                n_pending += pending[-1].size
            if n_pending >= block_samples:
                yield np.concatenate(pending)
                pending, n_pending = [], 0
    except av.FFmpegError as error:
        raise _truncated() from error
    if pending:
        yield np.concatenate(pending)


def _truncated() -> AudioTruncated:
    return AudioTruncated("The file breaks off before its end.", "Is it still being written? Export it again.")


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
        raise _truncated()
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
