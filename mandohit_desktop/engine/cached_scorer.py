"""Scoring with a memory: a file whose bytes were scored before, under this model and protocol, is not scored again.

The window and the watched folders score through this, so that they share one history.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.store.history import Content, Entry, History
from mandohit_desktop.store.result import ModelKey, Result
from models.audio import check_readable
from models.audio_format import Progress
from models.errors import AudioChanged, AudioMissing
from models.recording import sha256_of
from models.report import ScoreReport
from models.spec import Protocol


def to_result(report: ScoreReport) -> Result:
    """Return a report as the history keeps it."""
    detail = {
        "steps": [round(value, 4) for value in report.steps],
        "notices": [[notice.code, list(notice.values)] for notice in report.warnings],
    }
    return Result.of(report.to_json(), detail, time.time())


class CachedScorer:
    """One engine, one protocol and a history; may be used from many threads.

    Args:
        engine: scores what is new.
        history: holds the results.
        protocol: a `Protocol`, or its value.
    """

    def __init__(self, engine: Engine, history: History, protocol: str) -> None:
        self.engine = engine
        self.history = history
        self.protocol = Protocol(protocol)
        self.key = ModelKey(engine.card.weights_sha256, self.protocol.value)
        self._lock = threading.Lock()
        self._content_locks: dict[str, threading.Lock] = {}

    def score(self, path: Path, on_progress: Progress | None = None, *, alone: bool = True) -> Entry:
        """Return a file's entry in the history, scoring it first where its bytes are new.

        Args:
            path: an audio file.
            on_progress: called with the share done; may raise `Cancelled`.
            alone: whether this is the only song under way and may use all processors.

        Raises:
            AudioError: one of its kinds; AudioChanged where the score may be of neither the old nor the new content.
            Cancelled: from `on_progress`.
        """
        content = content_of(path)
        with self._locked(content.sha256):
            result = self.history.find(content.sha256, self.key)
            if result is None:
                report = self.engine.score_file(path, self.protocol, on_progress, alone=alone)
                if report.sha256 != content.sha256:
                    raise AudioChanged("The file changed while it was scored.", "Is it still being written?")
                result = to_result(report)
            return self.history.add(path, content, result)

    @contextmanager
    def _locked(self, sha256: str) -> Iterator[None]:
        """Keep other threads from scoring the same bytes at the same time."""
        with self._lock:
            own = self._content_locks.setdefault(sha256, threading.Lock())
        try:
            with own:
                yield
        finally:
            with self._lock:
                self._content_locks.pop(sha256, None)


def content_of(path: Path) -> Content:
    """Return what identifies a file's bytes.

    Raises:
        AudioError: the file cannot be read.
    """
    check_readable(path)
    try:
        status = path.stat()
    except OSError as error:
        raise AudioMissing("The file is not there (any more).", "Was it moved or deleted?") from error
    return Content(sha256_of(path), status.st_size, status.st_mtime_ns)
