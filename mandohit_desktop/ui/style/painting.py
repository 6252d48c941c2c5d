"""What the widgets that paint themselves share: an antialiased painter, small text, bars and round marks."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from mandohit_desktop.ui.style.theme import colours

SMALL = 0.85
COLOUR_MAP = "magma"
"""Of every spectrogram."""


def smooth_painter(widget: QWidget) -> QPainter:
    """Return a painter that smooths edges."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def write_small(painter: QPainter) -> None:
    """Set a painter to small text in the colour of secondary text."""
    font = painter.font()
    font.setPointSizeF(font.pointSizeF() * SMALL)
    painter.setFont(font)
    painter.setPen(QColor(colours().muted))


def paint_bar(painter: QPainter, area: QRectF, colour: QColor | str) -> None:
    """Paint a bar with round ends."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(area, area.height() / 2.0, area.height() / 2.0)


def paint_mark(painter: QPainter, centre: QPointF, radius: float, colour: QColor | str) -> None:
    """Paint a round mark with an outline."""
    painter.setBrush(QColor(colour))
    painter.setPen(QPen(QColor(colours().card), 2.0))
    painter.drawEllipse(centre, radius, radius)


def faded(colour: QColor | str, opacity: float) -> QColor:
    """Return a translucent colour."""
    made = QColor(colour)
    made.setAlphaF(opacity)
    return made
