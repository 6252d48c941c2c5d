"""The export step: a bundle that the application loads, with a card that says where everything comes from."""

import json
from collections import Counter
from typing import Any

from models import bundle
from models.bundle import Card, check_id
from models.spec import Protocol
from training.contract import Step
from training.evaluation.resemblance_table import resemblance_of
from training.rebuild.calibrate import read_calibration
from training.rebuild.uncalibrated import reports_of_sound, uncalibrated_folder
from training.rebuild.workspace import Workspace
from training.runtime.sampling import evenly_spaced

STEP = Step.EXPORT
RESEMBLANCE_SONGS = 300
"""Training songs, heard again, that tell what songs are like."""

TEXT = """# {id}

Predicts the popularity (0-100) that a Mando-pop song would reach, from its sound alone. Predicted popularity, not
quality: good for ranking a batch, weak for one song.

{verdict}

## How it was made

`mandohit train`, configuration `{config}`: {train} songs to fit, {validation} to stop and calibrate, {test} to test.
Split: {method}. Labels: {labels}.

## Figures on the test songs

| measure | value |
|---|---|
{figures}

The 80 % interval held {coverage:.0%} of {judged} test songs; the tables come from {songs} validation songs.

## Licence

The weights are yours, as far as the songs and labels they were made from allow. The tagger is that of `{tagger}`; see
MandoHit's NOTICE for what it derives from.
"""


def export(space: Workspace) -> None:
    """Write the bundle.

    Raises:
        BundleError: the name cannot be a model's.
        Cancelled: a stop was asked for.
    """
    check_id(space.model_id)
    uncalibrated, calibration = bundle.load(uncalibrated_folder(space)), read_calibration(space)
    evaluation = json.loads(space.evaluation_file.read_text(encoding="utf-8"))
    card = Card(space.model_id, uncalibrated.card.tags, calibration.reference, _about(space, evaluation))
    text = TEXT.format(
        id=space.model_id,
        verdict=evaluation["verdict"],
        config=space.config.name,
        labels=", ".join(f"{source} ({n})" for source, n in _labels(space).items()),
        figures="\n".join(f"| {name} | {_shown(value)} |" for name, value in evaluation["model"].items()),
        coverage=calibration.coverage,
        judged=calibration.judged,
        songs=calibration.songs,
        tagger=space.tagger.card.id,
        **{name: evaluation["split"][name] for name in ("train", "validation", "test", "method")},
    )
    sample = evenly_spaced(space.split.train, RESEMBLANCE_SONGS)
    resemblance = resemblance_of(reports_of_sound(space, sample, Protocol.MATCHED, STEP))
    with space.reporter.step(STEP, 1, "bundle") as progress:
        bundle.save(space.bundle_folder, uncalibrated.model, card, text, resemblance)
        progress.advance()


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _labels(space: Workspace) -> dict[str, int]:
    return dict(Counter(track.label_source for track in space.tracks.values()))


def _about(space: Workspace, evaluation: dict[str, Any]) -> dict[str, Any]:
    dates = sorted({track.label_date for track in space.tracks.values() if track.label_date})
    return {
        "provenance": "rebuilt with `mandohit train`",
        "training_data": {
            "manifest_sha256": space.manifest_sha256,
            "labels": _labels(space),
            "label_dates": [dates[0], dates[-1]] if dates else [],
            "target": space.config.fit.target,
        },
        "split": evaluation["split"],
        "leaky": evaluation["split"]["leaky"],
        "recipe": {**space.config.to_json(), "tagger": space.tagger.card.id, "protocol": evaluation["protocol"]},
        "metrics": {
            "test": evaluation["model"],
            "intervals": evaluation["intervals"],
            "within_artist": evaluation["within_artist"],
            "interval80_coverage": evaluation["coverage"],
            "verdict": evaluation["verdict"],
        },
        "licence": "yours, as far as the songs and labels allow",
    }
