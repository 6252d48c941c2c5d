"""The table's view: columns, selection, and what its keyboard and context menu do."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from mandohit_desktop.ui.actions import RATINGS, Actions
from mandohit_desktop.ui.results.columns import Column, heading, text_of
from mandohit_desktop.ui.results.delegates import (
    ROW_HEIGHT,
    CellDelegate,
    ChangeDelegate,
    IntervalDelegate,
    MarkDelegate,
    ScoreDelegate,
    SongDelegate,
)
from mandohit_desktop.ui.results.model import Index, ResultsModel
from mandohit_desktop.ui.results.row import Row
from mandohit_desktop.ui.style.theme import colours
from mandohit_desktop.ui.text.i18n import Translated

PLAY_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
WIDTHS = {
    Column.TITLE: 200,
    Column.SCORE: 66,
    Column.PERCENTILE: 88,
    Column.INTERVAL: 112,
    Column.CHANGE: 70,
    Column.LOUDNESS: 64,
    Column.HIGHLIGHT: 78,
    Column.WHEN: 84,
    Column.RANK: 60,
    Column.MARK: 60,
}
LEFT_OUT_FIRST = (
    Column.LOUDNESS,
    Column.HIGHLIGHT,
    Column.WHEN,
    Column.CHANGE,
    Column.PERCENTILE,
    Column.INTERVAL,
    Column.RANK,
    Column.MARK,
)
FROM_THE_FIRST = (Column.TITLE, Column.RANK)
"""Columns that the first click orders from A or 1; the others from the top."""
RATING = "rating"
MENU = (
    "star",
    "reject",
    RATING,
    None,
    "compare",
    "rescore",
    "stop",
    None,
    "copy",
    "export_csv",
    "export_json",
    None,
    "show_file",
    "remove",
)


class ResultsView(Translated, QTableView):
    """Songs, one a row.

    Args:
        actions: those that the context menu offers.
    """

    row_changed = Signal(object)
    """The current `Row`, or None."""

    def __init__(self, model: ResultsModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.results = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.addActions(actions.in_list())
        self._lay_out_columns()
        self._delegates = {
            Column.TITLE: SongDelegate(self),
            Column.SCORE: ScoreDelegate(self),
            Column.INTERVAL: IntervalDelegate(self),
            Column.CHANGE: ChangeDelegate(self),
            Column.MARK: MarkDelegate(self),
        }
        self.setItemDelegate(CellDelegate(self))
        for column, delegate in self._delegates.items():
            self.setItemDelegateForColumn(column, delegate)
        self.sortByColumn(Column.WHEN, Qt.SortOrder.DescendingOrder)
        self._top = (QPersistentModelIndex(), 0)
        self.selectionModel().selectionChanged.connect(self._emit_row)
        model.layoutAboutToBeChanged.connect(self._remember_top)
        model.layoutChanged.connect(self._restore_top)
        model.layoutChanged.connect(self._emit_row)
        self.retranslate()

    def _lay_out_columns(self) -> None:
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW_HEIGHT)
        across.setHighlightSections(False)
        across.setMinimumSectionSize(60)
        across.setSectionsMovable(True)
        across.setSectionsClickable(True)
        across.sectionClicked.connect(self._sort_by)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        for place, column in enumerate((Column.MARK, Column.RANK)):
            across.moveSection(across.visualIndex(column), place)
        across.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setAccessibleName(self.tr("Songs and their scores"))
        self.results.retranslate()

    def selected_rows(self) -> list[Row]:
        """Return the selected songs, from top to bottom."""
        return [self.results.row_at(index) for index in sorted(self.selectionModel().selectedRows())]

    def current_row(self) -> Row | None:
        """Return the current song: of the selected ones the one with the focus, else the first."""
        index = self.currentIndex()
        if index.isValid() and self.selectionModel().isRowSelected(index.row()):
            return self.results.row_at(index)
        selected = self.selected_rows()
        return selected[0] if selected else None

    def order(self) -> list[int]:
        """Return column and direction of the order, to be kept."""
        column, direction = self.results.order()
        return [int(column), direction.value]

    def restore_order(self, kept: object) -> None:
        """Restore an order that `order` returned."""
        if isinstance(kept, list) and len(kept) == 2 and kept[0] in list(Column) and kept[1] in (0, 1):
            self.sortByColumn(kept[0], Qt.SortOrder(kept[1]))

    def _sort_by(self, column: int) -> None:
        """Order by a column, names from A and most numbers from the top; the other way at the second click."""
        shown, direction = self.results.order()
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        if column == shown:
            self.sortByColumn(column, down if direction == up else up)
        else:
            self.sortByColumn(column, up if column in FROM_THE_FIRST else down)
        self.scrollToTop()

    def _remember_top(self) -> None:
        index = self.indexAt(QPoint(0, 0))
        self._top = (QPersistentModelIndex(index), self.rowViewportPosition(index.row()))

    def _restore_top(self) -> None:
        """Keep the visible songs in place while others are added or removed, unless the list is at its top."""
        (index, place), bar = self._top, self.verticalScrollBar()
        if index.isValid() and bar.value():
            bar.setValue(bar.value() + self.rowViewportPosition(index.row()) - place)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Leave columns out where there is no room for the songs' names."""
        super().resizeEvent(event)
        room = self.viewport().width() - WIDTHS[Column.TITLE]
        needed = sum(width for column, width in WIDTHS.items() if column != Column.TITLE)
        for column in LEFT_OUT_FIRST:
            self.setColumnHidden(column, needed > room)
            needed -= WIDTHS[column] if needed > room else 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the songs, or that none fits the filter."""
        super().paintEvent(event)
        if self.results.is_filtered and not self.results.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(colours().muted))
            painter.drawText(
                self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self.tr("No song matches the filter")
            )
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Play the highlight with Space and Return."""
        if event.key() in PLAY_KEYS and event.modifiers() in PLAIN:
            self._actions["play_highlight"].trigger()
        else:
            super().keyPressEvent(event)

    def moveCursor(  # noqa: N802  Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the first and last song with Home and End."""
        ends = {QAbstractItemView.CursorAction.MoveHome: 0, QAbstractItemView.CursorAction.MoveEnd: -1}
        if action in ends and self.results.rowCount():
            return self.results.index(ends[action] % self.results.rowCount(), 0)
        return super().moveCursor(action, modifiers)

    def show_song(self, path: Path) -> None:
        """Select a song and scroll to it."""
        index = self.results.index_of(path)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)

    def select_near(self, place: int) -> None:
        """Where nothing is selected, select the song at a place, or the last one."""
        last = self.results.rowCount() - 1
        if last >= 0 and not self.selectionModel().hasSelection():
            self.setCurrentIndex(self.results.index(min(max(place, 0), last), 0))

    def select_songs(self, paths: Iterable[Path]) -> None:
        """Select those of some songs that are shown, and bring the first into sight."""
        wanted = set(paths)
        places = [place for place, row in enumerate(self.results.shown()) if row.path in wanted]
        if places:
            self.setCurrentIndex(self.results.index(places[0], 0))
            flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            for place in places:
                self.selectionModel().select(self.results.index(place, 0), flags)

    def copy_selection(self) -> None:
        """Copy the selected rows as tab-separated text, with headings."""
        columns = list(Column)
        heads = [heading(column) for column in columns]
        lines = [heads, *([text_of(row, column) for column in columns] for row in self.selected_rows())]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802  Qt's name
        """Emit which song has the focus."""
        super().currentChanged(current, previous)
        self._emit_row()

    def _emit_row(self) -> None:
        self.row_changed.emit(self.current_row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  Qt's name
        """Open the menu of what can be done with the selection."""
        if self.selectionModel().hasSelection():
            self.menu().popup(event.globalPos() if not event.globalPos().isNull() else self.mapToGlobal(QPoint(9, 9)))

    def menu(self) -> QMenu:
        """Return the context menu."""
        menu = QMenu(self)
        for key in MENU:
            if key is None:
                menu.addSeparator()
            elif key == RATING:
                menu.addMenu(self.tr("Rating")).addActions([self._actions[rating] for rating in RATINGS])
            else:
                menu.addAction(self._actions[key])
        menu.aboutToHide.connect(menu.deleteLater)
        return menu
