"""A rebuild of the model as a process of its own: starts the application's own command, follows its progress, stops it.

The process writes one JSON object a line (docs/training.md). Its standard input stays open; closing it asks for a stop
that keeps the checkpoint, and the end of this application closes it too.
"""

import csv
import json
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import mandohit_desktop
from mandohit_desktop.jobs.worker import Failure

log = logging.getLogger(__name__)

STEPS = ("corpus", "check", "features", "split", "fit", "calibrate", "baseline", "evaluate", "export")
"""What a rebuild does, in this order; `corpus` only where there is a folder and no manifest."""
PARTS = {"standardiser": "features", "descriptors": "baseline"}
"""Steps of the stream that are part of another one here."""
LOG_FILE = "training.log"
EXIT_OK, EXIT_FAILED, EXIT_INTERRUPTED = 0, 1, 130
PATIENCE_MS = 20_000
"""How long the end of the application waits for the checkpoint."""


@dataclass(frozen=True)
class Rebuild:
    """What to make a model from, and how.

    Attributes:
        name: the new model's id.
        songs: a manifest, or a folder of songs.
        labels: the table of labels; None where `songs` is a manifest.
        work: folder where every step leaves its result.
        recipe: `mandohit`, `published` or a TOML file.
        device: `auto`, `cpu`, `cuda` or `mps`.
        leaky: split at random instead of by artist.
    """

    name: str
    songs: Path
    labels: Path | None
    work: Path
    recipe: str = "mandohit"
    device: str = "auto"
    leaky: bool = False

    def commands(self) -> list[list[str]]:
        """Return the arguments of `mandohit train`, once for each process that it takes."""
        follow = ["--progress", "json", "--stop-on-eof"]
        manifest, made = self.songs, []
        if self.labels is not None:
            manifest = self.work / "corpus.csv"
            labels = ["--labels", str(self.labels), "--manifest", str(manifest)]
            made.append(["corpus", "local", str(self.songs), *labels, *follow])
        options = ["--manifest", str(manifest), "--work", str(self.work), "--id", self.name]
        options += ["--config", self.recipe, "--device", self.device]
        return [*made, ["all", *options, *(["--allow-leaky-split"] if self.leaky else []), *follow]]

    def steps(self) -> tuple[str, ...]:
        """Return the names of its steps."""
        return STEPS if self.labels is not None else STEPS[1:]

    def is_begun(self) -> bool:
        """Tell whether the work folder holds steps that are done."""
        return (self.work / "steps.json").exists()


class Phase(Enum):
    """Where a rebuild is."""

    IDLE = "idle"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FAILED = "failed"
    DONE = "done"


@dataclass
class StepState:
    """How far a step is; `state` is the stream's, or `waiting`."""

    state: str = "waiting"
    done: int = 0
    total: int = 0
    eta_s: float | None = None


@dataclass(frozen=True)
class Outcome:
    """What the evaluation found on songs of artists that the model never heard.

    Attributes:
        songs: how many test songs.
        spearman: rank correlation of prediction and label; None where it cannot be told.
        low, high: its 95 % interval.
        leaky: whether artists were on both sides, so that the figures are too good.
        report: the report, for a browser.
        bundle: the new model's folder.
    """

    songs: int
    spearman: float | None
    low: float | None
    high: float | None
    leaky: bool
    report: Path
    bundle: Path


