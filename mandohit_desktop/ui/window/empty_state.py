"""What the window shows before the first song."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.text.i18n import Translated

ICON_SIZE = 56
TEXT_WIDTH = 520


class EmptyState(Translated, QFrame):
    """An invitation to drop songs.

    Attributes:
        open_songs, open_folder: its buttons.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._title.setProperty("role", "title")
        self._text = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._text.setProperty("role", "muted")
        self._text.setMaximumWidth(TEXT_WIDTH)
        self.open_songs, self.open_folder = QPushButton(), QPushButton()
        self.open_songs.setProperty("role", "primary")
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.open_songs)
        buttons.addWidget(self.open_folder)
        buttons.addStretch()
        words = QHBoxLayout()
        words.addStretch(1)
        words.addWidget(self._text, 20)
        words.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(14)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addWidget(self._title)
        column.addLayout(words)
        column.addLayout(buttons)
        column.addStretch(3)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self._icon.setPixmap(icon("highlight", "accent").pixmap(ICON_SIZE, ICON_SIZE))
        self._title.setText(self.tr("Drop your songs here"))
        self._text.setText(
            self.tr(
                "MandoHit listens to each song and predicts how popular it would become among Mando-pop releases. "
                "Drop files or a whole export folder anywhere on this window. Nothing leaves this computer."
            )
        )
        self.open_songs.setText(self.tr("Open songs…"))
        self.open_folder.setText(self.tr("Open folder…"))
