"""How the table's cells are painted: the song in two lines, progress, the interval as a bar, the change in colour."""

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from mandohit_desktop.ui.results.columns import Column
from mandohit_desktop.ui.results.model import ROW_ROLE, Index
from mandohit_desktop.ui.results.row import Row
from mandohit_desktop.ui.style.painting import paint_bar
from mandohit_desktop.ui.style.theme import colours
from mandohit_desktop.ui.text import sentences, wording

ROW_HEIGHT = 46
PADDING = 10
INTERVAL_TOP = 40.0
"""Right end of the interval's scale; the widest intervals end below it."""


class CellDelegate(QStyledItemDelegate):
    """Paints a cell's background and leaves its inside to `paint_inside`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        bare.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row: Row = index.data(ROW_ROLE)
        if row.failure and index.column() not in (Column.WHEN, Column.MARK):
            _paint_failure(painter, bare, row, index)
        else:
            self.paint_inside(painter, option.rect.adjusted(PADDING, 0, -PADDING, 0), row, index)
        painter.restore()

    def paint_inside(self, painter: QPainter, area: QRect, row: Row, index: Index) -> None:
        """Paint the cell's text, plain."""
        painter.setPen(QColor(colours().muted))
        painter.drawText(area, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), index.data())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802  Qt's name
        """Return a row's height."""
        return QSize(super().sizeHint(option, index).width() + 2 * PADDING, ROW_HEIGHT)


class SongDelegate(CellDelegate):
    """The title, and below it the version and folder."""

    def paint_inside(self, painter: QPainter, area: QRect, row: Row, index: Index) -> None:
        """Paint both lines."""
        _paint_lines(painter, area, row.title, _second_line(row), colours().muted, is_grey=row.is_rejected)


def _second_line(row: Row) -> str:
    folder = row.path.parent.name or str(row.path.parent)
    if row.entry and row.entry.version > 1:
        version = QCoreApplication.translate("ResultsModel", "version {number}").format(number=row.entry.version)
        return f"{version} \u00b7 {folder}"
    return folder


def _paint_failure(painter: QPainter, option: QStyleOptionViewItem, row: Row, index: Index) -> None:
    """Paint this cell's part of the title and the sentence, which run across the row up to the last column."""
    view = option.widget
    assert isinstance(view, QTableView)
    painter.setClipRect(option.rect)
    first, last = (view.visualRect(index.sibling(index.row(), column)) for column in (Column.TITLE, Column.WHEN))
    end = view.viewport().width() if view.isColumnHidden(Column.WHEN) else last.left()
    across = QRect(first.left(), option.rect.top(), max(first.width(), end - first.left()), option.rect.height())
    sentence = f"\u26a0 {sentences.failure(row.failure)}" if row.failure else ""
    _paint_lines(painter, across.adjusted(PADDING, 0, -PADDING, 0), row.title, sentence, colours().warn)


def _paint_lines(
    painter: QPainter, area: QRect, upper: str, lower: str, lower_colour: str, *, is_grey: bool = False
) -> None:
    half = area.height() // 2
    large, small = QFont(painter.font()), QFont(painter.font())
    large.setWeight(QFont.Weight.DemiBold)
    small.setPointSizeF(max(7.5, small.pointSizeF() * 0.88))
    top, bottom = area.adjusted(0, 5, 0, -half + 1), area.adjusted(0, half - 1, 0, -5)
    upper_colour = colours().muted if is_grey else colours().text
    _draw_elided(painter, top, upper, upper_colour, large, Qt.TextElideMode.ElideMiddle)  # "... v17" tells versions
    _draw_elided(painter, bottom, lower, lower_colour, small, Qt.TextElideMode.ElideRight)


def _draw_elided(painter: QPainter, area: QRect, text: str, colour: str, font: QFont, elide: Qt.TextElideMode) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, elide, area.width())
    painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class ScoreDelegate(CellDelegate):
    """The score, large; a bar while the song is scored."""

    def paint_inside(self, painter: QPainter, area: QRect, row: Row, index: Index) -> None:
        """Paint the score or the progress."""
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if row.job is not None and row.share is not None:
            track = QRectF(area.left(), area.center().y() - 2, area.width(), 5)
            paint_bar(painter, track, colours().line)
            track.setWidth(max(5.0, track.width() * row.share))
            paint_bar(painter, track, colours().accent)
            return
        font = QFont(painter.font())
        if row.job is None:
            font.setPointSizeF(font.pointSizeF() * 1.2)
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        is_grey = row.job is not None or row.is_doubtful or row.is_rejected
        painter.setPen(QColor(colours().muted if is_grey else colours().text))
        painter.drawText(area, right, index.data())


class IntervalDelegate(CellDelegate):
    """The 80 % interval as a bar on a scale from 0, with the score as a mark."""

    def paint_inside(self, painter: QPainter, area: QRect, row: Row, index: Index) -> None:
        """Paint scale, bar and mark."""
        result = row.entry.result if row.entry else None
        if result is None:
            return

        def x(value: float) -> float:
            return area.left() + area.width() * min(INTERVAL_TOP, max(0.0, value)) / INTERVAL_TOP

        colour = QColor(colours().muted if row.is_rejected else colours().accent)
        middle = area.center().y() + 0.5
        paint_bar(painter, QRectF(area.left(), middle - 1, area.width(), 2), colours().line)
        low, high = x(result.interval_low), x(result.interval_high)
        painter.setOpacity(0.35)
        paint_bar(painter, QRectF(low, middle - 3.5, max(7.0, high - low), 7), colour)
        painter.setOpacity(1.0)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x(result.score), middle), 3.5, 3.5)


class MarkDelegate(CellDelegate):
    """The user's mark, as clear as the title."""

    def paint_inside(self, painter: QPainter, area: QRect, row: Row, index: Index) -> None:
        """Paint the mark."""
        painter.setPen(QColor(colours().muted if row.is_rejected else colours().text))
        painter.drawText(area, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), index.data())


class ChangeDelegate(CellDelegate):
    """The change against the version before, with its sign and in colour."""

    def paint_inside(self, painter: QPainter, area: QRect, row: Row, index: Index) -> None:
        """Paint the change."""
        role = "muted" if row.is_rejected else wording.change_role(row.change)
        painter.setPen(QColor(getattr(colours(), role)))
        painter.drawText(area, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), index.data())