@dataclass
class TrainingState:
    """All that can be shown of a rebuild.

    Attributes:
        rebuild: which one; None before the first.
        current: the step under way.
        sides: songs on each side, once they are known.
        curves: the fit's epochs: `epoch`, `train_loss`, `validation_loss`, `validation_spearman` and more.
    """

    phase: Phase = Phase.IDLE
    rebuild: Rebuild | None = None
    steps: dict[str, StepState] = field(default_factory=dict)
    current: str = ""
    sides: dict[str, int] = field(default_factory=dict)
    curves: list[dict[str, float]] = field(default_factory=list)
    outcome: Outcome | None = None
    failure: Failure | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether a process is at work."""
        return self.phase in (Phase.RUNNING, Phase.STOPPING)


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
        if not process.waitForFinished(PATIENCE_MS):
            log.warning("The training did not stop within %d s and was killed", PATIENCE_MS // 1000)
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
        if said["state"] == "failed":
            error = said["error"]
            state.failure = Failure(str(error["code"]), str(error["message"]))
            state.current = name if name in state.steps else state.current
            return
        whole = PARTS.get(name, name)
        step = state.steps.setdefault(whole, StepState())
        finished_part = said["state"] == "done" and whole != name
        state.current, step.state = whole, "running" if finished_part else said["state"]
        step.done, step.total = int(said.get("done", 0)), int(said.get("total", 0))
        step.eta_s = said.get("eta_s")
        metrics = said.get("metrics") or {}
        if name == "check" and "test" in metrics:
            state.sides = {side: int(n) for side, n in metrics.items()}
        elif name == "fit":
            self._on_fit(metrics, skipped=said["state"] == "skipped", steps_before=step.done)

    def _on_fit(self, metrics: Mapping[str, float], *, skipped: bool, steps_before: int) -> None:
        """Keep the fit's epochs; those of an earlier run stand in its table."""
        curves, rebuild = self.state.curves, self.state.rebuild
        if not curves and rebuild is not None and (skipped or (steps_before and not metrics)):
            rows = _read_curves(rebuild.work / "fit" / "curves.csv")
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
        usable = exit_code == EXIT_OK or (exit_code == EXIT_FAILED and state.current == "corpus" and self._left)
        if not crashed and (exit_code == EXIT_INTERRUPTED or (usable and state.phase is Phase.STOPPING and self._left)):
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
            self.state.outcome = _outcome(self.state.rebuild)
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.error("The evaluation cannot be read: %s", error)
            self._fail(self._crash())
            return
        for step in self.state.steps.values():
            step.state = "done" if step.state != "skipped" else "skipped"
        self._end(Phase.DONE)

    def _fail(self, failure: Failure) -> None:
        self.state.failure = failure
        self._end(Phase.FAILED)

    def _end(self, phase: Phase) -> None:
        self.state.phase = phase
        for step in self.state.steps.values():
            if step.state == "running":
                step.state = "stopped"
        log.info("Training: %s", phase.value)
        self.changed.emit()
        self.ended.emit()

    def _forget_process(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None


def command(arguments: list[str]) -> tuple[str, list[str]]:
    """Return program and arguments of `mandohit train ...`: this very program, packaged or from source."""
    if getattr(sys, "frozen", False):
        return sys.executable, ["train", *arguments]
    return sys.executable, ["-m", "mandohit_desktop", "train", *arguments]


def _environment() -> QProcessEnvironment:
    """Return this process's environment; from source, Python must find the package wherever it was started."""
    environment = QProcessEnvironment.systemEnvironment()
    if not getattr(sys, "frozen", False):
        root = str(Path(mandohit_desktop.__file__).parents[1])
        paths = [root, environment.value("PYTHONPATH")]
        environment.insert("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    return environment


def _read_curves(path: Path) -> list[dict[str, float]]:
    """Return a fit's epochs; none where the table is not there or not whole."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [{name: float(text) for name, text in row.items()} for row in csv.DictReader(file)]
    except (OSError, ValueError, TypeError):
        return []


def _outcome(rebuild: Rebuild) -> Outcome:
    found = json.loads((rebuild.work / "evaluation.json").read_text(encoding="utf-8"))
    low, high = found["intervals"]["spearman"]
    return Outcome(
        songs=int(found["split"]["test"]),
        spearman=found["model"]["spearman"],
        low=low,
        high=high,
        leaky=bool(found["split"]["leaky"]),
        report=rebuild.work / "report.html",
        bundle=rebuild.work / "bundle" / rebuild.name,
    )
