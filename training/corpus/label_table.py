"""A table of labels made by hand or by another program, and which file each of its rows means.

Rows name files by path, name, or name without ending, in whatever case and Unicode form; macOS writes names decomposed
and Windows in any case.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from models.audio import EXTENSIONS
from models.errors import ManifestInvalid
from training.corpus.table_file import read_cells

ALIASES = {
    "file": ("file", "path", "filename", "file_name", "audio", "track_id", "id"),
    "popularity": ("popularity", "label", "score", "target", "plays", "play_count", "streams", "listens", "views"),
    "title": ("title", "track_name", "track", "song", "name"),
    "artist_names": ("artist_names", "artists", "artist", "artist_name"),
    "album": ("album", "album_name"),
    "release_date": ("release_date", "date", "year"),
}
"""Columns understood beside the manifest's own names, the best first."""

Row = Mapping[str, str]


@dataclass(frozen=True)
class LabelTable:
    """Rows, by the manifest's columns and `file`, and the day (YYYY-MM-DD) the table was written."""

    name: str
    rows: Sequence[Row]
    written: str


@dataclass
class Matches:
    """The file of each row.

    Attributes:
        rows: a row by file.
        missing: names in the table that match no file.
        ambiguous: names in the table that match several files.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)


def read_table(path: Path, label_column: str = "") -> LabelTable:
    """Read a table of labels: CSV with commas, semicolons or tabs, or Excel.

    Args:
        path: the table; its columns are found by name, see `ALIASES`.
        label_column: the column of labels, where its name is not in `ALIASES`.

    Raises:
        ManifestInvalid: it cannot be read or lacks a column.
    """
    table = read_cells(path).fillna("")
    table.columns = [name.strip().lower() for name in table.columns]
    table = table.loc[:, ~table.columns.duplicated(keep="last")]
    chosen = _chosen(path, table.columns, label_column.strip().lower())
    table = table[list(chosen.values())].set_axis(list(chosen), axis=1)
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    return LabelTable(path.name, table.map(str.strip).to_dict("records"), written)


def _chosen(path: Path, columns: Collection[str], label_column: str) -> dict[str, str]:
    """Return the table's column for each of the manifest's."""
    aliases = {**ALIASES, "popularity": (label_column,)} if label_column else ALIASES
    chosen = {name: name for name in columns if name not in aliases}
    chosen |= {ours: found[0] for ours, names in aliases.items() if (found := [n for n in names if n in columns])}
    for ours, what in (("file", "file names"), ("popularity", "labels")):
        if ours not in chosen:
            raise ManifestInvalid(f"{path.name} has no column of {what}.", f"Call it {' or '.join(aliases[ours])}.")
    return chosen


def match(table: LabelTable, files: Iterable[str]) -> Matches:
    """Match rows to files.

    Args:
        table: the labels.
        files: paths relative to the folder, with forward slashes.

    Raises:
        ManifestInvalid: two rows match one file.
    """
    known: dict[str, set[str]] = defaultdict(set)
    for file in files:
        path = PurePosixPath(_comparable(file))
        for key in {str(path), str(path.with_suffix("")), path.name, path.stem}:
            known[key].add(file)
    matches = Matches()
    for row in table.rows:
        found = known.get(_comparable(row["file"])) or known.get(_without_ending(row["file"])) or set()
        if len(found) != 1:
            (matches.ambiguous if found else matches.missing).append(row["file"])
            continue
        (file,) = found
        if file in matches.rows:
            raise ManifestInvalid(f"{table.name} has two rows for {file}.", "A song has one label.")
        matches.rows[file] = row
    return matches


def _comparable(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold().removeprefix("./")


def _without_ending(name: str) -> str:
    path = PurePosixPath(_comparable(name))
    return str(path.with_suffix("")) if path.suffix in EXTENSIONS else ""
