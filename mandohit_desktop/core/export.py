"""Result lines as files: CSV for spreadsheets, JSON lines for programs.

A file appears whole or not at all.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from models.files import atomic_write
from models.report import SCHEMA

CSV_COLUMNS = (
    "file", "score", "percentile", "spotify_percentile", "interval80_low", "interval80_high", "chance_top_decile",
    "inception", "tags", "raw_score", "resemblance", "loudness_lufs", "peak_dbfs", "duration_s", "highlight_start_s",
    "highlight_end_s", "protocol", "model", "device", "sha256", "warnings", "error_code", "error",
)  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Line = dict[str, Any]


def error_line(path: Path, error: dict[str, str]) -> Line:
    """Return the line of an input that failed; `error` has its code and message."""
    return {"schema": SCHEMA, "file": str(path), "error": error}


def csv_row(line: Line) -> dict[str, object]:
    """Return a result line, or that of an input which failed, as one flat row."""
    if "error" in line:
        return {"file": line["file"], "error_code": line["error"]["code"], "error": line["error"]["message"]}
    row: dict[str, object] = {name: line[name] for name in CSV_COLUMNS if name in line}
    row |= {"inception": line["components"]["inception"], "tags": line["components"]["tags"]}
    row |= {f"highlight_{end}": line["highlight"][end] for end in ("start_s", "end_s")}
    row |= dict(zip(("interval80_low", "interval80_high"), line["interval80"], strict=True))
    return row | {"model": line["model"]["id"], "warnings": " ".join(line["warnings"])}


def inert(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: text that could be one gets an apostrophe in front."""
    text = str(cell)
    return f"'{text}" if not isinstance(cell, (int, float)) and text.startswith(FORMULA_STARTS) else cell


def write_csv(path: Path, lines: Sequence[Line], more: Mapping[str, Sequence[object]] | None = None) -> None:
    """Write lines as CSV, in their order, with a byte order mark, without which spreadsheets garble Chinese names.

    Args:
        path: the file.
        lines: result lines and those of inputs that failed.
        more: columns to put first, by name; a cell a line.
    """
    text = io.StringIO(newline="")
    more = more or {}
    writer = csv.DictWriter(text, (*more, *CSV_COLUMNS))
    writer.writeheader()
    for number, line in enumerate(lines):
        row = {name: cells[number] for name, cells in more.items()} | csv_row(line)
        writer.writerow({name: inert(cell) for name, cell in row.items()})
    _write(path, text.getvalue(), "utf-8-sig")


def write_json(path: Path, lines: Iterable[Line]) -> None:
    """Write one JSON object a line."""
    _write(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def _write(path: Path, text: str, encoding: str) -> None:
    path.parent.resolve(strict=True)  # a folder that is not there is the user's mistake, not one to create
    with atomic_write(path) as temporary:
        temporary.write_text(text, encoding=encoding, errors="backslashreplace", newline="")
