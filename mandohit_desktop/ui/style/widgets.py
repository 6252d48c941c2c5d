"""Small pieces that the dialogs share, dressed by the `role`s of the style sheet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLayout, QPushButton, QScrollArea, QWidget

from mandohit_desktop.ui.style.theme import MARGIN

EDGE = 60
"""What a window's frame and the system's bars need."""


def label(role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Return an empty label."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def card(layout: QLayout, *, margin: int = MARGIN) -> QFrame:
    """Return a card that holds a layout."""
    frame = QFrame()
    frame.setProperty("role", "card")
    layout.setContentsMargins(margin, margin, margin, margin)
    frame.setLayout(layout)
    return frame


def button(*, primary: bool = False, default: bool = False) -> QPushButton:
    """Return a push button without a text; Enter presses it only where it is the default."""
    made = QPushButton()
    made.setAutoDefault(default)
    made.setDefault(default)
    if primary:
        made.setProperty("role", "primary")
    return made


class ChoiceBox(QComboBox):
    """A combo box that leaves the wheel to what scrolls around it; its open list takes the wheel itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  Qt's name
        """Leave the choice as it is."""
        event.ignore()


def scrolled(inside: QWidget) -> QScrollArea:
    """Return an area that scrolls its contents where the window is too small, by keyboard, too."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setWidget(inside)
    return area


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window its size, or what the screen has room for: at 200 % that is half as much."""
    room = window.screen().availableGeometry().size()
    window.resize(min(width, room.width() - EDGE), min(height, room.height() - EDGE))
