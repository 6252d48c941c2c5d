"""What the user does with the selected songs: pick, stop, remove, export, compare, show in the file manager."""

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from mandohit_desktop.core.handover import HandedOver
from mandohit_desktop.jobs.scoring import Scoring
from mandohit_desktop.store.history import History
from mandohit_desktop.ui.compare.verdict import MAX_SONGS, MIN_SONGS
from mandohit_desktop.ui.results.row import Row
from mandohit_desktop.ui.results.view import ResultsView
from mandohit_desktop.ui.window.dialog_opener import DialogOpener
from mandohit_desktop.ui.window.export import export, line_of
from mandohit_desktop.ui.window.status_bar import StatusBar


class SelectionCommands(QObject):
    """Carries out the actions that work on the table's selection.

    Args:
        history: holds the versions of songs; what is removed is removed there.
        scoring: cancels jobs.
        table: its selection is what the commands work on.
        dialogs: ask, and show comparisons.
        status: shows notes.
        window: parent of the dialog that asks where to export to.
    """

    removed = Signal()
    """Songs were removed from the history."""
    stars_wanted = Signal(object)
    """The contents, by SHA-256, that the user wants starred."""

    def __init__(
        self,
        history: History,
        scoring: Scoring,
        table: ResultsView,
        dialogs: DialogOpener,
        status: StatusBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._history, self._scoring, self._table = history, scoring, table
        self._dialogs, self._status, self._window = dialogs, status, window

    def stop(self) -> None:
        """Stop scoring the selected songs."""
        numbers = {row.job for row in self._table.selected_rows() if row.job is not None}
        if numbers:
            self._scoring.cancel(numbers)

    def remove(self) -> None:
        """Remove the selected songs from the history, if the user confirms it."""
        rows = [row for row in self._table.selected_rows() if row.job is None]
        if rows:
            question = self.tr("Remove {count} songs with all their versions from the history? The files stay.")
            self._dialogs.confirm(
                self.tr("Remove from history"), question.format(count=len(rows)), lambda: self._remove(rows)
            )

    def _remove(self, rows: list[Row]) -> None:
        self._history.remove([row.entry.song_id for row in rows if row.entry])
        self._table.results.remove(rows)
        self.removed.emit()

    def show_in_folder(self) -> None:
        """Open the folder of the current song in the file manager."""
        row = self._table.current_row()
        if row:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(row.path.parent)))

    def export(self, suffix: str) -> None:
        """Write the selected songs to a file, or all that are shown if at most one is selected."""
        rows = self._table.selected_rows()
        try:
            done = export(rows if len(rows) > 1 else self._table.results.shown(), suffix, self._window)
        except OSError as error:
            reason = self.tr("The file cannot be written: {reason}").format(reason=error.strerror)
            self._dialogs.tell(self.tr("Export"), reason)
        else:
            self._status.show_note(done or "")

    def pick(self) -> None:
        """Pick of the selected songs, or of all that are shown if at most one is selected."""
        rows = self._table.selected_rows()
        results, key = self._table.results, self._table.results.current_key
        songs = [
            (line, str(row.entry.result.detail.get("fingerprint", "")) if row.entry and row.entry.result else "")
            for row in (rows if len(rows) > 1 else results.shown())
            if (row.failure or row.is_current(key)) and (line := line_of(row))
        ]
        if any("error" not in line for line, _ in songs):
            self._dialogs.pick(songs, self.stars_wanted.emit)
        else:
            self._status.show_note(self.tr("There are no songs to pick from that the model in use has scored"))

    def follow_move(self, song: HandedOver) -> None:
        """Keep a moved song's history with it."""
        if song.moved and song.target:
            self._history.move(song.source, song.target)
            self._table.results.move(song.source, song.target)

    def compare_songs(self) -> None:
        """Compare the selected songs."""
        entries = [row.entry for row in self._table.selected_rows() if row.entry and row.entry.result]
        if MIN_SONGS <= len(entries) <= MAX_SONGS:
            self._dialogs.compare_songs(entries)
        else:
            self._status.show_note(self.tr("Select two to six scored songs to compare them"))

    def compare_versions(self) -> None:
        """Compare the versions of the current song."""
        row = self._table.current_row()
        if row and row.entry and row.entry.result:
            self._dialogs.compare_versions(self._history.versions(row.entry.song_id, row.entry.result.key))
