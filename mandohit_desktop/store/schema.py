"""The history's tables, and how a file written by an older version becomes today's.

Opening never loses anything: a damaged file is set aside under another name before a new one is started, and a file
of a newer version is left alone.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mandohit_desktop.core.disk import is_full
from models.files import set_aside

log = logging.getLogger(__name__)

BUSY_TIMEOUT_S = 10.0

MIGRATIONS = (
    """
    CREATE TABLE song (
        id INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE
    );
    CREATE TABLE version (
        song_id INTEGER NOT NULL REFERENCES song(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        seen_at REAL NOT NULL,
        PRIMARY KEY (song_id, number)
    );
    CREATE INDEX version_by_content ON version (sha256);
    CREATE TABLE result (
        sha256 TEXT NOT NULL,
        model_sha256 TEXT NOT NULL,
        protocol TEXT NOT NULL,
        model_id TEXT NOT NULL,
        scored_at REAL NOT NULL,
        raw_score REAL NOT NULL,
        percentile REAL NOT NULL,
        interval_low REAL NOT NULL,
        interval_high REAL NOT NULL,
        loudness_lufs REAL NOT NULL,
        highlight_start_s REAL NOT NULL,
        report_json TEXT NOT NULL,
        detail_json TEXT NOT NULL,
        PRIMARY KEY (sha256, model_sha256, protocol)
    );
    """,
    """
    CREATE TABLE expected (path TEXT PRIMARY KEY);
    """,
    """
    UPDATE result SET protocol = protocol || '-1';
    """,
    """
    UPDATE OR REPLACE result SET protocol = protocol || '-1' WHERE protocol NOT LIKE '%-1';
    """,
    """
    CREATE TABLE mark (
        sha256 TEXT PRIMARY KEY,
        star INTEGER NOT NULL,
        rating INTEGER NOT NULL,
        note TEXT NOT NULL
    );
    """,
)
"""One script a schema version; `PRAGMA user_version` counts those applied."""


class HistoryTooNew(Exception):
    """The file was written by a newer version of MandoHit."""


@dataclass(frozen=True)
class Opened:
    """An open history file, and where a damaged one was set aside to make room for it."""

    connection: sqlite3.Connection
    set_aside: Path | None


def open_database(path: Path) -> Opened:
    """Open a history file, creating or migrating it.

    Raises:
        HistoryTooNew: a newer version of MandoHit wrote it.
        OSError: it or its folder cannot be used; the text says why.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return Opened(_connect(path), None)
        except sqlite3.DatabaseError as error:
            if _may_be_whole(error):
                raise
            aside = _set_aside(path, error)
            return Opened(_connect(path), aside)
    except (OSError, sqlite3.Error) as error:
        raise OSError("the disk is full" if is_full(error) else str(error)) from error


def _may_be_whole(error: sqlite3.DatabaseError) -> bool:
    """Tell whether the file itself may be sound: it is locked, not permitted, or on a full disk."""
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("quick_check found damage")
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Do all of the block's writing or none of it; SQLite itself rolls back on some errors, such as a full disk."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _migrate(connection: sqlite3.Connection) -> None:
    if _version(connection) == len(MIGRATIONS):
        return
    with transaction(connection):
        for script in MIGRATIONS[_version(connection) :]:
            for statement in filter(str.strip, script.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version(connection: sqlite3.Connection) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise HistoryTooNew(f"schema {version}; this version knows {len(MIGRATIONS)}")
    return version


def _set_aside(path: Path, error: Exception) -> Path:
    aside = set_aside(path)
    log.error("The history is damaged (%s) and is set aside as %s", error, aside.name)
    for suffix in ("-wal", "-shm"):
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.replace(aside.with_name(aside.name + suffix))
    return aside
