"""Scoring with a memory: a file whose bytes were scored before, under this model and protocol, is not scored again.

The window, the watched folders and `mandohit score` score through this, so that they share one history.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from mandohit_desktop.engine.batch import Engine, FileProgress, Outcome
from mandohit_desktop.store.history import Content, Entry, History, NotKept
from mandohit_desktop.store.result import ModelKey, Result
from models.audio import check_readable
from models.audio_format import Progress
from models.errors import AudioChanged, AudioMissing
from models.recording import sha256_of
from models.report import ScoreReport
from models.spec import Protocol

log = logging.getLogger(__name__)


def to_result(report: ScoreReport) -> Result:
    """Return a report as the history keeps it."""
    detail = {
        "steps": [round(value, 4) for value in report.steps],
        "notices": [[notice.code, list(notice.values)] for notice in report.warnings],
        "fingerprint": report.fingerprint,
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
            NotKept: scored, but the history cannot take the result yet.
            Cancelled: from `on_progress`.
        """
        content = content_of(path, on_progress)
        with self._locked(content.sha256):
            result = self._find(content) or self._score(path, content, on_progress, alone=alone)
            return self.history.add(path, content, result)

    def score_all(
        self, paths: Sequence[Path], on_progress: FileProgress | None = None, *, fresh: bool = False
    ) -> Generator[Outcome, None, None]:
        """Yield an outcome for each path as `Engine.score_all` does, known ones without scoring.

        Results are kept, but no songs are made of the files. `fresh` scores known ones anew.
        """
        return self.engine.side_by_side(paths, partial(self._report, fresh), on_progress)

    def fingerprint(self, sha256: str) -> str:
        """Return the fingerprint of a scored content, see `models.fingerprint`; empty where there is none."""
        result = self.history.find(sha256, self.key)
        return str(result.detail.get("fingerprint", "")) if result else ""

    def _report(self, fresh: bool, path: Path, on_progress: Progress, alone: bool) -> dict[str, Any]:
        content = content_of(path, on_progress)
        with self._locked(content.sha256):
            result = None if fresh else self._find(content)
            if result is None:
                result = self._score(path, content, on_progress, alone=alone)
                with suppress(NotKept):
                    self.history.keep(content, result)
        on_progress(1.0)
        return result.report | {"file": str(path)}

    def _find(self, content: Content) -> Result | None:
        try:
            result = self.history.find(content.sha256, self.key)
        except sqlite3.Error:
            log.exception("The history cannot be read")
            return None
        return result if result and result.is_sound() and "fingerprint" in result.detail else None

    def _score(self, path: Path, content: Content, on_progress: Progress | None, *, alone: bool) -> Result:
        report = self.engine.score_file(path, self.protocol, on_progress, alone=alone)
        if report.sha256 != content.sha256:
            raise AudioChanged("The file changed while it was scored.", "Is it still being written?")
        return to_result(report)

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


def content_of(path: Path, on_progress: Progress | None = None) -> Content:
    """Return what identifies a file's bytes.

    Raises:
        AudioError: the file cannot be read.
        Cancelled: from `on_progress`.
    """
    check_readable(path)
    try:
        status = path.stat()
    except OSError as error:
        raise AudioMissing("The file is not there (any more).", "Was it moved or deleted?") from error
    hashed = sha256_of(path, partial(on_progress, 0.0) if on_progress else None)
    return Content(hashed, status.st_size, status.st_mtime_ns)
