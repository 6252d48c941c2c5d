"""The evaluate step: every measure on the test songs, with what simple models reach, and the report."""

import json
import math
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from models import bundle
from models.errors import AudioError
from models.files import atomic_write
from models.scorer import Scorer
from training.contract import Evidence, Step, evidence_of
from training.evaluation.metrics import BOOTSTRAPPED, MEASURES, bootstrap, deciles, measured, within_artist_spearman
from training.evaluation.robustness import score_changes
from training.rebuild.calibrate import held_out_predictions, read_calibration
from training.rebuild.consistency import check_consistency
from training.rebuild.report import write_report
from training.rebuild.simple_models import simple_model_predictions
from training.rebuild.uncalibrated import uncalibrated_folder
from training.rebuild.workspace import Workspace
from training.runtime.progress import StepProgress
from training.runtime.sampling import evenly_spaced

STEP = Step.EVALUATE
BOOTSTRAP_ROUNDS = 1000
CONSISTENCY_SONGS = 12
NUISANCE_SONGS = 12
SEED = 1


def verdict(songs: int, rank: float, low: float, high: float) -> str:
    """Say in a sentence what the rank correlation of the test songs shows."""
    evidence = evidence_of(songs, rank, low, high)
    if evidence is Evidence.UNDEFINED:
        return f"The {songs} test songs show nothing: predictions or labels are all the same."
    interval = f"Spearman {rank:.2f}, 95 % interval {low:.2f} to {high:.2f}"
    if evidence is Evidence.TOO_FEW_SONGS:
        return f"The {songs} test songs show nothing: {interval}, but so few can be anything by chance. Use more songs."
    if evidence is Evidence.NO_RELATION:
        return f"The {songs} test songs show nothing: {interval}, which includes no relation at all. Use more songs."
    if evidence is Evidence.UNCERTAIN_STRENGTH:
        return f"The {songs} test songs show that there is a relation, not how strong it is: {interval}."
    return f"On {songs} test songs: {interval}."


def evaluate(space: Workspace) -> None:
    """Measure, check, and write table, figures and report.

    Raises:
        SongsMixedUp: features or predictions belong to another song.
        Cancelled: a stop was asked for.
    """
    n_songs = sum(min(n, len(space.split.test)) for n in (CONSISTENCY_SONGS, NUISANCE_SONGS))
    with space.reporter.step(STEP, len(BOOTSTRAPPED) + n_songs + 2, "parts") as progress:
        found = _figures(space, progress)
        found |= _checks(space, progress)
        with atomic_write(space.evaluation_file) as temporary:
            temporary.write_text(json.dumps(_plain(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        write_report(space)
        progress.advance()


def _figures(space: Workspace, progress: StepProgress) -> dict[str, Any]:
    predictions, real = held_out_predictions(space, "test")
    songs = space.songs("test")
    artists = space.main_artists(songs.ids)
    intervals = {}
    for name in BOOTSTRAPPED:
        intervals[name] = bootstrap(MEASURES[name], predictions.score, real, artists, BOOTSTRAP_ROUNDS, SEED)
        progress.advance()
        space.stop.check()
    simple = simple_model_predictions(space, songs)
    progress.advance()
    within, n_artists = within_artist_spearman(predictions.score, real, artists)
    figures = measured(predictions.score, real)
    _write_predictions(space)
    return {
        "verdict": verdict(len(songs), figures["spearman"], *intervals["spearman"]),
        "split": space.split.summary(),
        "target": space.config.fit.target,
        "protocol": space.config.features.protocol.value,
        "model": figures,
        "intervals": intervals,
        "components": {
            "inception": measured(predictions.inception, real),
            "tags": measured(predictions.tags, real),
        },
        "yardsticks": {name: measured(values, real) for name, values in simple.items()},
        "within_artist": {"spearman": within, "artists": n_artists},
        "deciles": [asdict(part) for part in deciles(predictions.score, real)],
        "coverage": read_calibration(space).coverage,
        "left_out": len(space.features.failures),
    }


def _checks(space: Workspace, progress: StepProgress) -> dict[str, Any]:
    predictions, _ = held_out_predictions(space, "test")
    ids = space.split.test
    sample = evenly_spaced(range(len(ids)), CONSISTENCY_SONGS)

    def on_song() -> None:
        progress.advance()
        space.stop.check()

    consistency = check_consistency(space, [ids[i] for i in sample], predictions.score[sample], on_song)
    scorer = Scorer(bundle.load(uncalibrated_folder(space)))
    changes: dict[str, list[float]] = {}
    for path in space.sound_files(evenly_spaced(ids, NUISANCE_SONGS)):
        try:
            moved = score_changes(scorer, [path], space.config.features.protocol)
        except AudioError:
            moved = {}
        for name, values in moved.items():
            changes.setdefault(name, []).extend(values)
        on_song()
    nuisance = {
        name: {"median": float(np.median(values)), "largest": max(values), "songs": len(values)}
        for name, values in changes.items()
    }
    return {"identity": asdict(consistency), "nuisance": nuisance}


def _write_predictions(space: Workspace) -> None:
    """Write the held-out songs with label, target and prediction as a table."""
    parts = []
    for side in ("validation", "test"):
        songs = space.split.side(side)
        predictions, targets = held_out_predictions(space, side)
        facts = {
            "track_id": songs,
            "side": side,
            "label": [space.tracks[song].popularity for song in songs],
            "label_source": [space.tracks[song].label_source for song in songs],
        }
        values = pd.DataFrame({"target": targets, **asdict(predictions)}).map("{:.4f}".format)
        parts.append(pd.concat([pd.DataFrame(facts), values], axis="columns"))
    with atomic_write(space.predictions_file) as temporary:
        pd.concat(parts).to_csv(temporary, index=False, lineterminator="\r\n")


def _plain(value: Any) -> Any:
    """Return JSON values, with null for what is not a number."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float | np.floating):
        return round(float(value), 6) if math.isfinite(value) else None
    return value
