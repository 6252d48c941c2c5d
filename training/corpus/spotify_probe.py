"""What a set of Spotify credentials may do, probed by requests, with a sentence for each missing one.

Since 2024 Spotify has removed endpoints and fields for new applications; old ones with extended access keep them. Only
a request shows which kind the credentials are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import spotipy

from models.errors import NotAllowed, SourceUnreachable
from training.corpus.rate_limiter import GoneError
from training.corpus.spotify_access import MalformedError, SpotifyAccess

SMALL_PAGE = 10
FULL_PAGE = 50
PROBE_ARTIST = "周杰倫"
"""An artist whose songs certainly have a popularity and previews."""


@dataclass(frozen=True)
class Capabilities:
    """What the credentials may do."""

    popularity: bool
    previews: bool
    isrc: bool
    batches: bool
    audio_features: bool
    page: int

    def missing(self) -> list[str]:
        """Return a sentence for each thing that is missing: what it costs and what to do instead."""
        sentences = []
        if not self.popularity:
            sentences.append(
                "No popularity: the songs would have no label. Collect ids and ISRCs with --without-labels and take "
                "labels from `corpus deezer --from` or `corpus listenbrainz --from`."
            )
        if not self.previews:
            sentences.append(
                "No preview addresses: there would be no sound. `corpus deezer --from` finds previews by ISRC, "
                "or put your own files beside a label table with `corpus local`."
            )
        if not self.isrc:
            sentences.append("No ISRC: other sources cannot be asked about the same songs.")
        if not self.batches:
            sentences.append(
                "No batch requests: one request a song, and Spotify allows new applications about 600 to 1,100 a day. "
                "90,000 songs would take three months; `corpus deezer` takes hours."
            )
        if not self.audio_features:
            sentences.append("No audio features: the baseline computes its own descriptors from the sound instead.")
        if self.page < FULL_PAGE:
            sentences.append(f"Pages of {self.page} instead of {FULL_PAGE}: lists of albums take more requests.")
        return sentences


def probe(access: SpotifyAccess) -> Capabilities:
    """Return what the credentials may do, with at most six requests.

    Raises:
        NotAllowed, CredentialsMissing, QuotaExceeded, SourceUnreachable, Cancelled.
    """
    found = access.ask(lambda spotify: spotify.search(PROBE_ARTIST, limit=SMALL_PAGE, type="track"))
    tracks = [track for track in (found.get("tracks") or {}).get("items") or [] if track and track.get("id")]
    if not tracks:
        raise SourceUnreachable("Spotify finds no songs at all.", "Try again later.")
    first = tracks[0]["id"]
    artist = tracks[0]["artists"][0]["id"]
    return Capabilities(
        popularity=any(track.get("popularity") for track in tracks),
        previews=any(track.get("preview_url") for track in tracks),
        isrc=any((track.get("external_ids") or {}).get("isrc") for track in tracks),
        batches=_may(access, lambda spotify: spotify.tracks([first])),
        audio_features=_may(access, lambda spotify: spotify.audio_features([first])),
        page=FULL_PAGE if _may(access, lambda spotify: spotify.artist_albums(artist, limit=FULL_PAGE)) else SMALL_PAGE,
    )


def _may(access: SpotifyAccess, call: Callable[[spotipy.Spotify], Any]) -> bool:
    try:
        access.ask(call)
    except (NotAllowed, GoneError, MalformedError):
        return False
    return True
