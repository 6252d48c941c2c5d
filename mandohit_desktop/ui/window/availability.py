"""Which actions have something to work on; the others are disabled.

Compare stays enabled with one song: it says how many it needs.
"""

from PySide6.QtCore import QObject

from mandohit_desktop.jobs.scoring import Scoring
from mandohit_desktop.ui.actions import RATINGS, Actions
from mandohit_desktop.ui.results.view import ResultsView

WITH_SONGS = ("pick", "export_csv", "export_json", "select_all", "find")
WITH_SELECTION = ("compare", "copy", "show_file")
WITH_IDLE_SELECTION = ("rescore", "remove")
WITH_KNOWN_SELECTION = ("star", "reject", *RATINGS)
WITH_WAITING_SELECTION = ("stop",)
WITH_WORK = ("stop_all",)


class Availability(QObject):
    """Switches the actions on or off as songs, selection and queue change.

    Args:
        actions: all of them; those that always work are left alone.
        table: the songs and which are selected.
        scoring: the queue.
    """

    def __init__(self, actions: Actions, table: ResultsView, scoring: Scoring, parent: QObject) -> None:
        super().__init__(parent)
        self._actions, self._table, self._scoring = actions, table, scoring
        table.results.layoutChanged.connect(lambda *_: self.update())
        table.row_changed.connect(lambda _: self.update())
        scoring.progressed.connect(lambda _: self.update())
        self.update()

    def update(self) -> None:
        """Switch each action on or off."""
        state, selected = self._scoring.state(), self._table.selected_rows()
        groups = {
            WITH_SONGS: bool(self._table.results.rows()),
            WITH_SELECTION: bool(selected),
            WITH_IDLE_SELECTION: any(row.job is None for row in selected),
            WITH_KNOWN_SELECTION: any(row.entry for row in selected),
            WITH_WAITING_SELECTION: any(row.job is not None for row in selected),
            WITH_WORK: state.n_done < state.n_total,
        }
        for keys, able in groups.items():
            for key in keys:
                self._actions[key].setEnabled(able)
