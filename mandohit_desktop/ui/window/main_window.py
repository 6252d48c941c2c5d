"""The main window: the table of songs on the left, the selected song on the right, or the compact window instead.

It makes the parts, lays them out and connects them; their behaviour is in the modules beside this one.
"""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mandohit_desktop.core.settings import Settings
from mandohit_desktop.jobs.all_jobs import Jobs
from mandohit_desktop.store.history import History
from mandohit_desktop.ui.actions import Actions
from mandohit_desktop.ui.detail.panel import DetailPanel
from mandohit_desktop.ui.results.model import ResultsModel
from mandohit_desktop.ui.results.view import ResultsView
from mandohit_desktop.ui.style.theme import MARGIN, Themed
from mandohit_desktop.ui.text.i18n import Translated
from mandohit_desktop.ui.window.availability import Availability
from mandohit_desktop.ui.window.batch_banner import BatchBanner
from mandohit_desktop.ui.window.capture_controller import CaptureController
from mandohit_desktop.ui.window.compact_window import CompactWindow
from mandohit_desktop.ui.window.dialog_opener import DialogOpener
from mandohit_desktop.ui.window.drop_target import DropTarget
from mandohit_desktop.ui.window.empty_state import EmptyState
from mandohit_desktop.ui.window.marking import Marking
from mandohit_desktop.ui.window.menus import MenuBar, ToolBar
from mandohit_desktop.ui.window.queue_bar import QueueBar
from mandohit_desktop.ui.window.rescoring import Rescoring
from mandohit_desktop.ui.window.selection_commands import SelectionCommands
from mandohit_desktop.ui.window.shown_songs import ShownSongs
from mandohit_desktop.ui.window.song_opener import SongOpener
from mandohit_desktop.ui.window.status_bar import StatusBar
from mandohit_desktop.ui.window.window_state import MainWindowState

SIZE = (1440, 900)
MINIMUM = (760, 480)


