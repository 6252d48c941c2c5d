"""Sound for the loudspeakers: a file from any position on, in short blocks of one or two channels.

Only for listening. It streams, so a two-hour recording plays in the memory of a moment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import soxr

from models.audio import RESAMPLER_QUALITY, AudioStream, downmix, open_audio
from models.audio_format import AudioInfo, Samples

BLOCK_SAMPLES = 8192

__all__ = ["AudioInfo", "AudioStream", "at_rate", "open_playback"]


@contextmanager
def open_playback(path: Path, start_s: float) -> Iterator[AudioStream]:
    """Open a file from a position on, its blocks in C order; more than two channels are mixed down to one.

    Raises:
        AudioError: one of its kinds, on opening or while the blocks are read.
    """
    with open_audio(path, start_s, BLOCK_SAMPLES) as stream:
        if stream.info.n_channels <= 2:
            yield AudioStream(stream.info, (np.ascontiguousarray(block) for block in stream.blocks))
        else:
            yield AudioStream(replace(stream.info, n_channels=1), (downmix(b)[:, np.newaxis] for b in stream.blocks))


def at_rate(stream: AudioStream, rate_hz: int) -> AudioStream:
    """Return the same sound at another rate, for a device that does not take the file's."""
    if stream.info.sample_rate_hz == rate_hz:
        return stream
    return AudioStream(AudioInfo(rate_hz, stream.info.n_channels, None), _resampled(stream, rate_hz))


def _resampled(stream: AudioStream, rate_hz: int) -> Iterator[Samples]:
    info = stream.info
    resampler = soxr.ResampleStream(info.sample_rate_hz, rate_hz, info.n_channels, "float32", RESAMPLER_QUALITY)
    for block in stream.blocks:
        yield np.asarray(resampler.resample_chunk(block, last=False), dtype=np.float32)
    nothing = np.zeros((0, info.n_channels), dtype=np.float32)
    yield np.asarray(resampler.resample_chunk(nothing, last=True), dtype=np.float32)
