"""The user's marks: starred, rejected or rated in the table, noted beside it, and a choice of songs by them."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.settings import SHOWN_MARKS, Settings
from mandohit_desktop.store.history import History
from mandohit_desktop.store.marks import Mark, MarkNotKept, Verdict
from mandohit_desktop.ui.actions import RATINGS, Actions
from mandohit_desktop.ui.detail.panel import DetailPanel
from mandohit_desktop.ui.results.view import ResultsView
from mandohit_desktop.ui.text import sentences
from mandohit_desktop.ui.window.dialog_opener import DialogOpener
from mandohit_desktop.ui.window.menus import ToolBar


class Marking(QObject):
    """Keeps marks in the history and shows them.

    Args:
        history: keeps them.
        settings: keep which songs are shown.
        actions: star, reject and rate the selected songs.
        table: shows the marks, and which songs are selected.
        detail: where notes are written.
        tool_bar: where the songs to show are chosen.
        dialogs: say what could not be kept.
    """

    def __init__(
        self,
        history: History,
        settings: Settings,
        actions: Actions,
        table: ResultsView,
        detail: DetailPanel,
        tool_bar: ToolBar,
        dialogs: DialogOpener,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._history, self._settings, self._dialogs = history, settings, dialogs
        self._table, self._detail, self._shown = table, detail, tool_bar.shown
        actions["star"].triggered.connect(lambda: self._toggle(Verdict.STARRED))
        actions["reject"].triggered.connect(lambda: self._toggle(Verdict.REJECTED))
        for key, rating in RATINGS.items():
            actions[key].triggered.connect(lambda _=False, rating=rating: self._rate(rating))
        detail.note.edited.connect(self._note)
        self._shown.setCurrentIndex(self._shown.findData(settings.get(SHOWN_MARKS)))
        self._shown.currentIndexChanged.connect(lambda _: self._show_only())
        self._show_only()
        self.show_kept()

    def show_kept(self) -> None:
        """Show the marks that the history holds."""
        marks = self._history.marks()
        self._table.results.show_marks(marks)
        self._detail.note.show_marks(marks)

    def star(self, contents: Iterable[str]) -> None:
        """Star contents, by their SHA-256."""
        marks = self._history.marks()
        self._keep({sha: dataclasses.replace(marks.get(sha, Mark()), verdict=Verdict.STARRED) for sha in contents})

    def _show_only(self) -> None:
        self._settings.set(SHOWN_MARKS, self._shown.currentData())
        self._table.results.show_only(self._shown.currentData())
        self._table.select_near(0)

    def _selected(self) -> dict[str, Mark]:
        rows = self._table.selected_rows()
        return {row.entry.content.sha256: row.mark for row in rows if row.entry}

    def _toggle(self, verdict: Verdict) -> None:
        """Give the selected songs a verdict, or take it from them if all have it."""
        have_it = all(mark.verdict == verdict for mark in self._selected().values())
        wanted = Verdict.NONE if have_it else verdict
        self._change(lambda mark: dataclasses.replace(mark, verdict=wanted))

    def _rate(self, rating: int) -> None:
        self._change(lambda mark: dataclasses.replace(mark, rating=rating))

    def _change(self, change: Callable[[Mark], Mark]) -> None:
        """Mark the selected songs; where none of them is shown any more, go on with the next."""
        place = min((index.row() for index in self._table.selectionModel().selectedRows()), default=0)
        self._keep({sha256: change(mark) for sha256, mark in self._selected().items()})
        self._table.select_near(place)

    def _note(self, sha256: str, note: str) -> None:
        mark = self._history.marks().get(sha256, Mark())
        self._keep({sha256: dataclasses.replace(mark, note=note)})

    def _keep(self, marks: Mapping[str, Mark]) -> None:
        try:
            self._history.set_marks(marks)
        except MarkNotKept as error:
            self._dialogs.tell(self.tr("Marks"), sentences.failure(Failure.of(error)))
        self.show_kept()
