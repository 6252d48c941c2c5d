"""One row of the table: a song with its result, one that waits or is being scored, or one that failed."""

from dataclasses import dataclass
from pathlib import Path

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.store.history import Entry
from mandohit_desktop.store.marks import UNMARKED, Mark, Verdict
from mandohit_desktop.store.result import ModelKey, Result
from mandohit_desktop.ui.text import wording

STOPPED = "cancelled"


@dataclass
class Row:
    """A song as the table shows it.

    Attributes:
        path: identifies the row.
        entry: what the history holds, or None for a song never scored.
        job: the number of its job while it waits or is scored, or None.
        share: the share of the job that is done; None while it waits.
        failure: why the last try failed, or None.
        added_at: seconds since the epoch at which it came into the table.
        mark: the user's mark of its content.
        rank: its number by score among the songs shown, from 1; None without a comparable score.
        is_equal: whether its score is no clear difference from the last song with a number of its own.
    """

    path: Path
    entry: Entry | None = None
    job: int | None = None
    share: float | None = None
    failure: Failure | None = None
    added_at: float = 0.0
    mark: Mark = UNMARKED
    rank: int | None = None
    is_equal: bool = False

    @property
    def title(self) -> str:
        """The song's title."""
        return wording.title(self.path)

    @property
    def result(self) -> Result | None:
        """The latest result, or None without one."""
        return self.entry.result if self.entry else None

    @property
    def is_rejected(self) -> bool:
        """Whether the user rejected it."""
        return self.mark.verdict == Verdict.REJECTED

    @property
    def raw_score(self) -> float | None:
        """The score, or None without one."""
        return self.result.raw_score if self.result else None

    @property
    def is_doubtful(self) -> bool:
        """Whether there is a score, and it means little."""
        return self.result is not None and self.result.is_unlike_reference

    @property
    def change(self) -> float | None:
        """Score of the latest version minus that of the one before."""
        return self.entry.change if self.entry else None

    @property
    def when(self) -> float:
        """When the song was last scored or exported again, or came into the table."""
        if self.entry and self.entry.result:
            return max(self.entry.result.scored_at, self.entry.seen_at)
        return self.added_at

    def is_current(self, key: ModelKey | None) -> bool:
        """Return whether the model in use has scored the song, and the last try did not fail."""
        return self.failure is None and self.result is not None and self.result.key == key

    def has_changed(self) -> bool:
        """Return whether the file is there and is no longer the one that was scored."""
        try:
            status = self.path.stat()
        except OSError:
            return False
        content = self.entry.content if self.entry else None
        return content is not None and (status.st_size, status.st_mtime_ns) != (content.size, content.mtime_ns)


def is_file(path: Path) -> bool:
    """Return whether a file is there and can be reached."""
    try:
        return path.is_file()
    except OSError:
        return False
