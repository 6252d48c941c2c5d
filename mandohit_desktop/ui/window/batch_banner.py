"""The banner below the table when a batch has ended, which stays until closed: how it went, and what to do next."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.jobs.queue import Job, QueueState
from mandohit_desktop.store.history import Entry
from mandohit_desktop.ui.results.row import STOPPED
from mandohit_desktop.ui.style.theme import SPACING
from mandohit_desktop.ui.style.widgets import button, label
from mandohit_desktop.ui.text import wording
from mandohit_desktop.ui.text.i18n import Translated

FEWEST_SONGS = 2
"""A single song is no batch."""
N_BEST = 3


class BatchBanner(Translated, QFrame):
    """Tells of the songs that were scored since the queue was last empty."""

    best_wanted = Signal(object)
    """The path of the best song, to be played."""
    failed_wanted = Signal(object)
    """The paths of the songs that failed, to be shown."""
    pick_wanted = Signal(object)
    """The paths of the batch, to pick of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._scores: dict[Path, float] = {}
        self._failed: list[Path] = []
        self._has_ended = True
        self.text = label(wrap=True)
        self.play, self.show_failed, self.pick, self.dismiss = (button() for _ in range(4))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(SPACING)
        row.addWidget(self.text, 1)
        for part in (self.play, self.show_failed, self.pick, self.dismiss):
            row.addWidget(part)
        self.play.clicked.connect(lambda: self.best_wanted.emit(self.best()[0]))
        self.show_failed.clicked.connect(lambda: self.failed_wanted.emit(list(self._failed)))
        self.pick.clicked.connect(lambda: self.pick_wanted.emit([*self._scores, *self._failed]))
        self.dismiss.clicked.connect(self.hide)
        self.retranslate()
        self.hide()

    def note_added(self, jobs: list[Job]) -> None:
        """Begin a new batch if the one before has ended."""
        del jobs
        if self._has_ended:
            self._scores, self._failed, self._has_ended = {}, [], False
            self.hide()

    def note_scored(self, job: Job, entry: Entry) -> None:
        """Count a result."""
        path = job.path.absolute()
        if entry.result:
            self._scores[path] = entry.result.raw_score
            self._failed = [failed for failed in self._failed if failed != path]

    def note_failed(self, job: Job, failure: Failure) -> None:
        """Count a failure; a song that was stopped is none."""
        if failure.code != STOPPED:
            self._failed.append(job.path.absolute())

    def show_state(self, state: QueueState) -> None:
        """Show the banner once the last song is done."""
        if self._has_ended or state.n_done < state.n_total:
            return
        self._has_ended = True
        if len(self._scores) + len(self._failed) >= FEWEST_SONGS:
            self.retranslate()
            self.show()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text.text()))

    def best(self) -> list[Path]:
        """Return the songs with the highest scores, the best first."""
        return sorted(self._scores, key=lambda path: -self._scores[path])[:N_BEST]

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        parts = [self.tr("Scored: {count}").format(count=len(self._scores))]
        if self._failed:
            parts.append(self.tr("Failed: {count}").format(count=len(self._failed)))
        if best := ", ".join(map(wording.title, self.best())):
            parts.append(self.tr("Best: {titles}").format(titles=best))
        self.text.setText(" \u00b7 ".join(parts))
        self.play.setText(self.tr("Play best"))
        self.show_failed.setText(self.tr("Show failed"))
        self.pick.setText(self.tr("Pick\u2026"))
        self.dismiss.setText(self.tr("Close"))
        self.play.setVisible(bool(self._scores))
        self.pick.setVisible(len(self._scores) >= FEWEST_SONGS)
        self.show_failed.setVisible(bool(self._failed))
