"""The application: puts settings, history, scoring and window together, and takes them apart again.

PyTorch is not imported here; the scoring worker does that once the window is on screen.
"""

import logging
import signal
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from mandohit_desktop import __version__
from mandohit_desktop.core.paths import APP_NAME, data_folder, history_file, settings_file
from mandohit_desktop.core.resources import resource
from mandohit_desktop.core.settings import DEVICE, LANGUAGE, MODEL, PROTOCOL, THEME, Setting, Settings
from mandohit_desktop.jobs.instance import FirstInstance, hand_over
from mandohit_desktop.jobs.scoring import Scoring
from mandohit_desktop.jobs.worker import Choice
from mandohit_desktop.store.history import History
from mandohit_desktop.ui.i18n import install_language
from mandohit_desktop.ui.main_window import MainWindow
from mandohit_desktop.ui.theme import apply_theme, follow_system

log = logging.getLogger(__name__)

WAKE_MS = 250


class Application:
    """Everything that lives as long as the program.

    Args:
        app: Qt's application object.
    """

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.settings = Settings(settings_file())
        self.settings.subscribe(self._on_setting)
        install_language(app, self.settings.get(LANGUAGE))
        apply_theme(app, self.settings.get(THEME))
        follow_system(app)
        self.history = History(history_file())
        self.scoring = Scoring(self.history)
        self.window = MainWindow(self.settings, self.history, self.scoring)
        self.instance = FirstInstance(data_folder())
        self.instance.handed_over.connect(self._on_handed_over)

    def start(self, paths: list[Path]) -> None:
        """Show the window, then load the model and score these files."""
        self.window.show()
        QTimer.singleShot(0, self._load_model)
        if paths:
            self.window.open_paths(paths)

    def _load_model(self) -> None:
        get = self.settings.get
        self.scoring.use(Choice(get(MODEL), get(DEVICE), get(PROTOCOL)))

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting in (MODEL, DEVICE, PROTOCOL):
            self._load_model()
        elif setting == LANGUAGE:
            install_language(self.app, self.settings.get(LANGUAGE))
        elif setting == THEME:
            apply_theme(self.app, self.settings.get(THEME))

    def _on_handed_over(self, paths: list[Path]) -> None:
        if paths:
            self.window.open_paths(paths)
        self.window.showNormal() if self.window.isMinimized() else self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def close(self) -> None:
        """End all work."""
        self.instance.close()
        self.scoring.close()
        self.history.close()


def run(paths: list[Path]) -> int:
    """Open the window, or hand the files to one that is open; return the exit code."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName(APP_NAME)
    app.setApplicationDisplayName(APP_NAME)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("mandohit")
    app.setWindowIcon(QIcon(str(resource("icons", "mandohit.svg"))))
    if hand_over(paths, data_folder()):
        return 0
    application = Application(app)
    application.window.closed.connect(app.quit)
    application.start(paths)
    # Qt's loop must run Python now and then, or a Ctrl-C in the terminal would wait for the next event.
    awake = QTimer(app, interval=WAKE_MS)
    awake.timeout.connect(lambda: None)
    awake.start()
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    try:
        return app.exec()
    finally:
        application.close()
