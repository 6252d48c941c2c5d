"""Rate, waiting and where requests may go."""

import email.utils
import threading
import time

import pytest

from models.errors import Cancelled, CorpusError, QuotaExceeded, SourceUnreachable
from tests.training.corpus.conftest import NoWaiting
from training.corpus.rate_limiter import RateLimiter, TryLaterError, retry_after_s
from training.corpus.web import SERVER_VARIABLE, base_url


class Failing:
    """Fails with these, one after the other, then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    def __call__(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "answer"


def test_turns_are_slimiterd_across_threads(waiting: NoWaiting) -> None:
    limiter = RateLimiter("source", 50.0, waiting, clock=lambda: 0.0)
    threads = [threading.Thread(target=lambda: limiter.ask(Failing())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waiting.waited) == pytest.approx([turn / 50 for turn in range(6)])


def test_waits_grow_where_the_source_says_nothing(waiting: NoWaiting) -> None:
    limiter = RateLimiter("source", 1e9, waiting, clock=lambda: 0.0)
    assert limiter.ask(Failing(*[TryLaterError("busy")] * 3)) == "answer"
    assert [round(seconds) for seconds in waiting.waited] == [0, 1, 2, 4]


def test_a_long_wait_is_not_waited(waiting: NoWaiting) -> None:
    with pytest.raises(QuotaExceeded, match=r"2\.0 hours"):
        RateLimiter("source", 10.0, waiting).ask(Failing(TryLaterError("busy", 7200.0)))


def test_too_many_failures(waiting: NoWaiting) -> None:
    with pytest.raises(SourceUnreachable, match="no connection"):
        RateLimiter("source", 10.0, waiting).ask(Failing(*[TryLaterError("no connection")] * 9))


def test_a_stop_ends_the_waiting() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        RateLimiter("source", 10.0, stop).ask(Failing())


def test_retry_after_is_seconds_or_a_date() -> None:
    assert retry_after_s("17") == 17.0 and retry_after_s(None) is None and retry_after_s("soon") is None
    in_a_minute = retry_after_s(email.utils.formatdate(time.time() + 60, usegmt=True))
    assert in_a_minute is not None and 55 < in_a_minute <= 60
    assert retry_after_s("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


def test_requests_go_to_the_source_or_stay_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SERVER_VARIABLE, raising=False)
    assert base_url("deezer", "https://api.deezer.com/") == "https://api.deezer.com/"
    monkeypatch.setenv(SERVER_VARIABLE, "http://127.0.0.1:8000")
    assert base_url("spotify", "https://api.spotify.com/v1/") == "http://127.0.0.1:8000/spotify/v1/"
    for elsewhere in ("http://example.org", "http://127.0.0.1.example.org", "127.0.0.1:80", "http://0.0.0.0"):
        monkeypatch.setenv(SERVER_VARIABLE, elsewhere)
        with pytest.raises(CorpusError, match="not on this machine"):
            base_url("spotify", "https://api.spotify.com/v1/")
