"""The application: puts settings, history, scoring and window together, and takes them apart again.

PyTorch is not imported here; the scoring worker does that once the window is on screen.
"""

import logging
import signal
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from mandohit_desktop import __version__
from mandohit_desktop.core.paths import APP_NAME, data_folder, history_file, settings_file
from mandohit_desktop.core.resources import resource
from mandohit_desktop.core.settings import DEVICE, LANGUAGE, MODEL, OUTPUT_DEVICE, PROTOCOL, THEME, Setting, Settings
from mandohit_desktop.core.termination import on_termination
from mandohit_desktop.jobs.all_jobs import Jobs
from mandohit_desktop.jobs.instance import FirstInstance, hand_over
from mandohit_desktop.jobs.worker import ModelChoice
from mandohit_desktop.store.history import History
from mandohit_desktop.store.schema import HistoryTooNew
from mandohit_desktop.ui.style.fonts import add_chinese_font
from mandohit_desktop.ui.style.theme import apply_theme, follow_system
from mandohit_desktop.ui.text.i18n import install_language
from mandohit_desktop.ui.window.crashes import Crashes
from mandohit_desktop.ui.window.main_window import MainWindow

log = logging.getLogger(__name__)

WAKE_MS = 250
PREPARE_MS = 50


class Application:
    """Everything that lives as long as the program.

    Args:
        app: Qt's application object.
    """

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.settings = Settings(settings_file())
        self.settings.subscribe(self._on_setting)
        add_chinese_font()
        install_language(app, self.settings.get(LANGUAGE))
        apply_theme(app, self.settings.get(THEME))
        follow_system(app)
        self.crashes = Crashes()
        self.history, trouble = _open_history()
        self.jobs = Jobs(self.history, self.settings)
        self.scoring = self.jobs.scoring
        self.window = MainWindow(self.settings, self.history, self.jobs)
        for words in (_settings_trouble(self.settings), trouble):
            if words:
                self.window.dialogs.tell(*words)
        self.instance = FirstInstance(data_folder())
        self.instance.handed_over.connect(self._on_handed_over)
        if sys.platform == "darwin":  # elsewhere no such events come, and every event would pass through Python
            app.installEventFilter(self.instance)
        self.scoring.model_ready.connect(lambda model: log.info("Model ready: %s on %s", model.id, model.device))

    def start(self, paths: list[Path]) -> None:
        """Show the window, then load the model and score these files."""
        self.crashes.install()
        self.window.show()
        QTimer.singleShot(0, self._on_shown)
        QTimer.singleShot(PREPARE_MS, self.window.detail.prepare)
        self.jobs.watching.start()
        self.jobs.recording.recover()
        if paths:
            self.window.open_paths(paths)

    def _on_shown(self) -> None:
        log.info("Window ready")
        self._load_model()
        self.window.resume()

    def _load_model(self) -> None:
        get = self.settings.get
        self.scoring.use(ModelChoice(get(MODEL), get(DEVICE), get(PROTOCOL)))

    def _on_setting(self, setting: Setting[Any]) -> None:
        if setting in (MODEL, DEVICE, PROTOCOL):
            self._load_model()
        elif setting == LANGUAGE:
            install_language(self.app, self.settings.get(LANGUAGE))
        elif setting == OUTPUT_DEVICE:
            self.jobs.player.use_device(self.settings.get(OUTPUT_DEVICE))
        elif setting == THEME:
            apply_theme(self.app, self.settings.get(THEME))

    def _on_handed_over(self, paths: list[Path]) -> None:
        if paths:
            self.window.open_paths(paths)
        self.window.show_full()

    def close(self) -> None:
        """End all work."""
        self.instance.close()
        self.jobs.close()
        self.history.close()
        self.crashes.uninstall()


def _settings_trouble(settings: Settings) -> tuple[str, str] | None:
    """Return a title and text where the user must know that the settings start anew."""
    if settings.set_aside is None:
        return None
    text = QCoreApplication.translate(
        "Application",
        "The settings, watched folders included, were damaged. They were set aside as {file}, and start anew.",
    )
    return QCoreApplication.translate("Application", "Settings"), text.format(file=settings.set_aside.name)


def _open_history() -> tuple[History, tuple[str, str] | None]:
    """Return the history, and a title and text where the user must know what became of it."""
    translate = QCoreApplication.translate
    title = translate("Application", "History")
    try:
        history = History(history_file())
    except HistoryTooNew:
        text = translate(
            "Application",
            "The history was written by a newer version of MandoHit. It is left as it is; what you score now "
            "is not kept. Install the newer version to see it again.",
        )
        return History(Path(":memory:")), (title, text)
    except OSError as error:
        log.error("The history cannot be opened: %s", error)
        text = translate("Application", "The history cannot be opened, so what you score now is not kept: {reason}")
        return History(Path(":memory:")), (title, text.format(reason=error))
    if history.set_aside:
        text = translate("Application", "The history was damaged. It was set aside as {file}, and a new one started.")
        return history, (title, text.format(file=history.set_aside.name))
    return history, None


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
    with on_termination(lambda *_: app.quit()):
        try:
            return app.exec()
        finally:
            application.close()
