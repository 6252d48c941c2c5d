"""ListenBrainz and MusicBrainz against a server that answers like them."""

from collections.abc import Iterator

import pytest

from models.errors import CorpusError
from tests.training.corpus.conftest import NoWaiting
from tests.training.corpus.loopback import Loopback, Response
from tests.training.corpus.sources import listenbrainz, musicbrainz
from training.corpus.crawl import crawl
from training.corpus.credentials import Secret
from training.corpus.listenbrainz import ListenBrainz
from training.corpus.rate_limiter import RateLimiter
from training.corpus.state import CrawlState, Item
from training.corpus.track import Track

KNOWN = [Track(f"t{n:03d}", f"曲{n}", isrc=f"TWA00{n:07d}") for n in range(90)]


@pytest.fixture
def provider(loopback: Loopback, waiting: NoWaiting) -> Iterator[ListenBrainz]:
    loopback.answers.update(musicbrainz=musicbrainz, listenbrainz=listenbrainz)
    limiter = RateLimiter("MusicBrainz", 1.0, waiting)
    found = ListenBrainz([*KNOWN, Track("no isrc")], "me@example.org", limiter, limiter, Secret("a-token"))
    yield found
    found.close()


def test_labels_by_isrc(provider: ListenBrainz, state: CrawlState, loopback: Loopback) -> None:
    crawl(provider, state)
    tracks = {track.track_id: track for track in state.tracks()}
    assert tracks.keys() == {track.track_id for track in KNOWN} and loopback.repeated() == {}
    # Divisible by three: no such recording. One more than by seven: its only recording is one nobody listened to.
    assert (tracks["t005"].popularity, tracks["t005"].label_source) == (50.0, "listenbrainz.listeners")
    assert tracks["t003"].popularity is None and tracks["t008"].popularity is None and tracks["t008"].label_source == ""
    assert tracks["t005"].title == "曲5"
    asked = loopback.count("/listenbrainz/1/popularity/recording")
    assert asked == 1 and loopback.count("/musicbrainz/ws/2/isrc/") == 90


def test_whom_to_ask_is_told(provider: ListenBrainz, state: CrawlState, loopback: Loopback) -> None:
    crawl(provider, state)
    assert all("me@example.org" in headers["User-Agent"] for headers in loopback.headers)
    assert [headers.get("Authorization") for headers in loopback.headers].count("Token a-token") == 1


def test_a_limit_that_is_used_up_is_waited_for(provider: ListenBrainz, waiting: NoWaiting) -> None:
    recordings = [Item("listeners", "t005", "mbid-5-1")]
    provider.fetch("listeners", recordings)
    provider.fetch("listeners", recordings)
    assert 6.0 < waiting.waited[-1] <= 7.1


def test_too_fast_for_musicbrainz(
    provider: ListenBrainz, state: CrawlState, loopback: Loopback, waiting: NoWaiting
) -> None:
    loopback.plan("/musicbrainz/", Response({"error": "exceeding the rate limit"}, 503, {"Retry-After": "2"}))
    crawl(provider, state)
    assert state.counts()["gone"] > 30 and loopback.repeated() == {"/musicbrainz/ws/2/isrc/TWA000000000?fmt=json": 2}


def test_no_isrc_no_question(loopback: Loopback, waiting: NoWaiting, state: CrawlState) -> None:
    limiter = RateLimiter("MusicBrainz", 1.0, waiting)
    with pytest.raises(CorpusError, match="ISRC"):
        crawl(ListenBrainz([Track("no isrc")], "me@example.org", limiter, limiter), state)
