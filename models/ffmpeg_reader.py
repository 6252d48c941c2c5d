"""Decoding by FFmpeg's libraries (PyAV): mp3, m4a, aac, wma, Matroska and what libsndfile refuses.

FFmpeg reads through a file that is already open, and only formats on a list: no playlist, picture or network format can
make it open anything else. A packet that cannot be decoded is skipped, as every player does; too many are an error.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

from models.audio_format import AudioInfo, Progress, Samples, truncated
from models.ending import Ending, Stated
from models.errors import AudioNotDecodable, AudioStuck

MP4 = "mov,mp4,m4a,3gp,3g2,mj2"
MATROSKA = "matroska,webm"
WITHOUT_LENGTH = ("mp3", "aac", "asf", "ogg", MATROSKA)
"""Formats whose length FFmpeg may only estimate, or tell of one stream of several."""
WITH_LENGTH = (MP4, "aiff", "ape", "au", "caf", "dsf", "flac", "iff", "tta", "w64", "wav", "wv")
FORMATS = (*WITHOUT_LENGTH, *WITH_LENGTH)
"""The demuxers that may be used, by FFmpeg's names."""
SEEKABLE_FORMATS = (MP4, "caf", "mp3", MATROSKA)
"""Formats in which FFmpeg reports the exact position after a seek."""
CHECKED_TAIL = ("mp3", "aac")
"""Formats whose last frame is checked before decoding, so that a last packet that fails is a tag of another program."""
WARM_UP_S = 0.2
"""Pre-roll: how much a lossy decoder must decode before a position to give the same samples as from the start."""
UNTAGGED_DELAY = 529 + 576
"""Samples before the sound of an mp3 without a tag that tells them: a decoder's delay, and the delay of LAME."""
WAIT_S = 0.5
STUCK_S = 20.0
MOST_DAMAGED = 0.05
Planes = list[Samples]
"""The samples of a frame, [frames] for each channel."""
OPTIONS = {"format_whitelist": ",".join(FORMATS), "protocol_whitelist": "pipe"}

av.logging.set_level(av.logging.PANIC)


