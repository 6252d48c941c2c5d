"""The score and what it is worth: percentile in words, interval, chance, loudness, model, warnings."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.painting import faded, paint_bar, paint_mark, smooth_painter, write_small
from mandohit_desktop.ui.style.theme import MARGIN, SPACING, Themed, colours
from mandohit_desktop.ui.style.widgets import label, set_role
from mandohit_desktop.ui.text import sentences, wording
from mandohit_desktop.ui.text.i18n import Translated

SCALE_STEP = 10.0
SHORTEST_SCALE = 50.0
WARNING_ICON = 16
HANDLE = 7.0
WIDE = 500
N_FACTS = 7


class IntervalBar(Translated, QWidget):
    """The 80 % interval and the score on a scale from 0."""

    def __init__(self) -> None:
        super().__init__()
        self._result: Result | None = None
        self.setFixedHeight(40)
        self.setMinimumWidth(160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Describe what is drawn, for screen readers."""
        self.setAccessibleName(self.tr("Interval"))
        if self._result:
            self.setAccessibleDescription(
                self.tr("Score {score}; eight of ten songs predicted like this reached {low} to {high}.").format(
                    score=wording.score(self._result.score),
                    low=wording.score(self._result.interval_low),
                    high=wording.score(self._result.interval_high),
                )
            )
            self.setToolTip(self.accessibleDescription())

    def show_result(self, result: Result) -> None:
        """Show a result."""
        self._result = result
        self.retranslate()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint scale, interval and score."""
        if self._result is None:
            return
        painter = smooth_painter(self)
        tokens, middle = colours(), 12.0
        highest = max(self._result.interval_high, self._result.score, SHORTEST_SCALE)
        end = min(100.0, SCALE_STEP * math.ceil(highest / SCALE_STEP))

        def x(value: float) -> float:
            return self.width() * min(value, end) / end

        paint_bar(painter, QRectF(0.0, middle - 3.0, self.width(), 6.0), tokens.line)
        low, high = x(self._result.interval_low), x(self._result.interval_high)
        paint_bar(painter, QRectF(low, middle - 3.0, max(6.0, high - low), 6.0), faded(tokens.accent, 0.45))
        place = min(max(x(self._result.score), HANDLE + 1.0), self.width() - HANDLE - 1.0)
        paint_mark(painter, QPointF(place, middle), HANDLE, tokens.accent)
        self._paint_numbers(painter, x, end)

    def _paint_numbers(self, painter: QPainter, x: Callable[[float], float], end: float) -> None:
        write_small(painter)
        every = SCALE_STEP if end <= 50.0 else 2.0 * SCALE_STEP
        for step in range(int(end / every) + 1):
            box = QRectF(x(step * every) - 15.0, 23.0, 30.0, 16.0)
            box.moveLeft(min(max(box.left(), 0.0), self.width() - 30.0))
            side = Qt.AlignmentFlag.AlignHCenter
            if step == 0:
                side = Qt.AlignmentFlag.AlignLeft
            elif step * every == end:
                side = Qt.AlignmentFlag.AlignRight
            painter.drawText(box, side | Qt.AlignmentFlag.AlignTop, f"{step * every:.0f}")


class _Fact(QWidget):
    """A small caption with its value below."""

    def __init__(self) -> None:
        super().__init__()
        self.caption, self.value = label("muted"), label(wrap=True, selectable=True)
        self.value.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self.caption)
        column.addWidget(self.value)

    def say(self, caption: str, value: str) -> None:
        """Show a caption and a value."""
        self.caption.setText(caption)
        self.value.setText(value)


class _Warning(QWidget):
    """A sentence beside a warning icon."""

    def __init__(self, text: str, ratio: float) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        mark = QLabel()
        mark.setPixmap(icon("warning", "warn").pixmap(QSize(WARNING_ICON, WARNING_ICON), ratio))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        sentence = label("warn", wrap=True)
        sentence.setText(text)
        row.addWidget(sentence, 1)


class ScoreCard(Translated, Themed, QFrame):
    """The card at the top of a song."""

    def __init__(self) -> None:
        super().__init__()
        self._result: Result | None = None
        self._n_columns = 0
        self.setProperty("role", "card")
        self.figure, self.scale = label("figure"), label("muted")
        self.percentile, self.likely = label("heading", wrap=True), label("muted", wrap=True)
        self.bar = IntervalBar()
        self.facts = [_Fact() for _ in range(N_FACTS)]
        self.warnings = QVBoxLayout()
        self.footer = label("muted", wrap=True)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.figure)
        left.addWidget(self.scale)
        left.addStretch()
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.percentile)
        right.addWidget(self.bar)
        right.addWidget(self.likely)
        top = QHBoxLayout()
        top.setSpacing(2 * MARGIN)
        top.addLayout(left)
        top.addLayout(right, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(MARGIN)
        self._grid.setVerticalSpacing(SPACING)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(MARGIN - 4)
        column.addLayout(top)
        column.addLayout(self._grid)
        column.addLayout(self.warnings)
        column.addWidget(self.footer)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Put the facts in as many columns as have room."""
        super().resizeEvent(event)
        n_columns = 3 if self.width() >= WIDE else 2
        if n_columns == self._n_columns:
            return
        self._n_columns = n_columns
        for index, fact in enumerate(self.facts):
            self._grid.addWidget(fact, index // n_columns, index % n_columns, Qt.AlignmentFlag.AlignTop)
        for index in range(3):
            self._grid.setColumnStretch(index, 1 if index < n_columns else 0)

    def follow_theme(self) -> None:
        """Redraw the warnings' icons."""
        if self._result:
            self._show_warnings(sentences.warnings(self._result))

    def show_result(self, result: Result) -> None:
        """Show a result."""
        self._result = result
        self.bar.show_result(result)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setAccessibleName(self.tr("Score card"))
        self.scale.setText(self.tr("out of 100"))
        self.footer.setText(self.tr("Predicted popularity, not quality. Good for ranking a batch, weak for one song."))
        if self._result is None:
            return
        result = self._result
        self.setAccessibleDescription(wording.summary(wording.title(Path(result.report["file"])), result))
        doubt = sentences.doubt(result)
        self.figure.setText(wording.score_of(result))
        self.figure.setAccessibleName(self.tr("Predicted popularity {score}").format(score=wording.score(result.score)))
        self.figure.setAccessibleDescription(doubt)
        self.figure.setToolTip(doubt)
        set_role(self.figure, "doubtful-figure" if doubt else "figure")
        set_role(self.percentile, "muted" if doubt else "heading")
        self.percentile.setText(wording.percentile(result.percentile))
        self.likely.setText(
            self.tr("Likely {interval}: eight of ten songs predicted like this were in that range.").format(
                interval=wording.interval(result.interval_low, result.interval_high)
            )
        )
        for fact, (caption, value) in zip(self.facts, self._facts(result), strict=True):
            fact.say(caption, value)
        self._show_warnings(sentences.warnings(result))

    def _facts(self, result: Result) -> list[tuple[str, str]]:
        report = result.report
        protocols = {"matched": self.tr("Loudness matched"), "published": self.tr("As published in 2021")}
        start, end = (wording.clock(report["highlight"][key]) for key in ("start_s", "end_s"))
        return [
            (self.tr("Chance of the top 10 %"), wording.chance(report["chance_top_decile"])),
            (
                self.tr("Above real songs' popularity"),
                wording.chance(report["spotify_percentile"] / 100.0),
            ),
            (
                self.tr("Loudness and peak"),
                self.tr("{loudness}, {peak} dBFS").format(
                    loudness=wording.loudness(result.loudness_lufs), peak=wording.score(report["peak_dbfs"])
                ),
            ),
            (self.tr("Highlight"), self.tr("{start}\u2013{end}").format(start=start, end=end)),
            (self.tr("Best 30 s"), self._best(report)),
            (self.tr("Model"), result.model_id),
            (self.tr("Protocol"), protocols.get(result.protocol, result.protocol)),
        ]

    def _best(self, report: dict[str, Any]) -> str:
        best, n_windows = report.get("best"), len(report["windows"])
        if best is None or n_windows == 1:
            return "\u2013"
        return self.tr("{score} at {time}, the highest of {count}").format(
            score=wording.score(best["score"]), time=wording.clock(best["start_s"]), count=n_windows
        )

    def _show_warnings(self, texts: list[str]) -> None:
        while item := self.warnings.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for text in texts:
            self.warnings.addWidget(_Warning(text, self.devicePixelRatioF()))
