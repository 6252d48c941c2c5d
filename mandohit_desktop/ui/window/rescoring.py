"""Scoring songs again: on request, and all of them when another model or protocol is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from mandohit_desktop.jobs.scoring import Scoring
from mandohit_desktop.jobs.worker import ModelInfo
from mandohit_desktop.store.history import History
from mandohit_desktop.ui.results.model import ResultsModel
from mandohit_desktop.ui.results.row import Row, is_file
from mandohit_desktop.ui.window.status_bar import StatusBar


class Rescoring(QObject):
    """Scores again what has no result of the model in use, or an outdated one.

    Args:
        history: holds the results of each model.
        scoring: scores the songs.
        results: all songs.
        status: shows notes.
    """

    def __init__(
        self, history: History, scoring: Scoring, results: ResultsModel, status: StatusBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._history, self._scoring, self._results, self._status = history, scoring, results, status

    def follow_model(self, model: ModelInfo) -> None:
        """Show the results of a model that is ready, and score what it has not scored if it replaces another."""
        before = self._results.current_key
        self._results.load(self._history.entries(model.key), model.key)
        if before is not None and before != model.key:
            self.score_again(self._results.rows())
        elif before is None:
            self._score_outdated()

    def _score_outdated(self) -> None:
        """Score again, in the background, what an older version scored by another measure."""
        rows = [row for row in self._results.rows() if row.entry and row.entry.result and row.entry.result.is_outdated]
        there = [row.path for row in rows if is_file(row.path)]
        if there:
            self._status.show_note(
                self.tr("%n song(s) are scored again: scores of whole songs have become comparable", "", len(there))
            )
            self._scoring.add(there)

    def score_again(self, rows: Sequence[Row]) -> None:
        """Score songs again that changed, that failed, or that the model in use has not scored."""
        idle = [row for row in rows if row.job is None]
        key = self._scoring.model.key if self._scoring.model else None
        wanted = [row.path for row in idle if not row.is_current(key) or row.has_changed()]
        there = [path for path in wanted if is_file(path)]
        self._scoring.add(there)
        if idle and not wanted:
            self._status.show_note(self.tr("Nothing to do: unchanged, and scored with this model already"))
        elif len(there) < len(wanted):
            self._status.show_note(self.tr("%n file(s) are not there any more", "", len(wanted) - len(there)))
