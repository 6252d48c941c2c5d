"""The mel spectrogram of a song: decibels in a perceptual colour map, over time and frequency."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from mandohit_desktop.ui.detail.timeplot import TimePlot
from mandohit_desktop.ui.style.painting import COLOUR_MAP, smooth_painter, write_small
from mandohit_desktop.ui.text import wording
from mandohit_desktop.ui.text.i18n import Translated

if TYPE_CHECKING:
    from mandohit_desktop.jobs.spectrograms import SongSpectrogram

RANGE_DB = 80.0
TICKS_HZ = (50, 100, 200, 500, 1000, 2000, 5000, 10_000)
HEIGHT = 170


class _BandAxis(pg.AxisItem):  # type: ignore[misc]
    """A frequency axis over mel bands, labelled in Hz."""

    def __init__(self) -> None:
        super().__init__("left")
        self._band_hz: npt.NDArray[np.float64] = np.zeros(0)

    def set_bands(self, band_hz: tuple[float, ...]) -> None:
        """Set the bands' centre frequencies."""
        self._band_hz = np.array(band_hz)
        self.picture = None
        self.update()

    def hz_at(self, y: float) -> float:
        """Return the frequency at a height of the plot."""
        return float(np.interp(y, np.arange(self._band_hz.size) + 0.5, self._band_hz))

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N802
        """Return the heights of round frequencies, apart enough to be read."""
        if not self._band_hz.size:
            return []
        heights = np.interp(TICKS_HZ, self._band_hz, np.arange(self._band_hz.size) + 0.5)
        shown: list[float] = []
        for height in heights[::-1]:
            apart = (shown[-1] - height) * size / (high - low) if shown else np.inf
            if low <= height <= high and apart >= 18.0:
                shown.append(float(height))
        return [(1.0, shown)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """Return the labels."""
        rounded = [round(self.hz_at(value)) for value in values]
        return [f"{hz / 1000:g}k" if hz >= 1000 else f"{hz}" for hz in rounded]


class _SmoothImage(pg.ImageItem):  # type: ignore[misc]
    """An image that is interpolated where a pixel of it covers several of the screen."""

    def paint(self, painter: QPainter, *args: Any) -> None:
        """Paint the image."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        super().paint(painter, *args)


class SpectrogramPlot(TimePlot):
    """The spectrogram; until it is there, a sentence in its place."""

    def __init__(self) -> None:
        self._axis = _BandAxis()
        self._resolutions: list[npt.NDArray[np.uint8]] = []
        self._resolution = -1
        self._rect = QRectF()
        self._spectrogram: SongSpectrogram | None = None
        super().__init__(self._axis, HEIGHT, zooms_y=True)
        self._image = _SmoothImage(axisOrder="row-major")
        self._image.setLookupTable(pg.colormap.get(COLOUR_MAP).getLookupTable(nPts=256))
        self._image.setLevels((0, 255))
        self.addItem(self._image)
        self._outside = [pg.LinearRegionItem(movable=False) for _ in range(2)]
        for item in self._outside:
            item.setZValue(10)
            self.addItem(item, ignoreBounds=True)
        self._message = QLabel(self)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._message.setProperty("role", "muted")
        self._message.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.view.sigXRangeChanged.connect(self._choose_resolution)
        self.complete()

    def retranslate(self) -> None:
        """Name it for screen readers."""
        self.setAccessibleName(self.tr("Spectrogram"))
        self.explain(self.tr("Bright is loud. What is outside the highlight is dimmed."))
        self._describe()

    def wait(self, sentence: str) -> None:
        """Show a sentence instead of the spectrogram."""
        self._spectrogram, self._resolutions, self._resolution = None, [], -1
        self._image.clear()
        self._message.setText(sentence)
        self._message.show()
        self._describe()

    def show_spectrogram(self, spectrogram: "SongSpectrogram") -> None:
        """Show a spectrogram."""
        self._spectrogram, self._resolutions, self._resolution = spectrogram, _halvings(spectrogram.levels), -1
        n_bands, n_columns = spectrogram.levels.shape
        step_s = spectrogram.column_s
        self._rect = QRectF(-step_s / 2.0, 0.0, n_columns * step_s, n_bands)
        self._axis.set_bands(spectrogram.band_hz)
        self.view.setLimits(yMin=0.0, yMax=float(n_bands), minYRange=8.0)
        self.view.setYRange(0.0, float(n_bands), padding=0.0)
        self._message.hide()
        self._choose_resolution()
        self._describe()

    def show_all(self) -> None:
        """Show the whole song, all frequencies."""
        super().show_all()
        if self._spectrogram:
            self.view.setYRange(0.0, float(len(self._spectrogram.band_hz)), padding=0.0)

    def set_highlight(self, start_s: float, end_s: float) -> None:
        """Mark the highlight, and dim what lies before and after it."""
        super().set_highlight(start_s, end_s)
        before, after = self._outside
        before.setRegion((0.0, start_s))
        after.setRegion((end_s, max(end_s, self.duration_s)))

    def _choose_resolution(self) -> None:
        """Show the coarsest image that still has a column for each pixel."""
        if not self._spectrogram:
            return
        low, high = self.view.viewRange()[0]
        pixels = max(1.0, self.view.width() * self.devicePixelRatioF())
        per_pixel = (high - low) / self._spectrogram.column_s / pixels
        resolution = min(len(self._resolutions) - 1, max(0, int(np.floor(np.log2(max(1.0, per_pixel))))))
        if resolution != self._resolution:
            self._resolution = resolution
            self._image.setImage(self._resolutions[resolution], autoLevels=False, rect=self._rect)

    def words_at(self, time_s: float, y: float) -> str:
        """Return time, frequency and level at a point, in words."""
        if not self._spectrogram:
            return super().words_at(time_s, y)
        n_bands, n_columns = self._spectrogram.levels.shape
        column = min(n_columns - 1, round(time_s / self._spectrogram.column_s))
        shade = int(self._spectrogram.levels[min(n_bands - 1, max(0, int(y))), column])
        words: str = self.tr("{time}   {hz} Hz   {db} dB")
        return words.format(
            time=wording.clock(time_s),
            hz=round(self._axis.hz_at(y)),
            db=f"{RANGE_DB * (shade / 255.0 - 1.0):.0f}".replace("-", wording.MINUS),
        )

    def _describe(self) -> None:
        """Describe the spectrogram, for screen readers."""
        if not self._spectrogram:
            self.setAccessibleDescription(self._message.text())
            return
        levels = self._spectrogram.levels
        loudest_s = float(levels.mean(axis=0).argmax()) * self._spectrogram.column_s
        strongest = self._spectrogram.band_hz[int(levels.mean(axis=1).argmax())]
        self.setAccessibleDescription(
            self.tr(
                "{duration} of sound; fullest at {time}, strongest around {hz} Hz. "
                "Space plays, arrows move, + and \u2212 zoom."
            ).format(
                duration=wording.clock(self._spectrogram.duration_s), time=wording.clock(loudest_s), hz=round(strongest)
            )
        )

    def colour_parts(self) -> None:
        """Use line colours that are visible on the spectrogram in either theme."""
        self._region.setBrush(QColor(Qt.GlobalColor.transparent))
        for item in self._outside:
            item.setBrush(QColor(0, 0, 0, 90))
            for line in item.lines:
                line.setPen(pg.mkPen(None))
        for line in self._region.lines:
            line.setPen(self.pen("#ffffff", 1.5, Qt.PenStyle.DashLine))
        self._playhead.setPen(self.pen("#ffffff", 1.5))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Fit the message and the image's resolution to the size."""
        super().resizeEvent(event)
        if self._is_complete:
            self._message.setGeometry(self.rect().adjusted(60, 10, -20, -30))
            self._choose_resolution()


def _halvings(image: npt.NDArray[np.uint8]) -> list[npt.NDArray[np.uint8]]:
    """Return an image at full width, half, a quarter and so on, pairs of columns averaged."""
    images = [image]
    while images[-1].shape[1] >= 256:
        finer = images[-1]
        padded = np.pad(finer, [(0, 0), (0, finer.shape[1] % 2)], mode="edge").astype(np.uint16)
        images.append(((padded[:, ::2] + padded[:, 1::2] + 1) // 2).astype(np.uint8))
    return images


class ColourLegend(Translated, QWidget):
    """What the colours of the spectrogram mean."""

    def __init__(self) -> None:
        super().__init__()
        self._colours = pg.colormap.get(COLOUR_MAP)
        self.setFixedSize(178, 18)
        self.retranslate()

    def retranslate(self) -> None:
        """Name it for screen readers."""
        self.setAccessibleName(self.tr("Colours"))
        self.setAccessibleDescription(
            self.tr("From dark, 80 dB below the loudest point, to bright, the loudest point.")
        )
        self.setToolTip(self.accessibleDescription())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the scale and its ends."""
        painter = smooth_painter(self)
        bar = QRectF(54.0, 5.0, 84.0, 8.0)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for share in np.linspace(0.0, 1.0, 17):
            gradient.setColorAt(float(share), self._colours.map(float(share), mode="qcolor"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 4.0, 4.0)
        write_small(painter)
        sides = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, 49, 18), sides | Qt.AlignmentFlag.AlignRight, f"{wording.MINUS}{RANGE_DB:.0f} dB")
        painter.drawText(QRectF(143, 0, 35, 18), sides | Qt.AlignmentFlag.AlignLeft, "0 dB")
