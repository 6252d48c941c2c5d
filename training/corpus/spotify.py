"""Spotify: the crawl of 2021, as far as the credentials still allow.

Artists of a genre or from a list, their albums and singles, the tracks on those, then each track's popularity, preview
address and ISRC, and audio features where they are given. Track ids are Spotify's.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from models.errors import CorpusError, NotAllowed, RightsNotConfirmed
from training.corpus.crawl import BatchRefusedError
from training.corpus.rate_limiter import GoneError
from training.corpus.spotify_access import MalformedError, SpotifyAccess
from training.corpus.spotify_probe import SMALL_PAGE, Capabilities
from training.corpus.state import Answer, Item
from training.corpus.track import (
    AUDIO_FEATURES,
    Artist,
    Track,
    label_of_today,
    tidy_date,
    tidy_isrc,
    tidy_name,
    without_signature,
)

NAME = "spotify"
LABEL_SOURCE = "spotify.popularity"
TERMS = (
    "Spotify's Developer Terms (IV.2.a.i) and Developer Policy (III.13-14) forbid using its platform or content to "
    "train a machine learning model, and its User Guidelines forbid crawling. Metadata, popularity and previews are "
    "such content. Go on only if you hold rights that go beyond those terms."
)
REQUESTS_PER_SECOND = 2.0
SEARCH_END = 1000
ALBUM_PAGE = 50
_BATCHES = {"album": 20, "track": 50}
_FEATURES_BATCH = 100
_ARTIST = re.compile(
    r"(?:spotify:artist:|https?://open\.spotify\.com/(?:intl-\w+/)?artist/)?([0-9A-Za-z]{22})(?:\?.*)?"
)


def require_rights(confirmed: bool) -> None:
    """Check that the user has confirmed to have the rights.

    Raises:
        RightsNotConfirmed: the user has not; the message holds the terms.
    """
    if not confirmed:
        raise RightsNotConfirmed(TERMS, "Say so with --i-have-the-rights, or use `corpus local`, which needs none.")


class Spotify:
    """The provider.

    Args:
        access: Spotify's API.
        capabilities: what the credentials may do.
        artists: ids, addresses or names to begin with.
        genre: a genre to begin with, in Spotify's spelling; empty for none.
    """

    kinds = ("genre", "name", "artist", "album", "album page", "track", "features")

    def __init__(
        self, access: SpotifyAccess, capabilities: Capabilities, artists: Sequence[str] = (), genre: str = ""
    ) -> None:
        self._access = access
        self._can = capabilities
        self._artists = artists
        self._genre = genre
        self._ask = {
            "genre": self._artists_of_genre,
            "name": self._artist_by_name,
            "artist": self._albums_of_artist,
            "album": self._albums,
            "album page": self._rest_of_album,
            "track": self._tracks,
            "features": self._features,
        }

    @property
    def capabilities(self) -> Capabilities:
        """What the credentials may do, as far as is known."""
        return self._can

    def seeds(self) -> tuple[Iterable[Item], Iterable[Track]]:
        """Begin with the artists and the genre."""
        matches = [(artist, _ARTIST.fullmatch(artist)) for artist in self._artists]
        items = [Item("artist", f"{match[1]} 0") if match else Item("name", artist) for artist, match in matches]
        return ([Item("genre", f"{self._genre}\t0"), *items] if self._genre else items), ()

    def batch_size(self, kind: str) -> int:
        """Return how many albums, tracks or features may be asked for at once."""
        if kind == "features":
            return _FEATURES_BATCH
        return _BATCHES.get(kind, 1) if self._can.batches else 1

    def fetch(self, kind: str, items: Sequence[Item]) -> Answer:
        """Ask about items of one kind, with one request."""
        ids = [item.id for item in items]
        if kind == "features" and not self._can.audio_features:
            return Answer(gone=ids)
        try:
            return self._ask[kind](ids)
        except (GoneError, NotAllowed, MalformedError) as error:
            return self._fall_back(kind, ids, error)

    def _fall_back(self, kind: str, ids: list[str], error: Exception) -> Answer:
        """Fall back to smaller requests after a refusal; a single item that is refused is gone."""
        if kind == "features":
            self._can = replace(self._can, audio_features=False)
        elif len(ids) > 1:
            self._can = replace(self._can, batches=False)
            raise BatchRefusedError from error
        elif isinstance(error, MalformedError) and self._can.page > SMALL_PAGE:
            self._can = replace(self._can, page=SMALL_PAGE)
            raise BatchRefusedError from error
        elif isinstance(error, NotAllowed):
            raise error
        return Answer(gone=ids)

    def _artists_of_genre(self, ids: list[str]) -> Answer:
        genre, _, start = ids[0].partition("\t")
        limit, offset = self._can.page, int(start)
        found = self._access.ask(lambda s: s.search(f'genre:"{genre}"', limit=limit, offset=offset, type="artist"))
        page = found["artists"]
        artists = _with_id(page["items"])
        if not artists and not offset:
            raise CorpusError(
                f"Spotify finds no artists of the genre {genre}; it has all but stopped telling genres.",
                "Name the artists yourself with --artists.",
            )
        items = [Item("artist", f"{artist['id']} 0") for artist in artists]
        after = offset + limit
        if after < page["total"] and after + limit <= SEARCH_END:
            items.append(Item("genre", f"{genre}\t{after}"))
        return Answer(items=items)

    def _artist_by_name(self, ids: list[str]) -> Answer:
        name = ids[0]
        found = self._access.ask(lambda s: s.search(f'artist:"{name}"', limit=self._can.page, type="artist"))
        same = [
            artist for artist in _with_id(found["artists"]["items"]) if tidy_name(artist["name"]) == tidy_name(name)
        ]
        return Answer(items=[Item("artist", f"{same[0]['id']} 0")]) if same else Answer(gone=ids)

    def _albums_of_artist(self, ids: list[str]) -> Answer:
        artist, _, start = ids[0].partition(" ")
        limit, offset = self._can.page, int(start)
        page = self._access.ask(
            lambda s: s.artist_albums(artist, include_groups="album,single", limit=limit, offset=offset)
        )
        items = [Item("album", album["id"]) for album in _with_id(page["items"])]
        if offset + limit < page["total"]:
            items.append(Item("artist", f"{artist} {offset + limit}"))
        return Answer(items=items)

    def _albums(self, ids: list[str]) -> Answer:
        if self._can.batches:
            albums = self._access.ask(lambda s: s.albums(ids))["albums"]
        else:
            albums = [self._access.ask(lambda s: s.album(ids[0]))]
        items: list[Item] = []
        for album in _with_id(albums):
            items += _tracks_on(album["id"], album["tracks"], 0)
        return Answer(items=items, gone=_absent(ids, albums))

    def _rest_of_album(self, ids: list[str]) -> Answer:
        album, _, start = ids[0].partition(" ")
        page = self._access.ask(lambda s: s.album_tracks(album, limit=ALBUM_PAGE, offset=int(start)))
        return Answer(items=_tracks_on(album, page, int(start)))

    def _tracks(self, ids: list[str]) -> Answer:
        if self._can.batches:
            found = self._access.ask(lambda s: s.tracks(ids))["tracks"]
        else:
            found = [self._access.ask(lambda s: s.track(ids[0]))]
        tracks = [_track(id_, track) for id_, track in zip(ids, found, strict=True) if track]
        features = [Item("features", track.track_id) for track in tracks] if self._can.audio_features else []
        return Answer(tracks=tracks, items=features, gone=_absent(ids, found))

    def _features(self, ids: list[str]) -> Answer:
        found = self._access.ask(lambda s: s.audio_features(ids))
        known = {
            id_: {"features": {name: float(given[name]) for name in AUDIO_FEATURES if given.get(name) is not None}}
            for id_, given in zip(ids, found, strict=True)
            if given
        }
        return Answer(updates=known, gone=_absent(ids, found))


def preview_url(access: SpotifyAccess, track_id: str) -> str:
    """Return a track's preview address as it is now; empty if it has none.

    Raises:
        GoneError: there is no such track any more; else what `SpotifyAccess.ask` raises.
    """
    return str(access.ask(lambda s: s.track(track_id)).get("preview_url") or "")


def _with_id(objects: Sequence[Any]) -> list[Any]:
    """Return the objects that have an id: lists contain nulls, and local files have no id."""
    return [thing for thing in objects if thing and thing.get("id")]


def _absent(ids: Sequence[str], objects: Sequence[Any]) -> list[str]:
    return [id_ for id_, thing in zip(ids, objects, strict=True) if not thing]


def _tracks_on(album: str, page: dict[str, Any], offset: int) -> list[Item]:
    items = [Item("track", track["id"]) for track in _with_id(page["items"])]
    if offset + ALBUM_PAGE < page["total"]:
        items.append(Item("album page", f"{album} {offset + ALBUM_PAGE}"))
    return items


def _track(track_id: str, given: dict[str, Any]) -> Track:
    """Return the track of a track object under the requested id, even if Spotify relinked it."""
    album = given.get("album") or {}
    popularity = given.get("popularity")
    return Track(
        track_id=track_id,
        title=given.get("name") or "",
        artists=tuple(
            Artist(artist["id"], artist.get("name") or "") for artist in _with_id(given.get("artists") or [])
        ),
        album_id=album.get("id") or "",
        album=album.get("name") or "",
        release_date=tidy_date(album.get("release_date")),
        isrc=tidy_isrc((given.get("external_ids") or {}).get("isrc")),
        duration_s=(given.get("duration_ms") or 0) / 1000 or None,
        preview_source=f"{NAME}:{track_id}",
        preview_url=without_signature(given.get("preview_url")),
        **({} if popularity is None else label_of_today(popularity, LABEL_SOURCE)),
    )
