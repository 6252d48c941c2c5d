"""Parts of the compact window: what runs in the background, and a sentence in place of a result."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import Themed
from mandohit_desktop.ui.style.widgets import label

ICON_SIZE = QSize(16, 16)
NOTICE_ICON_SIZE = QSize(32, 32)


class StateSign(Themed, QWidget):
    """An icon and a word or two: that something runs. Hidden while there is nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._icon, self._text = QLabel(), label("muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._icon)
        layout.addWidget(self._text)
        self.hide()

    def say(self, text: str) -> None:
        """Show a text, or nothing."""
        self._text.setText(text)
        self.follow_theme()
        self.setVisible(bool(text))

    def follow_theme(self) -> None:
        """Draw the icon in the theme's colours."""
        self._icon.setPixmap(icon(self._name, "accent").pixmap(ICON_SIZE, self.devicePixelRatio()))


class NoticeFrame(QFrame):
    """An icon and a sentence in a dashed frame."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compact-notice")
        self._icon, self._message = QLabel(), label("muted", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._message)
        column.addStretch(1)

    def say(self, name: str, colour: str, text: str) -> None:
        """Show an icon in one of the theme's colours and a sentence."""
        self._icon.setPixmap(icon(name, colour).pixmap(NOTICE_ICON_SIZE, self.devicePixelRatio()))
        self._message.setText(text)
