"""The songs still to be scored, kept across restarts. Scoring goes on where the history cannot be written."""

import logging
import sqlite3
from collections.abc import Collection
from pathlib import Path

from mandohit_desktop.store.history import History

log = logging.getLogger(__name__)


class PendingSongs:
    """The history's list of songs to score; may be used from any thread.

    Args:
        history: where the list is kept.
    """

    def __init__(self, history: History) -> None:
        self._history = history

    def add(self, paths: Collection[Path]) -> None:
        """Note songs; where that fails, they are scored now but not after a crash."""
        try:
            self._history.add_pending(paths)
        except sqlite3.Error:
            log.exception("%d songs are not kept for the next start", len(paths))

    def remove(self, paths: Collection[Path]) -> None:
        """Remove songs that were scored, failed or were cancelled; where that fails, the next start has them again."""
        try:
            self._history.remove_pending(paths)
        except sqlite3.Error:
            log.exception("%d songs stay pending", len(paths))

    def all(self) -> list[Path]:
        """Return the songs that were still to be scored when the application last ended.

        Raises:
            sqlite3.Error: the history cannot be read.
        """
        return self._history.pending()
