"""ListenBrainz: how many people listened to a song, as open data; MusicBrainz maps ISRCs to its recordings.

It labels existing tracks. Where an ISRC belongs to several recordings the one with the most listeners
counts; a recording nobody is known to have listened to gives no label, not a zero.
"""

from collections.abc import Iterable, Sequence

from models.errors import CorpusError
from training.corpus.credentials import Secret
from training.corpus.rate_limiter import GoneError, RateLimiter
from training.corpus.state import Answer, Item
from training.corpus.track import Track, label_of_today, without_label
from training.corpus.web import JsonClient

NAME = "listenbrainz"
LABEL_SOURCE = "listenbrainz.listeners"
LISTENBRAINZ = "https://api.listenbrainz.org/1/"
MUSICBRAINZ = "https://musicbrainz.org/ws/2/"
MUSICBRAINZ_PER_SECOND = 1.0
"""MusicBrainz allows no more, whoever asks."""
LISTENBRAINZ_PER_SECOND = 1.0
MAX_RECORDINGS = 1000
RECORDINGS_OF_A_TRACK = 4


class ListenBrainz:
    """The provider.

    Args:
        known: tracks to label by their ISRC.
        contact: an e-mail or web address; MusicBrainz requires one.
        musicbrainz: its rate limiter.
        listenbrainz: its rate limiter.
        token: a ListenBrainz user token, which raises its limits.
    """

    kinds = ("isrc", "listeners")

    def __init__(
        self,
        known: Iterable[Track],
        contact: str,
        musicbrainz: RateLimiter,
        listenbrainz: RateLimiter,
        token: Secret | None = None,
    ) -> None:
        agent = {"User-Agent": f"MandoHit/1 ( {contact} )"}
        authorised = {**agent, "Authorization": f"Token {token.value}"} if token else agent
        self._known = known
        self._musicbrainz = JsonClient("musicbrainz", MUSICBRAINZ, musicbrainz, headers=agent)
        self._listenbrainz = JsonClient(NAME, LISTENBRAINZ, listenbrainz, headers=authorised)

    def close(self) -> None:
        """Close the connections."""
        self._musicbrainz.close()
        self._listenbrainz.close()

    def seeds(self) -> tuple[Iterable[Item], Iterable[Track]]:
        """Begin with every known track that has an ISRC."""
        known = [without_label(track) for track in self._known if track.isrc]
        if not known:
            raise CorpusError("No track of the manifest has an ISRC.", "ListenBrainz is asked by ISRC.")
        return (Item("isrc", track.track_id, track.isrc) for track in known), known

    def batch_size(self, kind: str) -> int:
        """Return how many tracks one request may be about."""
        return MAX_RECORDINGS // RECORDINGS_OF_A_TRACK if kind == "listeners" else 1

    def fetch(self, kind: str, items: Sequence[Item]) -> Answer:
        """Ask MusicBrainz about an ISRC, or ListenBrainz about recordings."""
        return self._recordings(items[0]) if kind == "isrc" else self._listeners(items)

    def _recordings(self, item: Item) -> Answer:
        try:
            found = self._musicbrainz.get(f"isrc/{item.note}", fmt="json")
        except GoneError:
            return Answer(gone=[item.id])
        ids = [recording["id"] for recording in found["recordings"]][:RECORDINGS_OF_A_TRACK]
        return Answer(items=[Item("listeners", item.id, " ".join(ids))]) if ids else Answer(gone=[item.id])

    def _listeners(self, items: Sequence[Item]) -> Answer:
        ids = sorted({id_ for item in items for id_ in item.note.split()})
        found = self._listenbrainz.post("popularity/recording", {"recording_mbids": ids})
        listeners = {row["recording_mbid"]: row["total_user_count"] or 0 for row in found}
        most = {item.id: max(listeners.get(id_, 0) for id_ in item.note.split()) for item in items}
        return Answer(
            updates={id_: label_of_today(count, LABEL_SOURCE) for id_, count in most.items() if count},
            gone=[id_ for id_, count in most.items() if not count],
        )
