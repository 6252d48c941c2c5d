"""The manifest: a corpus as one table, Parquet or CSV by its ending; TSV and Excel are read, too.

Parquet goes through DuckDB: one wheel of 68 MB without dependencies, where pyarrow takes 171 MB. It is streamed, so
that its size does not matter. In CSV several artists stand in one cell, with `;` between them, or as a JSON list where
a name has a `;` itself. The format of a row is checked as strictly on reading as on writing.
"""

import csv
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from models.errors import ManifestInvalid
from models.files import atomic_write
from training.corpus.table_file import read_cells
from training.corpus.track import AUDIO_FEATURES, Artist, Track, artist_from_name

_TEXTS = (
    "track_id",
    "title",
    "album_id",
    "album",
    "release_date",
    "isrc",
    "audio",
    "preview_source",
    "preview_url",
    "label_source",
    "label_date",
)
_LISTS = ("artist_ids", "artist_names")
_NUMBERS = ("duration_s", "popularity", *AUDIO_FEATURES)
COLUMNS = (
    "track_id",
    "title",
    "artist_ids",
    "artist_names",
    "album_id",
    "album",
    "release_date",
    "isrc",
    "duration_s",
    "audio",
    "preview_source",
    "preview_url",
    "popularity",
    "label_source",
    "label_date",
    *AUDIO_FEATURES,
)
BATCH_ROWS = 4096

Row = Mapping[str, Any]
T = TypeVar("T")


def read(path: Path) -> Iterator[Track]:
    """Yield a manifest's tracks, in order.

    Raises:
        ManifestInvalid: no such file, not a manifest, or a row that breaks a rule; the message names row and column.
    """
    tables = dict.fromkeys((".csv", ".tsv", ".xlsx"), _read_table)
    rows = _by_ending(path, {".parquet": _read_parquet, **tables})(path)
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        try:
            track = to_track(row)
            if track.track_id in seen:
                raise ManifestInvalid(f"track_id: {track.track_id} was there before.", "A song has one row.")
        except ManifestInvalid as error:
            raise ManifestInvalid(f"{path.name}, row {number}, {error.message}", error.hint) from error
        seen.add(track.track_id)
        yield track


def write(path: Path, tracks: Iterable[Track]) -> int:
    """Write a manifest and return how many rows it has; an existing file is replaced once the new one is complete.

    Raises:
        ManifestInvalid: two tracks have one id, or the ending is neither .parquet nor .csv.
    """
    return _by_ending(path, {".parquet": _write_parquet, ".csv": _write_csv})(path, _unique(tracks))


def check_name(path: Path) -> None:
    """Check that a manifest can have this name, before anything is done for it.

    Raises:
        ManifestInvalid: it ends in neither .parquet nor .csv.
    """
    _by_ending(path, {".parquet": None, ".csv": None})


def audio_path(track: Track, manifest: Path) -> Path | None:
    """Return where a track's sound is on this machine, None if it has none."""
    return manifest.parent / track.audio if track.audio else None


def with_audio(track: Track, audio: Path, manifest: Path) -> Track:
    """Return the track with its sound file, relative to the manifest where it lies below it."""
    folder, audio = manifest.parent.resolve(), audio.resolve()
    return replace(track, audio=(audio.relative_to(folder) if audio.is_relative_to(folder) else audio).as_posix())


def _by_ending(path: Path, kinds: Mapping[str, T]) -> T:
    try:
        return kinds[path.suffix.lower()]
    except KeyError:
        raise ManifestInvalid(
            f"{path.name} is neither {' nor '.join(kinds)}.", "Name a manifest by its format."
        ) from None


def _unique(tracks: Iterable[Track]) -> Iterator[Track]:
    seen: set[str] = set()
    for track in tracks:
        if track.track_id in seen:
            raise ManifestInvalid(f"track_id: {track.track_id} twice in one manifest.", "A song has one row.")
        seen.add(track.track_id)
        yield track


def _check_columns(path: Path, columns: Iterable[str]) -> None:
    columns = list(columns)
    if "track_id" not in columns:
        raise ManifestInvalid(
            f"{path.name} has no column track_id.", "For a label table beside a folder of audio use the local corpus."
        )
    if unknown := [column for column in columns if column not in COLUMNS]:
        raise ManifestInvalid(
            f"{path.name} has columns a manifest does not know: {', '.join(unknown)}.", f"Known: {', '.join(COLUMNS)}."
        )
    if doubled := sorted({column for column in columns if columns.count(column) > 1}):
        raise ManifestInvalid(f"{path.name} has a column twice: {', '.join(doubled)}.")


