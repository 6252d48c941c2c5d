"""Recordings as FLAC files: written as they come under a temporary name, named when they are whole.

A recording that broke off, because the disk ran full or the program was killed, lacks its length in the header and
ends within a frame. Counting what decodes and putting that count into the header makes it a file that any program
plays; it takes no disk space.
"""

import contextlib
import logging
import os
import re
from datetime import datetime
from pathlib import Path

import numpy as np
import soundfile

from mandohit_desktop.capture.source import Samples

log = logging.getLogger(__name__)

SUFFIX = ".flac"
SUBTYPE = "PCM_24"
LENGTH_OFFSET = 21
REPAIR_BLOCK = 4096
PARTIAL = re.compile(r"^\.(?P<name>.+\.flac)\.(?P<pid>\d+)\.part$")


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
        self._partial = target.with_name(f".{target.name}.{os.getpid()}.part")
        target.parent.mkdir(parents=True, exist_ok=True)
        self._partial.touch()
        self._file = soundfile.SoundFile(
            os.fspath(self._partial), "w", samplerate=rate_hz, channels=n_channels, format="FLAC", subtype=SUBTYPE
        )
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

    def finish(self) -> Path | None:
        """Complete the file and give it its name; None if it holds no sound.

        Raises:
            OSError: the folder is gone; what was written stays under its temporary name.
        """
        with contextlib.suppress(soundfile.LibsndfileError):
            self._file.close()
        if not self._n_written:
            self._partial.unlink(missing_ok=True)
            return None
        return _settle(self._partial, self._target)


def _settle(partial: Path, target: Path) -> Path | None:
    """Complete a partial file and rename it; another file is never overwritten."""
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


def recover(folder: Path) -> list[Path]:
    """Complete the recordings left in a folder by a program that has ended; return them."""
    recovered = []
    try:
        left_over = [(path, match) for path in folder.iterdir() if (match := PARTIAL.match(path.name))]
    except OSError:
        return []
    for path, match in left_over:
        if _is_running(int(match["pid"])):
            continue
        try:
            whole = _settle(path, folder / match["name"])
        except OSError as error:
            log.warning("%s cannot be recovered: %s", path, error)
            continue
        if whole:
            recovered.append(whole)
    return recovered


def _is_running(pid: int) -> bool:
    """Tell whether a process is there; on Windows an open file refuses to be renamed, which says the same."""
    if os.name == "nt":
        return pid == os.getpid()
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
