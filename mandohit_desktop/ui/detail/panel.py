"""The panel of the selected song: the song, or why there is none to show.

The plotting library is imported by `prepare`, after the window is shown.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.jobs.player import Player
from mandohit_desktop.store.history import Entry, Version
from mandohit_desktop.ui.detail.note import NoteField
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import MARGIN, SPACING, Themed
from mandohit_desktop.ui.style.widgets import label
from mandohit_desktop.ui.text import sentences, wording
from mandohit_desktop.ui.text.i18n import Translated

if TYPE_CHECKING:
    from mandohit_desktop.jobs.spectrograms import SongSpectrogram
    from mandohit_desktop.ui.detail.song import SongView

SIZE = QSize(560, 640)
MIN_WIDTH = 480
ICON = 48


class _Message(Themed, QWidget):
    """A sign, a title and a sentence in the middle of the panel."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._colour = "highlight", "muted"
        self.sign = QLabel()
        self.title, self.sentence = label("heading", wrap=True), label("muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * MARGIN, MARGIN, 2 * MARGIN, MARGIN)
        column.setSpacing(SPACING)
        column.addStretch()
        for part in (self.sign, self.title, self.sentence):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        column.addStretch()

    def say(self, sign: str, colour: str, title: str, sentence: str) -> None:
        """Show a message."""
        self._icon, self._colour = sign, colour
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.follow_theme()

    def follow_theme(self) -> None:
        """Draw the sign in the theme's colours."""
        self.sign.setPixmap(icon(self._icon, self._colour).pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))


class DetailPanel(Translated, QWidget):
    """The selected song.

    Args:
        player: plays it; the panel loads songs into it.

    Attributes:
        note: the user's note on what is shown.
    """

    spectrogram_wanted = Signal(object, object)
    """A path and the `Content` whose spectrogram is to be shown: for `Spectrograms.request`."""
    version_chosen = Signal(object)
    """A `Version` that is now shown."""
    compare_versions_requested = Signal()

    def __init__(self, player: Player, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._entry: Entry | None = None
        self._failed: tuple[Path, Failure] | None = None
        self._waiting: Path | None = None
        self.song: SongView | None = None
        self.message = _Message()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.message)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.note = NoteField()
        column.addWidget(self.note)
        self.version_chosen.connect(lambda version: self.note.show_content(version.content.sha256))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(MIN_WIDTH)
        self.retranslate()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Return a size at which nothing is cramped."""
        return SIZE

    def show_entry(self, entry: Entry | None, versions: list[Version]) -> None:
        """Show a song at its latest version; with None, that nothing is selected."""
        self._entry, self._failed, self._waiting = entry, None, None
        self.note.show_content(entry.content.sha256 if entry else None)
        if entry is None or entry.result is None:
            self._show_message()
            return
        song = self.prepare()
        song.show_entry(entry, versions)
        self.pages.setCurrentWidget(song)

    def show_failure(self, path: Path, failure: Failure) -> None:
        """Say why a song has no score."""
        self._entry, self._failed, self._waiting = None, (path, failure), None
        self.note.show_content(None)
        self._show_message()

    def show_waiting(self, path: Path) -> None:
        """Say that a song has yet to be scored."""
        self._entry, self._failed, self._waiting = None, None, path
        self.note.show_content(None)
        self._show_message()

    def show_spectrogram(self, sha256: str, spectrogram: "SongSpectrogram") -> None:
        """Show a spectrogram, if that content is still on screen."""
        if self.song:
            self.song.show_spectrogram(sha256, spectrogram)

    def show_spectrogram_failure(self, sha256: str, failure: Failure) -> None:
        """Say why there is no spectrogram, if that content is still on screen."""
        if self.song:
            self.song.show_spectrogram_failure(sha256, failure)

    def play_highlight(self) -> None:
        """Play the strongest part of the song on screen."""
        if self.song and self.pages.currentWidget() is self.song:
            self.song.transport.play_highlight()

    def toggle_playback(self) -> None:
        """Play or pause the song on screen."""
        if self.song and self.pages.currentWidget() is self.song:
            self.song.transport.play.click()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setAccessibleName(self.tr("Selected song"))
        if self._failed:
            path, failure = self._failed
            self.message.say("error", "bad", wording.title(path), sentences.failure(failure))
        elif self._waiting:
            self.message.say("rescore", "muted", wording.title(self._waiting), self.tr("It is about to be scored."))
        elif self._entry:
            sentence = self.tr("It has no score yet under the model in use.")
            self.message.say("info", "muted", wording.title(self._entry.path), sentence)
        else:
            sentence = self.tr("Select a song in the list to see and hear what its score is made of.")
            self.message.say("highlight", "muted", self.tr("No song selected"), sentence)

    def _show_message(self) -> None:
        if self.song:
            self.song.forget()
        self.retranslate()
        self.pages.setCurrentWidget(self.message)

    def prepare(self) -> "SongView":
        """Return the view of a song, made when it is first asked for; early, so that no result waits for it."""
        if self.song is None:
            from mandohit_desktop.ui.detail.song import SongView

            self.song = SongView(self._player)
            self.song.spectrogram_wanted.connect(self.spectrogram_wanted)
            self.song.version_chosen.connect(self.version_chosen)
            self.song.compare_versions_requested.connect(self.compare_versions_requested)
            self.pages.addWidget(self.song)
        return self.song
