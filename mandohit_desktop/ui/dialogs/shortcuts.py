"""Every action with its shortcut, searched as you type."""

from collections.abc import Sequence

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QAction, QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTableView,
    QWidget,
)

from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import MARGIN
from mandohit_desktop.ui.style.widgets import close_button, column, label, resize_within_screen
from mandohit_desktop.ui.text.i18n import Translated, plain_text


class ShortcutsDialog(Translated, QDialog):
    """The list of shortcuts.

    Args:
        actions: the actions; those without a text are left out.
    """

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = [action for action in actions if action.text()]
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._model = QStandardItemModel(0, 2, self)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._model)
        self._shown.setFilterKeyColumn(-1)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search.textChanged.connect(self._filter)
        self.table = QTableView()
        self.table.setModel(self._shown)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._nothing = label("muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(self, margin=MARGIN)
        for widget in (self.search, self.table, self._nothing, close_button(self)):
            layout.addWidget(widget)
        self._nothing.hide()
        self.retranslate()
        self.search.setFocus()
        resize_within_screen(self, 520, 600)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.search.setPlaceholderText(self.tr("Search actions and keys"))
        self.search.setAccessibleName(self.tr("Search actions and keys"))
        self.table.setAccessibleName(self.tr("Keyboard shortcuts"))
        self._nothing.setText(self.tr("No action is called that."))
        self._model.clear()
        for action in self._actions:
            keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
            self._model.appendRow(
                [QStandardItem(plain_text(action.text())), QStandardItem(", ".join(keys) or "\u2013")]
            )
        self._model.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Shortcut")])
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._filter(self.search.text())

    def _filter(self, text: str) -> None:
        self._shown.setFilterFixedString(text.strip())
        self._nothing.setVisible(self._shown.rowCount() == 0)
