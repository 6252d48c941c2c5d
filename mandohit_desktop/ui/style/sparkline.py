"""A song's score through time as one small line, its highlight shaded."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.style.painting import faded, smooth_painter
from mandohit_desktop.ui.style.theme import colours

FILL_OPACITY = 0.16
EDGE = 4.0


class Sparkline(QWidget):
    """Draws the window scores of a result, the first and the last drawn out to the edges; empty without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: Result | None = None
        self.setMinimumHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_result(self, result: Result | None) -> None:
        """Draw another result."""
        self._result = result
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint highlight, area and line."""
        if self._result is None:
            return
        painter = smooth_painter(self)
        report = self._result.report
        duration_s = max(report["duration_s"], 1e-6)
        start, end = (report["highlight"][name] / duration_s * self.width() for name in ("start_s", "end_s"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().accent_soft))
        if len(report["windows"]) > 1:
            painter.drawRoundedRect(QRectF(start, 0.0, min(end, self.width()) - start, self.height()), 4, 4)
        for points in self._stretches(duration_s):
            self._draw(painter, points)

    def _draw(self, painter: QPainter, points: list[QPointF]) -> None:
        line = QColor(colours().curve_timeline)
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        area = QPainterPath(path)
        area.lineTo(points[-1].x(), self.height())
        area.lineTo(points[0].x(), self.height())
        painter.fillPath(area, faded(line, FILL_OPACITY))
        pen = QPen(line, 2.0)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)

    def _stretches(self, duration_s: float) -> list[list[QPointF]]:
        """Return the points of the curve between its gaps; it is level up to both ends of the song."""
        assert self._result is not None
        times, scores = self._result.timeline
        known = [score for score in scores if not math.isnan(score)]
        low, high = min(known), max(known)
        room = self.height() - 2.0 * EDGE
        level = {score: EDGE + room * (1.0 - (score - low) / (high - low) if high > low else 0.5) for score in known}
        places = [0.0, *(time_s / duration_s * self.width() for time_s in times), float(self.width())]
        padded = [scores[0], *scores, scores[-1]]
        stretches: list[list[QPointF]] = [[]]
        for x, score in zip(places, padded, strict=True):
            if math.isnan(score):
                stretches.append([])
            else:
                stretches[-1].append(QPointF(x, level[score]))
        return [stretch for stretch in stretches if stretch]
