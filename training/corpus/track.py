"""One song of a corpus, and the validation of its fields.

Every provider makes tracks, the manifest stores them, and every later step of training reads them. Fields are
validated here, so that every `Track` is valid.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from models.errors import ManifestInvalid

AUDIO_FEATURES = (
    "acousticness",
    "danceability",
    "energy",
    "instrumentalness",
    "key",
    "liveness",
    "loudness",
    "mode",
    "speechiness",
    "tempo",
    "time_signature",
    "valence",
)
"""Spotify's audio features, which the published baseline learns from; kept where a source still gives them."""

_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Artist:
    """Who made a song; artists are the same when their ids are."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Track:
    """A song, its label and where its sound is. An empty text or None means unknown.

    Attributes:
        track_id: unique in a manifest.
        title: the song's name.
        artists: everybody credited, the main artist first.
        album_id: the release's id at the source.
        album: the release's name.
        release_date: YYYY, YYYY-MM or YYYY-MM-DD, as exact as the source knows.
        isrc: International Standard Recording Code, twelve characters.
        duration_s: length of the whole song, s.
        audio: the sound file, relative to the manifest's folder or absolute.
        preview_source: `provider:id`, what a fresh preview address can be asked for with.
        preview_url: where the preview was, without the signature; tells whether two previews are the same.
        popularity: the label, on the scale of its source; higher is more popular.
        label_source: whose scale that is, such as `spotify.popularity`; labels of two sources never mix raw.
        label_date: YYYY-MM-DD, when the label was read.
        features: Spotify's audio features, by the names in `AUDIO_FEATURES`.

    Raises:
        ManifestInvalid: a field breaks its rule; the message begins with the field's name.
    """

    track_id: str
    title: str = ""
    artists: tuple[Artist, ...] = ()
    album_id: str = ""
    album: str = ""
    release_date: str = ""
    isrc: str = ""
    duration_s: float | None = None
    audio: str = ""
    preview_source: str = ""
    preview_url: str = ""
    popularity: float | None = None
    label_source: str = ""
    label_date: str = ""
    features: Mapping[str, float] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.track_id or self.track_id != self.track_id.strip() or not self.track_id.isprintable():
            raise ManifestInvalid(f"track_id: {self.track_id!r} is empty or holds characters that do not show.")
        if any(not artist.id for artist in self.artists):
            raise ManifestInvalid("artist_ids: an artist without an id.")
        if self.isrc and not _ISRC.fullmatch(self.isrc):
            raise ManifestInvalid(f"isrc: {self.isrc!r} is not an ISRC.", "It looks like TWK231200001.")
        if self.preview_source and not all(self.preview_source.partition(":")):
            raise ManifestInvalid(f"preview_source: {self.preview_source!r} is not of the form provider:id.")
        if self.preview_url and not self.preview_url.startswith(("https://", "http://")):
            raise ManifestInvalid(f"preview_url: {self.preview_url!r} is not a web address.")
        if self.duration_s is not None and not 0 < self.duration_s < math.inf:
            raise ManifestInvalid(f"duration_s: {self.duration_s} is no length.")
        _check_date("release_date", self.release_date)
        self._check_label()
        self._check_features()

    def _check_label(self) -> None:
        _check_date("label_date", self.label_date)
        if self.popularity is None:
            return
        if not 0 <= self.popularity < math.inf:
            raise ManifestInvalid(f"popularity: {self.popularity} is not a number from 0 up.")
        if not self.label_source:
            raise ManifestInvalid(
                "label_source: missing beside a popularity.", "Name the scale, for example spotify.popularity."
            )

    def _check_features(self) -> None:
        for name, value in self.features.items():
            if name not in AUDIO_FEATURES:
                raise ManifestInvalid(f"{name}: not an audio feature.")
            if not math.isfinite(value):
                raise ManifestInvalid(f"{name}: {value} is not a number.")


def _check_date(column: str, text: str) -> None:
    if not text:
        return
    if _PARTIAL_DATE.fullmatch(text):
        try:
            date.fromisoformat(text + "-01-01"[len(text) - 4 :])
        except ValueError:
            pass
        else:
            return
    raise ManifestInvalid(f"{column}: {text!r} is not a date.", "Write 2021, 2021-06 or 2021-06-30.")


def tidy_isrc(text: str | None) -> str:
    """Return an ISRC as sources give it in its plain form, or nothing where it is none."""
    plain = (text or "").replace("-", "").replace(" ", "").upper()
    return plain if _ISRC.fullmatch(plain) else ""


def tidy_date(text: str | None) -> str:
    """Return a release date as sources give it, or nothing where it is none: some give 0000 or 0000-00-00."""
    plain = (text or "").strip()
    try:
        _check_date("release_date", plain)
    except ManifestInvalid:
        return ""
    return plain


def tidy_name(name: str) -> str:
    """Return a name for comparison, without differences of width and case."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def artist_from_name(name: str) -> Artist:
    """Return an artist whom the source gives no id: the same name is the same artist."""
    return Artist(tidy_name(name), name.strip())


def without_signature(url: str | None) -> str:
    """Return a preview's address without its query, where signatures and client ids stand; nothing if it is none."""
    return url.partition("?")[0] if url and url.startswith(("https://", "http://")) else ""


def label_of_today(popularity: float, source: str) -> dict[str, Any]:
    """Return the fields of a label that was read today."""
    today = datetime.now(UTC).date().isoformat()
    return {"popularity": float(popularity), "label_source": source, "label_date": today}


def without_label(track: Track) -> Track:
    """Return a track that waits for another source's label."""
    return replace(track, popularity=None, label_source="", label_date="")
