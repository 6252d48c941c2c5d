"""Connects watching and recording to the actions, the compact window and the tray."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from mandohit_desktop.core.notices import Notice
from mandohit_desktop.core.resources import resource
from mandohit_desktop.core.settings import NOTIFICATIONS, Settings
from mandohit_desktop.jobs.all_jobs import Jobs
from mandohit_desktop.jobs.queue import QueueState
from mandohit_desktop.store.history import Entry
from mandohit_desktop.ui.actions import Actions
from mandohit_desktop.ui.text import sentences, wording
from mandohit_desktop.ui.window.compact_window import CompactWindow
from mandohit_desktop.ui.window.dialog_opener import DialogOpener
from mandohit_desktop.ui.window.status_bar import StatusBar
from mandohit_desktop.watch.memory import WatchedFolder

if TYPE_CHECKING:
    from mandohit_desktop.capture.recorder import RecorderState


class CaptureController(QObject):
    """Shows in the window what watching and recording do, and lets its actions steer them.

    Args:
        jobs: the background.
        settings: the user's.
        actions: `watch`, `watch_folders` and `record` are served here.
        dialogs: opens the two panels.
        status: shows notes.
        compact: shows both states.
    """

    def __init__(
        self,
        jobs: Jobs,
        settings: Settings,
        actions: Actions,
        dialogs: DialogOpener,
        status: StatusBar,
        compact: CompactWindow,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._scoring, self._watching, self._recording = jobs.scoring, jobs.watching, jobs.recording
        self._settings = settings
        self._actions, self._dialogs, self._status, self._compact = actions, dialogs, status, compact
        self._tray: QSystemTrayIcon | None = None
        self._news: list[Entry] = []
        actions["watch"].triggered.connect(self._switch)
        actions["watch_folders"].triggered.connect(lambda: dialogs.show_watching(self._watching))
        actions["record"].triggered.connect(lambda: dialogs.show_recording(self._recording))
        self._watching.changed.connect(self.show_state)
        self._watching.status_changed.connect(self.show_state)
        self._watching.noticed.connect(self._on_notice)
        self._watching.scored.connect(self._news.append)
        self._recording.state_changed.connect(self._on_recording)
        self._recording.finished.connect(self._on_finished)
        self._recording.recovered.connect(jobs.scoring.add)
        jobs.scoring.progressed.connect(self._on_progress)
        self.show_state()

    def _switch(self, on: bool) -> None:
        """Switch watching on or off; without a folder, open the panel to choose one."""
        if on and not self._watching.folders:
            self._dialogs.show_watching(self._watching)
        else:
            self._watching.switch(on)
        self.show_state()

    def show_state(self) -> None:
        """Show whether folders are watched."""
        enabled = [choice for choice in self._watching.folders if choice.enabled]
        is_on = self._watching.is_on and bool(enabled)
        self._actions["watch"].setChecked(is_on)
        self._compact.set_watching(self.tr("Watching") if is_on else "")

    def _on_notice(self, folder: WatchedFolder, notice: Notice) -> None:
        del folder
        self._status.show_note(sentences.notice(notice))

    def _on_recording(self, state: "RecorderState") -> None:
        self._compact.set_recording(wording.clock(state.elapsed_s) if state.recording else "")

    def _on_finished(self, state: "RecorderState") -> None:
        """Score what was recorded, and say what happened last."""
        if state.path:
            self._scoring.add_files([state.path])
        if state.events:
            self._status.show_note(sentences.notice(state.events[-1]))

    def _on_progress(self, state: QueueState) -> None:
        """When all is scored, notify the user of songs from watched folders, if notifications are on."""
        if state.n_done < state.n_total or not self._news:
            return
        news, self._news[:] = list(self._news), []
        if self._settings.get(NOTIFICATIONS) and QSystemTrayIcon.isSystemTrayAvailable():
            self._notify(news)

    def _notify(self, entries: list[Entry]) -> None:
        if self._tray is None:
            self._tray = QSystemTrayIcon(QIcon(str(resource("icons", "mandohit.svg"))), self)
            self._tray.activated.connect(lambda _: self._compact.expand_requested.emit())
            self._tray.messageClicked.connect(self._compact.expand_requested)
            self._tray.show()
        self._tray.showMessage(self.tr("MandoHit"), self.news(entries))

    def news(self, entries: list[Entry]) -> str:
        """Return in one line what was scored."""
        best = max(entries, key=lambda entry: entry.result.raw_score if entry.result else 0.0)
        score = wording.score_of(best.result) if best.result else ""
        text = self.tr("%n songs scored; best: {title}, {score}", "", len(entries))
        return text.format(title=wording.title(best.path), score=score)
