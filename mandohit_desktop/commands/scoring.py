"""How the commands score: with the history that everything shares, and a progress bar."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mandohit_desktop.commands.progress import ProgressBar
from mandohit_desktop.commands.refusal import keep_the_rest, warn, warn_of_damage
from mandohit_desktop.core.paths import history_file
from mandohit_desktop.engine.batch import Engine, Outcome
from mandohit_desktop.engine.cached_scorer import CachedScorer
from mandohit_desktop.store.history import History
from mandohit_desktop.store.schema import HistoryTooNew


@contextmanager
def open_scorer(command: str, engine: Engine, protocol: str) -> Iterator[CachedScorer]:
    """Yield a scorer on the shared history, or on one in memory where that cannot be opened; say so."""
    with closing(_open_history(command)) as history:
        try:
            yield CachedScorer(engine, history, protocol)
        finally:
            keep_the_rest(command, history)


def _open_history(command: str) -> History:
    try:
        history = History(history_file())
    except (OSError, HistoryTooNew) as error:
        warn(command, f"scores are not kept, for the history cannot be opened: {error}.")
        return History(Path(":memory:"))
    warn_of_damage(command, history)
    return history


def scored(scorer: CachedScorer, paths: list[Path], *, fresh: bool) -> Iterator[Outcome]:
    """Yield the outcome of each path, in order, with a progress bar around."""
    with ProgressBar(paths) as progress, closing(scorer.score_all(paths, progress.update, fresh=fresh)) as outcomes:
        for outcome in outcomes:
            progress.pause()
            yield outcome
