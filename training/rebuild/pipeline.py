"""The steps of a rebuild, one after the other; each is skipped where it was done for the same songs and choices."""

from collections.abc import Callable
from dataclasses import dataclass

from models.bundle import check_id
from training.contract import Step
from training.features.build import make_features, sounds_of
from training.features.fingerprint import name_sounds
from training.features.split import make_split, write_split
from training.fit.loop import fit
from training.rebuild.calibrate import calibrate
from training.rebuild.check import check_songs
from training.rebuild.export import export
from training.rebuild.workspace import Workspace


@dataclass(frozen=True)
class StepSpec:
    """One step of the chain.

    Attributes:
        work: does it.
        uses: sections of the configuration that decide its result.
        needs: steps that must be done before.
    """

    work: Callable[[Workspace], None]
    uses: tuple[str, ...]
    needs: tuple[str, ...]


def _features(space: Workspace) -> None:
    make_features(
        sounds_of(space.manifest_file),
        space.features_folder,
        space.config.features,
        workers=space.workers,
        reporter=space.reporter,
        stop=space.stop,
    )


def _split(space: Workspace) -> None:
    known = space.features.songs
    tracks = [track for name, track in space.tracks.items() if name in known]
    with space.reporter.step(Step.SPLIT, len(tracks), "songs") as progress:
        sounds = name_sounds(space.features, space.stop, progress.reach)
        write_split(make_split(tracks, sounds, space.config.split), space.split_file)


def _fit(space: Workspace) -> None:
    fit(
        space.songs("train"),
        space.songs("validation"),
        space.fit_folder,
        space.config.fit,
        hardware=space.hardware,
        reporter=space.reporter,
        stop=space.stop,
        inputs=space.inputs(*STEPS[Step.FIT].uses),
    )


def _baseline(space: Workspace) -> None:
    from training.rebuild.baseline import baseline  # with scikit-learn behind it

    baseline(space)


def _evaluate(space: Workspace) -> None:
    from training.rebuild.evaluate import evaluate  # with pandas and matplotlib behind it

    evaluate(space)


STEPS: dict[str, StepSpec] = {
    Step.CHECK: StepSpec(check_songs, ("split",), ()),
    Step.FEATURES: StepSpec(_features, ("features",), ()),
    Step.SPLIT: StepSpec(_split, ("features", "split"), ("features",)),
    Step.FIT: StepSpec(_fit, ("features", "split", "fit"), ("features", "split")),
    Step.CALIBRATE: StepSpec(calibrate, ("features", "split", "fit"), ("features", "split", "fit")),
    Step.BASELINE: StepSpec(_baseline, ("features", "split", "fit"), ("features", "split")),
    Step.EVALUATE: StepSpec(_evaluate, ("features", "split", "fit"), ("features", "split", "fit", "calibrate")),
    Step.EXPORT: StepSpec(export, ("features", "split", "fit", "id"), ("fit", "calibrate", "evaluate")),
}


def run_step(space: Workspace, name: str) -> None:
    """Do one step unless it is done.

    Raises:
        MandoHitError: StepMissing where an earlier one is not done, or what the step raises.
    """
    space.folder.mkdir(parents=True, exist_ok=True)
    step = STEPS[name]
    inputs = space.inputs(*step.uses)
    if space.is_done(name, inputs):
        space.reporter.skipped(name)
        return
    for need in step.needs:
        space.require(need, space.inputs(*STEPS[need].uses))
    space.stop.check()
    step.work(space)
    space.mark_done(name, inputs)


def run_all(space: Workspace) -> None:
    """Do every step that is not done.

    Raises:
        BundleError: the name cannot be a model's.
        MandoHitError: what a step raises.
    """
    check_id(space.model_id)
    for name in STEPS:
        run_step(space, name)
