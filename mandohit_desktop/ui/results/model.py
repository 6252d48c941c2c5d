"""The table's model: rows sorted and filtered here, so that 10,000 of them stay fluid.

Changes are collected and shown at most a few times a second; a burst of results costs one sort.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.jobs.queue import Job, QueueState
from mandohit_desktop.store.history import Entry
from mandohit_desktop.store.marks import UNMARKED, Mark, Verdict
from mandohit_desktop.store.result import ModelKey
from mandohit_desktop.ui.results.columns import SORT_KEYS, Column, alignment, heading, mark_in_words, text_of
from mandohit_desktop.ui.results.ranking import rank
from mandohit_desktop.ui.results.row import STOPPED, Row
from mandohit_desktop.ui.text import sentences, wording

ROW_ROLE = Qt.ItemDataRole.UserRole
REFRESH_MS = 200
MARK_FILTERS: dict[str, Callable[[Row], bool]] = {
    "all": lambda row: True,
    "starred": lambda row: row.mark.verdict == Verdict.STARRED,
    "not_rejected": lambda row: not row.is_rejected,
}

Index = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractTableModel):
    """Rows by path; each path is in the table once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[Path, Row] = {}
        self._jobs: dict[int, Row] = {}
        self._shown: list[Row] = []
        self._filter = ""
        self._shown_marks = "all"
        self._marks: Mapping[str, Mark] = {}
        self._column = Column.WHEN
        self._descending = True
        self.current_key: ModelKey | None = None
        self._timer = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)

    # Changes

    def load(self, entries: Iterable[Entry], key: ModelKey | None) -> None:
        """Show what the history holds, keeping rows that have no entry; `key` is the model in use."""
        self.current_key = key
        for entry in entries:
            self._set_entry(self._row(entry.path), entry)
        self.refresh()

    def add_jobs(self, jobs: Iterable[Job]) -> None:
        """Show songs that now wait."""
        for job in jobs:
            row = self._row(job.path)
            row.job, row.share, row.failure = job.number, None, None
            self._jobs[job.number] = row
        self.refresh()

    def set_progress(self, state: QueueState) -> None:
        """Show how far songs are."""
        for number, share in state.shares.items():
            if row := self._jobs.get(number):
                row.share = share
        if state.shares:
            self._repaint()

    def set_scored(self, job: Job, entry: Entry) -> None:
        """Show a result."""
        row = self._end(job)
        self._set_entry(row, entry)
        row.failure = None
        self._refresh_soon()

    def set_failed(self, job: Job, failure: Failure) -> None:
        """Show why a song has no result; one that was stopped keeps the result it had."""
        row = self._end(job)
        if failure.code != STOPPED or row.entry is None:
            row.failure = failure
        self._refresh_soon()

    def _refresh_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def remove(self, rows: Iterable[Row]) -> None:
        """Take rows out of the table."""
        for row in rows:
            self._rows.pop(row.path, None)
        self.refresh()

    def move(self, old: Path, new: Path) -> None:
        """Show a song under the path to which its file was moved."""
        row = self._rows.pop(old.absolute(), None)
        if row and new.absolute() not in self._rows:
            row.path = new.absolute()
            row.entry = replace(row.entry, path=row.path) if row.entry else None
            self._rows[row.path] = row
        self.refresh()

    def set_filter(self, text: str) -> None:
        """Show only rows whose title or folder contains every word of a text."""
        self._filter = text.casefold()
        self.refresh()

    def show_only(self, shown_marks: str) -> None:
        """Show only rows with certain marks: one of the choices of `SHOWN_MARKS`."""
        self._shown_marks = shown_marks
        self.refresh()

    def show_marks(self, marks: Mapping[str, Mark]) -> None:
        """Show the mark of each content, by its SHA-256; contents without one have none."""
        self._marks = marks
        before = [row.mark for row in self._rows.values()]
        for row in self._rows.values():
            self._set_entry(row, row.entry)
        after = (row.mark for row in self._rows.values())
        if any((a.verdict, a.rating) != (b.verdict, b.rating) for a, b in zip(before, after, strict=True)):
            self.refresh()

    def _set_entry(self, row: Row, entry: Entry | None) -> None:
        row.entry = entry
        row.mark = self._marks.get(entry.content.sha256, UNMARKED) if entry else UNMARKED

    def _row(self, path: Path) -> Row:
        return self._rows.setdefault(path.absolute(), Row(path.absolute(), added_at=time.time()))

    def _end(self, job: Job) -> Row:
        row = self._jobs.pop(job.number, None) or self._row(job.path)
        if row.job == job.number:
            row.job = row.share = None
        return row

    # Shown rows

    def rows(self) -> list[Row]:
        """Return every row, filtered or not."""
        return list(self._rows.values())

    def shown(self) -> list[Row]:
        """Return the rows as they are shown, from top to bottom."""
        return list(self._shown)

    def row_at(self, index: Index) -> Row:
        """Return the row of an index."""
        return self._shown[index.row()]

    def index_of(self, path: Path) -> QModelIndex:
        """Return the first cell of a song's row; invalid where it is not shown."""
        wanted = self._rows.get(path.absolute())
        for i, row in enumerate(self._shown):
            if row is wanted:
                return self.index(i, 0)
        return QModelIndex()

    def refresh(self) -> None:
        """Sort and filter again; selection and current row stay with their songs."""
        self._timer.stop()
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        owners = [self._shown[index.row()] for index in before]
        words = self._filter.split()
        is_wanted = MARK_FILTERS[self._shown_marks]
        marked = filter(is_wanted, self._rows.values())
        found = [row for row in marked if all(word in str(row.path).casefold() for word in words)]
        rank(found, self.current_key)
        found.sort(key=SORT_KEYS[Column.TITLE])
        found.sort(key=SORT_KEYS[self._column], reverse=self._descending)
        places = {id(row): i for i, row in enumerate(found)}
        self._shown = found
        after = [
            self.index(places[id(owner)], index.column()) if id(owner) in places else QModelIndex()
            for owner, index in zip(owners, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _repaint(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, Column.SCORE), self.index(len(self._shown) - 1, Column.SCORE))

    def retranslate(self) -> None:
        """Refresh headings and cells after a change of language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(Column) - 1))

    # Qt's interface

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = "\u25be" if self._descending else "\u25b4"
            return f"{heading(Column(section))} {arrow}" if section == self._column else heading(Column(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(alignment(Column(section)))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows or says."""
        row, column = self._shown[index.row()], Column(index.column())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole and column == Column.SCORE and row.is_doubtful:
            return f"{text_of(row, column)}. {_doubt(row)}"
        if role == Qt.ItemDataRole.AccessibleTextRole and column == Column.MARK:
            return mark_in_words(row.mark)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == Column.RANK and row.is_equal:
            return wording.equal_rank()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text_of(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _meaning_of_equal(row, column) or "\n".join(filter(None, (self._tip(row), row.mark.note)))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(alignment(column))
        return None

    def _tip(self, row: Row) -> str:
        if row.failure:
            return f"{row.path}\n{sentences.failure(row.failure)}"
        if row.is_doubtful:
            return f"{row.path}\n{_doubt(row)}"
        result = row.entry.result if row.entry else None
        if result and self.current_key and result.key != self.current_key:
            other = QCoreApplication.translate("ResultsModel", "Scored with {model}, protocol {protocol}")
            return f"{row.path}\n{other.format(model=result.model_id, protocol=result.protocol)}"
        return str(row.path)

    @property
    def is_filtered(self) -> bool:
        """Whether a filter hides rows."""
        return bool(self._filter) or self._shown_marks != "all"

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        self._column = Column(column)
        self._descending = order == Qt.SortOrder.DescendingOrder
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self.refresh()

    def order(self) -> tuple[Column, Qt.SortOrder]:
        """Return the column that orders the rows, and which way."""
        return self._column, Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder


def _meaning_of_equal(row: Row, column: Column) -> str:
    if column == Column.CHANGE and text_of(row, column) == wording.EQUAL:
        return wording.equal_change()
    return wording.equal_rank() if column == Column.RANK and row.is_equal else ""


def _doubt(row: Row) -> str:
    return sentences.doubt(row.entry.result) if row.entry and row.entry.result else ""
