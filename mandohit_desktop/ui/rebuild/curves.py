"""The fit's curves: loss on the songs that are learned and on those of other artists, epoch by epoch."""

from collections.abc import Mapping, Sequence

import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mandohit_desktop.ui.style.still_plot import StillPlot
from mandohit_desktop.ui.style.theme import SPACING, Themed, colours
from mandohit_desktop.ui.style.widgets import label
from mandohit_desktop.ui.text.i18n import Translated
from mandohit_desktop.ui.text.wording import figure

ROOM = 0.2
"""For the legend above the lines, as a share of their height."""
FEW = 30
"""Up to so many epochs each is a dot, too."""


class Curves(Translated, Themed, QWidget):
    """Training and validation loss over the epochs, and the latest figures in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Mapping[str, float]] = ()
        self._heading, self.words = label("heading"), label("muted", wrap=True)
        self._plot = StillPlot(self)
        self._plot.setMinimumSize(300, 180)
        self._legend = self._plot.addLegend(offset=(-1, 1), colCount=2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self._heading)
        layout.addWidget(self._plot, 1)
        layout.addWidget(self.words)
        self.retranslate()

    def show_epochs(self, rows: Sequence[Mapping[str, float]]) -> None:
        """Draw the epochs so far."""
        if len(rows) != len(self._rows) or not rows:
            self._rows = list(rows)
            self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self._heading.setText(self.tr("Learning curves"))
        self._plot.setAccessibleName(self.tr("Learning curves"))
        self._plot.setLabel("bottom", self.tr("Epoch"))
        self.follow_theme()
        if not self._rows:
            self.words.setText(self.tr("They begin with the first epoch of the fit."))
            return
        last = self._rows[-1]
        text = self.tr(
            "Epoch {epoch}: loss {train} on the songs that are learned, {validation} on songs of other artists; rank "
            "correlation there {rank}."
        ).format(
            epoch=int(last["epoch"]),
            train=figure(last["train_loss"]),
            validation=figure(last["validation_loss"]),
            rank=figure(last["validation_spearman"]),
        )
        self.words.setText(text)
        self._plot.setAccessibleDescription(text)

    def follow_theme(self) -> None:
        """Draw the curves in the theme's colours."""
        tokens = colours()
        self._plot.reset()
        self._legend.setLabelTextColor(QColor(tokens.muted))
        epochs = [row["epoch"] for row in self._rows]
        lines = (
            ("train_loss", self.tr("Learned songs"), tokens.curve_steps),
            ("validation_loss", self.tr("Other artists' songs"), tokens.curve_timeline),
        )
        dots = "o" if len(epochs) <= FEW else None
        for key, name, colour in lines:
            losses = [row[key] for row in self._rows]
            pen = pg.mkPen(colour, width=2)
            self._plot.plot(
                epochs, losses, pen=pen, name=name, symbol=dots, symbolSize=6, symbolBrush=colour, symbolPen=None
            )
        losses = [row[key] for row in self._rows for key, _, _ in lines]
        low, high = min(losses, default=0.0), max(losses, default=1.0)
        self._plot.setYRange(low, high + ROOM * (high - low))
        self._plot.setXRange(0.5, max(epochs, default=1.0) + 0.5, padding=0.0)
