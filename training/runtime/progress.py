"""Progress of a step: a bar with the time left on a terminal, or one JSON object a line for another program.

The stream (`--progress json`, on standard output) is what the application's window reads; docs/training.md has its
format. Updates come a few times a second at most, so that reporting costs nothing.
"""

import json
import os
import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from tqdm import tqdm

from training.contract import StepStatus

SHORTEST_PAUSE_S = 0.2
BAR = "{desc:>12} {percentage:3.0f}% {bar} {n_fmt} of {total_fmt} {unit}, {remaining} left {postfix}"


class Reporter:
    """Where the steps report to.

    Args:
        mode: `bar`, `json` or `none`.
    """

    def __init__(self, mode: str = "none") -> None:
        self.mode = mode

    def emit(self, **fields: Any) -> None:
        """Write one line of the stream; nothing in the other modes."""
        if self.mode == "json":
            try:
                sys.stdout.write(json.dumps(fields, ensure_ascii=False) + "\n")
                sys.stdout.flush()
            except OSError:
                # The reader has closed its end; the work continues without it.
                self.mode = "none"
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, sys.stdout.fileno())
                os.close(nowhere)

    def step(self, name: str, total: int, unit: str, done: int = 0) -> "StepProgress":
        """Begin a step of so many units, some perhaps done in an earlier run."""
        return StepProgress(self, name, total, unit, done)

    def skipped(self, name: str) -> None:
        """Say that a step was done before."""
        self.emit(step=name, state=StepStatus.SKIPPED)
        if self.mode == "bar":
            sys.stderr.write(f"{name:>12} done before\n")


class StepProgress:
    """One step's progress; a context manager.

    Attributes:
        broke_off: set it where the step ends early without an error.
    """

    def __init__(self, reporter: Reporter, name: str, total: int, unit: str, done: int) -> None:
        self._reporter, self._name, self._total, self._done, self._first = reporter, name, total, done, done
        self._started = time.monotonic()
        self._next = self._started
        self._metrics: dict[str, Any] = {}
        self.broke_off = False
        shown = reporter.mode == "bar" and sys.stderr.isatty()
        self._bar = tqdm(
            total=total, initial=done, desc=name, unit=unit, bar_format=BAR, disable=not shown, file=sys.stderr
        )

    def __enter__(self) -> "StepProgress":
        self._line(StepStatus.RUNNING)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self._line(StepStatus.STOPPED if kind or self.broke_off else StepStatus.DONE)
        self._bar.close()

    def advance(self, units: int = 1, metrics: Mapping[str, Any] | None = None) -> None:
        """Note that units are done; metrics replace those shown before and are written at once."""
        self._done += units
        self._bar.update(units)
        if metrics:
            self._metrics = dict(metrics)
            self._bar.set_postfix({key: f"{value:.4g}" for key, value in metrics.items()}, refresh=False)
        if metrics or time.monotonic() >= self._next:
            self._line(StepStatus.RUNNING)

    def reach(self, done: int, total: int) -> None:
        """Note how much is done of how much is known by now, where the total grows on the way."""
        self._total = self._bar.total = total
        self.advance(done - self._done)

    def _line(self, state: StepStatus) -> None:
        now = time.monotonic()
        self._next = now + SHORTEST_PAUSE_S
        gained = self._done - self._first
        left = (now - self._started) / gained * (self._total - self._done) if gained else None
        self._reporter.emit(
            step=self._name,
            state=state,
            done=self._done,
            total=self._total,
            eta_s=None if left is None else round(left, 1),
            metrics=self._metrics,
        )
