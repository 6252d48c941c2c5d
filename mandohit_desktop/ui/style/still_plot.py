"""A plot without interaction: no menu, no zoom, in the theme's colours."""

import pyqtgraph as pg
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QWidget

from mandohit_desktop.ui.style.theme import colours

AXES = ("left", "bottom")


class StillPlot(pg.PlotWidget):  # type: ignore[misc]
    """A plot that leaves mouse and wheel to what is around it.

    Args:
        bottom: another axis below the plot.
    """

    def __init__(self, parent: QWidget, bottom: pg.AxisItem | None = None) -> None:
        super().__init__(parent, axisItems={"bottom": bottom} if bottom else None)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)

    def reset(self) -> None:
        """Clear the plot and apply the theme's colours."""
        tokens = colours()
        self.clear()
        self.setBackground(QColor(tokens.card))
        for name in AXES:
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(tokens.line))
            axis.setTextPen(pg.mkPen(tokens.muted))
        self.showGrid(x=False, y=True, alpha=0.15)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  Qt's name
        """Leave the wheel to what scrolls around the plot."""
        event.ignore()
