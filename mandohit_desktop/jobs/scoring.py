"""The window's side of scoring: adds songs, follows progress, changes the model; owns the worker's thread."""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.jobs.background import submit
from mandohit_desktop.jobs.pending import PendingSongs
from mandohit_desktop.jobs.queue import Job, JobQueue, QueueState
from mandohit_desktop.jobs.worker import ModelChoice, ModelInfo, ScoringWorker
from mandohit_desktop.store.history import Entry, History, NotKept

if TYPE_CHECKING:
    from mandohit_desktop.capture.source import Samples

log = logging.getLogger(__name__)

PROGRESS_INTERVAL_MS = 100
KEEP_AGAIN_MS = 5_000
STOP_DEADLINE_MS = 10_000


class Scoring(QObject):
    """Scores files in the background. Lives on the window's thread; so do all its signals.

    Attributes:
        model: the model in use; None until one is loaded.
    """

    model_loading = Signal(object)
    """A `ModelChoice`: a model is about to be loaded."""
    model_ready = Signal(object)
    """A `ModelInfo`."""
    model_failed = Signal(object)
    """A `Failure`; the model before, if any, stays in use."""
    added = Signal(object)
    """A list of `Job`s that now wait."""
    scored = Signal(object, object)
    """A `Job` and its `Entry`."""
    failed = Signal(object, object)
    """A `Job` and a `Failure`; a stopped one has the code `cancelled`.

    After one with the code of `NotKept`, `scored` follows once the score is kept.
    """
    progressed = Signal(object)
    """A `QueueState`, ten times a second while there is work and once when it ends."""

    _load = Signal(object)
    _drain = Signal()
    _keep_again = Signal()
    _found = Signal(object)

    def __init__(self, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model: ModelInfo | None = None
        self._no_model: Failure | None = None
        self.queue = JobQueue()
        self._pending = PendingSongs(history)
        self._thread = QThread()
        self._thread.setObjectName("mandohit-scoring")
        self._worker = ScoringWorker(self.queue, self._pending, history)
        self._worker.moveToThread(self._thread)
        self._searching = ThreadPoolExecutor(1, "mandohit-search")
        self._timer = QTimer(self, interval=PROGRESS_INTERVAL_MS)
        self._timer.timeout.connect(self._report)
        self._keeping = QTimer(self, interval=KEEP_AGAIN_MS)
        self._keeping.timeout.connect(self._keep_again)
        self._load.connect(self._worker.load, Qt.ConnectionType.QueuedConnection)
        self._drain.connect(self._worker.drain, Qt.ConnectionType.QueuedConnection)
        self._keep_again.connect(self._worker.keep_again, Qt.ConnectionType.QueuedConnection)
        self._worker.kept.connect(self._on_kept)
        self._worker.model_ready.connect(self._on_model_ready)
        self._worker.model_failed.connect(self._on_model_failed)
        self._worker.scored.connect(self._on_scored)
        self._worker.failed.connect(self._on_failed)
        self._found.connect(self._enqueue)
        self._thread.start()

    def use(self, choice: ModelChoice) -> None:
        """Change the model, device or protocol; songs under way are finished under the one before."""
        self.queue.hold(True)
        self.model_loading.emit(choice)
        self._load.emit(choice)

    def resume(self) -> int:
        """Score what was still waiting when the application last ended; return how many songs."""
        waiting = self._pending.all()
        if waiting:
            self.add(waiting)
        return len(waiting)

    def add(self, paths: list[Path], *, recursive: bool = True) -> None:
        """Have files, and the audio files of folders, scored; folders are searched in the background."""
        submit(self._searching, self._search, paths, recursive)

    def _search(self, paths: list[Path], recursive: bool) -> None:
        from mandohit_desktop.engine.inputs import expand

        found = list(expand(paths, recursive=recursive))
        self._pending.add(found)
        self._found.emit(found)

    @Slot(object)
    def _enqueue(self, paths: list[Path]) -> None:
        self.add_files(paths)

    def add_files(self, paths: list[Path]) -> list[Job]:
        """Have files scored that need no search; return their jobs."""
        jobs = self.queue.add(paths)
        if jobs and self._no_model:
            self.added.emit(jobs)
            self._refuse(self._no_model)
        elif jobs:
            self.added.emit(jobs)
            self._timer.start()
            self._drain.emit()
        return jobs

    def score_samples(self, samples: "Samples", sample_rate_hz: int) -> float | None:
        """Score sound that is in memory, [frames, channels], in the caller's thread; None if that cannot be done now.

        May be called from any thread.
        """
        return self._worker.score_samples(samples, sample_rate_hz)

    def cancel(self, numbers: set[int] | None = None) -> None:
        """Stop these jobs, or all."""
        dropped = self.queue.cancel(numbers)
        self._pending.remove([job.path for job in dropped])
        for job in dropped:
            self.failed.emit(job, Failure("cancelled", "Stopped."))

    def state(self) -> QueueState:
        """Return how far the queue is."""
        return self.queue.state()

    @Slot()
    def _report(self) -> None:
        state = self.queue.state()
        if state.n_done >= state.n_total:
            self._timer.stop()
        self.progressed.emit(state)

    @Slot(object, object)
    def _on_scored(self, job: Job, entry: Entry) -> None:
        self.queue.finish(job)
        self.scored.emit(job, entry)

    @Slot(object, object)
    def _on_failed(self, job: Job, failure: Failure) -> None:
        self.queue.finish(job)
        if failure.code == NotKept.code:
            self._keeping.start()
        self.failed.emit(job, failure)

    @Slot(object, object)
    def _on_kept(self, job: Job, entry: Entry) -> None:
        if self._worker.has_all_kept:
            self._keeping.stop()
        self.scored.emit(job, entry)

    @Slot(object)
    def _on_model_ready(self, model: ModelInfo) -> None:
        self.model, self._no_model = model, None
        self.model_ready.emit(model)
        self._resume()

    @Slot(object)
    def _on_model_failed(self, failure: Failure) -> None:
        self.model_failed.emit(failure)
        if self.model is None:
            self._no_model = failure
            self._refuse(failure)
        self._resume()

    def _refuse(self, failure: Failure) -> None:
        for job in self.queue.cancel():
            self.failed.emit(job, failure)

    def _resume(self) -> None:
        self.queue.hold(False)
        self._drain.emit()

    def close(self) -> None:
        """Stop all work and end the thread; no signal comes after this."""
        self.blockSignals(True)
        self._worker.stopping.set()  # first: what is cancelled from here on is scored after the next start
        self.queue.cancel()
        self._searching.shutdown(cancel_futures=True)
        self._timer.stop()
        self._keeping.stop()
        self._thread.quit()
        if not self._thread.wait(STOP_DEADLINE_MS):
            log.error("The scoring thread did not end in time")
