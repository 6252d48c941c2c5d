"""The baseline step: Spotify's audio features where the manifest has them, else descriptors computed from the sound."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.errors import ConfigInvalid
from models.files import atomic_write
from training.arrays import Floats
from training.contract import DESCRIPTORS, Step
from training.corpus.track import AUDIO_FEATURES
from training.evaluation.baseline import GRIDS, bias_and_variance, searched
from training.evaluation.descriptors import check_installed, describe
from training.evaluation.metrics import measured
from training.rebuild.workspace import Workspace
from training.runtime.sampling import evenly_spaced
from training.runtime.workers import spread

STEP = Step.BASELINE
MOST_DESCRIBED = 5000
"""Songs whose descriptors are computed, over all sides."""
FEWEST_SONGS = 20


def baseline(space: Workspace) -> None:
    """Fit on the training and validation songs, measure on the test songs, write the figures."""
    if min(map(len, _sides(space).values())) < FEWEST_SONGS:
        _write(space, {"skipped": f"Fewer than {FEWEST_SONGS} songs to fit or to test: a baseline would show nothing."})
        return
    known, name = _inputs(space)
    known_on = {side: [song for song in songs if song in known] for side, songs in _sides(space).items()}
    if min(map(len, known_on.values())) < FEWEST_SONGS:
        _write(space, {"skipped": f"{name}: fewer than {FEWEST_SONGS} songs to fit or to test have them."})
        return
    matrix = {side: np.array([known[song] for song in songs]) for side, songs in known_on.items()}
    targets = {side: _targets(space, songs) for side, songs in known_on.items()}
    groups = space.main_artists(known_on["fit"])
    with space.reporter.step(STEP, len(GRIDS) + 1, "models") as progress:
        test = {}
        for model in GRIDS:
            fitted = searched(model, matrix["fit"], targets["fit"], groups)
            test[model] = measured(np.asarray(fitted.predict(matrix["test"])), targets["test"])
            progress.advance()
            space.stop.check()
        curve = bias_and_variance(matrix["fit"], targets["fit"], groups)
        progress.advance()
    counts = {side: len(songs) for side, songs in known_on.items()}
    _write(space, {"inputs": name, "songs": counts, "test": test, "learning_curve": curve})


def _sides(space: Workspace) -> dict[str, tuple[str, ...]]:
    return {"fit": space.split.train + space.split.validation, "test": space.split.test}


def _targets(space: Workspace, songs: Sequence[str]) -> Floats:
    by_id: dict[str, float] = {}
    for side in ("train", "validation", "test"):
        known = space.songs(side)
        by_id.update(zip(known.ids, known.targets.tolist(), strict=True))
    return np.array([by_id[song] for song in songs])


def _inputs(space: Workspace) -> tuple[dict[str, Floats], str]:
    """Return descriptors by song, and what they are called."""
    everyone = [song for songs in _sides(space).values() for song in songs]
    given = {
        song: np.array([space.tracks[song].features[name] for name in AUDIO_FEATURES])
        for song in everyone
        if len(space.tracks[song].features) == len(AUDIO_FEATURES)
    }
    if 2 * len(given) >= len(everyone):
        return given, "Spotify's audio features"
    try:
        check_installed()
    except ConfigInvalid as error:
        return {}, f"{error.message} {error.hint}"
    chosen = evenly_spaced(sorted(everyone), MOST_DESCRIBED)
    numbered = list(enumerate(space.sound_files(chosen)))
    found: dict[str, Floats] = {}
    with space.reporter.step(DESCRIPTORS, len(chosen), "songs") as progress:
        for place, values in spread(_describe, numbered, space.workers):
            if np.isfinite(values).all():
                found[chosen[place]] = values
            progress.advance()
            space.stop.check()
    return found, "descriptors computed from the sound"


def _describe(item: tuple[int, Path]) -> tuple[int, Floats]:
    return item[0], describe(item[1])


def _write(space: Workspace, found: dict[str, object]) -> None:
    with atomic_write(space.baseline_file) as temporary:
        temporary.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