def to_track(row: Row) -> Track:
    """Return the track of a row, given by column; cells may be texts.

    Raises:
        ManifestInvalid: a rule is broken.
    """
    numbers = {name: _number(name, row.get(name)) for name in _NUMBERS}
    return Track(
        artists=_artists(_list(row.get("artist_ids")), _list(row.get("artist_names"))),
        duration_s=numbers["duration_s"],
        popularity=numbers["popularity"],
        features={name: value for name in AUDIO_FEATURES if (value := numbers[name]) is not None},
        **{name: "" if row.get(name) is None else str(row[name]) for name in _TEXTS},
    )


def _number(column: str, value: Any) -> float | None:
    if value is None or value == "":
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ManifestInvalid(f"{column}: {value!r} is not a number.") from None


def _list(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [str(item) for item in value]
    text = str(value)
    if text.startswith("["):
        try:
            return [str(item) for item in json.loads(text)]
        except ValueError:
            raise ManifestInvalid(f"artist_names: {text!r} is not a JSON list.") from None
    return [part.strip() for part in text.split(";")]


def _artists(ids: list[str], names: list[str]) -> tuple[Artist, ...]:
    if ids and names and len(ids) != len(names):
        raise ManifestInvalid(f"artist_ids: {len(ids)} ids beside {len(names)} names.")
    if ids:
        return tuple(Artist(id_, name) for id_, name in zip(ids, names or ids, strict=True))
    return tuple(artist_from_name(name) for name in names)


def to_row(track: Track) -> dict[str, Any]:
    """Return a track by column, ready for JSON."""
    return {
        **{name: getattr(track, name) or None for name in _TEXTS},
        "artist_ids": [artist.id for artist in track.artists],
        "artist_names": [artist.name for artist in track.artists],
        "duration_s": track.duration_s,
        "popularity": track.popularity,
        **{name: track.features.get(name) for name in AUDIO_FEATURES},
    }


def _read_table(path: Path) -> Iterator[Row]:
    table = read_cells(path)
    _check_columns(path, table.columns)
    short = table.isna().any(axis=1)
    if short.any():
        raise ManifestInvalid(f"{path.name}, row {short.idxmax()}: not as many cells as columns.")
    yield from table.to_dict("records")


def _joined(items: list[str]) -> str:
    plain = all(item and item == item.strip() and ";" not in item for item in items)
    return ";".join(items) if plain and not "".join(items).startswith("[") else json.dumps(items, ensure_ascii=False)


def _write_csv(path: Path, tracks: Iterable[Track]) -> int:
    n_rows = 0
    with atomic_write(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for track in tracks:
            row = to_row(track)
            writer.writerow({**row, **{name: _joined(row[name]) for name in _LISTS}})
            n_rows += 1
    return n_rows


def _database() -> Any:
    import duckdb

    return duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )


def _read_parquet(path: Path) -> Iterator[Row]:
    import duckdb

    if not path.is_file():
        raise ManifestInvalid(f"{path} cannot be read: No such file.")
    with _database() as database:
        try:
            # A name is a glob to DuckDB; in brackets, its special characters stand for themselves.
            found = database.execute("from read_parquet(?)", [_literal(path)])
            columns = [column[0] for column in found.description]
            _check_columns(path, columns)
            while batch := found.fetchmany(BATCH_ROWS):
                for values in batch:
                    yield dict(zip(columns, values, strict=True))
        except duckdb.Error as error:
            raise ManifestInvalid(f"{path.name} is not a Parquet table.", "Was it copied whole?") from error


def _literal(path: Path) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in str(path))


def _write_parquet(path: Path, tracks: Iterable[Track]) -> int:
    kinds = {**dict.fromkeys(_TEXTS, "varchar"), **dict.fromkeys(_LISTS, "varchar[]")}
    columns = ", ".join(f"{column} {kinds.get(column, 'double')}" for column in COLUMNS)
    n_rows = 0
    with atomic_write(path) as temporary, _database() as database:
        database.execute(f"create table manifest ({columns})")
        rows = (to_row(track) for track in tracks)
        while batch := list(itertools.islice(rows, BATCH_ROWS)):
            arrays = {c: np.fromiter((row[c] for row in batch), dtype=object, count=len(batch)) for c in COLUMNS}
            database.register("batch", arrays)
            database.execute("insert into manifest by name from batch")
            database.unregister("batch")
            n_rows += len(batch)
        database.execute("copy manifest to ? (format parquet, compression zstd)", [str(temporary)])
    return n_rows
