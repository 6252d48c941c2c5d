"""Downloading previews from a server that signs, expires, breaks off and lies about what it sends."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models.errors import Cancelled, SourceUnreachable
from tests.synth import song
from tests.training.corpus.conftest import NoWaiting
from tests.training.corpus.loopback import Loopback, Request, Response
from training.corpus.previews import MAX_UNREACHABLE, Previews, UnfetchedPreview, clip_name
from training.corpus.rate_limiter import GoneError, RateLimiter
from training.corpus.track import Track


def mp3(samples: np.ndarray) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, 22_050, format="MP3")
    return file.getvalue()


CLIP = mp3(song(30.0)[::2])


class Shop:
    """Gives a clip at `/cdn/NAME.mp3?sign=N` while N is the last signature it has handed out for it."""

    def __init__(self, loopback: Loopback) -> None:
        self.loopback = loopback
        self.signatures: dict[str, int] = {}

    def address(self, name: str) -> str:
        if name.startswith("gone"):
            raise GoneError("no data")
        if name.startswith("silent about"):
            return ""
        self.signatures[name] = self.signatures.get(name, 0) + 1
        return f"{self.loopback.address}/cdn/{name}.mp3?sign={self.signatures[name]}"

    def __call__(self, request: Request) -> Response:
        name = request.path.removeprefix("/cdn/").removesuffix(".mp3")
        if request.query.get("sign") != str(self.signatures.get(name, "")):
            return Response(b"<html>expired</html>", 403, {"Content-Type": "text/html"})
        return Response(CLIP, headers={"Content-Type": "audio/mpeg"})


@pytest.fixture
def shop(loopback: Loopback) -> Shop:
    loopback.answers["cdn"] = found = Shop(loopback)
    return found


@pytest.fixture
def previews(tmp_path: Path, shop: Shop, waiting: NoWaiting) -> Iterator[Previews]:
    limiter = RateLimiter("The previews' server", 50.0, waiting)
    found = Previews(tmp_path / "clips", {"deezer": shop.address, "spotify": shop.address}, limiter)
    yield found
    found.close()


@pytest.fixture
def fetch(previews: Previews) -> Callable[..., list[UnfetchedPreview]]:
    return lambda *tracks: previews.download(tracks)


def from_deezer(name: str) -> Track:
    return Track(name, preview_source=f"deezer:{name}", preview_url="https://cdnt-preview.dzcdn.net/api/1/1/x.mp3")


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "clips").iterdir())


def test_many_at_once(fetch: Callable[..., list[UnfetchedPreview]], previews: Previews, tmp_path: Path) -> None:
    tracks = [from_deezer(f"t{i:02d}") for i in range(25)]
    assert fetch(*tracks) == []
    assert files(tmp_path) == [f"t{i:02d}.mp3" for i in range(25)]
    assert previews.find(tracks[3]) == tmp_path / "clips" / "t03.mp3"
    assert (tmp_path / "clips" / "t03.mp3").read_bytes() == CLIP


def test_what_is_here_is_not_fetched_again(fetch: Callable[..., list[UnfetchedPreview]], loopback: Loopback) -> None:
    fetch(from_deezer("a"))
    n_requests = len(loopback.lines)
    assert fetch(from_deezer("a")) == [] and len(loopback.lines) == n_requests


def test_an_expired_address_is_asked_for_again(
    fetch: Callable[..., list[UnfetchedPreview]], loopback: Loopback, shop: Shop
) -> None:
    old = Track("a", preview_source="spotify:a", preview_url=f"{loopback.address}/cdn/a.mp3?sign=0")
    assert fetch(old) == [] and shop.signatures == {"a": 1}
    assert loopback.lines == ["/cdn/a.mp3?sign=0", "/cdn/a.mp3?sign=1"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_signature_that_expires_on_the_way(
    fetch: Callable[..., list[UnfetchedPreview]], loopback: Loopback, shop: Shop, tmp_path: Path, status: int
) -> None:
    loopback.plan("/cdn/a", Response(b"", status))
    assert fetch(from_deezer("a")) == [] and shop.signatures == {"a": 2}
    loopback.plan("/cdn/b", *[Response(b"", status)] * 2)
    (preview,) = fetch(from_deezer("b"))
    assert preview.error.code == "preview.unavailable" and files(tmp_path) == ["a.mp3"]


def test_an_address_that_still_works_is_used(
    fetch: Callable[..., list[UnfetchedPreview]], loopback: Loopback, shop: Shop
) -> None:
    shop.signatures["a"] = 7
    track = Track("a", preview_source="spotify:a", preview_url=f"{loopback.address}/cdn/a.mp3?sign=7")
    assert fetch(track) == [] and shop.signatures == {"a": 7}


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (Response(b"<!DOCTYPE html><html>", headers={"Content-Type": "text/html; charset=utf-8"}), "preview.not_audio"),
        (Response(b"  <html>sorry</html>", headers={"Content-Type": "audio/mpeg"}), "preview.not_audio"),
        (Response({"error": "no"}, headers={"Content-Type": "audio/mpeg"}), "preview.not_audio"),
        (Response(bytes(range(256)) * 64, headers={"Content-Type": "audio/mpeg"}), "audio.not_decodable"),
        (Response(b"", headers={"Content-Type": "audio/mpeg"}), "audio.empty"),
        (Response(CLIP[: len(CLIP) // 2], headers={"Content-Type": "audio/mpeg"}), "audio.truncated"),
        (Response(mp3(song(10.0)[::2]), headers={"Content-Type": "audio/mpeg"}), "audio.too_short"),
        (Response(mp3(np.zeros(22_050 * 30)), headers={"Content-Type": "audio/mpeg"}), "audio.silent"),
    ],
)
def test_what_is_no_preview_leaves_nothing(
    fetch: Callable[..., list[UnfetchedPreview]], loopback: Loopback, tmp_path: Path, response: Response, code: str
) -> None:
    loopback.plan("/cdn/bad", response)
    unfetched = fetch(from_deezer("good"), from_deezer("bad"), from_deezer("fine"))
    assert [(preview.track.track_id, preview.error.code) for preview in unfetched] == [("bad", code)]
    assert files(tmp_path) == ["fine.mp3", "good.mp3"]
    assert fetch(from_deezer("bad")) == []


@pytest.mark.parametrize(
    "response",
    [
        Response(CLIP, headers={"Content-Type": "audio/mpeg"}, sent=len(CLIP) // 2),
        Response(b"", 429, {"Retry-After": "3"}),
        Response(b"", 503),
    ],
)
def test_what_passes_is_tried_again(
    fetch: Callable[..., list[UnfetchedPreview]], loopback: Loopback, tmp_path: Path, response: Response
) -> None:
    loopback.plan("/cdn/a", response, response)
    assert fetch(from_deezer("a")) == [] and files(tmp_path) == ["a.mp3"] and loopback.count("/cdn/a") == 3


def test_no_preview_at_the_source(fetch: Callable[..., list[UnfetchedPreview]]) -> None:
    tracks = [from_deezer("gone"), from_deezer("silent about"), Track("nowhere"), Track("other", preview_source="x:1")]
    assert [preview.error.code for preview in fetch(*tracks)] == ["preview.unavailable"] * 4


def test_one_that_never_comes_does_not_end_the_rest(
    fetch: Callable[..., list[UnfetchedPreview]], loopback: Loopback, tmp_path: Path
) -> None:
    loopback.plan("/cdn/a.mp3", *[Response(CLIP, sent=100)] * 5)
    (preview,) = fetch(from_deezer("a"), from_deezer("b"))
    assert isinstance(preview.error, SourceUnreachable) and files(tmp_path) == ["b.mp3"]


def test_a_network_that_is_down_ends_it(previews: Previews, loopback: Loopback, waiting: NoWaiting) -> None:
    dead = [
        Track(f"t{i}", preview_source="x:1", preview_url="http://127.0.0.1:9/t.mp3") for i in range(2 * MAX_UNREACHABLE)
    ]
    with pytest.raises(SourceUnreachable):
        previews.download(dead)


def test_stopping_leaves_whole_clips_only(previews: Previews, waiting: NoWaiting, tmp_path: Path) -> None:
    def stop_after_three(done: int, total: int) -> None:
        waiting.asked = done >= 3
        assert total == 40

    tracks = [from_deezer(f"t{i:02d}") for i in range(40)]
    with pytest.raises(Cancelled):
        previews.download(tracks, waiting, stop_after_three)
    here = files(tmp_path)
    assert 3 <= len(here) < 40 and all((tmp_path / "clips" / name).read_bytes() == CLIP for name in here)
    waiting.asked = False
    assert previews.download(tracks) == [] and len(files(tmp_path)) == 40


def test_what_a_killed_run_left_is_cleared_away(fetch: Callable[..., list[UnfetchedPreview]], tmp_path: Path) -> None:
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / ".a.mp3.4711.part").write_bytes(CLIP[:100])
    assert fetch(from_deezer("a")) == [] and files(tmp_path) == ["a.mp3"]


def test_names_that_every_system_takes() -> None:
    assert clip_name("0A01rlOMNQwi2rEwMhA37K") == "0A01rlOMNQwi2rEwMhA37K" and clip_name("周杰倫") == "周杰倫"
    odd = ["a/b", "a\\b", "a:b", "../x", ".x", "a b", "長" * 90, "長" * 91]
    names = [clip_name(track_id) for track_id in odd]
    assert len(set(names)) == len(odd)
    assert all(not set(name) & set('/\\:*?"<>| ') and not name.startswith(".") for name in names)
    assert max(len(name.encode()) for name in names) < 120
