"""Playback controls: play, play the highlight, where in the song, and what went wrong."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.jobs.player import Player
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import SPACING
from mandohit_desktop.ui.style.widgets import button, label
from mandohit_desktop.ui.text import sentences, wording
from mandohit_desktop.ui.text.i18n import Translated

ICON = QSize(18, 18)


class Transport(Translated, QWidget):
    """The row above the spectrogram.

    Args:
        player: what plays.
    """

    zoom_in = Signal()
    zoom_out = Signal()
    show_all = Signal()
    show_highlight = Signal()

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player
        self._duration_s = 0.0
        self._highlight = (0.0, 0.0)
        self._failure: Failure | None = None
        self._why_not = ""
        self.play, self.highlight = button(), button()
        self.highlight.setIcon(icon("highlight"))
        for made in (self.play, self.highlight):
            made.setIconSize(ICON)
        self.position = label()
        self.problem = label("warn", wrap=True)
        self.zooms = {name: self._button(name) for name in ("zoom_in", "zoom_out", "zoom_fit", "expand")}
        self._lay_out()
        self.play.clicked.connect(player.toggle)
        self.highlight.clicked.connect(self.play_highlight)
        for name, signal in zip(
            self.zooms, (self.zoom_in, self.zoom_out, self.show_all, self.show_highlight), strict=True
        ):
            self.zooms[name].clicked.connect(signal)
        player.position_changed.connect(self._show_position)
        player.playing_changed.connect(self._show_playing)
        player.failed.connect(self._show_failure)
        self.retranslate()

    def _button(self, name: str) -> QToolButton:
        made = QToolButton()
        made.setIcon(icon(name))
        made.setIconSize(ICON)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACING)
        row.addWidget(self.play)
        row.addWidget(self.highlight)
        row.addWidget(self.position)
        row.addStretch()
        zooms = QHBoxLayout()
        zooms.setSpacing(0)
        for made in self.zooms.values():
            zooms.addWidget(made)
        row.addLayout(zooms)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.problem)

    def set_song(self, duration_s: float, highlight: tuple[float, float], why_not: str) -> None:
        """Set the song; `why_not` says why it cannot be played, or is empty."""
        self._duration_s, self._highlight, self._why_not, self._failure = duration_s, highlight, why_not, None
        for made in (self.play, self.highlight):
            made.setEnabled(not why_not)
        self.retranslate()

    def play_highlight(self) -> None:
        """Play the strongest part."""
        if self.highlight.isEnabled():
            self._player.play(*self._highlight)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.highlight.setText(self.tr("Highlight"))
        self._name(self.highlight, self.tr("Play the highlight (H)"))
        self._name(self.zooms["zoom_in"], self.tr("Zoom in (+)"))
        self._name(self.zooms["zoom_out"], self.tr("Zoom out (\u2212)"))
        self._name(self.zooms["zoom_fit"], self.tr("Whole song (0)"))
        self._name(self.zooms["expand"], self.tr("Zoom to the highlight"))
        self._show_playing(self._player.is_playing)
        self._show_position(self._player.position_s)
        self._show_problem()

    def _name(self, made: QAbstractButton, name: str) -> None:
        made.setToolTip(name)
        made.setAccessibleName(name)

    def _show_playing(self, playing: bool) -> None:
        self.play.setIcon(icon("pause" if playing else "play"))
        self._name(self.play, self.tr("Pause (Space)") if playing else self.tr("Play (Space)"))
        if playing:
            self._failure = None
            self._show_problem()

    def _show_position(self, position_s: float) -> None:
        position = wording.clock(min(position_s, self._duration_s))
        self.position.setText(
            self.tr("{position} / {duration}").format(position=position, duration=wording.clock(self._duration_s))
        )

    def _show_failure(self, failure: Failure) -> None:
        self._failure = failure
        self._show_problem()

    def _show_problem(self) -> None:
        self.problem.setText(sentences.failure(self._failure) if self._failure else self._why_not)
        self.problem.setVisible(bool(self.problem.text()))
