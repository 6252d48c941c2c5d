"""Scoring many files: whole songs side by side, results in input order, one failure never stopping the rest."""

import logging
import os
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from mandohit_desktop.core.export import error_line
from mandohit_desktop.engine.devices import choose_device
from models.audio_format import Progress, Samples
from models.bundle import Bundle
from models.errors import Cancelled, MandoHitError
from models.report import ScoreReport
from models.scorer import Scorer
from models.spec import Protocol

log = logging.getLogger(__name__)

MAX_SONGS_AT_ONCE = 4

FileProgress = Callable[[int, float], None]
"""Called with the index of an input and the share of it that is done; from several threads."""
ScoreOne = Callable[[Path, Progress, bool], dict[str, Any]]
"""Returns a file's result object; called with its path, its progress and whether it is the only song."""


class UnexpectedError(MandoHitError):
    """A fault in MandoHit itself; its details are in the log."""

    code = "internal"

    @classmethod
    def about(cls, path: Path, error: Exception) -> "UnexpectedError":
        """Log an exception that the scoring of a file led to, and return what the user is told."""
        log.error("Scoring %s failed", path, exc_info=error)
        return cls("Something unexpected went wrong with this file.", "The log has the details.")


@dataclass(frozen=True)
class Outcome:
    """What became of one input: a report, the result object, or an error."""

    path: Path
    report: dict[str, Any] | None
    error: MandoHitError | None

    def to_json(self) -> dict[str, Any]:
        """Return the result line."""
        if self.report:
            return self.report
        assert self.error is not None
        return error_line(self.path, self.error.to_json())


class Engine:
    """One loaded model on one device."""

    def __init__(self, bundle: Bundle, device: str = "auto") -> None:
        self.card = bundle.card
        self.device = choose_device(device)
        self.n_processors = os.cpu_count() or 1
        self.n_songs_at_once = min(MAX_SONGS_AT_ONCE, self.n_processors)
        self._one_song = Scorer(bundle, self.device, self.n_processors)
        self._side_by_side = self._one_song.inline()
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Make every song under way, and every later one, end with `Cancelled`."""
        self._stop.set()

    def score_file(
        self, path: Path, protocol: Protocol, on_progress: Progress | None = None, *, alone: bool = True
    ) -> ScoreReport:
        """Score one file in the caller's thread; `alone` tells that no other song is under way.

        Raises:
            AudioError: one of its kinds.
            Cancelled: from `on_progress`.
            UnexpectedError: a fault in MandoHit; the log has its details.
        """
        scorer = self._one_song if alone else self._side_by_side
        try:
            with torch.inference_mode():
                return scorer.score_file(path, protocol, on_progress)
        except MandoHitError:
            raise
        except Exception as error:
            raise UnexpectedError.about(path, error) from error

    def score_samples(self, samples: Samples, sample_rate_hz: int, protocol: Protocol) -> ScoreReport:
        """Score sound that is in memory, [frames, channels], in the caller's thread; leaves room for other songs.

        Raises:
            AudioTooShort, AudioSilent.
        """
        with torch.inference_mode():
            return self._side_by_side.score_samples(samples, sample_rate_hz, protocol)

    def warm_up(self) -> None:
        """Run the model once on quiet noise, so that the first song is not slowed by first-time work."""
        self._one_song.warm_up()

    def score_all(
        self, paths: Sequence[Path], protocol: Protocol, on_progress: FileProgress | None = None
    ) -> Generator[Outcome, None, None]:
        """Yield an outcome for each path, in order, as soon as it and all before it are there."""

        def score_one(path: Path, progress: Progress, alone: bool) -> dict[str, Any]:
            return self.score_file(path, protocol, progress, alone=alone).to_json()

        return self.side_by_side(paths, score_one, on_progress)

    def side_by_side(
        self, paths: Sequence[Path], score_one: ScoreOne, on_progress: FileProgress | None = None
    ) -> Generator[Outcome, None, None]:
        """Do as `score_all` does with another way to score one file."""
        n_songs = min(self.n_songs_at_once, len(paths))
        alone = n_songs <= 1
        pool = ThreadPoolExecutor(max(1, n_songs), "mandohit-song")
        try:
            futures = [pool.submit(self._score, path, score_one, i, on_progress, alone) for i, path in enumerate(paths)]
            for future in futures:
                yield future.result()
        finally:
            self._stop.set()
            pool.shutdown(cancel_futures=True)
            self._stop.clear()

    def _score(
        self, path: Path, score_one: ScoreOne, index: int, on_progress: FileProgress | None, alone: bool
    ) -> Outcome:
        def progress(share: float) -> None:
            if self._stop.is_set():
                raise Cancelled("Stopped.")
            if on_progress:
                on_progress(index, share)

        try:
            progress(0.0)
            return Outcome(path, score_one(path, progress, alone), None)
        except MandoHitError as error:
            return Outcome(path, None, error)
        except Exception as error:
            return Outcome(path, None, UnexpectedError.about(path, error))
