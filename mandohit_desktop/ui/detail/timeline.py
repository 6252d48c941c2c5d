"""The score along the song, on the spectrogram's time axis: every 30 s window, and every step within the highlight."""

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt

from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.detail.timeplot import TimePlot
from mandohit_desktop.ui.style.painting import faded
from mandohit_desktop.ui.style.theme import colours
from mandohit_desktop.ui.text import wording

WINDOWS_HEIGHT = 76
STEPS_HEIGHT = 92
FRAME_S = 2048 / 22_050
FRAMES_PER_STEP = 4
STEP_CENTRE = 6
"""Step j of the inception CNN sees the frames 4j to 4j + 12 of the highlight."""

Values = npt.NDArray[np.float64]


def step_times(start_s: float, n_steps: int) -> Values:
    """Return the moment in the song at the middle of what each step hears."""
    return np.asarray(start_s + (FRAMES_PER_STEP * np.arange(n_steps) + STEP_CENTRE) * FRAME_S, dtype=np.float64)


def _axis() -> pg.AxisItem:
    axis = pg.AxisItem("left")
    axis.setStyle(maxTickLevel=0)
    return axis


class WindowsPlot(TimePlot):
    """The score of the 30 s around each moment; the highlight's window as a bar over all of its 30 s."""

    def __init__(self) -> None:
        self._result: Result | None = None
        self._middles: Values = np.zeros(0)
        self._scores: Values = np.zeros(0)
        super().__init__(_axis(), WINDOWS_HEIGHT, shows_time=False)
        self._curve = self.plot()
        self._bar = self.plot()
        self.complete()

    def retranslate(self) -> None:
        """Name it for screen readers."""
        self.setAccessibleName(self.tr("Score by window"))
        self.explain(self.tr("The score, out of 100, of the 30 s around each moment; the bar is the highlight's."))
        self._describe()

    def show_result(self, result: Result) -> None:
        """Show a result's windows."""
        self._result = result
        start_s, end_s = _highlight(result)
        self._middles, self._scores = map(np.array, result.timeline)
        self._curve.setData(self._middles, self._scores, connect="finite")
        self._bar.setData([start_s, end_s], [result.raw_score] * 2)
        highest = max(np.nanmax(self._scores), result.raw_score)
        lowest = min(0.0, np.nanmin(self._scores))
        room = 0.12 * (highest - lowest) + 0.2
        self.view.setYRange(lowest - room, highest + room, padding=0.0)
        self._describe()

    def words_at(self, time_s: float, y: float) -> str:
        """Return the score of the nearest window, in words."""
        if not self._scores.size:
            return super().words_at(time_s, y)
        nearest = int(np.abs(self._middles - time_s).argmin())
        if np.isnan(self._scores[nearest]):
            quiet: str = self.tr("Too quiet for a score around {time}")
            return quiet.format(time=wording.clock(self._middles[nearest]))
        words: str = self.tr("{score} in the 30 s around {time}")
        return words.format(score=wording.score(self._scores[nearest]), time=wording.clock(self._middles[nearest]))

    def _describe(self) -> None:
        if self._result is None:
            return
        best = int(np.nanargmax(self._scores))
        scores = ", ".join(
            f"{wording.clock(middle)} {wording.score(score)}"
            for middle, score in zip(self._middles, self._scores, strict=True)
            if not np.isnan(score)
        )
        start_s, end_s = _highlight(self._result)
        words = self.tr("Highlight {start} to {end}: {score}. Best around {time}: {best}. All: {scores}.")
        self.setAccessibleDescription(
            words.format(
                start=wording.clock(start_s),
                end=wording.clock(end_s),
                score=wording.score(self._result.raw_score),
                time=wording.clock(self._middles[best]),
                best=wording.score(self._scores[best]),
                scores=scores,
            )
        )

    def colour_parts(self) -> None:
        """Colour the curves."""
        colour = colours().curve_timeline
        self._curve.setPen(self.pen(colour, 2.0))
        self._curve.setFillLevel(0.0)
        self._curve.setFillBrush(faded(colour, 0.12))
        self._bar.setPen(self.pen(colour, 4.0))


class StepsPlot(TimePlot):
    """What each step of the inception CNN adds over the highlight; the mean of all is the network's score."""

    def __init__(self) -> None:
        self._times: Values = np.zeros(0)
        self._steps: Values = np.zeros(0)
        self._mean = 0.0
        super().__init__(_axis(), STEPS_HEIGHT)
        self._curve = self.plot()
        self._mean_line = self.plot()
        self.complete()

    def retranslate(self) -> None:
        """Name it for screen readers."""
        self.setAccessibleName(self.tr("Contribution of each moment of the highlight"))
        self.explain(
            self.tr(
                "What the sound network says of each moment, in points before averaging; single moments swing far. "
                "The dashed line is their mean, which enters the score together with the tags."
            )
        )
        self._describe()

    def show_result(self, result: Result) -> None:
        """Show a result's steps; what lies past the end of a short song is left out."""
        start_s, end_s = _highlight(result)
        steps = np.array(result.detail.get("steps", []), dtype=np.float64)
        times = step_times(start_s, steps.size)
        inside = times <= end_s
        self._times, self._steps, self._mean = times[inside], steps[inside], result.report["components"]["inception"]
        self._curve.setData(self._times, self._steps)
        self._mean_line.setData([start_s, end_s], [self._mean] * 2)
        if self._steps.size:
            low, high = min(0.0, self._steps.min()), max(1.0, self._steps.max())
            room = 0.12 * (high - low)
            self.view.setYRange(low - room, high + room, padding=0.0)
        self._describe()

    def words_at(self, time_s: float, y: float) -> str:
        """Return the contribution at a moment, in words."""
        if not self._times.size or not self._times[0] <= time_s <= self._times[-1]:
            return super().words_at(time_s, y)
        nearest = int(np.abs(self._times - time_s).argmin())
        words: str = self.tr("{value} at {time}; mean {mean}")
        return words.format(
            value=wording.score(self._steps[nearest]),
            time=wording.clock(self._times[nearest]),
            mean=wording.score(self._mean),
        )

    def _describe(self) -> None:
        if not self._steps.size:
            return
        best, worst = int(self._steps.argmax()), int(self._steps.argmin())
        words = self.tr("Mean {mean}. Strongest at {time}: {best}. Weakest at {low_time}: {worst}.")
        self.setAccessibleDescription(
            words.format(
                mean=wording.score(self._mean),
                time=wording.clock(self._times[best]),
                best=wording.score(self._steps[best]),
                low_time=wording.clock(self._times[worst]),
                worst=wording.score(self._steps[worst]),
            )
        )

    def colour_parts(self) -> None:
        """Colour the curves."""
        colour = colours().curve_steps
        self._curve.setPen(self.pen(colour, 1.5))
        self._curve.setFillLevel(0.0)
        self._curve.setFillBrush(faded(colour, 0.15))
        self._mean_line.setPen(self.pen(colour, 1.5, Qt.PenStyle.DashLine))


def _highlight(result: Result) -> tuple[float, float]:
    return result.report["highlight"]["start_s"], result.report["highlight"]["end_s"]
