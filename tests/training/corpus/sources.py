"""The sources behind the loopback server: a small catalogue, as Spotify, Deezer and MetaBrainz would tell of it."""

import base64
import json
from typing import Any

from tests.training.corpus.loopback import Request, Response

CLIENT_ID = "0123456789abcdef0123456789abcdef"
CLIENT_SECRET = "f00dfacef00dfacef00dfacef00dface"


def spotify_id(kind: str, number: int) -> str:
    return f"{kind}{number:0{22 - len(kind)}d}"


def spotify_error(status: int, message: str, reason: str = "", **headers: str) -> Response:
    error = {"status": status, "message": message, **({"reason": reason} if reason else {})}
    return Response({"error": error}, status, {name.replace("_", "-"): value for name, value in headers.items()})


class SpotifySource:
    """Artists with two albums each; the first album of the first artist has more tracks than a page.

    Args:
        extended: whether the application has what was given until 2024; else it is a new one of 2026.
        n_artists: how many artists there are.
    """

    def __init__(self, *, extended: bool, n_artists: int = 3, tracks: int = 3) -> None:
        self.extended = extended
        self.n_artists = n_artists
        self.n_tracks = tracks
        self.deleted: set[str] = set()
        self.broken: set[str] = set()
        self.tokens = 0
        self.valid_tokens: set[str] = set()

    def album_ids(self, artist: int) -> list[int]:
        return [2 * artist, 2 * artist + 1]

    def track_ids(self, album: int) -> list[int]:
        return [100 * album + i for i in range(60 if album == 0 else self.n_tracks)]

    def __call__(self, request: Request) -> Response:
        path = request.path.removeprefix("/spotify").strip("/").split("/")
        if path == ["api", "token"]:
            return self._token(request)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.valid_tokens:
            return spotify_error(401, "The access token expired")
        if any(id_ in request.line for id_ in self.broken):
            return Response(b"oops", 500)
        match path[1:]:
            case ["search"]:
                return self._search(request)
            case ["artists", id_, "albums"]:
                return self._artist_albums(id_, request)
            case ["albums" | "tracks" | "audio-features" as kind]:
                return self._batch(kind, request.query["ids"].split(","))
            case ["albums", id_]:
                return self._one(self._album(id_))
            case ["albums", id_, "tracks"]:
                return self._one(self._page(self._simple_tracks(id_), request, 50))
            case ["tracks", id_]:
                return self._one(self._track(id_))
        return spotify_error(404, "Service not found")

    def _token(self, request: Request) -> Response:
        wanted = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers["Authorization"] != f"Basic {wanted}":
            return Response({"error": "invalid_client", "error_description": "Invalid client secret"}, 400)
        self.tokens += 1
        token = f"BQDtoken{self.tokens:04d}"
        self.valid_tokens = {token}
        return Response({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    def _one(self, thing: Any) -> Response:
        return Response(thing) if thing else spotify_error(404, "Resource not found")

    def _batch(self, kind: str, ids: list[str]) -> Response:
        if not self.extended:
            return spotify_error(403, "Forbidden")
        limit = {"albums": 20, "tracks": 50, "audio-features": 100}[kind]
        if len(ids) > limit:
            return spotify_error(400, "Too many ids requested")
        if kind == "audio-features":
            features = [{"id": i, "tempo": 120.0, "energy": 0.5, "analysis_url": "x"} for i in ids]
            return Response(
                {"audio_features": [None if i in self.deleted else f for i, f in zip(ids, features, strict=True)]}
            )
        return Response({kind: [self._album(i) if kind == "albums" else self._track(i) for i in ids]})

    def _page(self, items: list[Any], request: Request, largest: int, default: int = 5) -> Any:
        limit, offset = int(request.query.get("limit", default)), int(request.query.get("offset", 0))
        if limit > largest:
            return None
        page = items[offset : offset + limit]
        # An absolute address elsewhere: whoever follows it sends the token there.
        more = "https://elsewhere.invalid/v1/next" if offset + limit < len(items) else None
        return {"items": page, "total": len(items), "limit": limit, "offset": offset, "next": more}

    def _search(self, request: Request) -> Response:
        artists = [{"id": spotify_id("Artist", a), "name": f"歌手{a}"} for a in range(self.n_artists)]
        if request.query["type"] == "track":
            found: list[Any] = [self._track(spotify_id("Track", i)) for i in self.track_ids(2)]
        elif request.query["q"].startswith("genre:"):
            found = [*artists, None] if "mandopop" in request.query["q"] else []
        else:
            found = [{"id": spotify_id("Wrong", 0), "name": "somebody else"}]
            found += [artist for artist in artists if f'"{artist["name"]}"' in request.query["q"]]
        page = self._page(found, request, 50 if self.extended else 10)
        return Response({f"{request.query['type']}s": page}) if page else spotify_error(400, "Invalid limit")

    def _artist_albums(self, id_: str, request: Request) -> Response:
        artist = int(id_.removeprefix("Artist"))
        albums: list[Any] = [{"id": spotify_id("Album", a), "name": f"專輯{a}"} for a in self.album_ids(artist)]
        page = self._page([*albums, None], request, 50 if self.extended else 10)
        return Response(page) if page else spotify_error(400, "Invalid limit")

    def _simple_tracks(self, album_id: str) -> list[Any]:
        ids = [spotify_id("Track", i) for i in self.track_ids(int(album_id.removeprefix("Album")))]
        local = {"id": None, "name": "a local file"}
        return [*({"id": i, "name": i} for i in ids), local, None]

    def _album(self, id_: str) -> Any:
        if id_ in self.deleted:
            return None
        tracks = self._simple_tracks(id_)
        page = {
            "items": tracks[:50],
            "total": len(tracks),
            "next": "https://elsewhere.invalid/" if len(tracks) > 50 else None,
        }
        return {"id": id_, "name": f"專輯{id_}", "release_date": "2019-05", "tracks": page}

    def _track(self, id_: str) -> Any:
        if id_ in self.deleted:
            return None
        number = int(id_.removeprefix("Track"))
        album = number // 100
        return {
            "id": id_,
            "name": f"曲{number}",
            "album": {"id": spotify_id("Album", album), "name": f"專輯{album}", "release_date": "2019-05"},
            "artists": [
                {"id": spotify_id("Artist", album // 2), "name": f"歌手{album // 2}"},
                {"id": None, "name": "?"},
            ],
            "duration_ms": 200_000 + number,
            "external_ids": {"isrc": f"TWA00{number:07d}"},
            "preview_url": f"https://p.scdn.co/mp3-preview/{number}?cid={CLIENT_ID}" if self.extended else None,
            **({"popularity": number % 64} if self.extended else {}),
        }


def deezer_error(code: int, message: str) -> Response:
    return Response({"error": {"type": "Exception", "message": message, "code": code}})


class DeezerSource:
    """Two artists of one name, and albums of three tracks; previews are signed anew each time."""

    def __init__(self, previews_at: str) -> None:
        self.previews_at = previews_at
        self.signed = 0

    def track(self, number: int) -> dict[str, Any]:
        self.signed += 1
        return {
            "id": number,
            "title": f"曲{number}",
            "isrc": f"TWD00{number:07d}",
            "rank": 1000 * number,
            "duration": 240,
            "preview": f"{self.previews_at}/{number}.mp3?hdnea=exp=1~hmac={self.signed}" if number % 10 else "",
            "artist": {"id": 27, "name": "王菲"},
        }

    def __call__(self, request: Request) -> Response:
        path = request.path.removeprefix("/deezer/").split("/")
        index, limit = int(request.query.get("index", 0)), int(request.query.get("limit", 25))
        match path:
            case ["search", "artist"]:
                names = (
                    [(26, "王菲", 3), (27, "王菲", 900), (28, "王菲菲", 10**6)] if request.query["q"] == "王菲" else []
                )
                return Response({"data": [{"id": i, "name": name, "nb_fan": fans} for i, name, fans in names]})
            case ["artist", "27", "albums"]:
                albums = [
                    {"id": a, "title": f"專輯 {a}", "release_date": "0000-00-00" if a == 1 else "2001-02-03"}
                    for a in range(1, 102)
                ]
                more = {"next": "https://elsewhere.invalid/"} if index + limit < len(albums) else {}
                return Response({"data": albums[index : index + limit], "total": len(albums), **more})
            case ["album", album, "tracks"] if album != "13":
                return Response({"data": [self.track(10 * int(album) + i) for i in range(3)], "total": 3})
            case ["track", id_] if id_.startswith("isrc:TWA00"):
                number = int(id_.removeprefix("isrc:TWA00"))
                return Response(self.track(number)) if number % 2 else deezer_error(800, "no data")
            case ["track", id_] if id_.isdigit():
                return Response(self.track(int(id_)))
        return deezer_error(800, "no data")


def musicbrainz(request: Request) -> Response:
    number = int(request.path.rpartition("TWA00")[2])
    if number % 3 == 0:
        return Response({"error": "Not Found"}, 404)
    return Response(
        {"isrc": f"TWA00{number:07d}", "recordings": [{"id": f"mbid-{number}-{i}"} for i in range(number % 7)]}
    )


def listenbrainz(request: Request) -> Response:
    assert request.method == "POST"
    ids = json.loads(request.body)["recording_mbids"]
    if len(ids) > 1000:
        return Response({"code": 400, "error": "too many"}, 400)
    counts = [None if id_.endswith("-0") else 10 * int(id_.split("-")[1]) for id_ in ids]
    rows = [
        {"recording_mbid": i, "total_listen_count": n, "total_user_count": n} for i, n in zip(ids, counts, strict=True)
    ]
    return Response(rows, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-In": "7"})
