"""The watched folders: a card for each with its switches and its status."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mandohit_desktop.jobs.watching import FolderChoice, Watching
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import MARGIN, SPACING
from mandohit_desktop.ui.style.widgets import button, card, close_button, column, label
from mandohit_desktop.ui.text import sentences
from mandohit_desktop.ui.text.i18n import Translated
from mandohit_desktop.watch import notices
from mandohit_desktop.watch.folder import FolderStatus

SIZE = (640, 460)


class _FolderCard(Translated, QWidget):
    """One folder."""

    def __init__(self, choice: FolderChoice, watching: Watching) -> None:
        super().__init__()
        self.choice, self._watching = choice, watching
        self.enabled, self.recursive = QCheckBox(), QCheckBox()
        self.enabled.setChecked(choice.enabled)
        self.recursive.setChecked(choice.recursive)
        self.enabled.toggled.connect(lambda on: self._change(enabled=on))
        self.recursive.toggled.connect(lambda on: self._change(recursive=on))
        self.existing, self.remove = button(), button()
        self.existing.clicked.connect(lambda: watching.score_existing(self.choice))
        self.remove.clicked.connect(lambda: watching.remove(self.choice))
        self.status = label("muted", wrap=True, selectable=True)
        self.status.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid = QGridLayout()
        grid.setVerticalSpacing(SPACING)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.enabled, 0, 0)
        grid.addWidget(self.remove, 0, 1)
        grid.addWidget(self.status, 1, 0)
        grid.addWidget(self.existing, 1, 1)
        grid.addWidget(self.recursive, 2, 0, 1, 2)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(card(grid))
        self.retranslate()

    def _change(self, *, enabled: bool | None = None, recursive: bool | None = None) -> None:
        before = self.choice
        self.choice = FolderChoice(
            before.path,
            before.recursive if recursive is None else recursive,
            before.enabled if enabled is None else enabled,
        )
        self._watching.replace(before, self.choice)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        name = Path(self.choice.path).name or self.choice.path
        self.enabled.setText(self.choice.path.replace("&", "&&"))
        self.enabled.setToolTip(self.tr("Watch this folder"))
        self.enabled.setAccessibleName(self.tr("Watch {folder}").format(folder=self.choice.path))
        self.recursive.setText(self.tr("The folders below it, too"))
        self.recursive.setAccessibleName(self.tr("Watch the folders below {folder}, too").format(folder=name))
        self.remove.setText(self.tr("Remove"))
        self.remove.setAccessibleName(self.tr("Watch {folder} no longer").format(folder=name))
        self.existing.setAccessibleName(self.tr("Score the songs that were in {folder} before").format(folder=name))
        self.show_status()

    def show_status(self) -> None:
        """Show the folder's status."""
        status = self._watching.statuses.get(self.choice.watched)
        is_on = self._watching.is_on and self.choice.enabled
        notice = status.notice if is_on and status else notices.STARTING if is_on else notices.OFF
        self.status.setText(sentences.notice(notice))
        n_before = status.n_before if is_on and status else 0
        self.existing.setText(self.tr("Score existing ({count})").format(count=n_before))
        self.existing.setEnabled(n_before > 0)


class WatchPanel(Translated, QDialog):
    """The dialog of the watched folders.

    Args:
        watching: what it shows and changes.
    """

    def __init__(self, watching: Watching, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watching = watching
        self.cards: list[_FolderCard] = []
        self.on = QCheckBox()
        self.on.toggled.connect(watching.switch)
        self._intro = label("muted", wrap=True)
        self.add = button()
        self.add.setIcon(icon("folder"))
        self.add.clicked.connect(self.choose_folder)
        self._list = column()
        self._empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._empty.setProperty("role", "muted")
        self._build()
        watching.changed.connect(self._fill)
        watching.status_changed.connect(self._on_status)
        self.retranslate()
        self._fill()
        self.resize(*SIZE)

    def _build(self) -> None:
        inside = QWidget()
        folders = QVBoxLayout(inside)
        folders.setContentsMargins(0, 0, 0, 0)
        folders.addWidget(self._empty)
        folders.addLayout(self._list)
        folders.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setWidget(inside)
        bottom = QHBoxLayout()
        bottom.addWidget(self.add)
        bottom.addStretch(1)
        bottom.addWidget(close_button(self))
        layout = column(self, margin=MARGIN)
        layout.addWidget(self.on)
        layout.addWidget(self._intro)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(bottom)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Watched folders"))
        self.on.setText(self.tr("&Watch these folders"))
        self._intro.setText(
            self.tr("Every song that is exported into them is scored once, as soon as it is completely written.")
        )
        self._empty.setText(self.tr("No folder is watched yet. Add the one that your DAW exports to."))
        self.add.setText(self.tr("&Add folder…"))
        self._scroll.setAccessibleName(self.tr("Watched folders"))

    def choose_folder(self) -> None:
        """Let the user choose one more folder, and watch it."""
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Watch a folder"))
        if chosen:
            self._watching.add(Path(chosen))
            self._watching.switch(True)

    def _fill(self) -> None:
        """Show a card for each folder, keeping those that are there already."""
        self.on.blockSignals(True)
        self.on.setChecked(self._watching.is_on)
        self.on.blockSignals(False)
        choices = self._watching.folders
        if [made.choice for made in self.cards] != choices:
            for made in self.cards:
                self._list.removeWidget(made)
                made.deleteLater()
            self.cards = [_FolderCard(choice, self._watching) for choice in choices]
            for made in self.cards:
                self._list.addWidget(made)
        for made in self.cards:
            made.show_status()
        self._empty.setVisible(not self.cards)

    def _on_status(self, status: FolderStatus) -> None:
        for made in self.cards:
            if made.choice.watched == status.folder:
                made.show_status()
