"""Asks for the name of a new model, and shows at once why one cannot be used."""

import re
from collections.abc import Collection

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget

from mandohit_desktop.ui.style.theme import MARGIN
from mandohit_desktop.ui.style.widgets import column, label
from mandohit_desktop.ui.text.i18n import Translated

WIDTH = 420
MODEL_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
"""Names that a model can have: what can be a folder's name on every system."""


class NameDialog(Translated, QDialog):
    """The name of a model.

    Args:
        taken: names that are in use.
        suggested: the initial text.
    """

    def __init__(self, taken: Collection[str], suggested: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken = taken
        self._question, self.objection = label(wrap=True), label("warn", wrap=True)
        self.name = QLineEdit(suggested)
        self.name.selectAll()
        self.name.textChanged.connect(self._judge)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = column(self, margin=MARGIN)
        for widget in (self._question, self.name, self.objection, self.buttons):
            layout.addWidget(widget)
        self.setFixedWidth(WIDTH)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Import a model"))
        self._question.setText(self.tr("What the model is to be called:"))
        self.name.setAccessibleName(self._question.text())
        self._judge()

    def _judge(self) -> None:
        name, objection = self.name.text(), ""
        if name in self._taken:
            objection = self.tr("There is a model of that name already.")
        elif name and not MODEL_NAME.fullmatch(name):
            objection = self.tr(
                "Lower-case English letters, digits, dots, dashes and underscores only, with a letter or digit first."
            )
        self.objection.setText(objection)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(name) and not objection)
