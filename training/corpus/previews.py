"""Downloading previews: in parallel, each checked before it gets its name, resumable.

An existing clip is never fetched again, so a killed run continues when it is started again. Signed addresses are
requested right before the download, and those that have expired are requested again.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from models.audio import open_audio
from models.errors import (
    AudioSilent,
    AudioTooShort,
    Cancelled,
    MandoHitError,
    PreviewNotAudio,
    PreviewUnavailable,
    SourceUnreachable,
)
from models.files import atomic_write
from training.corpus.rate_limiter import GoneError, Progress, RateLimiter, Stop, TryLaterError
from training.corpus.track import Track
from training.corpus.web import TIMEOUT_S, check_status

log = logging.getLogger(__name__)

SIGNED = frozenset({"deezer"})
"""Sources whose addresses expire after minutes; those in a manifest are never tried."""
REQUESTS_PER_SECOND = 10.0
WORKERS = 4
SHORTEST_S = 20.0
SILENCE = 1e-4
ENDINGS = (".mp3", ".m4a")
MAX_BYTES = 20 * 2**20
CHUNK_BYTES = 2**16
MAX_UNREACHABLE = 20
LONGEST_NAME = 80
ADDRESSES_TRIED = 2
"""Fresh addresses requested; one may expire while a server asks to wait."""
PLAIN = "-_.+="

FreshAddress = Callable[[str], str]
"""Asks a source for the preview address of one of its ids; empty where it has none."""


@dataclass(frozen=True)
class UnfetchedPreview:
    """A preview that could not be fetched, and why."""

    track: Track
    error: MandoHitError


class Previews:
    """Fetches previews into a folder.

    Args:
        folder: where the clips go.
        sources: by name, how to get a fresh address.
        limiter: shared by all downloads.
    """

    def __init__(self, folder: Path, sources: Mapping[str, FreshAddress], limiter: RateLimiter) -> None:
        self._folder = folder
        self._sources = sources
        self._limiter = limiter
        self._session = requests.Session()
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=WORKERS))

    def find(self, track: Track) -> Path | None:
        """Return a track's clip if it exists."""
        name = clip_name(track.track_id)
        return next((path for ending in ENDINGS if (path := self._folder / (name + ending)).is_file()), None)

    def download(
        self, tracks: Sequence[Track], stop: Stop | None = None, progress: Progress | None = None
    ) -> list[UnfetchedPreview]:
        """Fetch the missing clips and return those that could not be fetched.

        Args:
            tracks: whose clips are wanted.
            stop: ends the work; unfinished downloads leave no file.
            progress: called with the number of previews done and their total.

        Raises:
            Cancelled: the work was stopped.
            QuotaExceeded: a source asks for a long wait.
            SourceUnreachable: `MAX_UNREACHABLE` downloads in a row failed.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        for rest in self._folder.glob(".*.part"):
            rest.unlink(missing_ok=True)
        unfetched, unreachable = [], 0
        stop = stop or threading.Event()
        with ThreadPoolExecutor(WORKERS, "preview") as pool:
            for done, (track, error) in enumerate(self._outcomes(pool, tracks, stop), 1):
                if error is not None:
                    unfetched.append(UnfetchedPreview(track, error))
                    log.warning("%s: %s", track.track_id, error.message)
                unreachable = unreachable + 1 if isinstance(error, SourceUnreachable) else 0
                if unreachable == MAX_UNREACHABLE:
                    raise error or AssertionError
                if progress is not None:
                    progress(done, len(tracks))
        return unfetched

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _outcomes(
        self, pool: ThreadPoolExecutor, tracks: Iterable[Track], stop: Stop
    ) -> Iterator[tuple[Track, MandoHitError | None]]:
        """Yield outcomes in order of completion; twice as many tracks are queued as there are workers."""
        pending: dict[Future[MandoHitError | None], Track] = {}
        waiting = iter(tracks)
        try:
            while True:
                while len(pending) < 2 * WORKERS and (track := next(waiting, None)) is not None:
                    pending[pool.submit(self._outcome, track)] = track
                if not pending:
                    return
                for future in wait(pending, return_when=FIRST_COMPLETED).done:
                    yield pending.pop(future), future.result()
                if stop.wait(0.0):
                    raise Cancelled("The downloads were stopped.", "Run the same command again to go on.")
        finally:
            for future in pending:
                future.cancel()

    def _outcome(self, track: Track) -> MandoHitError | None:
        try:
            if self.find(track) is None:
                self._fetch(track)
        except (PreviewUnavailable, PreviewNotAudio, SourceUnreachable) as error:
            return error
        except MandoHitError as error:
            if error.code.startswith("audio."):
                return error
            raise
        return None

    def _fetch(self, track: Track) -> None:
        source, _, id_ = track.preview_source.partition(":")
        if track.preview_url and source not in SIGNED:
            try:
                return self._save(track, track.preview_url)
            except (GoneError, PreviewNotAudio):
                log.info("%s: its address has expired", track.track_id)
        for _ in range(ADDRESSES_TRIED):
            if not (url := self._fresh_address(source, id_)):
                raise PreviewUnavailable("There is no preview of this song (any more).")
            try:
                return self._save(track, url)
            except GoneError:
                log.info("%s: its new address does not work (any more)", track.track_id)
        raise PreviewUnavailable("The source names a preview that it does not give.")

    def _fresh_address(self, source: str, id_: str) -> str:
        if not id_ or source not in self._sources:
            return ""
        try:
            return self._sources[source](id_)
        except GoneError:
            return ""

    def _save(self, track: Track, url: str) -> None:
        ending = PurePosixPath(urlsplit(url).path).suffix.lower()
        path = self._folder / (clip_name(track.track_id) + (ending if ending in ENDINGS else ENDINGS[0]))
        with atomic_write(path) as temporary:
            self._limiter.ask(lambda: self._once(url, temporary))
            check_preview(temporary)

    def _once(self, url: str, path: Path) -> None:
        try:
            with self._session.get(url, timeout=TIMEOUT_S, stream=True) as response:
                if response.status_code in (401, 403):
                    raise GoneError("the address has expired")
                check_status("The preview's server", response)
                if "html" in response.headers.get("Content-Type", ""):
                    raise PreviewNotAudio("A web page came in the preview's place.")
                with path.open("wb") as file:
                    for chunk in response.iter_content(CHUNK_BYTES):
                        file.write(chunk)
                        if file.tell() > MAX_BYTES:
                            raise PreviewNotAudio("What came in the preview's place is far too large.")
        except requests.exceptions.ChunkedEncodingError as error:
            raise TryLaterError("the download breaks off", 0.0) from error
        except requests.RequestException as error:
            raise TryLaterError("no connection") from error


def check_preview(path: Path) -> None:
    """Decode a clip to its end.

    Raises:
        PreviewNotAudio: it is a web page.
        AudioError: it does not decode, is shorter than a preview, or silent.
    """
    with path.open("rb") as file:
        if file.read(64).lstrip().startswith((b"<", b"{")):
            raise PreviewNotAudio("A web page came in the preview's place.")
    with open_audio(path) as stream:
        n_frames, peak = 0, 0.0
        for block in stream.blocks:
            n_frames += len(block)
            peak = max(peak, float(abs(block).max(initial=0.0)))
        duration_s = n_frames / stream.info.sample_rate_hz
    if duration_s < SHORTEST_S:
        raise AudioTooShort(f"The preview has {duration_s:.1f} s instead of 30.")
    if peak < SILENCE:
        raise AudioSilent("The preview is silent.")


def clip_name(track_id: str) -> str:
    """Return a file name for a track id, the id itself where it is valid on every system; unique per id."""
    plain = "".join(c if c.isalnum() or c in PLAIN else "_" for c in track_id)
    if plain == track_id and len(plain.encode()) <= LONGEST_NAME and not plain.startswith("."):
        return plain
    return f"{plain[: LONGEST_NAME // 4].lstrip('.')}-{hashlib.sha256(track_id.encode()).hexdigest()[:16]}"
