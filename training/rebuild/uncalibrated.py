"""The fitted model as a bundle before its tables are known: what calibration and evaluation score songs with."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from models import bundle
from models.bundle import Card
from models.errors import AudioError, BundleError
from models.report import ScoreReport
from models.scorer import Scorer
from models.spec import Protocol
from training.evaluation.reference_tables import unknown_reference
from training.fit.loop import BEST_FILE
from training.fit.predict import assembled
from training.rebuild.workspace import Workspace
from training.runtime.workers import spread

SONGS_A_JOB = 16


def uncalibrated_folder(space: Workspace) -> Path:
    """Return the folder of a bundle with the fitted weights and tables that say nothing, made where it is not there."""
    folder, inputs = space.fit_folder / "candidate", space.inputs("features", "split", "fit")
    try:
        if bundle.read_card(folder).about.get("inputs") == inputs:
            return folder
    except BundleError:
        pass
    model = assembled(space.fit_folder / BEST_FILE, space.tagger.model, space.standardiser_file)
    card = Card("candidate", space.tagger.card.tags, unknown_reference(), {"inputs": inputs})
    bundle.save(folder, model, card, "# candidate\n")
    return folder


@dataclass(frozen=True)
class _Job:
    number: int
    folder: Path
    sha256: str
    paths: tuple[Path, ...]
    protocol: Protocol


@lru_cache(maxsize=1)
def _scorer(folder: Path, sha256: str) -> Scorer:
    del sha256
    return Scorer(bundle.load(folder))


def _score(job: _Job) -> tuple[int, list[ScoreReport]]:
    scorer, reports = _scorer(job.folder, job.sha256), []
    for path in job.paths:
        with suppress(AudioError):
            reports.append(scorer.score_file(path, job.protocol))
    return job.number, reports


def reports_of_sound(space: Workspace, songs: Sequence[str], protocol: Protocol, step: str) -> list[ScoreReport]:
    """Score songs' files with the uncalibrated model; a file that is not there any more is left out.

    Raises:
        Cancelled: a stop was asked for.
    """
    folder, paths = uncalibrated_folder(space), space.sound_files(songs)
    sha256 = bundle.read_card(folder).weights_sha256
    jobs = [
        _Job(i, folder, sha256, tuple(paths[i : i + SONGS_A_JOB]), protocol) for i in range(0, len(paths), SONGS_A_JOB)
    ]
    reports: dict[int, list[ScoreReport]] = {}
    with space.reporter.step(step, len(paths), "songs") as progress:
        for start, found in spread(_score, jobs, space.workers):
            reports[start] = found
            progress.advance(len(paths[start : start + SONGS_A_JOB]))
            space.stop.check()
    return [report for start in sorted(reports) for report in reports[start]]
