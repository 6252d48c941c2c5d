"""Where the windows were, how the main one was divided and ordered: kept in the settings from one start to the next."""

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from mandohit_desktop.core.settings import WINDOW_STATE, Settings
from mandohit_desktop.ui.results.view import ResultsView
from mandohit_desktop.ui.style.theme import MARGIN

COMPACT = "compact"


class MainWindowState:
    """The main window's geometry, its splitter and the table's order.

    Args:
        settings: keep them, under `geometry`, `splitter` and `order` of `WINDOW_STATE`.
    """

    def __init__(self, settings: Settings, window: QMainWindow, splitter: QSplitter, table: ResultsView) -> None:
        self._settings, self._window, self._splitter, self._table = settings, window, splitter, table

    def restore(self) -> None:
        """Restore what was saved; anything unusable is ignored."""
        state = self._settings.get(WINDOW_STATE)
        for key, restore in (("geometry", self._window.restoreGeometry), ("splitter", self._splitter.restoreState)):
            if isinstance(state.get(key), str):
                restore(QByteArray.fromHex(state[key].encode("ascii", "ignore")))
        self._table.restore_order(state.get("order"))

    def save(self) -> None:
        """Save the state as it is."""
        state = {
            "geometry": bytes(self._window.saveGeometry().toHex().data()).decode(),
            "splitter": bytes(self._splitter.saveState().toHex().data()).decode(),
            "order": self._table.order(),
        }
        self._settings.set(WINDOW_STATE, {**self._settings.get(WINDOW_STATE), **state})


def save_compact_place(settings: Settings, window: QWidget) -> None:
    """Save place and size of the compact window, under `compact` of `WINDOW_STATE`."""
    place = [window.x(), window.y(), window.width(), window.height()]
    settings.set(WINDOW_STATE, {**settings.get(WINDOW_STATE), COMPACT: place})


def restore_compact_place(settings: Settings, window: QWidget) -> None:
    """Restore place and size of the compact window; without a saved place on a screen it goes to the corner."""
    place = settings.get(WINDOW_STATE).get(COMPACT)
    if isinstance(place, list) and len(place) == 4 and all(isinstance(number, int) for number in place):
        window.setGeometry(*place)
        if QGuiApplication.screenAt(window.geometry().center()):
            return
    screen = QGuiApplication.primaryScreen().availableGeometry()
    window.move(screen.right() - window.width() - MARGIN, screen.bottom() - window.height() - MARGIN)
