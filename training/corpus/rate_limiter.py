"""Rate limiting and retries: requests to a source keep its rate limit and wait when it asks.

tenacity repeats what failed. All threads that share a limiter take turns, and wait together after a failure.
"""

import sys
import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar, cast

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from models.errors import Cancelled, QuotaExceeded, SourceUnreachable

MAX_TRIES = 5
LONGEST_WAIT_S = 120.0
_BACKOFF_S = wait_exponential(multiplier=1.0)
_RETRY_AFTER = Retry(retry_after_max=sys.maxsize)
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
    """The request rate of one source, shared by all threads that ask it.

    Args:
        source: its name, for messages.
        per_second: requests a second at most.
        stop: ends all waiting.
        clock: a monotonic clock, s.
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
        self._retrying = Retrying(
            retry=retry_if_exception_type(TryLaterError),
            stop=stop_after_attempt(MAX_TRIES),
            before=self._wait_for_turn,
            after=self._hold_back,
            reraise=True,
        )

    def ask(self, request: Callable[[], T]) -> T:
        """Return what a request returns, within the rate limit; one that fails for now is retried.

        Raises:
            QuotaExceeded: the source asks for a long wait.
            SourceUnreachable: it failed `MAX_TRIES` times.
            Cancelled: the work was stopped.
        """
        try:
            return self._retrying(request)
        except TryLaterError as error:
            raise SourceUnreachable(
                f"{self._source} does not answer: {error}.", "Nothing is lost: run the same command again later."
            ) from error

    def hold(self, seconds: float) -> None:
        """Send no request for this long."""
        with self._lock:
            self._next_turn = max(self._next_turn, self._clock() + seconds)

    def _hold_back(self, state: RetryCallState) -> None:
        error = cast(TryLaterError, state.outcome and state.outcome.exception())
        after_s = _BACKOFF_S(state) if error.after_s is None else error.after_s
        if after_s > LONGEST_WAIT_S:
            raise quota_exceeded(self._source, after_s) from error
        self.hold(after_s)

    def _wait_for_turn(self, _: RetryCallState) -> None:
        with self._lock:
            now = self._clock()
            turn = max(now, self._next_turn)
            self._next_turn = turn + self._interval_s
        if self._stop.wait(turn - now):
            raise Cancelled("The work was stopped.", "Run the same command again to go on.")


def quota_exceeded(source: str, after_s: float | None) -> QuotaExceeded:
    """Return the error that says how long a source accepts no requests."""
    wait = "some hours" if after_s is None else f"{after_s / 3600:.1f} hours" if after_s > 5400 else f"{after_s:.0f} s"
    return QuotaExceeded(
        f"The quota of {source} is used up for the next {wait}.",
        "Nothing is lost: run the same command again then, and it goes on.",
    )


def retry_after_s(header: str | None) -> float | None:
    """Return the seconds of a Retry-After header, which gives a number or a date; None for anything else."""
    try:
        return _RETRY_AFTER.parse_retry_after(header or "")
    except InvalidHeader:
        return None
