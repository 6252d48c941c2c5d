"""A rebuild of the model as a process of its own: starts the application's own command, follows its progress, stops it.

The process writes one JSON object a line (docs/training.md). Its standard input stays open; closing it asks for a stop
that keeps the checkpoint, and the end of this application closes it too.
"""

import json
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import mandohit_desktop
from mandohit_desktop.core.failure import Failure
from mandohit_desktop.jobs.rebuild import (
    Phase,
    Rebuild,
    StepState,
    TrainingState,
    read_curves,
    read_outcome,
    read_sides,
)
from models import exit_codes
from training.contract import CORPUS, CURVES_FILE, FIT_FOLDER, PARTS, SIDES, Step, StepStatus

log = logging.getLogger(__name__)

LOG_FILE = "training.log"
STOP_DEADLINE_MS = 20_000
"""How long the end of the application waits for the checkpoint."""


class Training(QObject):
    """Runs one rebuild at a time. Lives on the window's thread.

    Attributes:
        state: where it is; the same object until the next start.
    """

    changed = Signal()
    """The state is another."""
    ended = Signal()
    """The process is gone: done, stopped or failed, see the state."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = TrainingState()
        self._process: QProcess | None = None
        self._left: list[list[str]] = []

    def start(self, rebuild: Rebuild) -> None:
        """Start a rebuild, or go on with it where its work folder holds a part; nothing where one is under way."""
        if self.state.is_under_way:
            return
        self.state = TrainingState(Phase.RUNNING, rebuild, {name: StepState() for name in rebuild.steps()})
        try:
            rebuild.work.mkdir(parents=True, exist_ok=True)
            (rebuild.work / LOG_FILE).unlink(missing_ok=True)
        except OSError as error:
            self._fail(Failure("training.folder", f"{rebuild.work} cannot be written: {error.strerror}."))
            return
        self._left = rebuild.commands()
        self._start_next()

    def stop(self) -> None:
        """Ask for a stop that keeps the checkpoint."""
        if self._process is not None and self.state.phase is Phase.RUNNING:
            self.state.phase = Phase.STOPPING
            self._process.closeWriteChannel()
            self.changed.emit()

    def close(self) -> None:
        """Stop, keeping the checkpoint, and wait for the end of the process; kill it where that takes too long."""
        process = self._process
        if process is None:
            return
        self.blockSignals(True)
        self.stop()
        if not process.waitForFinished(STOP_DEADLINE_MS):
            log.warning("The training did not stop within %d s and was killed", STOP_DEADLINE_MS // 1000)
            process.kill()
            process.waitForFinished()

    def _start_next(self) -> None:
        assert self.state.rebuild is not None
        process = self._process = QProcess(self)
        process.setStandardErrorFile(str(self.state.rebuild.work / LOG_FILE), QProcess.OpenModeFlag.Append)
        process.setProcessEnvironment(_environment())
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        program, arguments = command(self._left.pop(0))
        log.info("Training: %s", " ".join(arguments))
        process.start(program, arguments)
        self.changed.emit()

    def _read(self) -> None:
        assert self._process is not None
        while self._process.canReadLine():
            line = bytes(self._process.readLine().data())
            try:
                said = json.loads(line)
                name = said["step"]
            except (ValueError, TypeError, KeyError):
                log.warning("Training said what is no progress: %r", line[:200])
                continue
            self._on_line(str(name), said)
        self.changed.emit()

    def _on_line(self, name: str, said: Mapping[str, Any]) -> None:
        state = self.state
        if said["state"] == StepStatus.FAILED:
            error = said["error"]
            state.failure = Failure(str(error["code"]), str(error["message"]))
            state.current = name if name in state.steps else state.current
            return
        whole = PARTS.get(name, name)
        step = state.steps.setdefault(whole, StepState())
        finished_part = said["state"] == StepStatus.DONE and whole != name
        state.current, step.state = whole, StepStatus.RUNNING if finished_part else said["state"]
        step.done, step.total = int(said.get("done", 0)), int(said.get("total", 0))
        step.eta_s = said.get("eta_s")
        metrics = said.get("metrics") or {}
        if name == Step.CHECK and "test" in metrics:
            state.sides = {side: int(metrics[side]) for side in SIDES}
        elif name == Step.SPLIT and said["state"] in (StepStatus.DONE, StepStatus.SKIPPED) and state.rebuild:
            # The check before may be skipped, and knows nothing of songs that turn out to be the same.
            state.sides = read_sides(state.rebuild.work) or state.sides
        elif name == Step.FIT:
            self._on_fit(metrics, skipped=said["state"] == StepStatus.SKIPPED, steps_before=step.done)

    def _on_fit(self, metrics: Mapping[str, float], *, skipped: bool, steps_before: int) -> None:
        """Keep the fit's epochs; those of an earlier run stand in its table."""
        curves, rebuild = self.state.curves, self.state.rebuild
        if not curves and rebuild is not None and (skipped or (steps_before and not metrics)):
            rows = read_curves(rebuild.work / FIT_FOLDER / CURVES_FILE)
            curves += [row for row in rows if skipped or row["step"] <= steps_before]
        if metrics and (not curves or metrics["epoch"] > curves[-1]["epoch"]):
            curves.append(dict(metrics))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            reason = self._process.errorString()
            self._forget_process()
            self._fail(Failure("training.no_start", f"The training process cannot be started: {reason}."))

    def _on_finished(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._forget_process()
        state = self.state
        crashed = status == QProcess.ExitStatus.CrashExit
        # Making a corpus ends with 1 where some files are no audio, too; it has said what failed, if it did.
        some_left_out = exit_code == exit_codes.FAILED and state.current == CORPUS and bool(self._left)
        usable = exit_code == exit_codes.OK or some_left_out
        stopped_between_steps = usable and state.phase is Phase.STOPPING and bool(self._left)
        if not crashed and (exit_code == exit_codes.INTERRUPTED or stopped_between_steps):
            state.failure = None
            self._end(Phase.STOPPED)
        elif state.failure is not None:
            self._fail(state.failure)
        elif crashed or not usable:
            self._fail(self._crash())
        elif self._left:
            self._start_next()
        else:
            self._finish()

    def _crash(self) -> Failure:
        assert self.state.rebuild is not None
        return Failure(
            "training.crashed",
            "The training process ended unexpectedly. What it has done is kept.",
            f"Its log: {self.state.rebuild.work / LOG_FILE}",
        )

    def _finish(self) -> None:
        assert self.state.rebuild is not None
        try:
            self.state.outcome = read_outcome(self.state.rebuild)
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.error("The evaluation cannot be read: %s", error)
            self._fail(self._crash())
            return
        for step in self.state.steps.values():
            step.state = StepStatus.DONE if step.state != StepStatus.SKIPPED else StepStatus.SKIPPED
        self._end(Phase.DONE)

    def _fail(self, failure: Failure) -> None:
        self.state.failure = failure
        self._end(Phase.FAILED)

    def _end(self, phase: Phase) -> None:
        self.state.phase = phase
        for step in self.state.steps.values():
            if step.state == StepStatus.RUNNING:
                step.state = StepStatus.STOPPED
        log.info("Training: %s", phase.value)
        self.changed.emit()
        self.ended.emit()

    def _forget_process(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None


def command(arguments: list[str]) -> tuple[str, list[str]]:
    """Return program and arguments of `mandohit train ...`: this very program, packaged or from source.

    On Windows the packaged window is a program of its own, without standard streams; its twin beside it has them.
    """
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        return str(program.with_stem("mandohit") if program.stem == "mandohitw" else program), ["train", *arguments]
    return sys.executable, ["-m", "mandohit_desktop", "train", *arguments]


def _environment() -> QProcessEnvironment:
    """Return this process's environment; from source, Python must find the package wherever it was started."""
    environment = QProcessEnvironment.systemEnvironment()
    if not getattr(sys, "frozen", False):
        root = str(Path(mandohit_desktop.__file__).parents[1])
        paths = [root, environment.value("PYTHONPATH")]
        environment.insert("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    return environment
