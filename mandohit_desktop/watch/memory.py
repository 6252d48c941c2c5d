"""The watcher's database: which files were in its folders at first, and which are settled.

One small SQLite file. A song counts as settled once its score has been stored, or once it has been refused permanently,
never before: after a crash it is at worst probed again, and the history then has its content.
"""

import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from mandohit_desktop.watch.stability import Signature

TABLES = """
CREATE TABLE IF NOT EXISTS folder (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL,
    recursive INTEGER NOT NULL,
    UNIQUE (path, recursive)
);
CREATE TABLE IF NOT EXISTS song (
    folder_id INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
    path BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    file_id TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (folder_id, path)
) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class WatchedFolder:
    """A folder as the user wants it watched."""

    path: str
    recursive: bool = False


class Mark(Enum):
    """Why a file needs no scoring."""

    BEFORE = "before"
    """It was there when the folder was first watched."""
    SETTLED = "settled"
    """It was scored, refused or cancelled."""


Known = dict[str, tuple[Signature, Mark]]


class Memory:
    """The stored knowledge; belongs to the thread that opens it.

    Args:
        file: the database; None keeps everything in memory only.

    Raises:
        sqlite3.Error, OSError: the file cannot be opened; the methods raise sqlite3.Error when it cannot be written.
    """

    def __init__(self, file: Path | None) -> None:
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(file or ":memory:", isolation_level=None, timeout=30.0)
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.executescript(TABLES)
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _folder_id(self, folder: WatchedFolder) -> int | None:
        row = self._db.execute(
            "SELECT id FROM folder WHERE path = ? AND recursive = ?", [os.fsencode(folder.path), folder.recursive]
        ).fetchone()
        return int(row[0]) if row else None

    def known(self, folder: WatchedFolder) -> Known | None:
        """Return what is known of a folder's files, by path; None if it has never been watched."""
        folder_id = self._folder_id(folder)
        if folder_id is None:
            return None
        rows = self._db.execute("SELECT path, size, mtime_ns, file_id, mark FROM song WHERE folder_id = ?", [folder_id])
        return {
            os.fsdecode(path): (Signature(size, mtime_ns, int(file_id)), Mark(mark))
            for path, size, mtime_ns, file_id, mark in rows
        }

    def begin(self, folder: WatchedFolder, before: Mapping[str, Signature]) -> None:
        """Note that a folder is watched from now on, and which files were there before: all of it or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.execute(
                "INSERT OR IGNORE INTO folder (path, recursive) VALUES (?, ?)",
                [os.fsencode(folder.path), folder.recursive],
            )
            for path, signature in before.items():
                self.note(folder, path, signature, Mark.BEFORE)
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def note(self, folder: WatchedFolder, path: str, signature: Signature, mark: Mark) -> None:
        """Note that a file of a watched folder needs no scoring as long as it stays as it is."""
        size, mtime_ns, file_id = signature
        self._db.execute(
            "INSERT OR REPLACE INTO song VALUES (?, ?, ?, ?, ?, ?)",
            [self._folder_id(folder), os.fsencode(path), size, mtime_ns, str(file_id), mark.value],
        )

    def forget_before(self, folder: WatchedFolder) -> None:
        """Forget which files were there at first, so that they are scored."""
        self._db.execute(
            "DELETE FROM song WHERE mark = ? AND folder_id = ?", [Mark.BEFORE.value, self._folder_id(folder)]
        )

    def forget(self, folder: WatchedFolder) -> None:
        """Forget everything about a folder."""
        self._db.execute("DELETE FROM folder WHERE id = ?", [self._folder_id(folder)])
