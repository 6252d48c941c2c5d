"""The Deezer crawl against a server that says no with status 200, as Deezer does."""

from collections.abc import Iterator

import pytest

from models.errors import NotAllowed, SourceUnreachable
from tests.training.corpus.conftest import NoWaiting
from tests.training.corpus.loopback import Loopback, Response
from tests.training.corpus.sources import DeezerSource, deezer_error
from training.corpus.crawl import MAX_FAILURES, crawl
from training.corpus.deezer import Deezer, DeezerApi
from training.corpus.rate_limiter import RateLimiter
from training.corpus.state import CrawlState
from training.corpus.track import Artist, Track


@pytest.fixture
def api(loopback: Loopback, waiting: NoWaiting) -> Iterator[DeezerApi]:
    loopback.answers["deezer"] = DeezerSource("https://cdnt-preview.dzcdn.net/api/1/1")
    found = DeezerApi(RateLimiter("Deezer", 5.0, waiting))
    yield found
    found.close()


@pytest.mark.parametrize("artist", ["王菲", "27"])
def test_by_artist(api: DeezerApi, state: CrawlState, loopback: Loopback, artist: str) -> None:
    crawl(Deezer(api, [artist]), state)
    tracks = {track.track_id: track for track in state.tracks()}
    assert len(tracks) == (101 - 1) * 3 and loopback.repeated() == {}
    assert loopback.count("/artist/27/albums") == 2 and state.counts()["gone"] == 1
    track = tracks["21"]
    assert track == Track(
        track_id="21",
        title="曲21",
        artists=(Artist("27", "王菲"),),
        album_id="2",
        album="專輯 2",
        release_date="2001-02-03",
        isrc="TWD000000021",
        duration_s=240.0,
        preview_source="deezer:21",
        preview_url="https://cdnt-preview.dzcdn.net/api/1/1/21.mp3",
        popularity=21_000.0,
        label_source="deezer.rank",
        label_date=track.label_date,
    )
    assert tracks["11"].release_date == "" and tracks["20"].preview_source == ""


def test_by_isrc_keeps_what_is_known(api: DeezerApi, state: CrawlState) -> None:
    known = [
        Track(
            "one",
            "晴天",
            (Artist("a", "周杰倫"),),
            isrc="TWA000000021",
            popularity=3.0,
            label_source="spotify.popularity",
        ),
        Track("bare", isrc="TWA000000023"),
        Track("gone", isrc="TWA000000022", popularity=3.0, label_source="spotify.popularity"),
        Track("no isrc"),
    ]
    crawl(Deezer(api, known=known), state)
    bare, gone, one = state.tracks()
    assert (one.title, one.artists, one.isrc) == ("晴天", (Artist("a", "周杰倫"),), "TWA000000021")
    assert (one.popularity, one.label_source, one.preview_source) == (21_000.0, "deezer.rank", "deezer:21")
    assert gone == Track("gone", isrc="TWA000000022")
    assert (bare.title, bare.artists, bare.duration_s) == ("曲23", (Artist("王菲", "王菲"),), 240.0)


@pytest.mark.parametrize(
    "refusal",
    [
        deezer_error(4, "Quota limit exceeded"),
        deezer_error(700, "Service busy"),
        Response(b"", 500),
        Response({"data": []}, sent=4),
        Response(b"<html></html>"),
    ],
)
def test_what_passes_is_asked_again(
    api: DeezerApi, state: CrawlState, loopback: Loopback, waiting: NoWaiting, refusal: Response
) -> None:
    loopback.plan("/track/isrc:", refusal, refusal)
    crawl(Deezer(api, known=[Track("1", isrc="TWA000000021")]), state)
    assert next(state.tracks()).popularity == 21_000.0 and max(waiting.waited) > 0.9


def test_a_quota_that_does_not_pass(api: DeezerApi, state: CrawlState, loopback: Loopback) -> None:
    loopback.plan("/track/isrc:", *[deezer_error(4, "Quota limit exceeded")] * 5 * MAX_FAILURES)
    with pytest.raises(SourceUnreachable, match="quota"):
        crawl(Deezer(api, known=[Track(str(n), isrc=f"TWA00000002{n}") for n in range(5)]), state)


def test_a_refusal(api: DeezerApi, state: CrawlState, loopback: Loopback) -> None:
    loopback.plan("/artist/27/albums", deezer_error(300, "Invalid OAuth access token."))
    with pytest.raises(NotAllowed, match="Invalid OAuth"):
        crawl(Deezer(api, ["27"]), state)


def test_an_answer_that_makes_no_track_is_put_off(api: DeezerApi, state: CrawlState, loopback: Loopback) -> None:
    odd = DeezerSource("").track(21)
    loopback.plan("/track/isrc:", Response({**odd, "rank": -5}), Response({**odd, "rank": "many"}))
    crawl(Deezer(api, known=[Track(str(n), isrc=f"TWA00000002{n}") for n in (1, 3, 5)]), state)
    assert [track.popularity for track in state.tracks()] == [None, None, 25_000.0]
    assert state.counts() == {"answered": 1, "postponed": 2}


def test_pace(loopback: Loopback, state: CrawlState, waiting: NoWaiting) -> None:
    loopback.answers["deezer"] = DeezerSource("")
    api = DeezerApi(RateLimiter("Deezer", 5.0, waiting, clock=lambda: 0.0))
    crawl(Deezer(api, ["27"]), state)
    api.close()
    # No time passes here, so the waits add up: each turn comes a fifth of a second after the one before.
    assert waiting.waited == pytest.approx([0.2 * turn for turn in range(len(loopback.lines))])
