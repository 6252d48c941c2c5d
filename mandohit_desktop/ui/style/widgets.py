"""Small widgets and layouts that the dialogs share, styled by the `role`s of the style sheet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mandohit_desktop.ui.style.theme import MARGIN, SPACING

EDGE = 60
"""Pixels reserved for the window's frame and the system's bars."""


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


def set_role(widget: QWidget, role: str) -> None:
    """Change a widget's role in the style sheet."""
    widget.setProperty("role", role)
    widget.style().polish(widget)


def column(parent: QWidget | None = None, *, margin: int = 0, spacing: int = SPACING) -> QVBoxLayout:
    """Return a layout of parts one below the other."""
    made = QVBoxLayout(parent) if parent else QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(spacing)
    return made


def field_grid() -> QGridLayout:
    """Return a layout of names and fields, in which the fields take the room there is."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(MARGIN)
    grid.setVerticalSpacing(SPACING)
    grid.setColumnStretch(1, 1)
    return grid


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


def close_button(dialog: QDialog) -> QDialogButtonBox:
    """Return the button that closes a dialog."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    return buttons


class ChoiceBox(QComboBox):
    """A combo box that leaves the wheel to what scrolls around it; its open list takes the wheel itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  Qt's name
        """Ignore the wheel."""
        event.ignore()


def scrolled(inside: QWidget) -> QScrollArea:
    """Return an area that scrolls its contents where the window is too small, by keyboard, too."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setWidget(inside)
    return area


def keep_room(widget: QWidget) -> None:
    """Keep a widget's room in its layout while it is hidden."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window its size, or what the screen has room for: at 200 % that is half as much."""
    room = window.screen().availableGeometry().size()
    window.resize(min(width, room.width() - EDGE), min(height, room.height() - EDGE))
