"""What was scored: results by content, versions by name.

A result belongs to content: the same bytes under the same model and protocol are scored once. A song is a path; each
new content under it is the next version. Results are written one at a time as they come, so that a crash loses
none that was finished. What the file cannot take, on a full disk or while another program holds it, is kept in memory
and written with the next write that succeeds. All methods may be called from any thread.
"""

import dataclasses
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mandohit_desktop.core.disk import is_full
from mandohit_desktop.store.marks import Mark, MarkNotKept, read_marks, write_marks
from mandohit_desktop.store.result import COLUMNS, ModelKey, Result
from mandohit_desktop.store.schema import BUSY_TIMEOUT_S, open_database, transaction
from models.errors import MandoHitError


def reason(error: sqlite3.Error) -> str:
    """Return why the history cannot be written, as the beginning of a sentence."""
    return "The disk is full" if is_full(error) else f"The history cannot be written ({error})"


class NotKept(MandoHitError):
    """A result that the history's file cannot take now.

    Attributes:
        result: the result, which the history holds in memory.
        reason: why, as the beginning of a sentence.
    """

    code = "history.not_kept"

    def __init__(self, result: Result, error: sqlite3.Error) -> None:
        self.reason = reason(error)
        super().__init__(
            f"{self.reason}: this song is scored ({result.score:.1f}), but its score is not kept yet.",
            "It is kept as soon as that is possible.",
        )
        self.result = result


@dataclass(frozen=True)
class Content:
    """The bytes of a file as they were found."""

    sha256: str
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Version:
    """One content that a song had, and its result under one model, if it has one."""

    number: int
    content: Content
    seen_at: float
    result: Result | None


@dataclass(frozen=True)
class Entry:
    """A song at its latest version.

    Attributes:
        result: under the wanted model and protocol, or else the most recent under another.
        previous_raw_score: of the version before, under the same model and protocol as `result`.
    """

    song_id: int
    path: Path
    version: int
    content: Content
    seen_at: float
    result: Result | None
    previous_raw_score: float | None

    @property
    def change(self) -> float | None:
        """How far the score is from that of the version before."""
        if self.result is None or self.previous_raw_score is None:
            return None
        return self.result.raw_score - self.previous_raw_score


_RESULT = ", ".join(f"result.{name}" for name in COLUMNS)
_ENTRIES = f"""
    SELECT song.id, song.path, now.number, now.sha256, now.size, now.mtime_ns, now.seen_at,
        before.raw_score, {_RESULT}
    FROM song
    JOIN version AS now ON now.song_id = song.id
        AND now.number = (SELECT MAX(number) FROM version WHERE song_id = song.id)
    LEFT JOIN result ON result.rowid = (
        SELECT rowid FROM result AS candidate WHERE candidate.sha256 = now.sha256
        ORDER BY (candidate.model_sha256 = :model AND candidate.protocol = :protocol) DESC, candidate.scored_at DESC
        LIMIT 1)
    LEFT JOIN version AS earlier ON earlier.song_id = song.id AND earlier.number = now.number - 1
    LEFT JOIN result AS before ON before.sha256 = earlier.sha256
        AND before.model_sha256 = result.model_sha256 AND before.protocol = result.protocol
"""


