"""The state of a crawl in SQLite: waiting items, answered items, and the tracks so far.

An answer, its tracks and the items that follow from it are stored in one transaction. A crawl that was killed resumes
there and requests nothing again that was answered.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from models.errors import CorpusError
from training.corpus.manifest import to_row, to_track
from training.corpus.track import Track

SCHEMA = """
    create table if not exists notes (name text primary key, value text not null) without rowid;
    create table if not exists items (
        number integer primary key,
        kind text not null, id text not null, note text not null, state text not null default 'waiting',
        unique (kind, id)
    );
    create index if not exists items_by_state on items (state, kind, number);
    create table if not exists tracks (track_id text primary key, row text not null) without rowid;
"""


@dataclass(frozen=True)
class Item:
    """One thing to ask a source about.

    Attributes:
        kind: what it is, such as `album`.
        id: unique within its kind; asked once.
        note: what is known about it and needed to interpret the answer.
    """

    kind: str
    id: str
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """The result of a request.

    Attributes:
        tracks: new ones.
        updates: fields of tracks known before, by id.
        fills: fields for those of them that do not have them yet, by id.
        items: what to ask about next.
        gone: ids of items that the source does not know.
    """

    tracks: Sequence[Track] = ()
    updates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fills: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    items: Sequence[Item] = ()
    gone: Sequence[str] = ()


class CrawlState:
    """The state of one crawl, in a file of its own."""

    def __init__(self, path: Path, crawl: str) -> None:
        """Open or create the file.

        Args:
            path: the SQLite file.
            crawl: which crawl it belongs to.

        Raises:
            CorpusError: it belongs to another crawl, or is no state at all.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, timeout=0.0, isolation_level=None)
        try:
            # One process at a time, else both would send the same requests; the lock ends with its process.
            self._database.execute("pragma locking_mode = exclusive")
            self._database.execute("pragma journal_mode = wal")
            self._database.executescript(SCHEMA)
            owner = self.note("crawl") or crawl
            self.set_note("crawl", owner)
            if owner != crawl:
                raise CorpusError(f"{path.name} belongs to a crawl of {owner}.", "Write to another manifest.")
        except BaseException as error:
            self._database.close()
            if not isinstance(error, sqlite3.DatabaseError):
                raise
            raise CorpusError(
                f"{path} cannot be used: {error}.", "Is the same crawl running already? Or is the file something else?"
            ) from error

    def __enter__(self) -> "CrawlState":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def note(self, name: str) -> str | None:
        """Return what was noted under a name."""
        row = self._database.execute("select value from notes where name = ?", [name]).fetchone()
        return None if row is None else str(row[0])

    def set_note(self, name: str, value: str) -> None:
        """Note a value."""
        self._database.execute("insert or replace into notes values (?, ?)", [name, value])

    def add(self, items: Iterable[Item], tracks: Iterable[Track] = ()) -> None:
        """Add the first items and tracks; existing ones stay as they are."""
        with self._transaction():
            self._insert(items)
            self._database.executemany(
                "insert or ignore into tracks values (?, ?)", ((t.track_id, json.dumps(to_row(t))) for t in tracks)
            )

    def waiting(self, kind: str, limit: int) -> list[Item]:
        """Return the items of a kind that are still to be asked about, oldest first."""
        rows = self._database.execute(
            "select kind, id, note from items where state = 'waiting' and kind = ? order by number limit ?",
            [kind, limit],
        )
        return [Item(*row) for row in rows]

    def postpone(self, item: Item) -> None:
        """Postpone an item to another run."""
        self._set_state("postponed", item)

    def resume_postponed(self) -> None:
        """Let postponed items wait again."""
        self._database.execute("update items set state = 'waiting' where state = 'postponed'")

    def gone(self) -> list[Item]:
        """Return the items that the source did not know."""
        rows = self._database.execute("select kind, id, note from items where state = 'gone' order by number")
        return [Item(*row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how many items are `waiting`, `answered`, `gone` and `postponed`."""
        return dict(self._database.execute("select state, count(*) from items group by state").fetchall())

    def record(self, asked: Sequence[Item], answer: Answer) -> None:
        """Store an answer in one transaction."""
        gone = set(answer.gone)
        with self._transaction():
            for item in asked:
                self._set_state("gone" if item.id in gone else "answered", item)
            self._insert(answer.items)
            self._save(answer.tracks)
            self._save(replace(self._track(track_id), **fields) for track_id, fields in answer.updates.items())
            self._save(_filled(self._track(track_id), fields) for track_id, fields in answer.fills.items())

    def tracks(self) -> Iterator[Track]:
        """Yield the tracks so far, by id."""
        with closing(self._database.execute("select row from tracks order by track_id")) as rows:
            for (row,) in rows:
                yield to_track(json.loads(row))

    def n_tracks(self) -> int:
        """Return how many tracks there are so far."""
        return int(self._database.execute("select count(*) from tracks").fetchone()[0])

    def _transaction(self) -> sqlite3.Connection:
        self._database.execute("begin immediate")
        return self._database

    def _set_state(self, state: str, item: Item) -> None:
        self._database.execute("update items set state = ? where kind = ? and id = ?", [state, item.kind, item.id])

    def _insert(self, items: Iterable[Item]) -> None:
        self._database.executemany(
            "insert or ignore into items (kind, id, note) values (?, ?, ?)", ((i.kind, i.id, i.note) for i in items)
        )

    def _save(self, tracks: Iterable[Track]) -> None:
        self._database.executemany(
            "insert or replace into tracks values (?, ?)", ((t.track_id, json.dumps(to_row(t))) for t in tracks)
        )

    def _track(self, track_id: str) -> Track:
        row = self._database.execute("select row from tracks where track_id = ?", [track_id]).fetchone()
        return to_track(json.loads(row[0]))


def _filled(track: Track, fields: Mapping[str, Any]) -> Track:
    return replace(track, **{name: value for name, value in fields.items() if not getattr(track, name)})
