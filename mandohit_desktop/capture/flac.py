"""Recordings as FLAC files: written as they come under a temporary name, named when they are whole.

A recording that broke off, because the disk ran full or the program was killed, lacks its length in the header and
ends within a frame. Counting what decodes and putting that count into the header makes it a file that any program
plays; it takes no disk space.
"""

import contextlib
import logging
import os
import shutil
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
import soundfile

from mandohit_desktop.capture import register
from mandohit_desktop.capture.source import Samples

log = logging.getLogger(__name__)

SUFFIX = ".flac"
SUBTYPE = "PCM_24"
LENGTH_OFFSET = 21
REPAIR_BLOCK = 4096


def name_by_time(when: datetime) -> str:
    """Return a recording's file name; no system objects to any of its characters."""
    return f"MandoHit {when:%Y-%m-%d %H.%M.%S}{SUFFIX}"


class FlacWriter:
    """Writes one recording. Digital silence before the first and after the last sound is left out.

    Args:
        target: the file to be.
        rate_hz: its sample rate.
        n_channels: its channels.

    Raises:
        OSError: the folder cannot be written to.
    """

    def __init__(self, target: Path, rate_hz: int, n_channels: int) -> None:
        self._target = target
        self._partial = target.with_name(f".{target.name}.{uuid4().hex[:8]}.part")
        target.parent.mkdir(parents=True, exist_ok=True)
        self._partial.touch()
        self._entry = register.enter(self._partial, target)
        self._file = soundfile.SoundFile(
            os.fspath(self._partial), "w", samplerate=rate_hz, channels=n_channels, format="FLAC", subtype=SUBTYPE
        )
        self._reader = self._partial.open("rb")
        self._n_channels = n_channels
        self._n_written = self._n_silent = 0

    def write(self, samples: Samples) -> None:
        """Append sound, [frames, channels].

        Raises:
            OSError: the disk is full or gone.
        """
        sounding = np.flatnonzero(samples.any(axis=1))
        try:
            if not sounding.size:
                self._n_silent += len(samples)
                return
            first, end = int(sounding[0]), int(sounding[-1]) + 1
            if self._n_written:
                self._write_silence()
                first = 0
            self._file.write(samples[first:end])
        except soundfile.LibsndfileError as error:
            raise OSError(str(error)) from error
        self._n_written += end - first
        self._n_silent = len(samples) - end

    def _write_silence(self) -> None:
        """Write the silence held back, now that sound follows it."""
        while self._n_silent:
            n_frames = min(self._n_silent, 2**16)
            self._file.write(np.zeros((n_frames, self._n_channels), dtype=np.float32))
            self._n_silent -= n_frames
            self._n_written += n_frames

    def finish(self, refuge: Path) -> Path | None:
        """Complete the file and give it its name; None if it holds no sound.

        Args:
            refuge: the folder that takes it where its own is gone or refuses.

        Raises:
            OSError: so is the refuge; what was written stays under its temporary name, if that is still there.
        """
        with contextlib.suppress(soundfile.LibsndfileError):
            self._file.close()
        if self._partial.exists():
            self._reader.close()  # Windows neither renames nor removes an open file
        done = False
        try:
            whole = self._name(refuge)
            done = True
        finally:
            self._reader.close()
            if self._entry:
                self._entry.release(done=done)
        return whole

    def _name(self, refuge: Path) -> Path | None:
        if not self._n_written:
            self._partial.unlink(missing_ok=True)
            return None
        try:
            return _settle(self._partial, self._target)
        except OSError as error:
            log.warning("%s does not keep the recording: %s", self._target.parent, error)
            return self._copy_to(refuge)

    def _copy_to(self, folder: Path) -> Path | None:
        """Complete a copy of the file; one that was removed can still be read, for it was open."""
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / self._partial.name
        try:
            with self._partial.open("rb") if self._reader.closed else self._reader as source, copy.open("xb") as file:
                shutil.copyfileobj(source, file)
            whole = _settle(copy, folder / self._target.name)
        finally:
            copy.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._partial.unlink()
        return whole


def _settle(partial: Path, target: Path) -> Path | None:
    """Complete a partial file and rename it; another file is never overwritten.

    Raises:
        OSError: it is not there, or cannot be renamed.
    """
    partial.stat()
    if not _count(partial, fast=True) and not _mend(partial):
        partial.unlink(missing_ok=True)
        return None
    free, number = target, 2
    while free.exists():
        free = target.with_name(f"{target.stem} ({number}){target.suffix}")
        number += 1
    partial.rename(free)
    return free


def _count(path: Path, *, fast: bool = False) -> int:
    """Return the frames in a file: those its header states, or else all that decode."""
    n_frames = 0
    with contextlib.suppress(soundfile.LibsndfileError), soundfile.SoundFile(os.fspath(path)) as file:
        if fast:
            return file.frames if file.frames < 2**36 else 0
        while n_block := len(file.read(REPAIR_BLOCK, dtype="float32")):
            n_frames += n_block
    return n_frames


def _mend(path: Path) -> int:
    """Write the number of frames that decode into the header (RFC 9639, STREAMINFO) and return it."""
    n_frames = _count(path)
    if n_frames:
        with path.open("r+b") as file:
            file.seek(LENGTH_OFFSET)
            upper = file.read(1)[0] & 0xF0
            file.seek(LENGTH_OFFSET)
            file.write(((upper << 32) | n_frames).to_bytes(5))
    return n_frames


def recover() -> list[Path]:
    """Complete the recordings left by programs that have ended, wherever they lie; return them."""
    recovered = []
    for entry in register.left_over():
        try:
            whole = _settle(entry.partial, entry.target)
        except OSError as error:
            log.warning("%s cannot be recovered: %s", entry.partial, error)
            entry.release(done=entry.partial.parent.is_dir() and not entry.partial.exists())
            continue
        entry.release(done=True)
        if whole:
            recovered.append(whole)
    return recovered
