"""Everything about one scored song, in cards one below the other."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.jobs.player import Player
from mandohit_desktop.store.history import Content, Entry, Version
from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.detail.reasons import Reasons
from mandohit_desktop.ui.detail.score_card import ScoreCard
from mandohit_desktop.ui.detail.spectrogram import ColourLegend, SpectrogramPlot
from mandohit_desktop.ui.detail.tags import StrongestTags
from mandohit_desktop.ui.detail.timeline import StepsPlot, WindowsPlot
from mandohit_desktop.ui.detail.timeplot import ZOOM, TimePlot
from mandohit_desktop.ui.detail.transport import Transport
from mandohit_desktop.ui.detail.versions import VersionList
from mandohit_desktop.ui.style.theme import MARGIN, SPACING
from mandohit_desktop.ui.style.widgets import card, label
from mandohit_desktop.ui.text import sentences, wording
from mandohit_desktop.ui.text.i18n import Translated

if TYPE_CHECKING:
    from mandohit_desktop.jobs.spectrograms import SongSpectrogram

SIDE_BY_SIDE_WIDTH = 540


@dataclass(frozen=True)
class Shown:
    """The version on screen; `latest` is the number of the song's newest."""

    path: Path
    content: Content
    number: int
    latest: int
    result: Result


class SongView(Translated, QScrollArea):
    """One song.

    Args:
        player: what plays it.
    """

    spectrogram_wanted = Signal(object, object)
    """A path and the `Content` whose spectrogram is to be shown."""
    version_chosen = Signal(object)
    """A `Version` that is now shown."""
    compare_versions_requested = Signal()

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player
        self._shown: Shown | None = None
        self._spectrogram_failure: Failure | None = None
        self._has_spectrogram = False
        self.title, self.version = label("title"), label("muted")
        self.score = ScoreCard()
        self.transport = Transport(player)
        self.spectrogram, self.windows, self.steps = SpectrogramPlot(), WindowsPlot(), StepsPlot()
        self.legend = ColourLegend()
        self.captions = [label("muted") for _ in range(3)]
        for caption in self.captions:
            caption.setMinimumWidth(40)
        self.reasons, self.tags, self.versions = Reasons(), StrongestTags(), VersionList()
        self.tags_title, self.versions_title = label("heading"), label("heading")
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def plots(self) -> tuple[TimePlot, ...]:
        """The plots on the shared time axis, from above."""
        return self.spectrogram, self.windows, self.steps

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.version)
        self.title.setMinimumWidth(40)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(MARGIN - 4)
        for heading, body in ((self.tags_title, self.tags), (self.versions_title, self.versions)):
            column = QVBoxLayout()
            column.setSpacing(SPACING)
            column.addWidget(heading)
            column.addWidget(body)
            column.addStretch()
            self._sides.addWidget(card(column), 1)
        content = QWidget()
        content.setObjectName("song")
        content.setStyleSheet("QWidget#song { background: transparent; }")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACING, 0)
        column.setSpacing(MARGIN - 4)
        column.addLayout(head)
        column.addWidget(self.score)
        column.addWidget(card(self._plots_layout(), margin=MARGIN - 4))
        column.addWidget(self._reasons_card())
        column.addLayout(self._sides)
        column.addStretch()
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)

    def _reasons_card(self) -> QFrame:
        column = QVBoxLayout()
        column.addWidget(self.reasons)
        self._reasons_frame = card(column)
        return self._reasons_frame

    def _plots_layout(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.transport)
        for caption, plot, beside in zip(self.captions, self.plots, (self.legend, None, None), strict=True):
            row = QHBoxLayout()
            row.setContentsMargins(4, 6, 0, 0)
            row.addWidget(caption, 1)
            if beside:
                row.addWidget(beside)
            column.addLayout(row)
            column.addWidget(plot)
        return column

    def _connect(self) -> None:
        for plot in self.plots[1:]:
            plot.setXLink(self.spectrogram)
        for caption, plot in zip(self.captions, self.plots, strict=True):
            plot.seek_requested.connect(self._player.seek)
            plot.toggle_requested.connect(self.transport.play.click)
            plot.highlight_requested.connect(self.transport.play_highlight)
            plot.hovered.connect(lambda words, caption=caption: self._show_hover(caption, words))
            self._player.position_changed.connect(plot.set_playhead)
        self.transport.zoom_in.connect(lambda: self.spectrogram.zoom(ZOOM))
        self.transport.zoom_out.connect(lambda: self.spectrogram.zoom(1.0 / ZOOM))
        self.transport.show_all.connect(self.spectrogram.show_all)
        self.transport.show_highlight.connect(lambda: self.spectrogram.show_range(*self._highlight()))
        self.versions.chosen.connect(self._on_chosen)
        self.versions.compare_requested.connect(self.compare_versions_requested)

    def show_entry(self, entry: Entry, versions: list[Version]) -> None:
        """Show a song at its latest version."""
        assert entry.result is not None
        known = [v if v.number != entry.version or v.result else _with(v, entry.result) for v in versions]
        self._show(Shown(entry.path, entry.content, entry.version, entry.version, entry.result), known)

    def _on_chosen(self, version: Version) -> None:
        if self._shown is None or version.result is None:
            return
        before = self._shown
        self._show(Shown(before.path, version.content, version.number, before.latest, version.result), None)
        self.version_chosen.emit(version)

    def _show(self, shown: Shown, versions: list[Version] | None) -> None:
        before, self._shown = self._shown, shown
        self.score.show_result(shown.result)
        self._reasons_frame.setVisible(self.reasons.show_result(shown.result))
        self.tags.show_result(shown.result)
        self.windows.show_result(shown.result)
        self.steps.show_result(shown.result)
        if versions is not None:
            self.versions.show_versions(versions, shown.number)
        if before is None or (before.path, before.content) != (shown.path, shown.content):
            self._player.load(shown.path if shown.number == shown.latest else None)
            for plot in self.plots:
                plot.set_song(shown.result.report["duration_s"])
            self._has_spectrogram, self._spectrogram_failure = False, None
            self.spectrogram.wait(self.tr("Drawing the spectrogram\u2026"))
            self.verticalScrollBar().setValue(0)
            self.spectrogram_wanted.emit(shown.path, shown.content)
        for plot in self.plots:
            plot.set_highlight(*self._highlight())
        self.retranslate()

    def forget(self) -> None:
        """Show nothing any more, and stop playing."""
        self._shown = None
        self._player.load(None)

    def show_spectrogram(self, sha256: str, spectrogram: "SongSpectrogram") -> None:
        """Show a spectrogram, if it is the one waited for."""
        if self._shown and self._shown.content.sha256 == sha256:
            self._has_spectrogram, self._spectrogram_failure = True, None
            self.spectrogram.show_spectrogram(spectrogram)

    def show_spectrogram_failure(self, sha256: str, failure: Failure) -> None:
        """Say why there is no spectrogram, if it is the one waited for."""
        if self._shown and self._shown.content.sha256 == sha256:
            self._spectrogram_failure = failure
            self.spectrogram.wait(sentences.failure(failure))

    def _highlight(self) -> tuple[float, float]:
        assert self._shown is not None
        highlight = self._shown.result.report["highlight"]
        return highlight["start_s"], highlight["end_s"]

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.tags_title.setText(self.tr("Strongest tags"))
        self.versions_title.setText(self.tr("Versions"))
        for caption in self.captions:
            self._show_hover(caption, "")
        shown = self._shown
        if shown is None:
            return
        self._elide_title()
        self.title.setToolTip(str(shown.path))
        words = self.tr("Version {number}") if shown.number == shown.latest else self.tr("Version {number} of {latest}")
        self.version.setText(words.format(number=shown.number, latest=shown.latest))
        gone = "" if shown.number == shown.latest else self.tr("An older version: its file was replaced since.")
        self.transport.set_song(shown.result.report["duration_s"], self._highlight(), gone)
        if self._spectrogram_failure:
            self.spectrogram.wait(sentences.failure(self._spectrogram_failure))
        elif not self._has_spectrogram:
            self.spectrogram.wait(self.tr("Drawing the spectrogram\u2026"))

    def _show_hover(self, caption: QLabel, words: str) -> None:
        mean = wording.score(self._shown.result.report["components"]["inception"]) if self._shown else ""
        names_and_units = [
            (self.tr("Spectrogram"), ""),
            (self.tr("Score of the 30 s around each moment"), self.tr("out of 100")),
            (
                self.tr("What each moment adds"),
                self.tr("points; their mean, {mean}, enters the score").format(mean=mean),
            ),
        ]
        name, unit = names_and_units[self.captions.index(caption)]
        caption.setText("   \u00b7   ".join(filter(None, (name, words or unit))))

    def _elide_title(self) -> None:
        if self._shown:
            text = wording.title(self._shown.path)
            room = max(40, self.title.width())
            self.title.setText(self.title.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room))
            self.title.setAccessibleName(text)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Put tags and versions beside or below each other, whichever fits."""
        super().resizeEvent(event)
        wide = self.viewport().width() >= SIDE_BY_SIDE_WIDTH
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._elide_title()


def _with(version: Version, result: Result) -> Version:
    return Version(version.number, version.content, version.seen_at, result)
