"""The user's note on the song that is shown: kept when Return is pressed, when the focus leaves, or with the song."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mandohit_desktop.store.marks import UNMARKED, Mark
from mandohit_desktop.ui.style.theme import SPACING
from mandohit_desktop.ui.style.widgets import label
from mandohit_desktop.ui.text.i18n import Translated

MAX_LENGTH = 1000


class NoteField(Translated, QWidget):
    """A line of text about one content.

    Attributes:
        field: where it is written.
    """

    edited = Signal(str, str)
    """The SHA-256 of a content, and what its note now is."""

    def __init__(self) -> None:
        super().__init__()
        self._sha256: str | None = None
        self._marks: Mapping[str, Mark] = {}
        self._name = label("muted")
        self.field = QLineEdit(maxLength=MAX_LENGTH)
        self._name.setBuddy(self.field)
        self.field.editingFinished.connect(self._keep)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.addWidget(self._name)
        row.addWidget(self.field, 1)
        self.hide()
        self.retranslate()

    def show_content(self, sha256: str | None) -> None:
        """Show the note on a content; None for nothing to write about."""
        if sha256 != self._sha256:
            self._keep()
            self._sha256 = sha256
            self._show_note()
        self.setVisible(sha256 is not None)

    def show_marks(self, marks: Mapping[str, Mark]) -> None:
        """Show what is kept, unless something else is being written."""
        self._marks = marks
        if not self.field.isModified():
            self._show_note()

    def _show_note(self) -> None:
        self.field.setText(self._marks.get(self._sha256 or "", UNMARKED).note)

    def _keep(self) -> None:
        if self._sha256 and self.field.isModified():
            self.field.setModified(False)
            self.edited.emit(self._sha256, self.field.text().strip())

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  Qt's name
        """Keep what was written when the window closes."""
        self._keep()
        super().hideEvent(event)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self._name.setText(self.tr("Note"))
        self.field.setAccessibleName(self.tr("Note"))
        self.field.setPlaceholderText(self.tr("What you think of this song"))
