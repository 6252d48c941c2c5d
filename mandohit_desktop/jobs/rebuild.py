"""What a rebuild of the model is, how far it is, and what came of it: plain values, read from its work folder."""

import csv
import json
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from mandohit_desktop.core.failure import Failure
from training import contract
from training.contract import Evidence, Step, evidence_of

STEPS: tuple[str, ...] = (contract.CORPUS, *Step)
"""What a rebuild does, in this order; `corpus` only where there is a folder and no manifest."""


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
            made.append([contract.CORPUS, "local", str(self.songs), *labels, *follow])
        options = ["--manifest", str(manifest), "--work", str(self.work), "--id", self.name]
        options += ["--config", self.recipe, "--device", self.device]
        return [*made, [contract.ALL_STEPS, *options, *(["--allow-leaky-split"] if self.leaky else []), *follow]]

    def steps(self) -> tuple[str, ...]:
        """Return the names of its steps."""
        return STEPS if self.labels is not None else STEPS[1:]

    def is_begun(self) -> bool:
        """Tell whether the work folder holds steps that are done."""
        return (self.work / contract.STEPS_FILE).exists()


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
class RebuildOutcome:
    """What the evaluation found on songs of artists that the model never heard.

    Attributes:
        songs: how many test songs.
        spearman: rank correlation of prediction and label; None where it is undefined.
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

    @property
    def evidence(self) -> Evidence:
        """What the figures show."""
        return evidence_of(self.songs, self.spearman, self.low, self.high)


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
    outcome: RebuildOutcome | None = None
    failure: Failure | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether a process is at work."""
        return self.phase in (Phase.RUNNING, Phase.STOPPING)


def read_curves(path: Path) -> list[dict[str, float]]:
    """Return a fit's epochs; none where the table is not there or not whole."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [{name: float(text) for name, text in row.items()} for row in csv.DictReader(file)]
    except (OSError, ValueError, TypeError):
        return []


def read_sides(work: Path) -> dict[str, int]:
    """Return how many songs the split put on each side; nothing where it is not there or not whole."""
    try:
        split = json.loads((work / contract.SPLIT_FILE).read_text(encoding="utf-8"))
        return {side: len(split[side]) for side in contract.SIDES}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def read_outcome(rebuild: Rebuild) -> RebuildOutcome:
    """Return what the evaluation found.

    Raises:
        OSError, ValueError, KeyError, TypeError: it is not there, or not whole.
    """
    found = json.loads((rebuild.work / contract.EVALUATION_FILE).read_text(encoding="utf-8"))
    low, high = found["intervals"]["spearman"]
    return RebuildOutcome(
        songs=int(found["split"]["test"]),
        spearman=found["model"]["spearman"],
        low=low,
        high=high,
        leaky=bool(found["split"]["leaky"]),
        report=rebuild.work / contract.REPORT_FILE,
        bundle=rebuild.work / contract.BUNDLE_FOLDER / rebuild.name,
    )
