"""Exporting songs to a file of the user's choice, as CSV or JSON lines."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from mandohit_desktop.core.export import Line, error_line, write_csv, write_json
from mandohit_desktop.ui.results.row import Row

translate = QCoreApplication.translate

WRITERS: dict[str, Callable[[Path, list[Line]], None]] = {"csv": write_csv, "jsonl": write_json}
"""How to write each kind of file, by its extension."""


def export(rows: Sequence[Row], suffix: str, parent: QWidget) -> str | None:
    """Ask for a file and write songs to it.

    Returns:
        What was done, in a sentence; None if the user gave up.

    Raises:
        OSError: the file cannot be written.
    """
    lines = [line for row in rows if (line := line_of(row))]
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    title = translate("Export", "Export {count} songs").format(count=len(lines))
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(home) / f"mandohit.{suffix}"), f"*.{suffix}")
    if not chosen:
        return None
    path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.{suffix}")
    WRITERS[suffix](path, lines)
    return translate("Export", "Wrote {count} songs to {file}").format(count=len(lines), file=path.name)


def line_of(row: Row) -> Line | None:
    """Return a row's result line, or that of its failure; None for a song that has neither."""
    if row.failure:
        message = f"{row.failure.message} {row.failure.hint}".strip()
        return error_line(row.path, {"code": row.failure.code, "message": message})
    return {**row.entry.result.report, "file": str(row.path)} if row.entry and row.entry.result else None
