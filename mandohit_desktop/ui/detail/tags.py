"""The strongest tags of a song as bars."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.style.painting import paint_bar, smooth_painter
from mandohit_desktop.ui.style.theme import colours
from mandohit_desktop.ui.text.i18n import Translated, tag_name

N_SHOWN = 12
ROW_HEIGHT = 22
BAR_HEIGHT = 6.0
NAME_SHARE = 0.40
VALUE_WIDTH = 36.0


class StrongestTags(Translated, QWidget):
    """One row a tag: its name, a bar from 0 to 1, the loading."""

    def __init__(self) -> None:
        super().__init__()
        self._tags: list[tuple[str, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def show_result(self, result: Result) -> None:
        """Show a result's strongest tags."""
        self._tags = [(tag["name"], tag["loading"]) for tag in result.report["tags"][:N_SHOWN]]
        self.updateGeometry()
        self.retranslate()

    def retranslate(self) -> None:
        """Describe what is drawn, for screen readers."""
        self.setAccessibleName(self.tr("Strongest tags"))
        self.setAccessibleDescription(", ".join(f"{tag_name(name)} {loading:.2f}" for name, loading in self._tags))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return room for every row."""
        return QSize(240, ROW_HEIGHT * N_SHOWN)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint names, bars and numbers."""
        painter = smooth_painter(self)
        tokens, middle = colours(), Qt.AlignmentFlag.AlignVCenter
        name_width = min(150.0, self.width() * NAME_SHARE)
        room = self.width() - name_width - VALUE_WIDTH
        for row, (name, loading) in enumerate(self._tags):
            top = float(row * ROW_HEIGHT)
            box = QRectF(0.0, top, name_width - 8.0, ROW_HEIGHT)
            painter.setPen(QColor(tokens.text))
            shown = painter.fontMetrics().elidedText(tag_name(name), Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, shown)
            track = QRectF(name_width, top + (ROW_HEIGHT - BAR_HEIGHT) / 2.0, room, BAR_HEIGHT)
            paint_bar(painter, track, tokens.line)
            track.setWidth(max(BAR_HEIGHT, room * min(1.0, loading)))
            paint_bar(painter, track, tokens.accent)
            painter.setPen(QColor(tokens.muted))
            box = QRectF(self.width() - VALUE_WIDTH, top, VALUE_WIDTH, ROW_HEIGHT)
            painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, f"{loading:.2f}")
