"""What simple models reach on the same split: a model that does not beat them has learnt nothing of its own."""

import numpy as np

from training.arrays import Floats
from training.fit.dataset import Songs
from training.rebuild.workspace import Workspace
from training.runtime.sampling import evenly_spaced

MOST_TRAINING_SONGS = 10_000
ALPHAS = np.logspace(-2, 5, 15)


def _facts(space: Workspace, songs: Songs) -> Floats:
    """Return loudness, duration and release year, [songs, 3]; an unknown year is the middle of the known."""
    years = [space.tracks[song].release_date[:4] for song in songs.ids]
    known = [int(year) for year in years if year]
    middle = float(np.median(known)) if known else 0.0
    rows = [space.features.songs[song] for song in songs.ids]
    return np.array(
        [
            (row.loudness_lufs, row.duration_s, float(year) if year else middle)
            for row, year in zip(rows, years, strict=True)
        ]
    )


def _tags(space: Workspace, songs: Songs) -> Floats:
    return np.array([space.features.tags(song) for song in songs.ids], dtype=np.float64)


def _mel_means(space: Workspace, songs: Songs) -> Floats:
    """Return mean and standard deviation of each band's level, [songs, 256], dB."""
    rows = []
    for song in songs.ids:
        level = 10.0 * np.log10(space.features.mel(song) + 1e-10)
        rows.append(np.concatenate([level.mean(axis=1), level.std(axis=1)]))
    return np.array(rows, dtype=np.float64)


INPUTS = {"loudness, duration, year": _facts, "50 tags": _tags, "mel bands": _mel_means}


def simple_model_predictions(space: Workspace, test: Songs) -> dict[str, Floats]:
    """Return the test songs' predictions, [songs], by a constant and by ridge regressions on simple inputs."""
    from sklearn.linear_model import RidgeCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    every = space.songs("train")
    rows = evenly_spaced(range(len(every)), MOST_TRAINING_SONGS)
    train = Songs(tuple(every.ids[i] for i in rows), every.targets[rows], every.features)
    found = {"training mean": np.full(len(test), float(train.targets.mean()))}
    for name, inputs in INPUTS.items():
        model = make_pipeline(StandardScaler(), RidgeCV(ALPHAS)).fit(inputs(space, train), train.targets)
        found[f"ridge on {name}"] = np.asarray(model.predict(inputs(space, test)), dtype=np.float64)
    return found
