"""The charts of a comparison: intervals on one scale, timelines on one time axis, tags side by side.

Songs are told apart by letter and colour. Each chart says in its accessible description what it shows.
"""

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.compare.verdict import Compared
from mandohit_desktop.ui.detail.timeplot import TimeAxis
from mandohit_desktop.ui.style.painting import faded, paint_bar, paint_mark, smooth_painter
from mandohit_desktop.ui.style.still_plot import AXES, StillPlot
from mandohit_desktop.ui.style.theme import Themed, colours
from mandohit_desktop.ui.text.i18n import tag_name

SCALE_STEP = 10.0
BAR_HEIGHT = 8
TAG_ROW_GAP = 12
TAG_BAR = 7
TAG_NAME_WIDTH = 150
LETTER_SHARE = 0.11
"""Height of a letter as a share of the scores' range, in the lowest plot."""
LETTER_WIDTH_SHARE = 0.05
SHORTEST_AXIS_S = 30.0


def letter(index: int) -> str:
    """Return what a song of the comparison is called in the charts."""
    return chr(ord("A") + index)


def colour(index: int) -> QColor:
    """Return a song's colour."""
    series = colours().series
    return QColor(series[index % len(series)])


def scale_end(songs: Sequence[Compared]) -> float:
    """Return where a scale ends that holds every interval and score."""
    highest = max(max(song.result.interval_high, song.result.score) for song in songs)
    return min(100.0, SCALE_STEP * math.ceil(max(highest, 1.0) / SCALE_STEP))


class Swatch(QWidget):
    """A song's letter on its colour."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self._index = index
        self.setFixedSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the letter."""
        painter = smooth_painter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self._index))
        painter.drawRoundedRect(self.rect(), 6, 6)
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours().on_accent))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, letter(self._index))


class IntervalRow(QWidget):
    """One song's 80 % interval and score on a scale shared by all songs."""

    def __init__(self, index: int, result: Result, end: float) -> None:
        super().__init__()
        self._index, self._result, self._end = index, result, end
        self.setMinimumSize(180, 28)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint scale, interval and score."""
        painter = smooth_painter(self)
        middle, width = self.height() / 2.0, self.width() - 12.0

        def x(value: float) -> float:
            return 6.0 + width * value / self._end

        painter.setPen(QPen(QColor(colours().line), 1))
        for step in range(int(self._end / SCALE_STEP) + 1):
            painter.drawLine(QPointF(x(step * SCALE_STEP), 0), QPointF(x(step * SCALE_STEP), self.height()))
        low, high = x(self._result.interval_low), x(self._result.interval_high)
        area = QRectF(low, middle - BAR_HEIGHT / 2, max(2.0, high - low), BAR_HEIGHT)
        paint_bar(painter, area, faded(colour(self._index), 0.35))
        paint_mark(painter, QPointF(x(self._result.score), middle), 6.5, colour(self._index))


class ScaleLabels(QWidget):
    """The numbers under the interval bars."""

    def __init__(self, end: float) -> None:
        super().__init__()
        self._end = end
        self.setFixedHeight(18)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the numbers."""
        painter = QPainter(self)
        painter.setPen(QColor(colours().muted))
        width = self.width() - 12.0
        every = SCALE_STEP if self._end <= 50 else 2 * SCALE_STEP
        for step in range(int(self._end / every) + 1):
            centre = 6.0 + width * step * every / self._end
            box = QRectF(centre - 20.0, 0.0, 40.0, 18.0)
            box.moveLeft(min(max(box.left(), 0.0), self.width() - 40.0))
            side = Qt.AlignmentFlag.AlignHCenter
            if box.left() == 0.0:
                side = Qt.AlignmentFlag.AlignLeft
            elif box.right() >= self.width():
                side = Qt.AlignmentFlag.AlignRight
            painter.drawText(box, side, f"{step * every:.0f}")


