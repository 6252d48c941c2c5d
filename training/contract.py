"""What a rebuild, a process of its own, and the program that starts and follows it agree on.

The steps, the states of the progress stream, the files that the other side reads, and what an evaluation shows.
Standard library only: the application imports this module of `training`, and the command line.
"""

from enum import Enum, StrEnum
from math import isfinite


class Step(StrEnum):
    """A step of a rebuild, in order, by its name on the command line and in the progress stream."""

    CHECK = "check"
    FEATURES = "features"
    SPLIT = "split"
    FIT = "fit"
    CALIBRATE = "calibrate"
    BASELINE = "baseline"
    EVALUATE = "evaluate"
    EXPORT = "export"


CORPUS = "corpus"
"""The step that makes the manifest, for a folder of songs; a command of its own."""
ALL_STEPS = "all"
"""Runs every step that is not done."""
STANDARDISER = "standardiser"
DESCRIPTORS = "descriptors"
PARTS = {STANDARDISER: Step.FEATURES, DESCRIPTORS: Step.BASELINE}
"""Names in the progress stream that are part of a step."""


class StepStatus(StrEnum):
    """The `state` of a line of the progress stream."""

    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    FAILED = "failed"


SIDES = ("train", "validation", "test")

STEPS_FILE = "steps.json"
SPLIT_FILE = "split.json"
FIT_FOLDER = "fit"
CURVES_FILE = "curves.csv"
EVALUATION_FILE = "evaluation.json"
REPORT_FILE = "report.html"
BUNDLE_FOLDER = "bundle"
"""Holds the finished model, in a folder of its id."""

MIN_TEST_SONGS = 20
"""With fewer test songs the bootstrapped interval is itself a matter of chance."""
MAX_INTERVAL_WIDTH = 0.2
"""A wider interval of the rank correlation does not show how strong the relation is."""


class Evidence(Enum):
    """What the rank correlation of the test songs shows."""

    UNDEFINED = "predictions or labels are all the same"
    TOO_FEW_SONGS = "so few songs can show anything by chance"
    NO_RELATION = "the interval includes no relation"
    UNCERTAIN_STRENGTH = "there is a relation; the interval is too wide to show how strong it is"
    CLEAR = "there is a relation, and the interval shows how strong it is"


def evidence_of(n_songs: int, rank: float | None, low: float | None, high: float | None) -> Evidence:
    """Return what a rank correlation of so many test songs and its 95 % interval show."""
    if rank is None or low is None or high is None or not isfinite(rank):
        return Evidence.UNDEFINED
    if n_songs < MIN_TEST_SONGS:
        return Evidence.TOO_FEW_SONGS
    if low <= 0.0:
        return Evidence.NO_RELATION
    return Evidence.UNCERTAIN_STRENGTH if high - low > MAX_INTERVAL_WIDTH else Evidence.CLEAR
