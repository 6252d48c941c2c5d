"""The real application with a random model, and songs that are quick to score."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mandohit_desktop.app import Application
from mandohit_desktop.core.paths import settings_file
from mandohit_desktop.core.settings import DEVICE, LANGUAGE, MODEL, THEME, Settings
from mandohit_desktop.jobs.queue import QueueState
from mandohit_desktop.ui.text.i18n import install_language
from models.bundle import Bundle
from tests.synth import song

PATIENCE_MS = 60_000
RATE_HZ = 16_000


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    """Begin and end every test in English, whatever it changes."""
    install_language(qapp, "en")
    yield
    install_language(qapp, "en")


@pytest.fixture
def application(qapp: QApplication, qtbot: QtBot, random_bundle: Bundle, own_home: Path) -> Iterator[Application]:
    """The application, shown, its model loaded."""
    settings = Settings(settings_file())
    settings.set(MODEL, str(random_bundle.folder))
    settings.set(DEVICE, "cpu")
    settings.set(LANGUAGE, "en")
    settings.set(THEME, "light")
    application = Application(qapp)
    with qtbot.waitSignal(application.scoring.model_ready, timeout=PATIENCE_MS):
        application.start([])
    yield application
    close(application)


def close(application: Application) -> None:
    """End an application as its user does, and leave no window of it behind."""
    application.window.close()
    application.close()
    for window in (application.window.compact, application.window):
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def songs(write_audio: Callable[..., Path]) -> Callable[..., list[Path]]:
    """Write songs of some seconds, each different."""

    def write(*names: str, seconds: float = 4.0, seed: int = 0) -> list[Path]:
        return [write_audio(name, song(seconds, RATE_HZ, seed=seed + i), RATE_HZ) for i, name in enumerate(names)]

    return write


@pytest.fixture
def open_and_wait(application: Application, qtbot: QtBot) -> Callable[[list[Path]], None]:
    """Open songs in the window and wait until all are done."""

    def ended(state: QueueState) -> bool:
        return state.n_total > 0 and state.n_done >= state.n_total

    def wait(paths: list[Path]) -> None:
        with qtbot.waitSignal(application.scoring.progressed, timeout=PATIENCE_MS, check_params_cb=ended):
            application.window.open_paths(paths)
        application.window.results.refresh()

    return wait
