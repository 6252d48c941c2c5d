"""The ranking in the pick dialog, with the cut drawn as a line below the last song that is kept."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from mandohit_desktop.ui.style.theme import colours
from mandohit_desktop.ui.text import wording
from mandohit_desktop.ui.text.i18n import Translated

if TYPE_CHECKING:
    from mandohit_desktop.jobs.engine_queries import Pick

MARK, SCORE, PERCENTILE, SONG = range(4)
KEPT, NEAR = "\u2713", "="
CUT_PIXELS = 2


class Ranking(Translated, QTreeWidget):
    """Songs, best first: the kept ones marked, those as good as the last one kept marked otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(4)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(_CutDelegate(self))
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(SONG, QHeaderView.ResizeMode.Stretch)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._items: list[QTreeWidgetItem] = []
        self._keep = 0
        self.retranslate()

    @property
    def keep(self) -> int:
        """How many songs are above the line."""
        return self._keep

    def fill(self, pick: "Pick") -> None:
        """Show another ranking."""
        self.clear()
        self._items.clear()
        for line in pick.ranking:
            path = Path(line["file"])
            percentile = wording.chance(line["percentile"] / 100.0)
            item = QTreeWidgetItem(["", wording.score(line["score"]), percentile, path.name])
            for column in (SCORE, PERCENTILE):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(SONG, str(path))
            self._items.append(item)
        self.addTopLevelItems(self._items)
        self.show_cut(pick)

    def show_cut(self, pick: "Pick") -> None:
        """Draw the line below the kept songs, and keep it in sight."""
        self._keep, n_near = pick.keep, pick.near_cut
        muted = QBrush(QColor(colours().muted))
        for place, item in enumerate(self._items):
            is_kept, is_near = place < self._keep, self._keep <= place < self._keep + n_near
            item.setText(MARK, KEPT if is_kept else NEAR if is_near else "")
            spoken = self.tr("kept") if is_kept else self.tr("as good as the last one kept") if is_near else ""
            item.setData(MARK, Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setToolTip(MARK, spoken)
            for column in range(self.columnCount()):
                item.setForeground(column, QBrush() if is_kept else muted)
        if self._items:
            self.scrollToItem(self._items[min(self._keep, len(self._items) - 1)])
        self.viewport().update()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setHeaderLabels([self.tr("Kept"), self.tr("Score"), self.tr("Percentile"), self.tr("Song")])
        self.setAccessibleName(self.tr("Ranking, with a line below the kept songs"))


class _CutDelegate(QStyledItemDelegate):
    """Draws the line below the last song that is kept."""

    def __init__(self, ranking: Ranking) -> None:
        super().__init__(ranking)
        self._ranking = ranking

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        super().paint(painter, option, index)
        if index.row() == self._ranking.keep - 1:
            area: QRect = option.rect
            line = QRect(area.left(), area.bottom() - CUT_PIXELS + 1, area.width(), CUT_PIXELS)
            painter.fillRect(line, QColor(colours().accent))
