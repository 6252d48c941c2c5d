"""The queue of songs to score, shared by the window and the worker; every method may be called from any thread."""

import itertools
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from mandohit_desktop.engine.errors import Cancelled


@dataclass(frozen=True)
class Job:
    """One file to score.

    Attributes:
        number: unique within the run of the application.
        path: the file.
    """

    number: int
    path: Path


@dataclass(frozen=True)
class QueueState:
    """How far the queue is.

    Attributes:
        shares: the share done of each job under way, by its number.
        n_done: jobs finished since the queue was last empty.
        n_total: jobs added since then.
        eta_s: seconds left, or None where nothing is known yet.
    """

    shares: dict[int, float] = field(default_factory=dict)
    n_done: int = 0
    n_total: int = 0
    eta_s: float | None = None


class JobQueue:
    """Jobs waiting and under way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._waiting: deque[Job] = deque()
        self._shares: dict[int, float] = {}
        self._cancelled: set[int] = set()
        self._ended: set[int] = set()
        self._n_done = self._n_total = 0
        self._started_at = 0.0
        self._held = False

    def add(self, paths: list[Path]) -> list[Job]:
        """Append files and return their jobs."""
        with self._lock:
            if not self._waiting and not self._shares:
                self._n_done = self._n_total = 0
                self._started_at = time.monotonic()
            jobs = [Job(next(self._numbers), path) for path in paths]
            self._waiting.extend(jobs)
            self._n_total += len(jobs)
            return jobs

    def take(self) -> Job | None:
        """Return the next job to start, or None while there is none or the queue is held."""
        with self._lock:
            if self._held or not self._waiting:
                return None
            job = self._waiting.popleft()
            self._shares[job.number] = 0.0
            return job

    def has_single_job(self) -> bool:
        """Return whether at most one job is under way or waiting."""
        with self._lock:
            return len(self._shares) - len(self._ended) + len(self._waiting) <= 1

    def report(self, job: Job, share: float) -> None:
        """Note the share done of a job under way.

        Raises:
            Cancelled: the user does not want it any more.
        """
        with self._lock:
            if job.number in self._cancelled:
                raise Cancelled("Stopped.")
            self._shares[job.number] = share

    def end(self, job: Job) -> None:
        """Note that a job is under way no longer; it is done once its outcome has been reported."""
        with self._lock:
            self._shares[job.number] = 1.0
            self._ended.add(job.number)

    def finish(self, job: Job) -> None:
        """Note that the outcome of a job that has ended is reported."""
        with self._lock:
            self._shares.pop(job.number, None)
            self._ended.discard(job.number)
            self._cancelled.discard(job.number)
            self._n_done += 1

    def cancel(self, numbers: set[int] | None = None) -> list[Job]:
        """Stop these jobs, or all; return those that had not started and so end at once."""
        with self._lock:
            dropped = [job for job in self._waiting if numbers is None or job.number in numbers]
            self._waiting = deque(job for job in self._waiting if job not in dropped) if numbers else deque()
            self._cancelled |= {number for number in self._shares if numbers is None or number in numbers}
            self._n_total -= len(dropped)
            return dropped

    def hold(self, held: bool) -> None:
        """Start no further job while held."""
        with self._lock:
            self._held = held

    def state(self) -> QueueState:
        """Return how far the queue is."""
        with self._lock:
            done = self._n_done + sum(self._shares.values())
            elapsed_s = time.monotonic() - self._started_at
            left = self._n_total - done
            eta_s = elapsed_s / done * left if done > 0.05 and left else None
            return QueueState(dict(self._shares), self._n_done, self._n_total, eta_s)
