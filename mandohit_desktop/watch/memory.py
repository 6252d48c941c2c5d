"""The watcher's database: which files were in its folders at first, and which are settled.

One small SQLite file. A song counts as settled once its score has been stored, or once it has been refused permanently,
never before: after a crash it is at worst probed again, and the history then has its content. What the file cannot
take, on a full disk for example, waits in memory until it can.
"""

import logging
import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from mandohit_desktop.core.disk import is_full
from mandohit_desktop.watch.stability import Signature

log = logging.getLogger(__name__)

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
CREATE TABLE IF NOT EXISTS settled_content (
    folder_id INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
    path BLOB NOT NULL,
    sha256 TEXT NOT NULL,
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
        sqlite3.Error, OSError: the file cannot be opened.

    Attributes:
        disk_is_full: whether something waits because there is no room for it.
    """

    def __init__(self, file: Path | None) -> None:
        self.disk_is_full = False
        self._waiting: list[Callable[[], object]] = []
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
        """Close the file; what it still cannot take is lost."""
        self.write_waiting()
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

    def contents(self, folder: WatchedFolder) -> dict[str, str]:
        """Return the sha256 of the content under which each of a folder's files was settled last, by path."""
        rows = self._db.execute(
            "SELECT path, sha256 FROM settled_content WHERE folder_id = ?", [self._folder_id(folder)]
        )
        return {os.fsdecode(path): sha256 for path, sha256 in rows}

    def begin(self, folder: WatchedFolder, before: Mapping[str, Signature]) -> None:
        """Note that a folder is watched from now on, and which files were there before: all of it or nothing."""

        def write() -> None:
            self._db.execute(
                "INSERT OR IGNORE INTO folder (path, recursive) VALUES (?, ?)",
                [os.fsencode(folder.path), folder.recursive],
            )
            for path, signature in before.items():
                self._insert(folder, path, signature, Mark.BEFORE)

        self._write(write)

    def note(
        self, folder: WatchedFolder, path: str, signature: Signature, mark: Mark, sha256: str | None = None
    ) -> None:
        """Note that a file of a watched folder needs no scoring as long as it stays as it is, and its content."""

        def write() -> None:
            if self._folder_id(folder) is None:
                return  # it was forgotten meanwhile
            self._insert(folder, path, signature, mark)
            if sha256:
                self._db.execute(
                    "INSERT OR REPLACE INTO settled_content VALUES (?, ?, ?)",
                    [self._folder_id(folder), os.fsencode(path), sha256],
                )

        self._write(write)

    def _insert(self, folder: WatchedFolder, path: str, signature: Signature, mark: Mark) -> None:
        size, mtime_ns, file_id = signature
        self._db.execute(
            "INSERT OR REPLACE INTO song VALUES (?, ?, ?, ?, ?, ?)",
            [self._folder_id(folder), os.fsencode(path), size, mtime_ns, str(file_id), mark.value],
        )

    def forget_before(self, folder: WatchedFolder) -> None:
        """Forget which files were there at first, so that they are scored."""
        self._delete("DELETE FROM song WHERE folder_id = ? AND mark = ?", folder, Mark.BEFORE.value)

    def forget(self, folder: WatchedFolder) -> None:
        """Forget everything about a folder."""
        self._delete("DELETE FROM folder WHERE id = ?", folder)

    def _delete(self, statement: str, folder: WatchedFolder, *values: str) -> None:
        self._write(lambda: self._db.execute(statement, [self._folder_id(folder), *values]))

    def _write(self, change: Callable[[], object]) -> None:
        self._waiting.append(change)
        try:
            self._write_waiting()
        except sqlite3.OperationalError as error:
            log.warning("What is settled cannot be noted yet: %s", error)
            self.disk_is_full = is_full(error)
        except BaseException:
            self._waiting.remove(change)
            raise

    def write_waiting(self) -> None:
        """Write, in order, what waits; what cannot be written goes on waiting."""
        with suppress(sqlite3.OperationalError):
            self._write_waiting()

    def _write_waiting(self) -> None:
        if not self._waiting:
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for change in self._waiting:
                change()
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._waiting.clear()
        self.disk_is_full = False
