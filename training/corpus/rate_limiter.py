"""Manners towards a source: keep its pace, wait when it asks to, give up with a clear word when that takes too long."""

import email.utils
import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from models.errors import Cancelled, QuotaExceeded, SourceUnreachable

MAX_TRIES = 5
FIRST_DELAY_S = 1.0
LONGEST_WAIT_S = 120.0
T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is to do, as far as is known by then."""


class Stop(Protocol):
    """Tells whether the work is to end; a `threading.Event` does."""

    def wait(self, timeout: float, /) -> bool:
        """Wait this many seconds at most and return whether to end; True at once when so."""


class TryLaterError(Exception):
    """A request that may succeed later; `after_s` is what the source asks for, None where it does not say."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.after_s = after_s


class GoneError(Exception):
    """What was asked for does not exist at the source, or no longer."""


class RateLimiter:
    """The pace of one source, shared by all threads that ask it.

    Args:
        source: its name, for messages.
        per_second: requests a second at most.
        stop: ends all waiting.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        source: str,
        per_second: float,
        stop: Stop | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._interval_s = 1.0 / per_second
        self._stop = stop or threading.Event()
        self._clock = clock
        self._lock = threading.Lock()
        self._next_turn = clock()

    def ask(self, request: Callable[[], T]) -> T:
        """Return what a request returns, in turn, and again where it fails for now.

        Raises:
            QuotaExceeded: the source asks for a long wait.
            SourceUnreachable: it failed too often.
            Cancelled: the work was stopped.
        """
        for attempt in range(MAX_TRIES):
            self._wait_for_turn()
            try:
                return request()
            except TryLaterError as error:
                last = error
            after_s = FIRST_DELAY_S * 2**attempt if last.after_s is None else last.after_s
            if after_s > LONGEST_WAIT_S:
                raise quota_exceeded(self._source, after_s) from last
            self.hold(after_s)
        raise SourceUnreachable(
            f"{self._source} does not answer: {last}.", "Nothing is lost: run the same command again later."
        ) from last

    def hold(self, seconds: float) -> None:
        """Let nobody ask for this long."""
        with self._lock:
            self._next_turn = max(self._next_turn, self._clock() + seconds)

    def _wait_for_turn(self) -> None:
        with self._lock:
            now = self._clock()
            turn = max(now, self._next_turn)
            self._next_turn = turn + self._interval_s
        if self._stop.wait(turn - now):
            raise Cancelled("The work was stopped.", "Run the same command again to go on.")


def quota_exceeded(source: str, after_s: float | None) -> QuotaExceeded:
    """Return the error that says how long a source wants to be left alone."""
    wait = "some hours" if after_s is None else f"{after_s / 3600:.1f} hours" if after_s > 5400 else f"{after_s:.0f} s"
    return QuotaExceeded(
        f"The quota of {source} is used up for the next {wait}.",
        "Nothing is lost: run the same command again then, and it goes on.",
    )


def retry_after_s(header: str | None) -> float | None:
    """Return the seconds of a Retry-After header, which gives a number or a date; None where it says neither."""
    if not header:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None
