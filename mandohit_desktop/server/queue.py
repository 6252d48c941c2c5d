"""The queue in front of the one loaded model: bounded, one worker, jobs take turns.

A turn is a few songs, so a single song waits for a turn of a large batch, never for all of it.
"""

import logging
import secrets
import shutil
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from mandohit_desktop.engine.batch import Engine, FileProgress, Outcome, UnexpectedError
from mandohit_desktop.engine.spectrogram import song_spectrogram
from mandohit_desktop.server.errors import Busy, NoSpace, NotFound, SongTooLong, Stopping, status_of
from mandohit_desktop.server.jobs import BatchJob, JobState, SongResult
from mandohit_desktop.server.limits import Limits
from mandohit_desktop.server.picks import JobPick
from mandohit_desktop.server.spectrogram import png
from mandohit_desktop.server.uploads import Upload
from models.audio_format import Progress
from models.errors import Cancelled
from models.spec import Protocol

log = logging.getLogger(__name__)

TIDY_EVERY_S = 60.0
LONGEST_RETRY_S = 60
TURN_MEMORY = 0.7
"""How much of the running mean of a turn's length survives the next turn."""


class Admission:
    """A place in the queue, taken before the upload is read and given back when its job is finished."""

    def __init__(self, folder: Path, n_bytes: int) -> None:
        self.folder = folder
        self.n_bytes = n_bytes
        self.job: BatchJob | None = None


