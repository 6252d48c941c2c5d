"""The file system as the watcher sees it: a listing of a folder's songs with the signature of each."""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache

from mandohit_desktop.watch.names import is_passing_name
from mandohit_desktop.watch.stability import Signature

IsSong = Callable[[str], bool]
"""Tells by its name whether a file is worth scoring."""


def _signature(status: os.stat_result) -> Signature:
    return Signature(status.st_size, status.st_mtime_ns, status.st_ino)


class Files:
    """Looks into folders; symbolic links are followed, each folder is entered once."""

    def __init__(self, is_song: IsSong) -> None:
        self._is_wanted = lru_cache(maxsize=2**17)(lambda name: is_song(name) and not is_passing_name(name))

    def songs_in(self, folder: str, *, recursive: bool) -> dict[str, Signature]:
        """Return the signature of every song in a folder by its path.

        Raises:
            OSError: the folder is not there or cannot be looked into; trouble with single files or with folders below
                it only leaves those out.
        """
        found: dict[str, Signature] = {}
        entered = {self._identity(folder)}
        waiting = list(self._listed(folder, found))
        while recursive and waiting:
            below = waiting.pop()
            try:
                identity = self._identity(below)
                if identity not in entered:
                    entered.add(identity)
                    waiting.extend(self._listed(below, found))
            except OSError:
                continue
        return found

    @staticmethod
    def _identity(folder: str) -> tuple[int, int]:
        status = os.stat(folder)  # noqa: PTH116  thousands of files a second: no Path objects here
        return status.st_dev, status.st_ino

    def _listed(self, folder: str, found: dict[str, Signature]) -> Iterator[str]:
        """Add a folder's songs and yield the folders in it."""
        with os.scandir(folder) as entries:
            for entry in entries:
                try:
                    if self._is_wanted(entry.name):
                        if entry.is_file():
                            found[entry.path] = _signature(os.stat(entry.path))  # noqa: PTH116
                    elif entry.is_dir() and not is_passing_name(entry.name):
                        yield entry.path
                except OSError:
                    continue

    def signature(self, path: str) -> Signature | None:
        """Return a file's signature; None when it is gone."""
        try:
            return _signature(os.stat(path))  # noqa: PTH116
        except OSError:
            return None
