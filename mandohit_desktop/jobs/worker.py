"""The scoring worker: one object on one thread that owns the model and scores what is queued.

Songs run side by side on a small pool, so that decoding one overlaps the inference of another. PyTorch is imported
here, on the worker's thread, once the window is on screen. All threads keep the window's priority: one of a lower
priority, set aside while it holds Python's lock, makes the window wait.
"""

import sqlite3
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.engine.errors import MandoHitError
from mandohit_desktop.jobs.pending import PendingSongs
from mandohit_desktop.jobs.queue import Job, JobQueue
from mandohit_desktop.store.history import Entry, History, NotKept
from mandohit_desktop.store.result import ModelKey

if TYPE_CHECKING:
    from mandohit_desktop.capture.source import Samples
    from mandohit_desktop.engine.cached_scorer import CachedScorer

WAKE_S = 0.05


@dataclass(frozen=True)
class ModelChoice:
    """What to score with: a model by id or folder, a device by name or `auto`, a protocol."""

    model: str
    device: str
    protocol: str


@dataclass(frozen=True)
class ModelInfo:
    """The model in use: its id, the device it really runs on, and what identifies its results."""

    id: str
    device: str
    key: ModelKey


class ScoringWorker(QObject):
    """Owns the model. Lives on a thread of its own; every slot runs there."""

    model_ready = Signal(object)
    """A `ModelInfo`: the model is loaded and warm."""
    model_failed = Signal(object)
    """A `Failure`."""
    scored = Signal(object, object)
    """A `Job` and the `Entry` it led to."""
    failed = Signal(object, object)
    """A `Job` and a `Failure`."""
    kept = Signal(object, object)
    """A `Job` that failed because its score could not be kept, and the `Entry` it led to after all."""

    def __init__(self, queue: JobQueue, pending: PendingSongs, history: History) -> None:
        super().__init__()
        self._queue = queue
        self._pending = pending
        self._history = history
        self._scorer: CachedScorer | None = None
        self._not_kept: list[tuple[Job, ModelKey]] = []
        self.stopping = threading.Event()

    @Slot(object)
    def load(self, choice: ModelChoice) -> None:
        """Load and warm up a model; the one before stays in use where that fails."""
        try:
            from mandohit_desktop.engine.batch import Engine
            from mandohit_desktop.engine.cached_scorer import CachedScorer
            from mandohit_desktop.engine.registry import load_model

            engine = Engine(load_model(choice.model), choice.device)
            scorer = CachedScorer(engine, self._history, choice.protocol)
            engine.warm_up()
        except Exception as error:  # noqa: BLE001  every fault becomes a value for the window
            self.model_failed.emit(Failure.of(error))
            return
        self._scorer = scorer
        self.model_ready.emit(ModelInfo(engine.card.id, engine.device, scorer.key))

    @Slot()
    def drain(self) -> None:
        """Score until the queue is empty or held."""
        scorer = self._scorer
        if scorer is None:
            return
        n_at_once = scorer.engine.n_songs_at_once
        under_way: set[Future[Entry]] = set()
        jobs: dict[Future[Entry], Job] = {}
        with ThreadPoolExecutor(n_at_once, "mandohit-song") as pool:
            while not self.stopping.is_set():
                while len(under_way) < n_at_once and (job := self._queue.take()):
                    future = self._start(pool, scorer, job)
                    under_way.add(future)
                    jobs[future] = job
                if not under_way:
                    break
                finished, under_way = wait(under_way, WAKE_S, FIRST_COMPLETED)
                for future in finished:
                    self._finish(jobs.pop(future), future)

    @Slot()
    def keep_again(self) -> None:
        """Keep the scores that could not be kept before."""
        try:
            self._history.keep_held()
            entries = [(job, self._history.find_entry(job.path, key)) for job, key in self._not_kept]
        except sqlite3.Error:
            return
        self._not_kept.clear()
        self._pending.remove([job.path for job, _ in entries])
        for job, entry in entries:
            if entry:
                self.kept.emit(job, entry)

    @property
    def has_all_kept(self) -> bool:
        """Whether no score waits for being kept."""
        return not self._not_kept

    def score_samples(self, samples: "Samples", sample_rate_hz: int) -> float | None:
        """Score sound that is in memory; see `Scoring.score_samples`."""
        scorer = self._scorer
        if scorer is None:
            return None
        try:
            return scorer.engine.score_samples(samples, sample_rate_hz, scorer.protocol).score
        except MandoHitError:
            return None

    def _start(self, pool: ThreadPoolExecutor, scorer: "CachedScorer", job: Job) -> "Future[Entry]":
        score = partial(scorer.score, job.path, partial(self._progress, job), alone=self._queue.has_single_job())
        try:
            return pool.submit(score)
        except RuntimeError as error:  # the system has no thread left
            refused: Future[Entry] = Future()
            refused.set_exception(error)
            return refused

    def _progress(self, job: Job, share: float) -> None:
        self._queue.report(job, share)

    def _finish(self, job: Job, future: "Future[Entry]") -> None:
        error = future.exception()
        self._queue.end(job)
        if isinstance(error, NotKept):
            self._not_kept.append((job, error.result.key))
        elif not self.stopping.is_set():
            self._pending.remove([job.path])
        if error is None:
            self.scored.emit(job, future.result())
        else:
            self.failed.emit(job, Failure.of(error))