class _Input:
    """The file as FFmpeg reads it; each read, and each packet, is a chance to cancel and to notice a standstill.

    PyAV prints exceptions that it cannot pass on, so none leaves `read` and `seek`: a failure is kept, the file seems
    to end, and `check` raises it.

    Args:
        path: the file.
        on_wait: called every `WAIT_S` until there is sound.

    Attributes:
        position: where the last packet ended, in bytes; FFmpeg itself looks into the end of a file early.
    """

    def __init__(self, path: Path, on_wait: Progress | None) -> None:
        self.name = path.name
        self._file = path.open("rb")
        self._n_bytes = max(1, path.stat().st_size)
        self._on_wait = on_wait
        self._failure: Exception | None = None
        self.position = 0
        self.tell, self.close = self._file.tell, self._file.close
        self.sound_arrived()

    def sound_arrived(self) -> None:
        """Note that the decoder is getting on."""
        self._sound_s = self._told_s = time.monotonic()

    def check(self) -> None:
        """Raise unless there was sound a short while ago or the caller is willing to wait for it."""
        if self._failure:
            raise self._failure
        now_s = time.monotonic()
        if now_s - self._sound_s > STUCK_S:
            raise AudioStuck("The decoder gets no sound out of this file.", "Export it again.")
        if self._on_wait and now_s - self._told_s >= WAIT_S:
            self._told_s = now_s
            self._on_wait(self.share())

    def share(self) -> float:
        """Return how much of the file is read, 0 to 1."""
        return min(1.0, self.position / self._n_bytes)

    def read(self, n_bytes: int) -> bytes:
        """Return what FFmpeg asks for; nothing once something has failed."""
        try:
            self.check()
            return self._file.read(n_bytes)
        except Exception as error:  # noqa: BLE001  `check` raises it where PyAV cannot lose it
            self._failure = error
            return b""

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move as FFmpeg asks; -1 where a damaged file sends it before its beginning."""
        try:
            return self._file.seek(offset, whence)
        except (OSError, ValueError):
            return -1


class FFmpegReader:
    """An open file.

    Args:
        path: the file.
        stated: what its container states.
        on_wait: called every `WAIT_S` until there is sound.

    Raises:
        AudioNotDecodable, AudioStuck: there is no sound to be had.
    """

    def __init__(self, path: Path, stated: Stated, on_wait: Progress | None) -> None:
        self._n_packets = self._n_damaged = 0
        self._ends_damaged = False
        self._input = _Input(path, on_wait)
        self._container: Any = None
        self._stream: Any = None
        self._first: Any = None
        try:
            self._open(stated)
        except BaseException:
            self.close()
            raise

    def _open(self, stated: Stated) -> None:
        try:
            self._container = av.open(self._input, metadata_errors="ignore", options=OPTIONS)
        except (av.FFmpegError, ValueError) as error:
            self._input.check()
            raise _undecodable() from error
        self._stream = next((s for s in self._container.streams.audio if s.codec_context is not None), None)
        if self._stream is None:
            raise _undecodable()
        self._frames = self._decoded()
        self._first = next(self._frames, None)
        if self._first is None:
            raise _undecodable()
        rate = self._first.sample_rate
        n_frames = self._stated_frames(stated, rate)
        end_known = stated.ending is Ending.WHOLE or n_frames is not None
        self.info = AudioInfo(rate, self._first.layout.nb_channels, n_frames, end_known)

    def _stated_frames(self, stated: Stated, rate: int) -> int | None:
        name = self._container.format.name
        if stated.duration_s is not None and (name != MATROSKA or len(self._container.streams) == 1):
            return round(stated.duration_s * rate)  # Matroska states that of its longest stream
        if stated.ending is Ending.LEFT_OPEN or name not in WITH_LENGTH:
            return None
        return round(self._stream.duration * self._stream.time_base * rate) if self._stream.duration else None

    def blocks(self, start_s: float, block_samples: int) -> Iterator[Samples]:
        """Yield the blocks; see `Reader`."""
        pending: list[Planes] = []
        n_pending = 0
        for planes in self._converted(start_s):
            pending.append(planes)
            n_pending += sum(map(len, planes))
            if n_pending >= block_samples:
                yield _interleaved(pending)
                pending, n_pending = [], 0
                self._input.sound_arrived()  # the caller may have taken its time
        if n_pending:
            yield _interleaved(pending)
        self._check_damage()

    def _check_damage(self) -> None:
        is_cut = self._ends_damaged and self.info.n_frames is None
        if is_cut and self._container.format.name not in CHECKED_TAIL:
            raise truncated()
        if self._n_damaged > MOST_DAMAGED * self._n_packets:
            raise AudioNotDecodable("The file is damaged: parts of it cannot be decoded.", "Export it again.")

    def _converted(self, start_s: float) -> Iterator[Planes]:
        """Yield each frame's samples; a stream may change its format midway."""
        wanted = ("fltp", self.info.sample_rate_hz, self.info.n_channels)
        layout = self._first.layout.name
        zero_s = float((self._stream.start_time or 0) * self._stream.time_base)
        is_untagged = self._container.format.name == "mp3" and not zero_s
        if is_untagged:
            zero_s = UNTAGGED_DELAY / wanted[1]
        may_be_early = start_s > 0.0 or is_untagged
        resampler, current = None, None
        for frame in self._from(start_s):
            given = (frame.format.name, frame.sample_rate, frame.layout.nb_channels)
            n_early = max(0, round((start_s + zero_s - (frame.time or 0.0)) * wanted[1])) if may_be_early else 0
            if given != current:
                yield from _resampled(resampler, None)
                resampler = None if given == wanted else av.AudioResampler("fltp", layout, wanted[1])
                current = given
            for planes in _resampled(resampler, frame) if resampler else [_planes(frame)]:
                yield [plane[n_early:] for plane in planes] if n_early else planes
        yield from _resampled(resampler, None)

    def _from(self, start_s: float) -> Iterator[Any]:
        """Yield the frames from shortly before a position on, or from the start where FFmpeg cannot seek exactly."""
        if start_s and self._container.format.name in SEEKABLE_FORMATS:
            self._container.seek(round(max(0.0, start_s - WARM_UP_S) * av.time_base))
            self._frames = self._decoded()
        else:
            yield self._first
        yield from self._frames

    def _decoded(self) -> Iterator[Any]:
        try:
            for packet in self._container.demux(self._stream):
                self._input.position = max(self._input.position, (packet.pos or 0) + packet.size)
                self._input.check()
                yield from self._frames_of(packet)
            self._input.check()
        except av.FFmpegError as error:
            self._input.check()
            raise truncated() from error

    def _frames_of(self, packet: Any) -> list[Any]:
        try:
            frames: list[Any] = packet.decode()
        except av.FFmpegError:
            self._n_damaged += bool(packet.size)
            self._ends_damaged |= bool(packet.size)
            return []
        self._n_packets += 1
        if frames:
            self._input.sound_arrived()
        if packet.size:
            self._ends_damaged = False
        return frames

    def share(self) -> float:
        """Return how much is read."""
        return self._input.share()

    def close(self) -> None:
        """Close the file."""
        if self._container:
            self._container.close()
        self._input.close()


def _planes(frame: Any) -> Planes:
    return [np.frombuffer(plane, np.float32, frame.samples) for plane in frame.planes]


def _interleaved(pieces: list[Planes]) -> Samples:
    block = np.empty((sum(len(planes[0]) for planes in pieces), len(pieces[0])), np.float32)
    for channel in range(block.shape[1]):
        np.concatenate([planes[channel] for planes in pieces], out=block[:, channel])
    return block


def _resampled(resampler: Any, frame: Any) -> Iterator[Planes]:
    """Yield what a resampler gives for a frame, or for the end of the stream."""
    if resampler:
        yield from map(_planes, resampler.resample(frame))


def _undecodable() -> AudioNotDecodable:
    return AudioNotDecodable(
        "This is not audio that MandoHit can decode.", "Use wav, aiff, flac, ogg, opus, mp3 or m4a."
    )
