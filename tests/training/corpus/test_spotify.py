"""The Spotify crawl through spotipy, against a server that answers as Spotify does."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.errors import Cancelled, CorpusError, CredentialsMissing, NotAllowed, QuotaExceeded, SourceUnreachable
from tests.training.corpus.conftest import NoWaiting
from tests.training.corpus.loopback import Loopback, Response
from tests.training.corpus.sources import CLIENT_ID, CLIENT_SECRET, SpotifySource, spotify_error, spotify_id
from training.corpus.crawl import MAX_FAILURES, crawl
from training.corpus.credentials import Secret
from training.corpus.rate_limiter import RateLimiter
from training.corpus.spotify import Spotify
from training.corpus.spotify_access import SpotifyAccess
from training.corpus.spotify_probe import Capabilities, probe
from training.corpus.state import CrawlState, Item
from training.corpus.track import Artist, Track

ALL = Capabilities(popularity=True, previews=True, isrc=True, batches=True, audio_features=True, page=50)
LEFT_IN_2026 = Capabilities(popularity=False, previews=False, isrc=True, batches=False, audio_features=False, page=10)
OF_ARTIST_1 = {spotify_id("Track", n) for n in (200, 201, 202, 300, 301, 302)}


@pytest.fixture
def extended(loopback: Loopback) -> SpotifySource:
    loopback.answers["spotify"] = source = SpotifySource(extended=True)
    return source


@pytest.fixture
def development(loopback: Loopback) -> SpotifySource:
    loopback.answers["spotify"] = source = SpotifySource(extended=False)
    return source


@pytest.fixture
def access(loopback: Loopback, waiting: NoWaiting) -> Iterator[SpotifyAccess]:
    found = SpotifyAccess(Secret(CLIENT_ID), Secret(CLIENT_SECRET), RateLimiter("Spotify", 50.0, waiting))
    yield found
    found.close()


def test_two_processes_do_not_share_a_state(tmp_path: Path, state: CrawlState) -> None:
    state.add([Item("artist", "1")])
    with pytest.raises(CorpusError, match="cannot be used") as caught:
        CrawlState(tmp_path / "crawl.sqlite", "spotify")
    assert "running already" in caught.value.hint


def test_a_state_that_is_something_else(tmp_path: Path) -> None:
    path = tmp_path / "corpus.parquet.crawl"
    path.write_text("not a database, but some text that is long enough" * 50)
    with pytest.raises(CorpusError, match="cannot be used"):
        CrawlState(path, "spotify")


Collect = Callable[..., dict[str, Track]]


@pytest.fixture
def collect(access: SpotifyAccess, state: CrawlState) -> Collect:
    def run(
        capabilities: Capabilities = ALL, artists: tuple[str, ...] = (spotify_id("Artist", 1),), genre: str = ""
    ) -> dict[str, Track]:
        crawl(Spotify(access, capabilities, artists, genre), state)
        return {track.track_id: track for track in state.tracks()}

    return run


def test_probe_of_old_credentials(extended: SpotifySource, access: SpotifyAccess) -> None:
    assert probe(access) == ALL and not ALL.missing()


def test_probe_of_new_credentials(development: SpotifySource, access: SpotifyAccess) -> None:
    found = probe(access)
    assert found == LEFT_IN_2026
    said = " ".join(found.missing())
    for words in ("No popularity", "No preview", "No batch", "No audio features", "corpus deezer --from"):
        assert words in said


def test_everything_an_old_application_gets(extended: SpotifySource, loopback: Loopback, collect: Collect) -> None:
    tracks = collect(genre="mandopop", artists=())
    assert len(tracks) == 60 + 5 * 3 and loopback.repeated() == {}
    track = tracks[spotify_id("Track", 301)]
    assert track.label_date
    assert track == Track(
        track_id=spotify_id("Track", 301),
        title="曲301",
        artists=(Artist(spotify_id("Artist", 1), "歌手1"),),
        album_id=spotify_id("Album", 3),
        album="專輯3",
        release_date="2019-05",
        isrc="TWA000000301",
        duration_s=200.301,
        preview_source=f"spotify:{spotify_id('Track', 301)}",
        preview_url="https://p.scdn.co/mp3-preview/301",
        popularity=301 % 64,
        label_source="spotify.popularity",
        label_date=track.label_date,
        features={"tempo": 120.0, "energy": 0.5},
    )
    # 75 tracks, 6 albums: one search, three artists, one batch of albums and one more page, two batches of tracks.
    assert len([line for line in loopback.lines if "token" not in line]) == 1 + 3 + 1 + 1 + 2 + 1


def test_what_is_left_to_a_new_application(development: SpotifySource, loopback: Loopback, collect: Collect) -> None:
    tracks = collect(LEFT_IN_2026)
    assert tracks.keys() == OF_ARTIST_1 and loopback.repeated() == {}
    assert all(t.isrc and t.popularity is None and not t.label_source and not t.preview_url for t in tracks.values())
    assert not loopback.count("ids=") and not loopback.count("limit=50&offset=0&include")


def test_capabilities_lost_on_the_way(development: SpotifySource, collect: Collect) -> None:
    assert collect(ALL).keys() == OF_ARTIST_1


def test_artists_by_address_and_by_name(extended: SpotifySource, state: CrawlState, collect: Collect) -> None:
    address = f"https://open.spotify.com/intl-zh/artist/{spotify_id('Artist', 1)}?si=1"
    tracks = collect(artists=(address, "歌手2", "nobody"))
    assert len(tracks) == 12 and state.counts()["gone"] == 1


def test_a_genre_that_spotify_does_not_know(extended: SpotifySource, collect: Collect) -> None:
    with pytest.raises(CorpusError, match="genre") as caught:
        collect(genre="cantopop", artists=())
    assert "--artists" in caught.value.hint


@pytest.mark.parametrize(("offset", "more"), [(0, ["mandopop\t50"]), (900, ["mandopop\t950"]), (950, [])])
def test_searches_end_where_spotify_ends_them(
    extended: SpotifySource, loopback: Loopback, access: SpotifyAccess, offset: int, more: list[str]
) -> None:
    artists = [{"id": spotify_id("Artist", n)} for n in range(50)]
    loopback.plan("/v1/search", Response({"artists": {"items": artists, "total": 5000}}))
    answer = Spotify(access, ALL, genre="mandopop").fetch("genre", [Item("genre", f"mandopop\t{offset}")])
    assert [item.id for item in answer.items if item.kind == "genre"] == more
    assert sum(item.kind == "artist" for item in answer.items) == 50


@pytest.mark.parametrize("capabilities", [ALL, LEFT_IN_2026])
def test_deleted_albums_and_tracks(
    extended: SpotifySource, state: CrawlState, collect: Collect, capabilities: Capabilities
) -> None:
    extended.deleted = {spotify_id("Album", 3), spotify_id("Track", 201)}
    assert collect(capabilities).keys() == {spotify_id("Track", 200), spotify_id("Track", 202)}
    assert state.counts()["gone"] == 2


def test_rate_limit_is_waited_for(
    extended: SpotifySource, loopback: Loopback, collect: Collect, waiting: NoWaiting
) -> None:
    loopback.plan("/albums", spotify_error(429, "API rate limit exceeded", Retry_After="17"), Response(status=502))
    assert collect().keys() == OF_ARTIST_1
    assert 16.0 < max(waiting.waited) <= 17.1


@pytest.mark.parametrize("reason", ["QUOTA_EXCEEDED", ""])
def test_quota_ends_the_crawl_and_loses_nothing(
    extended: SpotifySource, loopback: Loopback, collect: Collect, waiting: NoWaiting, reason: str
) -> None:
    loopback.plan("/v1/tracks", spotify_error(429, "Too many requests", reason, Retry_After="48925"))
    with pytest.raises(QuotaExceeded, match=r"13\.6 hours"):
        collect()
    answered = [line for line in loopback.lines if "/v1/tracks" not in line and "token" not in line]
    assert max(waiting.waited) < 5.0
    assert collect().keys() == OF_ARTIST_1
    assert [line for line in loopback.lines if line in answered] == answered


def test_an_expired_token_is_renewed_once(extended: SpotifySource, loopback: Loopback, collect: Collect) -> None:
    loopback.plan("/v1/albums", spotify_error(401, "The access token expired"))
    assert collect().keys() == OF_ARTIST_1 and extended.tokens == 2


def test_a_token_that_never_works(extended: SpotifySource, loopback: Loopback, collect: Collect) -> None:
    loopback.plan("/v1/artists", *[spotify_error(401, "Invalid access token")] * 2)
    with pytest.raises(NotAllowed, match="token"):
        collect()


def test_unknown_credentials(loopback: Loopback, extended: SpotifySource, waiting: NoWaiting) -> None:
    wrong = SpotifyAccess(Secret(CLIENT_ID), Secret("wrong"), RateLimiter("Spotify", 50.0, waiting))
    with pytest.raises(CredentialsMissing, match="does not know"):
        probe(wrong)
    wrong.close()


def test_owner_without_premium(extended: SpotifySource, loopback: Loopback, access: SpotifyAccess) -> None:
    loopback.plan("/v1/search", spotify_error(403, "Active premium subscription required for the owner of the app."))
    with pytest.raises(NotAllowed, match="Premium"):
        probe(access)


def test_a_server_that_stays_down(extended: SpotifySource, loopback: Loopback, collect: Collect) -> None:
    loopback.plan("/v1/artists", *[Response(b"<html>", 503)] * 5 * MAX_FAILURES)
    with pytest.raises(SourceUnreachable):
        collect(artists=tuple(spotify_id("Artist", n) for n in range(3)))
    assert loopback.count("/v1/artists") == 5 * MAX_FAILURES
    assert len(collect()) == 75


def test_one_thing_that_always_fails_is_put_off(
    extended: SpotifySource, loopback: Loopback, collect: Collect, state: CrawlState
) -> None:
    extended.broken = {spotify_id("Track", 201)}
    tracks = collect()
    assert tracks.keys() == OF_ARTIST_1 - extended.broken and state.counts()["postponed"] == 1
    extended.broken = set()
    assert collect().keys() == OF_ARTIST_1 and "postponed" not in state.counts()


@pytest.mark.parametrize("answer", [Response(b"<html>"), Response(b'{"items": []}', sent=5)])
def test_an_answer_that_is_no_json(
    extended: SpotifySource, loopback: Loopback, collect: Collect, answer: Response
) -> None:
    loopback.plan("/v1/artists", answer)
    assert collect().keys() == OF_ARTIST_1


def test_an_answer_of_another_form(extended: SpotifySource, loopback: Loopback, collect: Collect) -> None:
    loopback.plan("/v1/artists", *[Response({"albums": []})] * MAX_FAILURES)
    with pytest.raises(SourceUnreachable, match="form"):
        collect(artists=tuple(spotify_id("Artist", n) for n in range(3)))


def test_stopping(extended: SpotifySource, access: SpotifyAccess, state: CrawlState, waiting: NoWaiting) -> None:
    waiting.asked = True
    with pytest.raises(Cancelled):
        crawl(Spotify(access, ALL, (spotify_id("Artist", 1),)), state, waiting)


def test_secrets_stay_in_memory(
    extended: SpotifySource,
    collect: Collect,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    loopback: Loopback,
) -> None:
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.DEBUG)
    loopback.plan("/v1/albums", spotify_error(401, "The access token expired"))
    loopback.plan("/v1/tracks", spotify_error(429, "Too many requests", "QUOTA_EXCEEDED"))
    with pytest.raises(QuotaExceeded) as caught:
        collect()
    collect()
    assert caplog.text, "logging is on"
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    printed = "".join(capsys.readouterr()) + caplog.text + repr(caught.value) + repr(Secret(CLIENT_SECRET))
    assert written
    for secret in (CLIENT_ID, CLIENT_SECRET, "BQDtoken"):
        assert not any(secret.encode() in content for content in written)
        assert secret not in printed
