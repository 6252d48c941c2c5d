"""Opens the window's dialogs: none blocks the window, and each is open at most once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from mandohit_desktop.core.export import Line
from mandohit_desktop.core.settings import MODEL, Settings
from mandohit_desktop.jobs.engine_queries import EngineQueries
from mandohit_desktop.jobs.recording import RecordingJob
from mandohit_desktop.jobs.training import Training
from mandohit_desktop.jobs.watching import Watching
from mandohit_desktop.store.history import Entry, Version
from mandohit_desktop.ui.compare.verdict import MAX_SONGS
from mandohit_desktop.ui.dialogs.about import AboutDialog
from mandohit_desktop.ui.dialogs.doctor import DoctorDialog
from mandohit_desktop.ui.dialogs.models import ModelsDialog
from mandohit_desktop.ui.dialogs.settings import SettingsDialog
from mandohit_desktop.ui.dialogs.shortcuts import ShortcutsDialog


class DialogOpener:
    """The dialogs of one window.

    Args:
        window: their parent.
        settings: shown and changed by some of them.
        queries: answers what they ask.
    """

    def __init__(self, window: QWidget, settings: Settings, queries: EngineQueries) -> None:
        self._window = window
        self._settings = settings
        self._queries = queries
        self._open: dict[str, QDialog] = {}

    def show_settings(self) -> None:
        """Show the settings."""
        self._show("settings", lambda: SettingsDialog(self._settings, self._queries, self._window))

    def show_models(self) -> None:
        """Show the models on this machine."""
        self._show("models", lambda: ModelsDialog(self._settings, self._queries, self._window))

    def show_rebuild(self, training: Training) -> None:
        """Show how the model is rebuilt."""
        from mandohit_desktop.ui.rebuild.dialog import RebuildDialog

        self._show("rebuild", lambda: RebuildDialog(self._settings, training, self._queries, self._window))

    def show_shortcuts(self, actions: Sequence[QAction]) -> None:
        """Show every action and its shortcut."""
        self._show("shortcuts", lambda: ShortcutsDialog(actions, self._window))

    def show_doctor(self) -> None:
        """Show the check-up of this installation."""
        self._show("doctor", lambda: DoctorDialog(self._queries, self._window))

    def show_about(self) -> None:
        """Show versions, model card and licences."""
        self._show("about", lambda: AboutDialog(self._settings, self._queries, self._window))

    def show_watching(self, watching: Watching) -> None:
        """Show the watched folders."""
        from mandohit_desktop.ui.dialogs.watch_panel import WatchPanel

        self._show("watching", lambda: WatchPanel(watching, self._window))

    def show_recording(self, recording: RecordingJob) -> None:
        """Show the panel of recording."""
        from mandohit_desktop.ui.dialogs.record_panel import RecordPanel

        self._show("recording", lambda: RecordPanel(self._settings, recording, self._window))

    def compare_songs(self, entries: Sequence[Entry]) -> None:
        """Compare two to six songs that have a result."""
        from mandohit_desktop.ui.compare.dialog import CompareDialog, compared_entries

        self._show("compare", lambda: CompareDialog(compared_entries(entries), self._window), anew=True)

    def pick(self, songs: Sequence[tuple[Line, str]], star: Callable[[list[str]], None]) -> None:
        """Show which of some songs to keep, see `PickDialog`."""
        from mandohit_desktop.ui.pick.dialog import PickDialog

        model = self._settings.get(MODEL)
        self._show("pick", lambda: PickDialog(songs, model, self._queries, star, self._window), anew=True)

    def compare_versions(self, versions: Sequence[Version]) -> None:
        """Compare the latest versions of a song."""
        from mandohit_desktop.ui.compare.dialog import CompareDialog, compared_versions

        songs = compared_versions(versions)[:MAX_SONGS]
        self._show("compare", lambda: CompareDialog(songs, self._window, versions=True), anew=True)

    def tell(self, title: str, text: str) -> None:
        """Show a message that waits beside the work."""
        box = QMessageBox(QMessageBox.Icon.Information, title, text, QMessageBox.StandardButton.Ok, self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def confirm(self, title: str, question: str, then: Callable[[], None]) -> None:
        """Ask before something that cannot be undone, and do it if the user says so."""
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
        box = QMessageBox(QMessageBox.Icon.Question, title, question, buttons, self._window)
        box.setDefaultButton(QMessageBox.StandardButton.No)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.accepted.connect(then)
        box.open()

    def _show(self, name: str, make: Callable[[], QDialog], *, anew: bool = False) -> None:
        if anew and name in self._open:
            self._open.pop(name).close()
        dialog = self._open.get(name)
        if dialog is None:
            dialog = self._open[name] = make()
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(lambda _: self._open.pop(name, None))
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
