"""The main window: the table of songs on the left, the selected song on the right, or the compact window instead.

It only wires: what it shows comes from the history and the jobs, what it does is done by them.
"""

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.settings import INCLUDE_SUBFOLDERS, RECENT_FILES, WINDOW_STATE, Settings
from mandohit_desktop.jobs.all_jobs import Jobs
from mandohit_desktop.jobs.queue import Job
from mandohit_desktop.jobs.worker import ModelInfo
from mandohit_desktop.store.history import History
from mandohit_desktop.store.result import ModelKey
from mandohit_desktop.ui.actions import Actions
from mandohit_desktop.ui.detail.panel import DetailPanel
from mandohit_desktop.ui.results.model import ResultsModel
from mandohit_desktop.ui.results.row import STOPPED, Row, is_file
from mandohit_desktop.ui.results.view import ResultsView
from mandohit_desktop.ui.style.theme import MARGIN
from mandohit_desktop.ui.text.i18n import Translated
from mandohit_desktop.ui.window.availability import show_availability
from mandohit_desktop.ui.window.capture_controller import CaptureController
from mandohit_desktop.ui.window.compact_window import CompactWindow
from mandohit_desktop.ui.window.empty_state import EmptyState
from mandohit_desktop.ui.window.export import export
from mandohit_desktop.ui.window.menus import MenuBar, ToolBar
from mandohit_desktop.ui.window.open_dialogs import Dialogs
from mandohit_desktop.ui.window.queue_bar import QueueBar
from mandohit_desktop.ui.window.status_bar import StatusBar

MAX_RECENT = 10
SIZE = (1440, 900)
MINIMUM = (760, 480)
MIN_COMPARED, MAX_COMPARED = 2, 6
NO_MODEL = ModelKey("", "")


