"""Crawling: one loop for every online source.

A provider knows the kinds of things its source can be asked about, from the first (artists) to the last (tracks), and
how many of a kind go into one request. The loop asks about the last kind that fills a request, so that songs arrive
early, and otherwise about the first kind with waiting items, so that requests fill.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Protocol

from models.errors import Cancelled, ManifestInvalid, SourceUnreachable
from training.corpus.rate_limiter import Progress, Stop
from training.corpus.state import Answer, CrawlState, Item
from training.corpus.track import Track

log = logging.getLogger(__name__)

MAX_FAILURES = 3


class BatchRefusedError(Exception):
    """The source does not answer about several items at once (any more); the provider has lowered its batch size."""


class Provider(Protocol):
    """A source of labels and previews."""

    @property
    def kinds(self) -> Sequence[str]:
        """What it can be asked about, each kind before those that follow from it."""

    def seeds(self) -> tuple[Iterable[Item], Iterable[Track]]:
        """Return the items to begin with, and tracks that are known already."""

    def batch_size(self, kind: str) -> int:
        """Return how many items of a kind one request may hold."""

    def fetch(self, kind: str, items: Sequence[Item]) -> Answer:
        """Ask about items of one kind, with one request.

        Raises:
            BatchRefusedError: ask again for fewer.
            CorpusError: the crawl cannot go on now.
        """


def crawl(provider: Provider, state: CrawlState, stop: Stop | None = None, progress: Progress | None = None) -> None:
    """Send requests until no item is waiting. May be called again after any interruption.

    A request that keeps failing is postponed to the next call, a batch after its items were requested one by one:
    the source may fail on one item only. After `MAX_FAILURES` in a row the crawl ends.

    Raises:
        CorpusError: the source's own, from `Provider.fetch`; what was answered before is kept.
        Cancelled: `stop` was set.
    """
    state.add(*provider.seeds())
    state.resume_postponed()
    failures = n_single = 0
    while items := _next_items(provider, state):
        if stop is not None and stop.wait(0.0):
            raise Cancelled("The crawl was stopped.", "Run the same command again to go on.")
        if n_single:
            items, n_single = items[:1], n_single - 1
        try:
            _ask(provider, state, items)
            failures = 0
        except BatchRefusedError:
            continue
        except SourceUnreachable as error:
            if len(items) > 1:
                n_single = len(items)
                continue
            failures += 1
            if failures == MAX_FAILURES:
                raise
            log.warning("%s %s: %s", items[0].kind, items[0].id, error.message)
            state.postpone(items[0])
        if progress is not None:
            counts = state.counts()
            known = sum(counts.values())
            progress(known - counts.get("waiting", 0), known)


def _ask(provider: Provider, state: CrawlState, items: Sequence[Item]) -> None:
    """Ask about items and keep the answer."""
    try:
        state.record(items, provider.fetch(items[0].kind, items))
    except (LookupError, TypeError, ValueError, ManifestInvalid) as error:
        raise SourceUnreachable(
            f"The source answers about the {items[0].kind} {items[0].id} in a form that is not understood.",
            "Nothing is lost. Has the source changed? Look for a new version of MandoHit.",
        ) from error


def _next_items(provider: Provider, state: CrawlState) -> list[Item]:
    first: list[Item] = []
    for kind in reversed(provider.kinds):
        size = provider.batch_size(kind)
        items = state.waiting(kind, size)
        if len(items) == size:
            return items
        first = items or first
    return first
