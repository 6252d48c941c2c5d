"""Scoring many files: whole songs side by side, results in input order, one failure never stopping the rest."""

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch

from mandohit_desktop.engine.devices import choose_device
from models.bundle import Bundle
from models.errors import Cancelled, MandoHitError
from models.report import SCHEMA, ScoreReport
from models.scorer import Scorer
from models.spec import Protocol

log = logging.getLogger(__name__)

MAX_SONGS_AT_ONCE = 4

FileProgress = Callable[[int, float], None]
"""Called with the index of an input and the share of it that is done; from several threads."""


class UnexpectedError(MandoHitError):
    """A fault in MandoHit itself; its details are in the log."""

    code = "internal"


@dataclass(frozen=True)
class Outcome:
    """What became of one input: a report or an error."""

    path: Path
    report: ScoreReport | None
    error: MandoHitError | None

    def to_json(self) -> dict[str, object]:
        """Return the result line of schema 1."""
        if self.report:
            return self.report.to_json()
        assert self.error is not None
        return {"schema": SCHEMA, "file": str(self.path), "error": self.error.to_json()}


class Engine:
    """One loaded model on one device."""

    def __init__(self, bundle: Bundle, device: str = "auto") -> None:
        self.card = bundle.card
        self.device = choose_device(device)
        self.n_processors = os.cpu_count() or 1
        self._one_song = Scorer(bundle, self.device, self.n_processors)
        self._side_by_side = self._one_song.inline()
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Make every song under way, and every later one, end with `Cancelled`."""
        self._stop.set()

    def score_all(
        self, paths: Sequence[Path], protocol: Protocol, on_progress: FileProgress | None = None
    ) -> Iterator[Outcome]:
        """Yield an outcome for each path, in order, as soon as it and all before it are there."""
        n_songs = min(MAX_SONGS_AT_ONCE, self.n_processors, len(paths))
        scorer = self._one_song if n_songs <= 1 else self._side_by_side
        pool = ThreadPoolExecutor(max(1, n_songs), "mandohit-song")
        try:
            futures = [pool.submit(self._score, scorer, path, protocol, i, on_progress) for i, path in enumerate(paths)]
            for future in futures:
                yield future.result()
        finally:
            self._stop.set()
            pool.shutdown(cancel_futures=True)
            self._stop.clear()

    def _score(
        self, scorer: Scorer, path: Path, protocol: Protocol, index: int, on_progress: FileProgress | None
    ) -> Outcome:
        def progress(share: float) -> None:
            if self._stop.is_set():
                raise Cancelled("Stopped.")
            if on_progress:
                on_progress(index, share)

        try:
            with torch.inference_mode():
                progress(0.0)
                return Outcome(path, scorer.score_file(path, protocol, progress), None)
        except MandoHitError as error:
            return Outcome(path, None, error)
        except Exception:
            log.exception("Scoring %s failed", path)
            return Outcome(
                path,
                None,
                UnexpectedError("Something unexpected went wrong with this file.", "The log has the details."),
            )
