"""A job: the songs of one request, how far they are, and what became of them."""

import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from mandohit_desktop.server.uploads import Upload
from models.report import SCHEMA
from models.spec import Protocol


class JobState(StrEnum):
    """The state of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class SongResult:
    """What became of one song.

    Attributes:
        index: the song's place in the request.
        line: the result object, under the name that the sender gave.
        raw_score: what ranks; None for a song that failed.
        status: what a request for this one song is answered with.
        fingerprint: of the song, as text, see `models.fingerprint`; empty where there is none.
        spectrogram: the spectrogram's PNG file, where one was asked for.
    """

    index: int
    line: dict[str, Any]
    raw_score: float | None
    status: int
    fingerprint: str
    spectrogram: Path | None

    def to_json(self, job_id: str) -> dict[str, Any]:
        """Return the line with what places it in its job."""
        url = f"/v1/jobs/{job_id}/songs/{self.index}/spectrogram.png" if self.spectrogram else None
        return {**self.line, "index": self.index, "spectrogram": url}


@dataclass
class BatchJob:
    """One request's songs. The worker alone writes; everybody may read.

    Attributes:
        id: unguessable.
        folder: holds the uploads and the spectrograms.
        shares: how much of each song is done, 0 to 1.
        results: in order of arrival.
        finished: resolved when there is nothing left to wait for.
    """

    id: str
    protocol: Protocol
    spectrograms: bool
    folder: Path
    uploads: list[Upload]
    shares: list[float] = field(init=False)
    results: list[SongResult] = field(default_factory=list)
    state: JobState = JobState.QUEUED
    n_taken: int = 0
    started_at: float = 0.0
    ended_at: float = 0.0
    cancelled: bool = False
    finished: Future[None] = field(default_factory=Future)

    def __post_init__(self) -> None:
        self.shares = [0.0] * len(self.uploads)

    def progress(self) -> dict[str, Any]:
        """Return how far the job is; `eta_s` is None until it can be estimated."""
        results, n_songs = list(self.results), len(self.uploads)
        share = sum(self.shares) / n_songs
        eta_s = None
        if self.state is JobState.RUNNING and 0.0 < share < 1.0:
            eta_s = round((time.monotonic() - self.started_at) * (1.0 - share) / share, 1)
        n_failed = sum(result.raw_score is None for result in results)
        return {
            "songs": n_songs,
            "done": len(results),
            "failed": n_failed,
            "share": round(share, 4),
            "eta_s": eta_s,
        }

    def summary(self) -> dict[str, Any]:
        """Return the job without its results."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "state": self.state.value,
            "protocol": self.protocol.value,
            "progress": self.progress(),
        }

    def to_json(self) -> dict[str, Any]:
        """Return the job with its results so far: best first, then the failed ones in the order they were sent."""
        scored = sorted(
            (result for result in list(self.results) if result.raw_score is not None),
            key=lambda result: (-(result.raw_score or 0.0), result.index),
        )
        failed = sorted((r for r in list(self.results) if r.raw_score is None), key=lambda result: result.index)
        return self.summary() | {"results": [result.to_json(self.id) for result in (*scored, *failed)]}
