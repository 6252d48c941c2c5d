"""The main window: the table of songs on the left, the selected song on the right.

It only wires: what it shows comes from the history and the scoring jobs, what it does is done by them.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mandohit_desktop.core.export import Line, write_csv, write_json
from mandohit_desktop.core.settings import INCLUDE_SUBFOLDERS, RECENT_FILES, WINDOW_STATE, Settings
from mandohit_desktop.jobs.queue import Job
from mandohit_desktop.jobs.scoring import Scoring
from mandohit_desktop.jobs.worker import ModelInfo
from mandohit_desktop.store.history import Entry, History
from mandohit_desktop.store.result import ModelKey
from mandohit_desktop.ui.actions import Actions
from mandohit_desktop.ui.empty_state import EmptyState
from mandohit_desktop.ui.i18n import Translated
from mandohit_desktop.ui.menus import MenuBar, ToolBar
from mandohit_desktop.ui.queue_bar import QueueBar
from mandohit_desktop.ui.results.model import ResultsModel
from mandohit_desktop.ui.results.row import Row
from mandohit_desktop.ui.results.view import ResultsView
from mandohit_desktop.ui.status_bar import StatusBar
from mandohit_desktop.ui.theme import MARGIN

MAX_RECENT = 10
SIZE = (1360, 860)
NO_MODEL = ModelKey("", "")


class MainWindow(Translated, QMainWindow):
    """The window.

    Args:
        settings: the user's.
        history: what was scored before.
        scoring: the jobs that score.
    """

    closed = Signal()

    def __init__(self, settings: Settings, history: History, scoring: Scoring) -> None:
        super().__init__()
        self.settings = settings
        self.history = history
        self.scoring = scoring
        self.actions_ = Actions(self)
        self.results = ResultsModel(self)
        self.table = ResultsView(self.results, self.actions_)
        self.empty = EmptyState()
        self.queue_bar = QueueBar()
        self.menu_bar = MenuBar(self.actions_, self)
        self.tool_bar = ToolBar(self.actions_, self)
        self.status = StatusBar(self)
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self.retranslate()
        self._restore()
        self.results.load(history.entries(NO_MODEL), None)
        self._show_what_fits()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN // 2, MARGIN)
        column.addWidget(self.table, 1)
        column.addWidget(self.queue_bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
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
        self.resize(*SIZE)

    def _connect(self) -> None:
        scoring, actions = self.scoring, self.actions_
        scoring.added.connect(self._on_added)
        scoring.scored.connect(self.results.set_scored)
        scoring.failed.connect(self.results.set_failed)
        scoring.progressed.connect(self.results.set_progress)
        scoring.progressed.connect(self.queue_bar.show_state)
        scoring.model_loading.connect(self.status.show_loading)
        scoring.model_ready.connect(self._on_model_ready)
        scoring.model_failed.connect(self.status.show_failure)
        self.queue_bar.stop.clicked.connect(lambda: scoring.cancel())
        self.results.layoutChanged.connect(self._show_what_fits)
        self.tool_bar.search.textChanged.connect(self.results.set_filter)
        self.menu_bar.recent_chosen.connect(lambda path: self.open_paths([path]))
        self.menu_bar.recent_cleared.connect(lambda: self._keep_recent([]))
        self.empty.open_songs.clicked.connect(actions["open"].trigger)
        self.empty.open_folder.clicked.connect(actions["open_folder"].trigger)
        actions["open"].triggered.connect(self._choose_files)
        actions["open_folder"].triggered.connect(self._choose_folder)
        actions["copy"].triggered.connect(self.table.copy_selection)
        actions["select_all"].triggered.connect(self.table.selectAll)
        actions["find"].triggered.connect(self._focus_search)
        actions["rescore"].triggered.connect(lambda: self.score_again(self.table.selected_rows()))
        actions["stop"].triggered.connect(self._stop_selected)
        actions["stop_all"].triggered.connect(lambda: scoring.cancel())
        actions["remove"].triggered.connect(self._remove_selected)
        actions["show_file"].triggered.connect(self._show_in_folder)
        actions["export_csv"].triggered.connect(lambda: self._export("csv", write_csv))
        actions["export_json"].triggered.connect(lambda: self._export("json", write_json))
        actions["quit"].triggered.connect(self.close)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("MandoHit"))
        self.actions_.retranslate()
        self.tool_bar.retranslate()

    # Songs come in

    def open_paths(self, paths: list[Path]) -> None:
        """Score files and folders: the one way in for menus, drops, the command line and later starts."""
        files = [path.absolute() for path in paths if path.is_file()]
        if files:
            known = [Path(text) for text in self.settings.get(RECENT_FILES)]
            self._keep_recent([*files, *(path for path in known if path not in files)])
        self.scoring.add(paths, recursive=self.settings.get(INCLUDE_SUBFOLDERS))

    def _keep_recent(self, paths: list[Path]) -> None:
        kept = [path for path in paths if path.exists()][:MAX_RECENT]
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
        if self.table.current_row() is None or len(jobs) == 1:
            self.table.show_song(jobs[0].path)

    def _on_model_ready(self, model: ModelInfo) -> None:
        before = self.results.current_key
        self.status.show_model(model)
        self.results.load(self.history.entries(model.key), model.key)
        if before is not None and before != model.key:
            self.score_again(self.results.rows())

    def score_again(self, rows: list[Row]) -> None:
        """Score songs again that changed, that failed, or that the model in use has not scored."""
        model = self.scoring.model
        idle = [row for row in rows if row.job is None]
        wanted = [row.path for row in idle if not _is_current(row, model) or (row.entry and _has_changed(row.entry))]
        self.scoring.add([path for path in wanted if path.exists()])

    def _stop_selected(self) -> None:
        numbers = {row.job for row in self.table.selected_rows() if row.job is not None}
        if numbers:
            self.scoring.cancel(numbers)

    def _remove_selected(self) -> None:
        rows = [row for row in self.table.selected_rows() if row.job is None]
        self.history.remove([row.entry.song_id for row in rows if row.entry])
        self.results.remove(rows)

    def _show_in_folder(self) -> None:
        row = self.table.current_row()
        if row:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(row.path.parent)))

    def _export(self, suffix: str, write: Callable[[Path, list[Line]], None]) -> None:
        """Write the selected songs to a file, or all that are shown if at most one is selected."""
        rows = self.table.selected_rows()
        rows = rows if len(rows) > 1 else self.results.shown()
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export {count} songs").format(count=len(rows)), f"mandohit.{suffix}", f"*.{suffix}"
        )
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.{suffix}")
        try:
            write(path, [line for row in rows if (line := _line(row))])
        except OSError as error:
            self.status.show_note(
                self.tr("{file} cannot be written: {reason}").format(file=path, reason=error.strerror)
            )
        else:
            self.status.show_note(self.tr("Wrote {count} songs to {file}").format(count=len(rows), file=path.name))

    def _focus_search(self) -> None:
        self.tool_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tool_bar.search.selectAll()

    # What is on screen

    def _show_what_fits(self) -> None:
        self.pages.setCurrentIndex(1 if self.results.rows() else 0)

    def _restore(self) -> None:
        state = self.settings.get(WINDOW_STATE)
        for key, restore in (("geometry", self.restoreGeometry), ("splitter", self.splitter.restoreState)):
            if isinstance(state.get(key), str):
                restore(QByteArray.fromHex(state[key].encode("ascii", "ignore")))
        self._keep_recent([Path(text) for text in self.settings.get(RECENT_FILES)])

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Remember the window's place; ending the work is the application's part."""
        state = dict(self.settings.get(WINDOW_STATE))
        state["geometry"] = bytes(self.saveGeometry().toHex().data()).decode()
        state["splitter"] = bytes(self.splitter.saveState().toHex().data()).decode()
        self.settings.set(WINDOW_STATE, state)
        self.closed.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Follow changes of language, and of theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.table.viewport().update()


def _line(row: Row) -> Line | None:
    if row.failure:
        message = f"{row.failure.message} {row.failure.hint}".strip()
        return {"schema": 1, "file": str(row.path), "error": {"code": row.failure.code, "message": message}}
    return {**row.entry.result.report, "file": str(row.path)} if row.entry and row.entry.result else None


def _is_current(row: Row, model: ModelInfo | None) -> bool:
    result = row.entry.result if row.entry else None
    return row.failure is None and result is not None and model is not None and result.key == model.key


def _has_changed(entry: Entry) -> bool:
    try:
        status = entry.path.stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) != (entry.content.size, entry.content.mtime_ns)
