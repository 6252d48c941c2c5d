"""The small panel that stays over the DAW: the last result at a glance, and a place to drop the next export."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QHideEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizeGrip, QToolButton, QVBoxLayout, QWidget

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.settings import Settings
from mandohit_desktop.jobs.queue import QueueState
from mandohit_desktop.store.history import Entry
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.sparkline import Sparkline
from mandohit_desktop.ui.style.theme import MARGIN, SPACING, Themed
from mandohit_desktop.ui.style.widgets import keep_room, label, set_role
from mandohit_desktop.ui.text import sentences, wording
from mandohit_desktop.ui.text.i18n import Translated
from mandohit_desktop.ui.window.compact_parts import ICON_SIZE, NoticeFrame, StateSign
from mandohit_desktop.ui.window.drop_target import DropTarget
from mandohit_desktop.ui.window.window_state import restore_compact_place, save_compact_place

SIZE = QSize(420, 260)
MINIMUM = QSize(340, 220)
PROGRESS_STEPS = 1000
ARROWS = {"good": "▲ ", "bad": "▼ ", "muted": ""}


class CompactWindow(Translated, Themed, DropTarget, QWidget):
    """The compact window.

    Args:
        settings: keep its place.
        expand: the action that shows the full window; its shortcut works here, too.
    """

    dropped = Signal(object)
    """A list of `Path`s: files and folders that were dropped."""
    expand_requested = Signal()
    """The user wants the full window, or closed this one."""

    def __init__(self, settings: Settings, expand: QAction | None = None) -> None:
        flags = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags)
        self._settings = settings
        self._expand_action = expand
        self._entry: Entry | None = None
        self._failed: tuple[Path, Failure] | None = None
        self._brand = label("muted")
        self._watch, self._record = StateSign("watch"), StateSign("record")
        self.expand = QToolButton()
        self.expand.setIcon(icon("expand"))
        self.expand.setIconSize(ICON_SIZE)
        self.expand.setProperty("role", "small")
        self.expand.clicked.connect(self.expand_requested)
        self._title, self._change = label("heading"), label()
        self._score, self._percentile, self._interval = label("figure"), label(wrap=True), label("muted")
        self._sparkline = Sparkline()
        self._notice = NoticeFrame()
        self._progress = QProgressBar(maximum=PROGRESS_STEPS, textVisible=False)
        self._build()
        if expand:
            self.addAction(expand)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(MINIMUM)
        self.setWindowIcon(icon("mandohit"))
        self.retranslate()
        self.resize(SIZE)
        restore_compact_place(settings, self)
        self.setFocus()

    def _build(self) -> None:
        self._panel = QFrame(self)
        self._panel.setObjectName("compact-panel")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._panel)
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(MARGIN, SPACING, MARGIN, SPACING)
        layout.setSpacing(SPACING)
        layout.addLayout(self._header())
        layout.addLayout(self._title_row())
        layout.addLayout(self._score_row())
        layout.addWidget(self._notice, 1)
        layout.addWidget(self._sparkline, 1)
        layout.addLayout(self._footer())

    def _header(self) -> QHBoxLayout:
        mark = QLabel()
        mark.setPixmap(icon("mandohit").pixmap(QSize(18, 18), self.devicePixelRatio()))
        row = QHBoxLayout()
        row.addWidget(mark)
        row.addWidget(self._brand)
        row.addStretch(1)
        for widget in (self._watch, self._record, self.expand):
            row.addWidget(widget)
        return row

    def _title_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self._change)
        return row

    def _score_row(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._percentile)
        words.addWidget(self._interval)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(MARGIN)
        row.addWidget(self._score)
        row.addLayout(words, 1)
        return row

    def _footer(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._progress, 1)
        row.addStretch(0)
        row.addWidget(QSizeGrip(self), 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        keep_room(self._progress)
        self._progress.hide()
        return row

    def show_entry(self, entry: Entry | None) -> None:
        """Show a song's result; None shows how to begin."""
        self._entry, self._failed = entry, None
        self.retranslate()

    def show_failure(self, path: Path, failure: Failure) -> None:
        """Show why a song has no result."""
        self._entry, self._failed = None, (path, failure)
        self.retranslate()

    def show_queue(self, state: QueueState) -> None:
        """Show how far the queue is; nothing when it is empty."""
        busy = state.n_done < state.n_total
        self._progress.setVisible(busy)
        if busy:
            share = (state.n_done + sum(state.shares.values())) / state.n_total
            self._progress.setValue(round(PROGRESS_STEPS * share))
            self._progress.setToolTip(wording.time_left(state.eta_s))

    def set_watching(self, text: str) -> None:
        """Show the state of the watched folders; an empty text shows none."""
        self._watch.say(text)

    def set_recording(self, text: str) -> None:
        """Show the state of the recording; an empty text shows none."""
        self._record.say(text)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self._brand.setText("MandoHit")
        self.setWindowTitle("MandoHit")
        back = self.tr("Back to the full window")
        self.expand.setAccessibleName(back)
        shortcut = self._expand_action.shortcut().toString() if self._expand_action else ""
        self.expand.setToolTip(f"{back} ({shortcut})" if shortcut else back)
        self._progress.setAccessibleName(self.tr("Progress of the queue"))
        result = self._entry.result if self._entry else None
        for widget in (self._score, self._percentile, self._interval, self._change, self._sparkline):
            widget.setVisible(result is not None)
        self._notice.setVisible(result is None)
        self._sparkline.show_result(result)
        if self._entry and result:
            self._write_result(self._entry)
        elif self._failed:
            path, failure = self._failed
            self._write_title(wording.title(path))
            self.setAccessibleName(f"{path.name}: {sentences.failure(failure)}")
            self._notice.say("warning", "warn", sentences.failure(failure))
        else:
            self._write_title(self.tr("No song yet"))
            self.setAccessibleName(self._full_title)
            self._notice.say("open", "muted", self.tr("Drop an export from your DAW here, or a folder of them."))

    def _write_result(self, entry: Entry) -> None:
        result = entry.result
        assert result is not None
        title = wording.title(entry.path)
        self._write_title(title)
        doubt = sentences.doubt(result)
        self._score.setText(wording.score_of(result))
        self._score.setToolTip(doubt)
        set_role(self._score, "doubtful-figure" if doubt else "figure")
        self._percentile.setText(doubt or wording.percentile(result.percentile))
        self._interval.setText(
            self.tr("Likely {interval}").format(interval=wording.interval(result.interval_low, result.interval_high))
        )
        self._write_change(entry.change, entry.version)
        self._sparkline.setAccessibleName(wording.summary(title, result))
        self.setAccessibleName(wording.summary(title, result))

    def _write_title(self, title: str) -> None:
        self._title.setToolTip(title)
        self._full_title = title
        self._elide_title()

    def _elide_title(self) -> None:
        room = max(80, self.width() - 2 * MARGIN - (self._change.sizeHint().width() + SPACING if self._entry else 0))
        self._title.setText(self._title.fontMetrics().elidedText(self._full_title, Qt.TextElideMode.ElideMiddle, room))

    def _write_change(self, change: float | None, version: int) -> None:
        self._change.setVisible(change is not None)
        if change is None:
            return
        role = wording.change_role(change)
        self._change.setText(f"{ARROWS[role]}{wording.change(change)}")
        set_role(self._change, role)
        against = self.tr("Version {number} against the one before").format(number=version)
        self._change.setToolTip(f"{against}\n{wording.equal_change()}" if role == "muted" else against)
        self._elide_title()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Shorten the title to the room there is."""
        super().resizeEvent(event)
        self._elide_title()

    def follow_theme(self) -> None:
        """Redraw texts and icons."""
        self.retranslate()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Let the window be moved by any part that does nothing else."""
        handle = self.windowHandle()
        if event.button() == Qt.MouseButton.LeftButton and handle:
            handle.startSystemMove()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """Go to the full window."""
        self.expand_requested.emit()

    def mark_drop(self, over: bool) -> None:
        """Highlight the window while files are held over it."""
        self._panel.setProperty("over", over)
        self._panel.style().polish(self._panel)

    def open_paths(self, paths: list[Path]) -> None:
        """Hand on what was dropped."""
        self.dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """Go to the full window where the user closes this one, so that the application never vanishes."""
        if event.spontaneous():
            event.ignore()
            self.expand_requested.emit()
        else:
            super().closeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  Qt's name
        """Remember the place."""
        super().hideEvent(event)
        save_compact_place(self._settings, self)
