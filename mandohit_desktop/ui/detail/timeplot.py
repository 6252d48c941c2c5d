"""A plot over the time of a song: minutes and seconds below, the highlight shaded, a playhead, mouse and keys.

Plots linked to one another zoom and pan together, and line up because their left axes have one width.
"""

from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame

from mandohit_desktop.ui.style.painting import faded
from mandohit_desktop.ui.style.theme import Themed, colours
from mandohit_desktop.ui.text import wording
from mandohit_desktop.ui.text.i18n import Translated

pg.setConfigOptions(imageAxisOrder="row-major", antialias=True)

AXIS_WIDTH = 46
RIGHT_MARGIN = 18
SHORTEST_VIEW_S = 1.0
ZOOM = 1.4
STEP_S = 5.0
TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600)
TICK_WIDTH = 55


class TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """A time axis whose labels read m:ss."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N802
        """Return round times, as many as have room."""
        wanted = (high - low) * TICK_WIDTH / max(1.0, size)
        spacing = next((step for step in TICKS_S if step >= wanted), TICKS_S[-1])
        first = int(np.ceil(low / spacing))
        return [(spacing, [i * float(spacing) for i in range(first, int(high // spacing) + 1)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """Return the labels."""
        return [wording.clock(value) for value in values]


class _TimeView(pg.ViewBox):  # type: ignore[misc]
    """The area of a plot: with Ctrl the wheel zooms time, with Shift it pans, with both it zooms the other axis."""

    def __init__(self, plot: "TimePlot", zooms_y: bool) -> None:
        super().__init__(enableMenu=False)
        self.setMouseEnabled(x=True, y=zooms_y)
        self._plot = plot

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:  # noqa: N802  Qt's name
        """Zoom or pan."""
        held = event.modifiers()
        if held & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event, axis=1 if held & Qt.KeyboardModifier.ShiftModifier else 0)
        else:
            self._plot.pan(-event.delta() / 1200.0)
            event.accept()

    def mouseClickEvent(self, event: Any) -> None:  # noqa: N802  pyqtgraph's name
        """Go to where was clicked; a double click shows the whole song."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        event.accept()
        if event.double():
            self._plot.show_all()
        else:
            self._plot.seek_requested.emit(self._plot.within(self.mapSceneToView(event.scenePos()).x()))


