"""Line icons from `resources/icons`, drawn in the colour of the theme in use and sharp at any scaling."""

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from mandohit_desktop.core.resources import resource
from mandohit_desktop.ui.style.theme import colours


class _LineIcon(QIconEngine):
    """Paints an SVG whose `currentColor` is the theme's text colour at that moment."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8")

    def clone(self) -> QIconEngine:
        """Return a copy; Qt asks for it."""
        return _LineIcon(self._name, self._colour)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the icon."""
        hexadecimal = colours().muted if mode == QIcon.Mode.Disabled else getattr(colours(), self._colour)
        renderer = QSvgRenderer(QByteArray(self._svg.replace("currentColor", hexadecimal).encode()))
        renderer.render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as a pixmap."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap


def icon(name: str, colour: str = "text") -> QIcon:
    """Return an icon by the name of its file, in one of the theme's colours."""
    return QIcon(_LineIcon(name, colour))