class History:
    """The open history.

    Args:
        path: the SQLite file.

    Attributes:
        set_aside: where a damaged file was moved when this one was opened, or None.

    Raises:
        HistoryTooNew: a newer version of MandoHit wrote it.
        OSError: the file or its folder cannot be used.
    """

    def __init__(self, path: Path) -> None:
        opened = open_database(path)
        self.path = path
        self.set_aside = opened.set_aside
        self._connection = opened.connection
        self._lock = threading.RLock()
        self._held: list[tuple[Path | None, Content, Result]] = []

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Write, and write what is held in memory with it."""
        with self._lock:
            with transaction(self._connection) as connection:
                for held in self._held:
                    _write(connection, *held)
                yield connection
            if self._held:
                self._held.clear()
                self._wait_for_others(BUSY_TIMEOUT_S)

    @contextmanager
    def _or_hold(self, path: Path | None, content: Content, result: Result) -> Iterator[sqlite3.Connection]:
        """Write, or else hold this in memory; while something is held there, no write waits for other programs."""
        with self._lock:
            try:
                with self._transaction() as connection:
                    yield connection
            except sqlite3.Error as error:
                self._held.append((path, content, result))
                self._wait_for_others(0.0)
                raise NotKept(result, error) from error

    def _wait_for_others(self, timeout_s: float) -> None:
        self._connection.execute(f"PRAGMA busy_timeout = {round(1000 * timeout_s)}")

    def find(self, sha256: str, key: ModelKey) -> Result | None:
        """Return the result of a content under a model and protocol, if it was scored before."""
        query = f"SELECT {_RESULT} FROM result WHERE sha256 = ? AND model_sha256 = ? AND protocol = ?"
        with self._lock:
            for _, content, result in self._held:
                if (content.sha256, result.key) == (sha256, key):
                    return result
            row = self._connection.execute(query, (sha256, key.model_sha256, key.protocol)).fetchone()
        return Result(*row) if row else None

    def keep(self, content: Content, result: Result) -> None:
        """Keep a result, in place of an earlier one, without making a song of it.

        Raises:
            NotKept: it is held in memory instead.
        """
        with self._or_hold(None, content, result) as connection:
            _write(connection, None, content, result)

    def add(self, path: Path, content: Content, result: Result) -> Entry:
        """Keep a result and note that a song has this content; return the song as it now stands.

        Raises:
            NotKept: it is held in memory instead.
        """
        with self._or_hold(path, content, result) as connection:
            _write(connection, path, content, result)
            entry = self.find_entry(path, result.key)
        assert entry is not None
        return entry

    @property
    def n_held(self) -> int:
        """How many results are in memory only."""
        with self._lock:
            return len(self._held)

    def keep_held(self) -> None:
        """Write the results that are in memory only.

        Raises:
            sqlite3.Error: the file still cannot take them.
        """
        with self._lock:
            if self._held:
                with self._transaction():
                    pass

    def entries(self, key: ModelKey) -> list[Entry]:
        """Return every song at its latest version, the most recently seen first."""
        with self._lock:
            rows = self._connection.execute(
                _ENTRIES + "ORDER BY now.seen_at DESC, song.id DESC",
                {"model": key.model_sha256, "protocol": key.protocol},
            ).fetchall()
        return [_entry(row) for row in rows]

    def entry(self, song_id: int, key: ModelKey) -> Entry | None:
        """Return one song at its latest version."""
        return self._entry("song.id = :song", song_id, key)

    def find_entry(self, path: Path, key: ModelKey) -> Entry | None:
        """Return the song of a path at its latest version."""
        return self._entry("song.path = :song", _key(path), key)

    def _entry(self, condition: str, song: int | str, key: ModelKey) -> Entry | None:
        with self._lock:
            row = self._connection.execute(
                f"{_ENTRIES} WHERE {condition}",
                {"model": key.model_sha256, "protocol": key.protocol, "song": song},
            ).fetchone()
        return _entry(row) if row else None

    def versions(self, song_id: int, key: ModelKey) -> list[Version]:
        """Return a song's versions, the latest first, with their results under one model and protocol."""
        query = f"""
            SELECT number, version.sha256, size, mtime_ns, seen_at, {_RESULT}
            FROM version LEFT JOIN result
                ON result.sha256 = version.sha256 AND result.model_sha256 = ? AND protocol = ?
            WHERE song_id = ? ORDER BY number DESC
        """
        with self._lock:
            rows = self._connection.execute(query, (key.model_sha256, key.protocol, song_id)).fetchall()
        return [Version(row[0], Content(*row[1:4]), row[4], _result(row[5:])) for row in rows]

    def marks(self) -> dict[str, Mark]:
        """Return the mark of each marked content, by its SHA-256."""
        with self._lock:
            return read_marks(self._connection)

    def set_marks(self, marks: Mapping[str, Mark]) -> None:
        """Keep marks, in place of earlier ones, by the SHA-256 of their content.

        Raises:
            MarkNotKept: none of them is kept.
        """
        try:
            with self._transaction() as connection:
                write_marks(connection, marks)
        except sqlite3.Error as error:
            raise MarkNotKept(reason(error)) from error

    def add_pending(self, paths: Iterable[Path]) -> None:
        """Note songs that are to be scored, so that a crash or an end in between forgets none."""
        with self._transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO expected VALUES (?)", [(_key(path),) for path in paths])

    def remove_pending(self, paths: Iterable[Path]) -> None:
        """Note songs that were scored, that failed, or that the user stopped."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM expected WHERE path = ?", [(_key(path),) for path in paths])

    def pending(self) -> list[Path]:
        """Return the songs that were to be scored when the application ended."""
        with self._lock:
            return [Path(row[0]) for row in self._connection.execute("SELECT path FROM expected ORDER BY rowid")]

    def move(self, old: Path, new: Path) -> None:
        """Note that a song's file lies elsewhere now; where there is a song already, it stays, and this one goes."""
        with self._transaction() as connection:
            connection.execute("UPDATE OR IGNORE song SET path = ? WHERE path = ?", (_key(new), _key(old)))
            connection.execute("DELETE FROM song WHERE path = ?", (_key(old),))

    def remove(self, song_ids: Iterable[int]) -> None:
        """Forget songs, and results and marks of their contents that no other song shares; files stay untouched."""
        with self._transaction() as connection:
            for song_id in song_ids:
                contents = connection.execute("SELECT sha256 FROM version WHERE song_id = ?", (song_id,)).fetchall()
                connection.execute("DELETE FROM song WHERE id = ?", (song_id,))
                for table in ("result", "mark"):
                    connection.executemany(
                        f"DELETE FROM {table} WHERE sha256 = ?1 "
                        "AND NOT EXISTS (SELECT 1 FROM version WHERE sha256 = ?1)",
                        contents,
                    )