class Timelines(Themed, QWidget):
    """The score of every 30 s window of each song, on one time axis."""

    def __init__(self, songs: Sequence[Compared]) -> None:
        super().__init__()
        self._songs = songs
        self._plot = StillPlot(self, TimeAxis("bottom"))
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMinimumHeight(180)
        for name in AXES:
            self._plot.getAxis(name).setStyle(hideOverlappingLabels=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.follow_theme()

    def follow_theme(self) -> None:
        """Draw the timelines in the theme's colours."""
        self._plot.reset()
        curves = [song.result.timeline for song in self._songs]
        last_s = max(times[-1] for times, _ in curves)
        low = min(np.nanmin(scores) for _, scores in curves)
        high = max(np.nanmax(scores) for _, scores in curves)
        gap = LETTER_SHARE * max(1.0, high - low)
        heights = [next(score for score in reversed(scores) if not math.isnan(score)) for _, scores in curves]
        for near in neighbours([times[-1] for times, _ in curves], LETTER_WIDTH_SHARE * last_s):
            for index, height in zip(near, spread([heights[i] for i in near], gap), strict=True):
                heights[index] = height
        for index, (times, scores) in enumerate(curves):
            pen = pg.mkPen(colour(index), width=2)
            self._plot.plot(
                times,
                scores,
                pen=pen,
                connect="finite",
                symbol="o" if len(times) < 3 else None,
                symbolBrush=colour(index),
            )
            name = pg.TextItem(letter(index), color=colour(index), anchor=(-0.4, 0.5))
            name.setPos(times[-1], heights[index])
            self._plot.addItem(name)
        self._plot.setXRange(0.0, max(SHORTEST_AXIS_S, last_s * 1.04 + 1.0), padding=0.0)
        self._plot.setYRange(min(low, *heights) - gap, max(high, *heights) + gap, padding=0.0)
        self._plot.setLimits(xMin=0.0)


def neighbours(ends_s: Sequence[float], apart_s: float) -> list[list[int]]:
    """Return which lines end close to each other, each in one group."""
    groups: list[list[int]] = []
    for i in sorted(range(len(ends_s)), key=lambda i: ends_s[i]):
        if groups and ends_s[i] - ends_s[groups[-1][-1]] < apart_s:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """Return heights moved as little as keeps each `gap` from the next one, in the order given."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    groups: list[list[int]] = []

    def middle(group: list[int]) -> float:
        return sum(heights[i] for i in group) / len(group)

    for i in order:
        groups.append([i])
        while len(groups) > 1:
            lower, upper = groups[-2:]
            if middle(upper) - middle(lower) >= gap * (len(lower) + len(upper)) / 2.0:
                break
            groups[-2:] = [lower + upper]
    placed = list(heights)
    for group in groups:
        for rank, i in enumerate(group):
            placed[i] = middle(group) + gap * (rank - (len(group) - 1) / 2.0)
    return placed


class TagComparison(QWidget):
    """The tags that differ most: for each the loading of every song, as bars."""

    def __init__(self, rows: Sequence[tuple[str, list[float]]]) -> None:
        super().__init__()
        self._rows = rows
        n_songs = len(rows[0][1]) if rows else 0
        self._row_height = n_songs * (TAG_BAR + 2) + TAG_ROW_GAP
        self.setMinimumSize(QSize(300, self._row_height * len(rows)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint names and bars."""
        painter = smooth_painter(self)
        largest = max((max(values) for _, values in self._rows), default=1.0) or 1.0
        room = self.width() - TAG_NAME_WIDTH - 12.0
        for row, (name, values) in enumerate(self._rows):
            top = row * self._row_height
            box = QRectF(0.0, top, TAG_NAME_WIDTH - 12.0, self._row_height - TAG_ROW_GAP)
            painter.setPen(QColor(colours().text))
            shown = painter.fontMetrics().elidedText(tag_name(name), Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box.adjusted(0, -6, 0, 6), Qt.AlignmentFlag.AlignVCenter, shown)
            painter.setPen(Qt.PenStyle.NoPen)
            for index, value in enumerate(values):
                painter.setBrush(colour(index))
                y = top + index * (TAG_BAR + 2)
                painter.drawRoundedRect(QRectF(TAG_NAME_WIDTH, y, max(2.0, room * value / largest), TAG_BAR), 3, 3)