class TimePlot(Translated, Themed, pg.PlotWidget):  # type: ignore[misc]
    """One plot.

    Args:
        left: the axis at the left.
        height: in pixels; a minimum.
        zooms_y: whether the other axis can be zoomed.
        shows_time: whether the time axis is labelled.
    """

    seek_requested = Signal(float)
    """Seconds from the song's start."""
    toggle_requested = Signal()
    highlight_requested = Signal()
    hovered = Signal(str)
    """What is under the pointer, in words; empty when it leaves."""

    _is_complete = False
    _KEYS: ClassVar[dict[Qt.Key, str]] = {
        Qt.Key.Key_Space: "toggle",
        Qt.Key.Key_H: "highlight",
        Qt.Key.Key_Left: "back",
        Qt.Key.Key_Right: "forward",
        Qt.Key.Key_Home: "start",
        Qt.Key.Key_End: "end",
        Qt.Key.Key_Plus: "zoom_in",
        Qt.Key.Key_Equal: "zoom_in",
        Qt.Key.Key_Minus: "zoom_out",
        Qt.Key.Key_0: "show_all",
        Qt.Key.Key_PageUp: "page_back",
        Qt.Key.Key_PageDown: "page_forward",
    }

    def __init__(self, left: Any, height: int, *, zooms_y: bool = False, shows_time: bool = True) -> None:
        axes = {"bottom": TimeAxis("bottom"), "left": left}
        super().__init__(viewBox=_TimeView(self, zooms_y), axisItems=axes)
        self.duration_s = 0.0
        self.playhead_s = 0.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(height)
        self.setMouseTracking(True)
        self.plotItem.hideButtons()
        self.plotItem.setContentsMargins(0, 4, RIGHT_MARGIN, 0)
        left.setWidth(AXIS_WIDTH)
        left.enableAutoSIPrefix(False)
        self.plotItem.showAxis("bottom", shows_time)
        self.view = self.plotItem.getViewBox()
        self.view.setDefaultPadding(0.0)
        self._region = pg.LinearRegionItem(movable=False)
        self._region.setZValue(20)
        self._playhead = pg.InfiniteLine(angle=90, movable=False)
        self._playhead.setZValue(30)
        for item in (self._region, self._playhead):
            self.addItem(item, ignoreBounds=True)
        self.scene().sigMouseMoved.connect(self._on_mouse)

    def complete(self) -> None:
        """Colour and name the plot; a subclass calls this once it has made its own parts."""
        self._is_complete = True
        self._apply_colours()
        self.retranslate()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return a size that leaves the layout free."""
        return QSize(480, self.minimumHeight())

    def explain(self, words: str) -> None:
        """Set the tool tip: what is shown and how to zoom."""
        keys = QCoreApplication.translate(
            "TimePlot", "Ctrl and wheel zoom, Shift and wheel pan, a double click shows the whole song."
        )
        self.setToolTip(f"{words}\n{keys}")

    def set_song(self, duration_s: float) -> None:
        """Set the time axis to a song's duration."""
        self.duration_s = duration_s
        self.view.setLimits(xMin=0.0, xMax=duration_s, minXRange=min(SHORTEST_VIEW_S, duration_s))
        self.show_all()

    def set_highlight(self, start_s: float, end_s: float) -> None:
        """Mark the highlight."""
        self._region.setRegion((start_s, end_s))

    def show_all(self) -> None:
        """Show the whole song."""
        self.view.setXRange(0.0, max(SHORTEST_VIEW_S, self.duration_s), padding=0.0)

    def show_range(self, start_s: float, end_s: float) -> None:
        """Zoom to a part."""
        self.view.setXRange(start_s, end_s, padding=0.04)

    def zoom(self, factor: float) -> None:
        """Show `factor` times less, around the playhead if it is in view."""
        low, high = self.view.viewRange()[0]
        centre = self.playhead_s if low <= self.playhead_s <= high else (low + high) / 2.0
        self.view.scaleBy(x=1.0 / factor, center=QPointF(centre, 0.0))

    def pan(self, share: float) -> None:
        """Move the view by a share of its width."""
        low, high = self.view.viewRange()[0]
        by = share * (high - low)
        by = min(max(by, -low), max(0.0, self.duration_s - high))
        self.view.translateBy(x=by)

    def set_playhead(self, position_s: float) -> None:
        """Move the playhead; the view follows when it leaves at the right."""
        low, high = self.view.viewRange()[0]
        was_in_view = low <= self.playhead_s <= high
        self.playhead_s = position_s
        self._playhead.setValue(position_s)
        if was_in_view and position_s > high:
            self.pan(0.9)

    def within(self, time_s: float) -> float:
        """Return a time kept inside the song."""
        return min(max(0.0, time_s), self.duration_s)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  Qt's name
        """Leave the plain wheel to what scrolls around the plot."""
        sideways = abs(event.angleDelta().x()) > abs(event.angleDelta().y())
        if sideways or event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Play, move and zoom."""
        name = self._KEYS.get(Qt.Key(event.key()))
        if name is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        step = 1.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP_S
        targets = {"back": self.playhead_s - step, "forward": self.playhead_s + step, "start": 0.0}
        targets["end"] = max(0.0, self.duration_s - STEP_S)
        if name in targets:
            self.seek_requested.emit(self.within(targets[name]))
        elif name == "toggle":
            self.toggle_requested.emit()
        elif name == "highlight":
            self.highlight_requested.emit()
        elif name == "show_all":
            self.show_all()
        elif name in ("zoom_in", "zoom_out"):
            self.zoom(ZOOM if name == "zoom_in" else 1.0 / ZOOM)
        else:
            self.pan(0.9 if name == "page_forward" else -0.9)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  Qt's name
        """Mark the plot as focused."""
        super().focusInEvent(event)
        self._apply_colours()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  Qt's name
        """Mark the plot as not focused."""
        super().focusOutEvent(event)
        self._apply_colours()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Clear the words about what was under the pointer."""
        super().leaveEvent(event)
        self.hovered.emit("")

    def event(self, event: QEvent) -> bool:
        """Follow a move to a screen of another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._is_complete:
            self._apply_colours()
        return bool(super().event(event))

    def follow_theme(self) -> None:
        """Apply the theme's colours."""
        if self._is_complete:
            self._apply_colours()

    def _on_mouse(self, place: QPointF) -> None:
        if self.duration_s and self.view.sceneBoundingRect().contains(place):
            at = self.view.mapSceneToView(place)
            self.hovered.emit(self.words_at(self.within(at.x()), at.y()))

    def words_at(self, time_s: float, y: float) -> str:
        """Return what is shown at a point, in words."""
        return wording.clock(time_s)

    def pen(self, colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """Return a pen of a width in the window's pixels, which may be several of the screen's."""
        return QPen(pg.mkPen(colour, width=width * self.devicePixelRatioF(), style=style))

    def colour_parts(self) -> None:
        """Colour what a subclass adds; called on every change of theme."""

    def _apply_colours(self) -> None:
        tokens = colours()
        self.setBackground(QColor(tokens.card))
        for name in ("left", "bottom"):
            axis = self.plotItem.getAxis(name)
            axis.setPen(pg.mkPen(tokens.accent if self.hasFocus() else tokens.line))
            axis.setTextPen(pg.mkPen(tokens.muted))
            axis.setStyle(tickLength=-4, tickTextOffset=4, hideOverlappingLabels=False)
        self._region.setBrush(faded(tokens.accent, 0.10))
        for line in self._region.lines:
            line.setPen(self.pen(tokens.accent, 1.0, Qt.PenStyle.DashLine))
        self._playhead.setPen(self.pen(tokens.text, 1.5))
        self.colour_parts()