def _key(path: Path) -> str:
    return str(path.absolute()).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _write(connection: sqlite3.Connection, path: Path | None, content: Content, result: Result) -> None:
    """Write a result and, where there is a path, that the song there has this content."""
    row = (content.sha256, *dataclasses.astuple(result))
    connection.execute(f"INSERT OR REPLACE INTO result VALUES ({', '.join('?' * len(row))})", row)
    if path:
        _note_version(connection, path, content)


def _note_version(connection: sqlite3.Connection, path: Path, content: Content) -> None:
    connection.execute("INSERT OR IGNORE INTO song (path) VALUES (?)", (_key(path),))
    song_id = int(connection.execute("SELECT id FROM song WHERE path = ?", (_key(path),)).fetchone()[0])
    query = "SELECT number, sha256 FROM version WHERE song_id = ? ORDER BY number DESC LIMIT 1"
    latest = connection.execute(query, (song_id,)).fetchone()
    if latest and latest[1] == content.sha256:
        connection.execute(
            "UPDATE version SET size = ?, mtime_ns = ? WHERE song_id = ? AND number = ?",
            (content.size, content.mtime_ns, song_id, latest[0]),
        )
    else:
        connection.execute(
            "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?)",
            (song_id, latest[0] + 1 if latest else 1, content.sha256, content.size, content.mtime_ns, time.time()),
        )


def _result(row: tuple[Any, ...]) -> Result | None:
    return Result(*row) if row[0] else None


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(
        song_id=row[0],
        path=Path(row[1]),
        version=row[2],
        content=Content(row[3], row[4], row[5]),
        seen_at=row[6],
        previous_raw_score=row[7],
        result=_result(row[8:]),
    )
