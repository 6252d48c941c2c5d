"""What moves while one records: the level meter and the rolling spectrogram."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mandohit_desktop.capture.meter import METER_FLOOR_DB
from mandohit_desktop.capture.spectrum import COLUMN_S, N_BANDS, Shades
from mandohit_desktop.ui.style.painting import COLOUR_MAP, smooth_painter
from mandohit_desktop.ui.style.theme import RADIUS, colours
from mandohit_desktop.ui.text import wording
from mandohit_desktop.ui.text.i18n import Translated

SHOWN_S = 30.0
WARM_DB, HOT_DB = -12.0, -1.0


class LevelMeter(Translated, QWidget):
    """A bar from -60 to 0 dBFS: the peak, and within it the mean level."""

    def __init__(self) -> None:
        super().__init__()
        self._peak_db = self._rms_db = METER_FLOOR_DB
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return the usual size."""
        return QSize(200, 18)

    def show_level(self, peak_db: float, rms_db: float) -> None:
        """Show levels in dBFS."""
        self._peak_db, self._rms_db = peak_db, rms_db
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Describe the level, for screen readers."""
        level = f"{max(METER_FLOOR_DB, self._peak_db):.0f}".replace("-", wording.MINUS)
        self.setAccessibleName(self.tr("Level: {level} dB").format(level=level))
        self.setToolTip(self.accessibleName())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the bar."""
        del event
        tokens = colours()
        painter = smooth_painter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS / 2, RADIUS / 2)
        colour = tokens.bad if self._peak_db > HOT_DB else tokens.warn if self._peak_db > WARM_DB else tokens.good
        for level_db, opacity in ((self._peak_db, 0.45), (self._rms_db, 1.0)):
            share = 1.0 - max(METER_FLOOR_DB, level_db) / METER_FLOOR_DB
            painter.setOpacity(opacity)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * share, self.height()), RADIUS / 2, RADIUS / 2)
        painter.end()


class LiveSpectrogram(Translated, QWidget):
    """The last half minute, newest on the right."""

    def __init__(self) -> None:
        super().__init__()
        self._shades: Shades = np.zeros((N_BANDS, round(SHOWN_S / COLUMN_S)), dtype=np.uint8)
        table = pg.colormap.get(COLOUR_MAP).getLookupTable(nPts=256)
        self._colours = [QColor(*map(int, entry[:3])).rgb() for entry in table]
        self.setMinimumHeight(140)
        self.retranslate()

    def retranslate(self) -> None:
        """Name it for screen readers."""
        self.setAccessibleName(self.tr("Live spectrogram of the last 30 seconds"))

    def clear(self) -> None:
        """Clear the spectrogram."""
        self._shades[:] = 0
        self.update()

    def add_columns(self, columns: Shades) -> None:
        """Take in new columns, [bands, columns], lowest band first."""
        kept = columns[:, -self._shades.shape[1] :]
        self._shades = np.concatenate([self._shades[:, kept.shape[1] :], kept], axis=1)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the spectrogram."""
        del event
        flipped = np.ascontiguousarray(self._shades[::-1])
        n_bands, n_columns = flipped.shape
        image = QImage(flipped.data, n_columns, n_bands, n_columns, QImage.Format.Format_Indexed8)
        image.setColorTable(self._colours)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), image)
        painter.end()