class MainWindow(Translated, QMainWindow):
    """The window.

    Args:
        settings: the user's.
        history: what was scored before.
        jobs: what works in the background.
    """

    closed = Signal()

    def __init__(self, settings: Settings, history: History, jobs: Jobs) -> None:
        super().__init__()
        self.settings = settings
        self.history = history
        self.scoring = jobs.scoring
        self.spectrograms = jobs.spectrograms
        self.player = jobs.player
        self.training = jobs.training
        self.actions_ = Actions(self)
        self.results = ResultsModel(self)
        self.table = ResultsView(self.results, self.actions_)
        self.empty = EmptyState()
        self.queue_bar = QueueBar()
        self.menu_bar = MenuBar(self.actions_, self)
        self.tool_bar = ToolBar(self.actions_, self)
        self.status = StatusBar(self)
        self.detail = DetailPanel(self.player)
        self.compact = CompactWindow(settings, self.actions_["compact"])
        self.dialogs = Dialogs(self, settings, jobs.queries)
        self.capture_controller = CaptureController(
            jobs, settings, self.actions_, self.dialogs, self.status, self.compact, self
        )
        self._on_screen: tuple[object, ...] = ()
        self._opened = False  # whether the songs that come next are the user's, not a watched folder's
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self.retranslate()
        self._restore()
        before = history.entries(NO_MODEL)
        self.results.load(before, None)
        self.compact.show_entry(next((entry for entry in before if entry.result), None))
        self._show_what_fits()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN // 2, MARGIN)
        column.addWidget(self.table, 1)
        column.addWidget(self.queue_bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self._framed_detail())
        self.splitter.setSizes([SIZE[0] * 57 // 100, SIZE[0] * 43 // 100])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        front = QWidget()
        room = QVBoxLayout(front)
        room.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        room.addWidget(self.empty)
        self.pages = QStackedWidget()
        self.pages.addWidget(front)
        self.pages.addWidget(self.splitter)
        self.setCentralWidget(self.pages)
        self.setMenuBar(self.menu_bar)
        self.addToolBar(self.tool_bar)
        self.setStatusBar(self.status)
        self.setMinimumSize(*MINIMUM)
        self.resize(QSize(*SIZE).boundedTo(QGuiApplication.primaryScreen().availableSize()))

    def _framed_detail(self) -> QWidget:
        frame = QWidget()
        room = QVBoxLayout(frame)
        room.setContentsMargins(MARGIN // 2, MARGIN, MARGIN, MARGIN)
        room.addWidget(self.detail)
        return frame

    def _connect(self) -> None:
        self._connect_jobs()
        self._connect_actions()
        self.results.layoutChanged.connect(self._show_what_fits)
        self.table.row_changed.connect(self._show_row)
        self.table.row_changed.connect(lambda _: self._show_availability())
        self.scoring.progressed.connect(lambda _: self._show_availability())
        self.tool_bar.search.textChanged.connect(self.results.set_filter)
        self.menu_bar.recent_chosen.connect(lambda path: self.open_paths([path]))
        self.menu_bar.recent_cleared.connect(lambda: self._keep_recent([]))
        self.detail.spectrogram_wanted.connect(self.spectrograms.request)
        self.detail.compare_versions_requested.connect(self._compare_versions)
        self.compact.dropped.connect(self.open_paths)
        self.compact.expand_requested.connect(self.show_full)

    def _connect_jobs(self) -> None:
        scoring = self.scoring
        scoring.added.connect(self._on_added)
        scoring.scored.connect(self.results.set_scored)
        scoring.failed.connect(self.results.set_failed)
        scoring.progressed.connect(self.results.set_progress)
        scoring.progressed.connect(self.queue_bar.show_state)
        scoring.model_loading.connect(self.status.show_loading)
        scoring.model_ready.connect(self._on_model_ready)
        scoring.model_failed.connect(self.status.show_failure)
        scoring.scored.connect(lambda _, entry: self.compact.show_entry(entry))
        scoring.failed.connect(self._on_failed)
        scoring.progressed.connect(self.compact.show_queue)
        self.queue_bar.stop.clicked.connect(lambda: scoring.cancel())
        self.spectrograms.ready.connect(self.detail.show_spectrogram)
        self.spectrograms.failed.connect(self.detail.show_spectrogram_failure)
        self.training.ended.connect(self._on_trained)

    def _connect_actions(self) -> None:
        actions, dialogs = self.actions_, self.dialogs
        self.empty.open_songs.clicked.connect(actions["open"].trigger)
        self.empty.open_folder.clicked.connect(actions["open_folder"].trigger)
        actions["open"].triggered.connect(self._choose_files)
        actions["open_folder"].triggered.connect(self._choose_folder)
        actions["copy"].triggered.connect(self.table.copy_selection)
        actions["select_all"].triggered.connect(self.table.selectAll)
        actions["find"].triggered.connect(self._focus_search)
        actions["rescore"].triggered.connect(lambda: self.score_again(self.table.selected_rows()))
        actions["stop"].triggered.connect(self._stop_selected)
        actions["stop_all"].triggered.connect(lambda: self.scoring.cancel())
        actions["play"].triggered.connect(self.detail.toggle_playback)
        actions["play_highlight"].triggered.connect(self.detail.play_highlight)
        actions["compare"].triggered.connect(self._compare_songs)
        actions["compact"].triggered.connect(self._toggle_compact)
        actions["settings"].triggered.connect(dialogs.show_settings)
        actions["models"].triggered.connect(dialogs.show_models)
        actions["rebuild"].triggered.connect(lambda: dialogs.show_rebuild(self.training))
        actions["shortcuts"].triggered.connect(lambda: dialogs.show_shortcuts(actions.all()))
        actions["doctor"].triggered.connect(dialogs.show_doctor)
        actions["about"].triggered.connect(dialogs.show_about)
        actions["remove"].triggered.connect(self._remove_selected)
        actions["show_file"].triggered.connect(self._show_in_folder)
        actions["export_csv"].triggered.connect(lambda: self._export("csv"))
        actions["export_json"].triggered.connect(lambda: self._export("jsonl"))
        actions["quit"].triggered.connect(self.close)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("MandoHit"))
        self.actions_.retranslate()
        self.tool_bar.retranslate()

    # Songs come in

    def open_paths(self, paths: list[Path]) -> None:
        """Score files and folders: the one way in for menus, drops, the command line and later starts."""
        files = [path.absolute() for path in paths if is_file(path)]
        if files:
            known = [Path(text) for text in self.settings.get(RECENT_FILES)]
            self._keep_recent([*files, *(path for path in known if path not in files)])
        self._opened = True
        self.scoring.add(paths, recursive=self.settings.get(INCLUDE_SUBFOLDERS))

    def resume(self) -> None:
        """Score what still waited when the application ended."""
        n_songs = self.scoring.resume()
        if n_songs:
            self.status.show_note(self.tr("%n song(s) still waited when MandoHit ended", "", n_songs))

    def _keep_recent(self, paths: list[Path]) -> None:
        kept = [path for path in paths if is_file(path)][:MAX_RECENT]
        self.settings.set(RECENT_FILES, [str(path) for path in kept])
        self.menu_bar.show_recent(kept)

    def _choose_files(self) -> None:
        names = self.tr("Songs") + " (*.wav *.aif *.aiff *.flac *.mp3 *.m4a *.aac *.ogg *.opus *.caf *.w64)"
        everything = self.tr("All files") + " (*)"
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Open songs"), "", f"{names};;{everything}")
        if chosen:
            self.open_paths([Path(name) for name in chosen])

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Open a folder of songs"))
        if chosen:
            self.open_paths([Path(chosen)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  Qt's name
        """Welcome files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.status.show_note(self.tr("Drop to score"))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802  Qt's name
        """Forget the offer."""
        self.status.show_note("")

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  Qt's name
        """Score what was dropped."""
        self.status.show_note("")
        event.acceptProposedAction()
        self.open_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # Songs are scored

    def _on_added(self, jobs: list[Job]) -> None:
        self.results.add_jobs(jobs)
        self.queue_bar.show_state(self.scoring.state())
        if self._opened or self.table.current_row() is None:
            self._opened = False
            self.table.show_song(jobs[0].path)

    def _on_model_ready(self, model: ModelInfo) -> None:
        before = self.results.current_key
        self.status.show_model(model)
        self.results.load(self.history.entries(model.key), model.key)
        if before is not None and before != model.key:
            self.score_again(self.results.rows())

    def score_again(self, rows: list[Row]) -> None:
        """Score songs again that changed, that failed, or that the model in use has not scored."""
        idle = [row for row in rows if row.job is None]
        key = self.scoring.model.key if self.scoring.model else None
        wanted = [row.path for row in idle if not row.is_current(key) or row.has_changed()]
        there = [path for path in wanted if is_file(path)]
        self.scoring.add(there)
        if idle and not wanted:
            self.status.show_note(self.tr("Nothing to do: unchanged, and scored with this model already"))
        elif len(there) < len(wanted):
            self.status.show_note(self.tr("%n file(s) are not there any more", "", len(wanted) - len(there)))

    def _stop_selected(self) -> None:
        numbers = {row.job for row in self.table.selected_rows() if row.job is not None}
        if numbers:
            self.scoring.cancel(numbers)

    def _remove_selected(self) -> None:
        rows = [row for row in self.table.selected_rows() if row.job is None]
        if rows:
            question = self.tr("Remove {count} songs with all their versions from the history? The files stay.")
            self.dialogs.confirm(
                self.tr("Remove from history"), question.format(count=len(rows)), lambda: self._remove(rows)
            )

    def _remove(self, rows: list[Row]) -> None:
        self.history.remove([row.entry.song_id for row in rows if row.entry])
        self.results.remove(rows)

    def _show_in_folder(self) -> None:
        row = self.table.current_row()
        if row:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(row.path.parent)))

    def _export(self, suffix: str) -> None:
        """Write the selected songs to a file, or all that are shown if at most one is selected."""
        rows = self.table.selected_rows()
        try:
            done = export(rows if len(rows) > 1 else self.results.shown(), suffix, self)
        except OSError as error:
            reason = self.tr("The file cannot be written: {reason}").format(reason=error.strerror)
            self.dialogs.tell(self.tr("Export"), reason)
        else:
            self.status.show_note(done or "")

    def _focus_search(self) -> None:
        self.tool_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tool_bar.search.selectAll()

    def _compare_songs(self) -> None:
        entries = [row.entry for row in self.table.selected_rows() if row.entry and row.entry.result]
        if MIN_COMPARED <= len(entries) <= MAX_COMPARED:
            self.dialogs.compare_songs(entries)
        else:
            self.status.show_note(self.tr("Select two to six scored songs to compare them"))

    def _compare_versions(self) -> None:
        row = self.table.current_row()
        if row and row.entry and row.entry.result:
            self.dialogs.compare_versions(self.history.versions(row.entry.song_id, row.entry.result.key))

    def _on_trained(self) -> None:
        if self.training.state.outcome:
            self.status.show_note(self.tr("The new model is ready: Model > Rebuild"))
        elif self.training.state.failure:
            self.status.show_note(self.tr("The training has failed: Model > Rebuild tells more"))

    def _on_failed(self, job: Job, failure: Failure) -> None:
        if failure.code != STOPPED:
            self.compact.show_failure(job.path, failure)

    # What is on screen

    def _show_row(self, row: Row | None) -> None:
        """Show a song on the right, unless it is there already."""
        shown = (row.path, row.entry, row.failure) if row else ()
        if shown == self._on_screen:
            return
        self._on_screen = shown
        if row is None:
            self.detail.show_entry(None, [])
        elif row.failure:
            self.detail.show_failure(row.path, row.failure)
        elif row.entry is None:
            self.detail.show_waiting(row.path)
        else:
            result = row.entry.result
            versions = self.history.versions(row.entry.song_id, result.key) if result else []
            self.detail.show_entry(row.entry, versions)

    def _toggle_compact(self) -> None:
        if self.compact.isVisible():
            self.show_full()
        else:
            self.compact.show()
            self.hide()

    def show_full(self) -> None:
        """Show this window, not the compact one."""
        self.compact.hide()
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    def _show_availability(self) -> None:
        state, songs = self.scoring.state(), bool(self.results.rows())
        work = state.n_done < state.n_total
        show_availability(self.actions_, self.table.selected_rows(), songs=songs, work=work)

    def _show_what_fits(self) -> None:
        self._show_availability()
        self.pages.setCurrentIndex(1 if self.results.rows() else 0)

    def _restore(self) -> None:
        state = self.settings.get(WINDOW_STATE)
        for key, restore in (("geometry", self.restoreGeometry), ("splitter", self.splitter.restoreState)):
            if isinstance(state.get(key), str):
                restore(QByteArray.fromHex(state[key].encode("ascii", "ignore")))
        self.table.restore_order(state.get("order"))
        self._keep_recent([Path(text) for text in self.settings.get(RECENT_FILES)])

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Remember the window's place; ending the work is the application's part."""
        state = dict(self.settings.get(WINDOW_STATE))
        state["geometry"] = bytes(self.saveGeometry().toHex().data()).decode()
        state["splitter"] = bytes(self.splitter.saveState().toHex().data()).decode()
        state["order"] = self.table.order()
        self.settings.set(WINDOW_STATE, state)
        self.compact.close()
        self.closed.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Follow changes of language, and of theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.table.viewport().update()