class MainWindow(Translated, Themed, DropTarget, QMainWindow):
    """The window.

    Args:
        settings: the user's.
        history: what was scored before.
        jobs: what works in the background.
    """

    closed = Signal()

    def __init__(self, settings: Settings, history: History, jobs: Jobs) -> None:
        super().__init__()
        self.scoring, self.spectrograms, self.training = jobs.scoring, jobs.spectrograms, jobs.training
        self.actions_ = Actions(self)
        self.results = ResultsModel(self)
        self.table = ResultsView(self.results, self.actions_)
        self.empty = EmptyState()
        self.queue_bar = QueueBar()
        self.banner = BatchBanner()
        self.menu_bar = MenuBar(self.actions_, self)
        self.tool_bar = ToolBar(self.actions_, self)
        self.status = StatusBar(self)
        self.detail = DetailPanel(jobs.player)
        self.compact = CompactWindow(settings, self.actions_["compact"])
        self._queries = jobs.queries
        self.dialogs = DialogOpener(self, settings, self._queries)
        self.capture_controller = CaptureController(
            jobs, settings, self.actions_, self.dialogs, self.status, self.compact, self
        )
        self._lay_out()
        self._opener = SongOpener(settings, self.scoring, self.table, self.menu_bar, self.status, self)
        self._commands = SelectionCommands(history, self.scoring, self.table, self.dialogs, self.status, self)
        self._rescoring = Rescoring(history, self.scoring, self.results, self.status, self)
        self._songs = ShownSongs(history, self.results, self.detail, self.compact, self)
        self._availability = Availability(self.actions_, self.table, self.scoring, self)
        self._marking = Marking(
            history, settings, self.actions_, self.table, self.detail, self.tool_bar, self.dialogs, self
        )
        self._state = MainWindowState(settings, self, self.splitter, self.table)
        self._connect()
        self.setAcceptDrops(True)
        self.retranslate()
        self._state.restore()
        self._songs.load_history()

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(_framed(self.table, self.queue_bar, self.banner, right=MARGIN // 2))
        self.splitter.addWidget(_framed(self.detail, left=MARGIN // 2))
        self.splitter.setSizes([SIZE[0] * 57 // 100, SIZE[0] * 43 // 100])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        self.pages = QStackedWidget()
        self.pages.addWidget(_framed(self.empty))
        self.pages.addWidget(self.splitter)
        self.setCentralWidget(self.pages)
        self.setMenuBar(self.menu_bar)
        self.addToolBar(self.tool_bar)
        self.setStatusBar(self.status)
        self.setMinimumSize(*MINIMUM)
        self.resize(QSize(*SIZE).boundedTo(QGuiApplication.primaryScreen().availableSize()))

    def _connect(self) -> None:
        self._connect_scoring()
        self._connect_actions()
        self.results.layoutChanged.connect(self._show_page)
        self.table.row_changed.connect(self._songs.show_row)
        self.tool_bar.search.textChanged.connect(self.results.set_filter)
        self.menu_bar.recent_chosen.connect(lambda path: self.open_paths([path]))
        self.menu_bar.recent_cleared.connect(self._opener.clear_recent)
        self.detail.spectrogram_wanted.connect(self.spectrograms.request)
        self.detail.compare_versions_requested.connect(self._commands.compare_versions)
        self.spectrograms.ready.connect(self.detail.show_spectrogram)
        self.spectrograms.failed.connect(self.detail.show_spectrogram_failure)
        self.training.ended.connect(lambda: self.status.show_training_end(self.training.state))
        self._commands.removed.connect(self._marking.show_kept)
        self._queries.handed_over.connect(self._commands.follow_move)
        self._commands.stars_wanted.connect(self._marking.star)
        self.compact.dropped.connect(self.open_paths)
        self.compact.expand_requested.connect(self.show_full)

    def _connect_scoring(self) -> None:
        scoring = self.scoring
        scoring.added.connect(self.results.add_jobs)
        scoring.added.connect(lambda _: self.queue_bar.show_state(scoring.state()))
        scoring.added.connect(self._opener.select_added)
        scoring.scored.connect(self.results.set_scored)
        scoring.scored.connect(self._songs.show_scored)
        scoring.failed.connect(self.results.set_failed)
        scoring.failed.connect(self._songs.show_failed)
        scoring.progressed.connect(self.results.set_progress)
        scoring.progressed.connect(self.queue_bar.show_state)
        scoring.progressed.connect(self.compact.show_queue)
        scoring.model_loading.connect(self.status.show_loading)
        scoring.model_ready.connect(self.status.show_model)
        scoring.model_ready.connect(self._rescoring.follow_model)
        scoring.model_failed.connect(self.status.show_failure)
        for signal, slot in (
            (scoring.added, self.banner.note_added),
            (scoring.scored, self.banner.note_scored),
            (scoring.failed, self.banner.note_failed),
            (scoring.progressed, self.banner.show_state),
        ):
            signal.connect(slot)
        self.queue_bar.stop.clicked.connect(lambda: scoring.cancel())

    def _connect_actions(self) -> None:
        actions, dialogs, commands = self.actions_, self.dialogs, self._commands
        self.empty.open_songs.clicked.connect(actions["open"].trigger)
        self.empty.open_folder.clicked.connect(actions["open_folder"].trigger)
        actions["open"].triggered.connect(self._opener.choose_files)
        actions["open_folder"].triggered.connect(self._opener.choose_folder)
        actions["copy"].triggered.connect(self.table.copy_selection)
        actions["select_all"].triggered.connect(self.table.selectAll)
        actions["find"].triggered.connect(self.tool_bar.focus_search)
        actions["rescore"].triggered.connect(lambda: self._rescoring.score_again(self.table.selected_rows()))
        actions["stop"].triggered.connect(commands.stop)
        actions["stop_all"].triggered.connect(lambda: self.scoring.cancel())
        actions["play"].triggered.connect(self.detail.toggle_playback)
        actions["play_highlight"].triggered.connect(self.detail.play_highlight)
        actions["compare"].triggered.connect(commands.compare_songs)
        self.banner.pick_wanted.connect(self._pick)
        self.banner.best_wanted.connect(self._play_best)
        self.banner.failed_wanted.connect(self.table.select_songs)
        actions["pick"].triggered.connect(commands.pick)
        actions["compact"].triggered.connect(self._toggle_compact)
        actions["settings"].triggered.connect(dialogs.show_settings)
        actions["models"].triggered.connect(dialogs.show_models)
        actions["rebuild"].triggered.connect(lambda: dialogs.show_rebuild(self.training))
        actions["shortcuts"].triggered.connect(lambda: dialogs.show_shortcuts(actions.all()))
        actions["doctor"].triggered.connect(dialogs.show_doctor)
        actions["about"].triggered.connect(dialogs.show_about)
        actions["remove"].triggered.connect(commands.remove)
        actions["show_file"].triggered.connect(commands.show_in_folder)
        actions["export_csv"].triggered.connect(lambda: commands.export("csv"))
        actions["export_json"].triggered.connect(lambda: commands.export("jsonl"))
        actions["quit"].triggered.connect(self.close)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("MandoHit"))
        self.actions_.retranslate()
        self.tool_bar.retranslate()

    def open_paths(self, paths: list[Path]) -> None:
        """Score files and folders: the one way in for drops, the command line and later starts."""
        self._opener.open_paths(paths)

    def resume(self) -> None:
        """Score what still waited when the application ended."""
        self._opener.resume()

    def mark_drop(self, over: bool) -> None:
        """Show in the status bar that songs can be dropped."""
        self.status.show_note(self.tr("Drop to score") if over else "")

    def show_full(self) -> None:
        """Show this window, not the compact one."""
        self.compact.hide()
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    def _toggle_compact(self) -> None:
        if self.compact.isVisible():
            self.show_full()
        else:
            self.compact.show()
            self.hide()

    def _play_best(self, path: Path) -> None:
        self.table.show_song(path)
        self.detail.play_highlight()

    def _pick(self, paths: list[Path]) -> None:
        self.table.select_songs(paths)
        self._commands.pick()

    def _show_page(self) -> None:
        """Show the songs, or the empty state where there are none."""
        self.pages.setCurrentIndex(1 if self.results.rows() else 0)

    def follow_theme(self) -> None:
        """Repaint the table."""
        self.table.viewport().update()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Save the window's state; ending the work is the application's part."""
        self._state.save()
        self.compact.close()
        self.closed.emit()
        super().closeEvent(event)


def _framed(*widgets: QWidget, left: int = MARGIN, right: int = MARGIN) -> QWidget:
    """Return widgets one below the other with margins around them; the first takes the room there is."""
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(left, MARGIN, right, MARGIN)
    for widget in widgets:
        column.addWidget(widget, 1 if widget is widgets[0] else 0)
    return frame
