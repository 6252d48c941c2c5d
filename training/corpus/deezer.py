"""Deezer: rank and 30 s previews, open to everybody and without credentials.

Songs come by artist (artists, their albums, the tracks on those: about one request an album), or one by one for tracks
that are known by ISRC, which then get Deezer's label and preview, and what they lack of the rest. Errors come with
status 200, as an `error` object. Preview addresses are signed for minutes, so they are asked for when they are fetched.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models.errors import NotAllowed
from training.corpus.rate_limiter import GoneError, RateLimiter, TryLaterError
from training.corpus.state import Answer, Item
from training.corpus.track import (
    Artist,
    Track,
    artist_from_name,
    label_of_today,
    tidy_date,
    tidy_isrc,
    tidy_name,
    without_label,
    without_signature,
)
from training.corpus.web import JsonClient

NAME = "deezer"
LABEL_SOURCE = "deezer.rank"
ADDRESS = "https://api.deezer.com/"
NOTICE = (
    "Deezer's API is for non-commercial use; what its terms say about machine learning has to be read by whoever "
    "trains on it. The previews are under copyright."
)
REQUESTS_PER_SECOND = 5.0
"""Half of what Deezer allows (50 in 5 s)."""
QUOTA_WAIT_S = 5.0
PAGE = 100
_QUOTA, _BUSY, _NO_DATA = 4, 700, 800


class DeezerApi:
    """Deezer's API: its paths and its error objects."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._client = JsonClient(NAME, ADDRESS, limiter, _refusal)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, path: str, **parameters: str | int) -> dict[str, Any]:
        """Return an object or a page.

        Raises:
            GoneError, NotAllowed, QuotaExceeded, SourceUnreachable, Cancelled.
        """
        answer: dict[str, Any] = self._client.get(path, **parameters)
        return answer

    def preview_url(self, track_id: str) -> str:
        """Return a freshly signed preview address; empty where there is no preview."""
        return str(self.get(f"track/{track_id}").get("preview") or "")


def _refusal(answer: Any) -> None:
    error = answer.get("error") if isinstance(answer, dict) else None
    if not error:
        return
    code = error.get("code")
    if code == _NO_DATA:
        raise GoneError("Deezer has nothing there")
    if code in (_QUOTA, _BUSY):
        raise TryLaterError("quota used up" if code == _QUOTA else "busy", QUOTA_WAIT_S)
    raise NotAllowed(f"Deezer refuses the request: {error.get('message')} (code {code}).")


class Deezer:
    """The provider.

    Args:
        api: Deezer's API.
        artists: ids or names to begin with.
        known: tracks to label by their ISRC.
    """

    kinds = ("name", "artist", "album", "isrc")

    def __init__(self, api: DeezerApi, artists: Sequence[str] = (), known: Iterable[Track] = ()) -> None:
        self._api = api
        self._artists = artists
        self._known = known
        self._ask = {
            "name": self._artist_by_name,
            "artist": self._albums_of_artist,
            "album": self._tracks_of_album,
            "isrc": self._track_by_isrc,
        }

    def seeds(self) -> tuple[Iterable[Item], Iterable[Track]]:
        """Begin with the artists and with every known track that has an ISRC."""
        items = [Item("artist", f"{a} 0") if a.isdigit() else Item("name", a) for a in self._artists]
        known = [without_label(track) for track in self._known if track.isrc]
        return [*items, *(Item("isrc", track.track_id, track.isrc) for track in known)], known

    def batch_size(self, kind: str) -> int:
        """Return 1: Deezer answers about one thing at a time."""
        del kind
        return 1

    def fetch(self, kind: str, items: Sequence[Item]) -> Answer:
        """Ask about one item."""
        try:
            return self._ask[kind](items[0])
        except GoneError:
            return Answer(gone=[items[0].id])

    def _artist_by_name(self, item: Item) -> Answer:
        found = self._api.get("search/artist", q=item.id, limit=PAGE)["data"]
        same = [artist for artist in found if tidy_name(artist["name"]) == tidy_name(item.id)]
        # Of several artists with one name the one with the most fans is meant; the others are mostly empty duplicates.
        best = max(same, key=lambda artist: artist.get("nb_fan") or 0, default=None)
        return Answer(items=[Item("artist", f"{best['id']} 0")]) if best else Answer(gone=[item.id])

    def _albums_of_artist(self, item: Item) -> Answer:
        artist, _, start = item.id.partition(" ")
        page = self._api.get(f"artist/{artist}/albums", limit=PAGE, index=int(start))
        items = [Item("album", f"{album['id']} 0", _album_note(album)) for album in page["data"]]
        if more := _next_index(page, int(start)):
            items.append(Item("artist", f"{artist} {more}"))
        return Answer(items=items)

    def _tracks_of_album(self, item: Item) -> Answer:
        album, _, start = item.id.partition(" ")
        page = self._api.get(f"album/{album}/tracks", limit=PAGE, index=int(start))
        release_date, _, title = item.note.partition(" ")
        about = {"id": album, "title": title, "release_date": release_date}
        tracks = [_track({**given, "album": about, "release_date": release_date}) for given in page["data"]]
        more = _next_index(page, int(start))
        return Answer(tracks=tracks, items=[Item("album", f"{album} {more}", item.note)] if more else ())

    def _track_by_isrc(self, item: Item) -> Answer:
        given = self._api.get(f"track/isrc:{item.note}")
        found = _track(given)
        lacking = {name: getattr(found, name) for name in ("title", "album", "release_date", "duration_s")}
        # By name: the manifest's other rows do not have Deezer's ids.
        lacking["artists"] = tuple(artist_from_name(artist.name) for artist in found.artists if artist.name)
        return Answer(updates={item.id: {**_label(given), **_preview(given)}}, fills={item.id: lacking})


def _album_note(album: Mapping[str, Any]) -> str:
    return f"{tidy_date(album.get('release_date'))} {album.get('title') or ''}"


def _next_index(page: Mapping[str, Any], start: int) -> int | None:
    after = start + PAGE
    return after if page["data"] and (page.get("next") or after < page.get("total", 0)) else None


def _label(given: Mapping[str, Any]) -> dict[str, Any]:
    rank = given.get("rank")
    return {} if rank is None else label_of_today(rank, LABEL_SOURCE)


def _preview(given: Mapping[str, Any]) -> dict[str, Any]:
    if not given.get("preview"):
        return {}
    return {"preview_source": f"{NAME}:{given['id']}", "preview_url": without_signature(given["preview"])}


def _track(given: Mapping[str, Any]) -> Track:
    credited = given.get("contributors") or [given["artist"]]
    album = given.get("album") or {"id": ""}
    return Track(
        track_id=str(given["id"]),
        title=given.get("title") or "",
        artists=tuple(Artist(str(artist["id"]), artist.get("name") or "") for artist in credited),
        album_id=str(album["id"]),
        album=album.get("title") or "",
        release_date=tidy_date(given.get("release_date")),
        isrc=tidy_isrc(given.get("isrc")),
        duration_s=float(given.get("duration") or 0) or None,
        **_label(given),
        **_preview(given),
    )
