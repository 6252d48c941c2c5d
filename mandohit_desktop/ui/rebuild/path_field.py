"""A field for a file or folder: its name, a line for the path, and a button that asks for one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.widgets import button, label
from mandohit_desktop.ui.text.i18n import plain_text


class PathField:
    """A name, a line for a path, and a button that asks for one.

    Args:
        choose: asks the user; returns nothing if they gave up.
    """

    def __init__(self, choose: Callable[[], str]) -> None:
        self.line, self.button, self.name = QLineEdit(), button(), label()
        self.button.setIcon(icon("folder"))
        self.button.clicked.connect(self._on_clicked)
        self.name.setBuddy(self.line)
        self._choose = choose

    def _on_clicked(self) -> None:
        if chosen := self._choose():
            self.line.setText(str(Path(chosen)))

    @property
    def text(self) -> str:
        """The path, or nothing."""
        return self.line.text().strip()

    def show(self, visible: bool) -> None:
        """Show or hide all of it."""
        for widget in (self.name, self.line, self.button):
            widget.setVisible(visible)

    def retranslate(self, name: str, choose: str) -> None:
        """Write the name and the button's text."""
        self.name.setText(name)
        self.line.setAccessibleName(plain_text(name))
        self.button.setText(choose)
        self.button.setAccessibleName(f"{plain_text(choose)}: {plain_text(name)}")
