"""The table's columns: their headings, their texts, and what they are sorted by."""

import math
from collections.abc import Callable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from mandohit_desktop.store.marks import Mark, Verdict
from mandohit_desktop.ui.results.row import Row
from mandohit_desktop.ui.text import wording
from mandohit_desktop.ui.text.i18n import QT_TRANSLATE_NOOP


class Column(IntEnum):
    """The columns. Their numbers are kept in the settings; the view places them."""

    TITLE = 0
    SCORE = 1
    PERCENTILE = 2
    INTERVAL = 3
    CHANGE = 4
    LOUDNESS = 5
    HIGHLIGHT = 6
    WHEN = 7
    RANK = 8
    MARK = 9


HEADERS = {
    Column.TITLE: QT_TRANSLATE_NOOP("ResultsModel", "Song"),
    Column.SCORE: QT_TRANSLATE_NOOP("ResultsModel", "Score"),
    Column.PERCENTILE: QT_TRANSLATE_NOOP("ResultsModel", "Percentile"),
    Column.INTERVAL: QT_TRANSLATE_NOOP("ResultsModel", "80 % interval"),
    Column.CHANGE: QT_TRANSLATE_NOOP("ResultsModel", "Change"),
    Column.LOUDNESS: QT_TRANSLATE_NOOP("ResultsModel", "LUFS"),
    Column.HIGHLIGHT: QT_TRANSLATE_NOOP("ResultsModel", "Highlight"),
    Column.WHEN: QT_TRANSLATE_NOOP("ResultsModel", "When"),
    Column.RANK: QT_TRANSLATE_NOOP("ResultsModel", "Rank"),
    Column.MARK: QT_TRANSLATE_NOOP("ResultsModel", "Mark"),
}
SIGNS = {Verdict.STARRED: "\u2605", Verdict.REJECTED: "\u2715", Verdict.NONE: ""}
_NOTHING = float("-inf")


def _of_result(name: str) -> Callable[[Row], float]:
    def key(row: Row) -> float:
        return getattr(row.entry.result, name) if row.entry and row.entry.result else _NOTHING

    return key


SORT_KEYS: dict[Column, Callable[[Row], Any]] = {
    Column.TITLE: lambda row: row.title.casefold(),
    Column.SCORE: _of_result("raw_score"),
    Column.PERCENTILE: _of_result("percentile"),
    Column.INTERVAL: _of_result("interval_high"),
    Column.CHANGE: lambda row: _NOTHING if row.change is None else row.change,
    Column.LOUDNESS: _of_result("loudness_lufs"),
    Column.HIGHLIGHT: _of_result("highlight_start_s"),
    Column.WHEN: lambda row: row.when,
    Column.RANK: lambda row: math.inf if row.rank is None else row.rank,
    Column.MARK: lambda row: (row.mark.verdict, row.mark.rating),
}


def heading(column: Column) -> str:
    """Return a column's heading in the language in use."""
    return QCoreApplication.translate("ResultsModel", HEADERS[column])


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Return how a column's texts are aligned."""
    side = Qt.AlignmentFlag.AlignLeft if column in (Column.TITLE, Column.INTERVAL) else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def text_of(row: Row, column: Column) -> str:
    """Return a cell's text, also for copying and for screen readers."""
    if column == Column.TITLE:
        return row.title
    if row.job is not None and column == Column.SCORE:
        return _progress(row)
    if column == Column.WHEN:
        return wording.when(row.when)
    if column == Column.RANK:
        return "" if row.rank is None else wording.rank(row.rank, is_equal=row.is_equal)
    if column == Column.MARK:
        return " ".join(filter(None, (SIGNS[row.mark.verdict], str(row.mark.rating or ""))))
    result = row.entry.result if row.entry else None
    if result is None:
        return ""
    texts = {
        Column.SCORE: lambda: wording.score_of(result),
        Column.PERCENTILE: lambda: wording.chance(result.percentile / 100.0),
        Column.INTERVAL: lambda: wording.interval(result.interval_low, result.interval_high),
        Column.CHANGE: lambda: wording.change(row.change),
        Column.LOUDNESS: lambda: wording.score(result.loudness_lufs),
        Column.HIGHLIGHT: lambda: wording.clock(result.highlight_start_s),
    }
    return texts[column]()


def mark_in_words(mark: Mark) -> str:
    """Return a mark and its note for screen readers; empty for none."""
    translate = QCoreApplication.translate
    verdicts = {
        Verdict.STARRED: translate("ResultsModel", "Starred"),
        Verdict.REJECTED: translate("ResultsModel", "Rejected"),
        Verdict.NONE: "",
    }
    rating = translate("ResultsModel", "Rating {number}").format(number=mark.rating) if mark.rating else ""
    return ". ".join(filter(None, (verdicts[mark.verdict], rating, mark.note)))


def _progress(row: Row) -> str:
    if row.share is None:
        return QCoreApplication.translate("ResultsModel", "waiting")
    return QCoreApplication.translate("ResultsModel", "{share} %").format(share=round(100 * row.share))
