"""Opening songs: from a dialog, a drop, the recent files, the command line, or the queue of the last session."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from mandohit_desktop.core.settings import INCLUDE_SUBFOLDERS, RECENT_FILES, Settings
from mandohit_desktop.jobs.queue import Job
from mandohit_desktop.jobs.scoring import Scoring
from mandohit_desktop.ui.results.row import is_file
from mandohit_desktop.ui.results.view import ResultsView
from mandohit_desktop.ui.window.menus import MenuBar
from mandohit_desktop.ui.window.status_bar import StatusBar

MAX_RECENT = 10


class SongOpener(QObject):
    """Queues what the user opens, selects it in the table and remembers it among the recent files.

    Args:
        settings: keep the recent files.
        scoring: scores the songs.
        table: shows the first song that was opened.
        menu_bar: offers the recent files.
        status: shows notes.
        window: the dialogs' parent.
    """

    def __init__(
        self,
        settings: Settings,
        scoring: Scoring,
        table: ResultsView,
        menu_bar: MenuBar,
        status: StatusBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._settings, self._scoring, self._table = settings, scoring, table
        self._menu_bar, self._status, self._window = menu_bar, status, window
        self._opened = False  # whether the songs that come next are the user's, not a watched folder's
        self._keep_recent([Path(text) for text in settings.get(RECENT_FILES)])

    def open_paths(self, paths: list[Path]) -> None:
        """Score files and folders."""
        files = [path.absolute() for path in paths if is_file(path)]
        if files:
            known = [Path(text) for text in self._settings.get(RECENT_FILES)]
            self._keep_recent([*files, *(path for path in known if path not in files)])
        self._opened = True
        self._scoring.add(paths, recursive=self._settings.get(INCLUDE_SUBFOLDERS))

    def resume(self) -> None:
        """Score what still waited when the application ended."""
        n_songs = self._scoring.resume()
        if n_songs:
            self._status.show_note(self.tr("%n song(s) still waited when MandoHit ended", "", n_songs))

    def choose_files(self) -> None:
        """Let the user choose songs."""
        names = self.tr("Songs") + " (*.wav *.aif *.aiff *.flac *.mp3 *.m4a *.aac *.ogg *.opus *.caf *.w64)"
        everything = self.tr("All files") + " (*)"
        chosen, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Open songs"), "", f"{names};;{everything}")
        if chosen:
            self.open_paths([Path(name) for name in chosen])

    def choose_folder(self) -> None:
        """Let the user choose a folder of songs."""
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Open a folder of songs"))
        if chosen:
            self.open_paths([Path(chosen)])

    def select_added(self, jobs: list[Job]) -> None:
        """Select the one song that the user opened, or the first of several where none is selected."""
        is_chosen = self._opened and len(jobs) == 1
        self._opened = False
        if is_chosen or self._table.current_row() is None:
            self._table.show_song(jobs[0].path)

    def clear_recent(self) -> None:
        """Forget the recent files."""
        self._keep_recent([])

    def _keep_recent(self, paths: list[Path]) -> None:
        kept = [path for path in paths if is_file(path)][:MAX_RECENT]
        self._settings.set(RECENT_FILES, [str(path) for path in kept])
        self._menu_bar.show_recent(kept)
