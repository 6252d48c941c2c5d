"""Rows of a name, a bar and a number, each with a tooltip of its own: the strongest tags, and what makes a score."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mandohit_desktop.ui.style.painting import paint_bar, paint_mark, smooth_painter
from mandohit_desktop.ui.style.theme import colours

ROW_HEIGHT = 22
BAR_HEIGHT = 6.0
MARK_RADIUS = 5.0
NAME_SHARE = 0.45
WIDEST_NAME = 150.0
GAP = 8.0


@dataclass(frozen=True)
class BarRow:
    """One row.

    Attributes:
        name: what it is about.
        start, end: where the bar begins and ends, on the rows' common scale; a mark where both are one.
        colour: the bar's, a name among the theme's colours.
        numbers: written to the right, in columns.
        tooltip: what pointing at the row tells.
    """

    name: str
    start: float
    end: float
    colour: str
    numbers: tuple[str, ...]
    tooltip: str = ""


class BarRows(QWidget):
    """Rows below each other on one scale.

    Args:
        n_columns: how many numbers a row has.
        steps: whether each bar begins where the one above ends, so that a line joins them; else each has a track.
    """

    def __init__(self, n_columns: int, *, steps: bool) -> None:
        super().__init__()
        self._n_columns, self._steps = n_columns, steps
        self.rows: tuple[BarRow, ...] = ()
        self._scale = (0.0, 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[BarRow], scale: tuple[float, float]) -> None:
        """Show rows; `scale` is what the left and the right end of the bars' room stand for."""
        self.rows, self._scale = tuple(rows), scale
        self.setAccessibleDescription("; ".join(" ".join((row.name, *filter(None, row.numbers))) for row in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return room for every row."""
        return QSize(240, ROW_HEIGHT * len(self.rows))

    def event(self, event: QEvent) -> bool:
        """Show the tooltip of the row pointed at."""
        if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
            return super().event(event)
        row = event.pos().y() // ROW_HEIGHT
        QToolTip.showText(event.globalPos(), self.rows[row].tooltip if row < len(self.rows) else "", self)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint names, bars and numbers."""
        painter = smooth_painter(self)
        name_width = min(WIDEST_NAME, self.width() * NAME_SHARE)
        number_width = painter.fontMetrics().horizontalAdvance("+00.00") + GAP
        room = self.width() - name_width - self._n_columns * number_width
        for i, row in enumerate(self.rows):
            top = float(i * ROW_HEIGHT)
            box = QRectF(0.0, top, name_width - GAP, ROW_HEIGHT)
            painter.setPen(QColor(colours().text))
            shown = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            self._paint_bar(painter, row, QRectF(name_width, top, room, ROW_HEIGHT), is_last=row is self.rows[-1])
            painter.setPen(QColor(colours().muted))
            for column, number in enumerate(row.numbers):
                box = QRectF(name_width + room + column * number_width, top, number_width, ROW_HEIGHT)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)

    def _paint_bar(self, painter: QPainter, row: BarRow, area: QRectF, *, is_last: bool) -> None:
        low, high = self._scale
        middle, colour = area.center().y(), getattr(colours(), row.colour)

        def x(value: float) -> float:
            return area.left() + area.width() * min(1.0, max(0.0, (value - low) / (high - low)))

        bar = QRectF(area.left(), middle - BAR_HEIGHT / 2.0, area.width(), BAR_HEIGHT)
        if not self._steps:
            paint_bar(painter, bar, colours().line)
        elif not is_last:
            painter.setPen(QPen(QColor(colours().line), 1.0))
            painter.drawLine(QPointF(x(row.end), middle), QPointF(x(row.end), middle + ROW_HEIGHT))
        if row.start == row.end:
            paint_mark(painter, QPointF(x(row.end), middle), MARK_RADIUS, colour)
            return
        left, right = sorted((x(row.start), x(row.end)))
        least = BAR_HEIGHT if not self._steps else 2.0
        bar.setLeft(left)
        bar.setWidth(max(least, right - left))
        paint_bar(painter, bar, colour)
