"""Catches unhandled exceptions of any thread and of Qt's slots, logs them and shows one dialog."""

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from mandohit_desktop.ui.dialogs.error import ErrorDialog

log = logging.getLogger(__name__)


class Crashes(QObject):
    """Python's hooks for unhandled exceptions. Lives on the window's thread; create it after the application."""

    _caught = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: ErrorDialog | None = None
        self._before = (sys.excepthook, threading.excepthook)
        self._caught.connect(self._show)

    def install(self) -> None:
        """Take over the hooks."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None, where: str = "Unexpected"
    ) -> None:
        if not issubclass(kind, Exception):
            self._before[0](kind, error, trace)
            return
        log.error(where, exc_info=(kind, error, trace))
        summary = "".join(traceback.format_exception_only(kind, error)).strip()
        self._caught.emit(summary, "".join(traceback.format_exception(kind, error, trace)))

    def _on_thread_error(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            where = f"Unexpected in {caught.thread.name if caught.thread else 'a thread'}"
            self._on_error(caught.exc_type, caught.exc_value, caught.exc_traceback, where)

    def _show(self, summary: str, details: str) -> None:
        if self.dialog is None:
            self.dialog = ErrorDialog()
        self.dialog.show_error(summary, details)
