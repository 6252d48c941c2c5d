"""The recordings under way: an entry each in the data folder, so that one that broke off is found wherever it lies.

An entry is locked while its recorder runs. The system releases the lock however the program ends, and unlike a process
number it means the same in every container and after a restart.
"""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import uuid4

from mandohit_desktop.core.paths import data_folder

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str], *, wait: bool) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[str], *, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


log = logging.getLogger(__name__)


def folder() -> Path:
    """Return the folder of the entries."""
    return data_folder() / "recordings"


class Entry:
    """One recording's entry, locked until it is released.

    Args:
        path: the entry's own file.
        file: the same, open and locked.
        partial: the recording while it is unfinished.
        target: the file to be.
    """

    def __init__(self, path: Path, file: IO[str], partial: Path, target: Path) -> None:
        self._path, self._file = path, file
        self.partial, self.target = partial, target

    def release(self, *, done: bool) -> None:
        """Unlock the entry, and remove it if nothing is left to do."""
        self._file.close()
        if done:
            try:
                self._path.unlink(missing_ok=True)
            except OSError as error:
                log.warning("%s cannot be removed: %s", self._path, error)


def enter(partial: Path, target: Path) -> Entry | None:
    """Register a recording; None where the data folder cannot be written, and then a crash leaves it unknown."""
    partial, target = partial.absolute(), target.absolute()
    path = folder() / f"{uuid4().hex}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("x", encoding="utf-8")
        _lock(file, wait=True)
        json.dump({"partial": str(partial), "target": str(target)}, file)
        file.flush()
    except OSError as error:
        log.warning("The recording cannot be registered: %s", error)
        return None
    return Entry(path, file, partial, target)


def left_over() -> Iterator[Entry]:
    """Yield the entries whose recorder no longer runs, locked; each is to be released."""
    for path in sorted(folder().glob("*.json")):
        try:
            file = path.open("r+", encoding="utf-8")
        except OSError:
            continue
        try:
            _lock(file, wait=False)
            words = json.load(file)
            entry = Entry(path, file, Path(words["partial"]), Path(words["target"]))
        except (OSError, ValueError, KeyError, TypeError):  # its recorder runs, or has not written it yet
            file.close()
            continue
        yield entry