class BatchQueue:
    """Owns the jobs and the one thread that scores.

    Args:
        engine: the loaded model.
        spool: the private folder for uploads.
        limits: the bounds.
    """

    def __init__(self, engine: Engine, spool: Path, limits: Limits) -> None:
        self.engine = engine
        self._spool = spool
        self._limits = limits
        self._admissions: set[Admission] = set()
        self._jobs: dict[str, BatchJob] = {}
        self._picks: dict[str, JobPick] = {}
        self._turns: deque[BatchJob] = deque()
        self._changed = threading.Condition()
        self._stopping = False
        self._mean_turn_s = 1.0
        self._worker = threading.Thread(target=self._work, name="mandohit-queue", daemon=True)

    def start(self) -> None:
        """Start the worker."""
        self._worker.start()

    def stop(self) -> None:
        """Cancel every job and tell the worker to end."""
        with self._changed:
            self._stopping = True
            for job in self._jobs.values():
                job.cancelled = True
            self._changed.notify_all()

    def join(self, timeout_s: float) -> None:
        """Wait for the worker's end."""
        self._worker.join(timeout_s)

    @contextmanager
    def admit(self, n_bytes: int) -> Iterator[Admission]:
        """Take a place for an upload of at most so many bytes; it is given back unless a job was submitted.

        Raises:
            Busy: there is no place.
            NoSpace: the disk is too full.
            Stopping: the service is about to end.
        """
        with self._changed:
            if self._stopping:
                raise Stopping("The service is stopping.", "Start it again, then send the song again.")
            self._spool.mkdir(mode=0o700, parents=True, exist_ok=True)  # systems clean their caches
            taken = sum(admission.n_bytes for admission in self._admissions)
            if len(self._admissions) >= self._limits.jobs or taken + n_bytes > self._limits.waiting_bytes:
                raise Busy(min(LONGEST_RETRY_S, max(1, round(self._mean_turn_s))))
            if shutil.disk_usage(self._spool).free < n_bytes + self._limits.spare_bytes:
                raise NoSpace("There is no room left on the disk.", "Free some space, then send the song again.")
            admission = Admission(self._spool / secrets.token_urlsafe(16), n_bytes)
            self._admissions.add(admission)
        try:
            admission.folder.mkdir(mode=0o700)
            yield admission
        finally:
            if not admission.job:
                shutil.rmtree(admission.folder, ignore_errors=True)
                self._give_back(admission)

    def submit(
        self, admission: Admission, uploads: list[Upload], protocol: Protocol, *, spectrograms: bool
    ) -> BatchJob:
        """Queue an admitted upload.

        Raises:
            Stopping: the service is about to end.
        """
        job = BatchJob(admission.folder.name, protocol, spectrograms, admission.folder, uploads)
        with self._changed:
            if self._stopping:
                raise Stopping("The service is stopping.", "Start it again, then send the song again.")
            self._tidy()
            admission.job = job
            self._jobs[job.id] = job
            self._turns.append(job)
            job.finished.add_done_callback(lambda _: self._give_back(admission))
            self._changed.notify_all()
        return job

    def get(self, job_id: str) -> BatchJob:
        """Return a job.

        Raises:
            NotFound: there is none of this id, or it was forgotten.
        """
        with self._changed:
            self._tidy()
            if job_id in self._jobs:
                return self._jobs[job_id]
        raise NotFound("There is no such job.", "Finished jobs are forgotten after a while.")

    def keep_pick(self, pick: JobPick) -> None:
        """Keep a pick for as long as its jobs, unless too many follow.

        Raises:
            NotFound: one of its jobs was forgotten.
        """
        with self._changed:
            for job_id in pick.jobs:
                self.get(job_id)
            self._picks[pick.id] = pick
            while len(self._picks) > self._limits.kept_picks:
                del self._picks[next(iter(self._picks))]

    def get_pick(self, pick_id: str) -> JobPick:
        """Return a pick.

        Raises:
            NotFound: there is none of this id, or it was forgotten.
        """
        with self._changed:
            self._tidy()
            if pick_id in self._picks:
                return self._picks[pick_id]
        raise NotFound("There is no such pick.", "Picks are forgotten with their jobs.")

    def cancel(self, job: BatchJob) -> None:
        """Stop a job; what it has scored is kept."""
        with self._changed:
            if job.finished.done():
                return
            job.cancelled = True
            if job in self._turns:
                self._turns.remove(job)
                self._finish(job)

    def forget(self, job: BatchJob) -> None:
        """Stop a job and drop its results."""
        self.cancel(job)
        job.finished.add_done_callback(lambda _: self._drop(job))

    def _give_back(self, admission: Admission) -> None:
        with self._changed:
            self._admissions.discard(admission)

    def _drop(self, job: BatchJob) -> None:
        with self._changed:
            self._jobs.pop(job.id, None)
            self._picks = {pick.id: pick for pick in self._picks.values() if job.id not in pick.jobs}
        shutil.rmtree(job.folder, ignore_errors=True)

    def _tidy(self) -> None:
        """Forget finished jobs that are too old or too many."""
        finished = sorted((job for job in self._jobs.values() if job.ended_at), key=lambda job: job.ended_at)
        n_kept = sum(len(job.results) for job in finished)
        for job in finished:
            if n_kept <= self._limits.kept_songs and time.monotonic() - job.ended_at < self._limits.keep_s:
                break
            n_kept -= len(job.results)
            self._drop(job)

    def _finish(self, job: BatchJob) -> None:
        for upload in job.uploads:
            with suppress(OSError):  # or the worker would end; the folder goes with the job
                upload.path.unlink()
        job.state = JobState.CANCELLED if job.cancelled and len(job.results) < len(job.uploads) else JobState.DONE
        job.ended_at = time.monotonic()
        job.finished.set_result(None)

    def _work(self) -> None:
        while job := self._next_job():
            started = time.monotonic()
            try:
                self._take_turn(job)
            except Exception:
                log.exception("A turn failed")
                job.cancelled = True
            turn_s = time.monotonic() - started
            self._mean_turn_s = TURN_MEMORY * self._mean_turn_s + (1.0 - TURN_MEMORY) * turn_s
            with self._changed:
                if job.cancelled or job.n_taken == len(job.uploads):
                    self._finish(job)
                else:
                    self._turns.append(job)

    def _next_job(self) -> BatchJob | None:
        with self._changed:
            while not self._turns and not self._stopping:
                self._changed.wait(TIDY_EVERY_S)
                self._tidy()
            if self._turns:
                return self._turns.popleft()
            return None

    def _take_turn(self, job: BatchJob) -> None:
        if job.state is JobState.QUEUED:
            job.state, job.started_at = JobState.RUNNING, time.monotonic()
        first = job.n_taken
        uploads = job.uploads[first : first + self._limits.songs_per_turn]
        job.n_taken += len(uploads)
        begun: dict[int, float] = {}

        def on_progress(index: int, share: float) -> None:
            if job.cancelled:
                raise Cancelled("The job was cancelled.")
            if time.monotonic() - begun.setdefault(index, time.monotonic()) > self._limits.song_s:
                raise SongTooLong("This song takes too long to score.", "Cut it, or score it with `mandohit score`.")
            job.shares[first + index] = share

        fingerprints: dict[Path, str] = {}
        for index, outcome in enumerate(self._outcomes(job, uploads, on_progress, fingerprints), first):
            if not isinstance(outcome.error, Cancelled):
                job.shares[index] = 1.0
                job.results.append(self._result(job, index, outcome, fingerprints.get(outcome.path, "")))
            with suppress(OSError):
                outcome.path.unlink(missing_ok=True)

    def _outcomes(
        self, job: BatchJob, uploads: list[Upload], on_progress: FileProgress, fingerprints: dict[Path, str]
    ) -> Iterator[Outcome]:
        """Yield an outcome for every song of a turn, even where the turn as a whole fails; fill in fingerprints."""

        def score_one(path: Path, progress: Progress, alone: bool) -> dict[str, Any]:
            report = self.engine.score_file(path, job.protocol, progress, alone=alone)
            fingerprints[path] = report.fingerprint
            return report.to_json()

        n_done = 0
        try:
            for outcome in self.engine.side_by_side([upload.path for upload in uploads], score_one, on_progress):
                n_done += 1
                yield outcome
        except Exception as error:  # noqa: BLE001  it is logged and becomes the songs' own
            for upload in uploads[n_done:]:
                yield Outcome(upload.path, None, UnexpectedError.about(upload.path, error))

    def _result(self, job: BatchJob, index: int, outcome: Outcome, fingerprint: str) -> SongResult:
        line = {**outcome.to_json(), "file": job.uploads[index].name}
        if outcome.report is None:
            return SongResult(index, line, None, status_of(outcome.error or UnexpectedError("")), "", None)
        spectrogram = self._spectrogram(job, outcome.path) if job.spectrograms else None
        return SongResult(index, line, outcome.report["raw_score"], 200, fingerprint, spectrogram)

    def _spectrogram(self, job: BatchJob, path: Path) -> Path | None:
        target = path.with_suffix(".png")

        def on_progress(share: float) -> None:
            if job.cancelled:
                raise Cancelled("The job was cancelled.")

        try:
            target.write_bytes(png(song_spectrogram(path, on_progress=on_progress)))
        except Exception:
            log.warning("No spectrogram of a song", exc_info=True)
            return None
        return target
