"""The versions of a song: what each scored, and how far that is from the one before."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from mandohit_desktop.store.history import Version
from mandohit_desktop.ui.style.theme import SPACING, Themed, colours
from mandohit_desktop.ui.style.widgets import button
from mandohit_desktop.ui.text import wording
from mandohit_desktop.ui.text.i18n import Translated

NUMBER, WHEN, SCORE, CHANGE = range(4)
MOST_ROWS = 7


class VersionList(Translated, Themed, QWidget):
    """The list, the latest first; choosing one shows it."""

    chosen = Signal(object)
    """A `Version`."""
    compare_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._versions: list[Version] = []
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setColumnCount(4)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHEN, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        self.list.currentItemChanged.connect(self._on_current)
        self.compare = button()
        self.compare.clicked.connect(self.compare_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        column.addWidget(self.list)
        column.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def show_versions(self, versions: list[Version], shown: int) -> None:
        """Show versions, the one with the number `shown` selected."""
        self._versions = versions
        self._fill(shown)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.list.setAccessibleName(self.tr("Versions"))
        self.list.setHeaderLabels([self.tr("No."), self.tr("When"), self.tr("Score"), self.tr("Change")])
        for column in (SCORE, CHANGE):
            self.list.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.compare.setText(self.tr("Compare versions"))
        self.follow_theme()

    def follow_theme(self) -> None:
        """Rebuild the list in the current colours and language."""
        current = self.list.currentItem()
        if current:
            self._fill(current.data(NUMBER, Qt.ItemDataRole.UserRole))

    def _fill(self, shown: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for version, change in zip(self._versions, changes(self._versions), strict=True):
            item = self._item(version, change)
            self.list.addTopLevelItem(item)
            if version.number == shown:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        n_rows = min(len(self._versions), MOST_ROWS)
        height = self.list.header().sizeHint().height() + n_rows * self.list.sizeHintForRow(0)
        self.list.setFixedHeight(height + 2 * self.list.frameWidth() + 4)
        self.compare.setEnabled(sum(version.result is not None for version in self._versions) > 1)

    def _item(self, version: Version, change: float | None) -> QTreeWidgetItem:
        score = wording.score_of(version.result) if version.result else "\u2013"
        item = QTreeWidgetItem([str(version.number), wording.when(version.seen_at), score, wording.change(change)])
        item.setData(NUMBER, Qt.ItemDataRole.UserRole, version.number)
        for column in (SCORE, CHANGE):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(CHANGE, QColor(getattr(colours(), wording.change_role(change))))
        words = self.tr("Version {number}, {when}, score {score}, change {change}")
        item.setData(
            NUMBER,
            Qt.ItemDataRole.AccessibleTextRole,
            words.format(
                number=version.number,
                when=wording.when(version.seen_at),
                score=score,
                change=wording.change(change),
            ),
        )
        return item

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        if item:
            number = item.data(NUMBER, Qt.ItemDataRole.UserRole)
            self.chosen.emit(next(version for version in self._versions if version.number == number))


def changes(versions: list[Version]) -> list[float | None]:
    """Return how far each version is from the one before it that has a score; the latest comes first."""
    found: list[float | None] = []
    before: float | None = None
    for version in reversed(versions):
        raw = version.result.raw_score if version.result else None
        found.append(raw - before if raw is not None and before is not None else None)
        before = before if raw is None else raw
    return found[::-1]
