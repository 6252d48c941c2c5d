"""Small pieces that the dialogs share, dressed by the `role`s of the style sheet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QPushButton

from mandohit_desktop.ui.theme import MARGIN


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
