"""What is on screen: the history in the table, its current row on the right, the latest in the compact window."""

from PySide6.QtCore import QObject

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.jobs.queue import Job
from mandohit_desktop.store.history import Entry, History
from mandohit_desktop.store.result import ModelKey
from mandohit_desktop.ui.detail.panel import DetailPanel
from mandohit_desktop.ui.results.model import ResultsModel
from mandohit_desktop.ui.results.row import STOPPED, Row
from mandohit_desktop.ui.window.compact_window import CompactWindow

NO_MODEL = ModelKey("", "")


class ShownSongs(QObject):
    """Shows songs where they belong.

    Args:
        history: what was scored before.
        results: the table's songs.
        detail: shows the current one.
        compact: shows the latest one.
    """

    def __init__(
        self, history: History, results: ResultsModel, detail: DetailPanel, compact: CompactWindow, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._history, self._results, self._detail, self._compact = history, results, detail, compact
        self._on_screen: tuple[object, ...] = ()

    def load_history(self) -> None:
        """Show what was scored before, while no model is ready yet."""
        before = self._history.entries(NO_MODEL)
        self._results.load(before, None)
        self._compact.show_entry(next((entry for entry in before if entry.result), None))

    def show_row(self, row: Row | None) -> None:
        """Show a song on the right, unless it is there already."""
        shown = (row.path, row.entry, row.failure) if row else ()
        if shown == self._on_screen:
            return
        self._on_screen = shown
        if row is None:
            self._detail.show_entry(None, [])
        elif row.failure:
            self._detail.show_failure(row.path, row.failure)
        elif row.entry is None:
            self._detail.show_waiting(row.path)
        else:
            result = row.entry.result
            versions = self._history.versions(row.entry.song_id, result.key) if result else []
            self._detail.show_entry(row.entry, versions)

    def show_scored(self, job: Job, entry: Entry) -> None:
        """Show the latest result in the compact window."""
        del job
        self._compact.show_entry(entry)

    def show_failed(self, job: Job, failure: Failure) -> None:
        """Show the latest failure in the compact window; stopping a song is none."""
        if failure.code != STOPPED:
            self._compact.show_failure(job.path, failure)
