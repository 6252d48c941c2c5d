"""How well a fit recovers a known model from its scores plus noise, by number of training clips.

    python3 run.py benchmark recovery CLIPS [--teacher ID_OR_FOLDER] [--noise SHARE] [--work FOLDER]
        [--picture FILE.svg]

A teacher model scores the clips; noise with `SHARE` of the scores' standard deviation is added, and `fit` is trained on
the noisy labels of a part of the clips. Prints for each number of training clips, over five folds of unseen clips, the
rank correlation with the noisy labels and with the teacher's scores; for comparison also the noise ceiling (the
teacher's scores against the noisy labels) and a ridge regression on the tags.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from mandohit_desktop.engine.inputs import expand
from mandohit_desktop.engine.registry import load_model
from models.scorer import Scorer
from models.shipped import DEFAULT_ID
from training.arrays import Floats
from training.config import MANDOHIT, FitConfig
from training.evaluation import plots
from training.evaluation.metrics import spearman
from training.features.build import features_folder, make_features
from training.features.shards import Features
from training.fit.dataset import Songs
from training.fit.hardware import Hardware
from training.fit.loop import BEST_FILE, fit
from training.fit.predict import load_network, predict
from training.rebuild.simple_models import ALPHAS
from training.runtime.progress import Reporter
from training.runtime.stop import StopRequest
from training.runtime.workers import Workers

FOLDS = 5
VALIDATION_SHARE = 0.2
FEWEST_STEPS = 400
RECIPE = replace(MANDOHIT.fit, target="raw", batch=16, checkpoint_s=1e9)


@dataclass(frozen=True)
class Point:
    """Rank correlations (Spearman) over all unseen clips for one number of training clips."""

    clips: int
    with_labels: float
    with_teacher: float
    ridge_with_teacher: float


def learnt(known: Songs, unseen: Songs, recipe: FitConfig, folder: Path) -> Floats:
    """Fit on clips, a fifth of them for validation, and return the predictions of unseen clips, [clips]."""
    n_validation = max(4, round(VALIDATION_SHARE * len(known)))
    epochs = max(recipe.epochs, FEWEST_STEPS * recipe.batch // (len(known) - n_validation))
    recipe = replace(recipe, epochs=epochs, patience=epochs)
    train = Songs(known.ids[n_validation:], known.targets[n_validation:], known.features)
    fit(
        train, known.subset(n_validation), folder, recipe,
        hardware=Hardware("cpu"), reporter=Reporter(), stop=StopRequest(),
    )  # fmt: skip
    return predict(load_network(folder / BEST_FILE), unseen).score


def ridge(known: Songs, unseen: Songs) -> Floats:
    """Return the predictions of a ridge regression on the tags for unseen clips, [clips]."""
    tags = [np.array([songs.features.tags(song) for song in songs.ids]) for songs in (known, unseen)]
    model = make_pipeline(StandardScaler(), RidgeCV(ALPHAS)).fit(tags[0], known.targets)
    return np.asarray(model.predict(tags[1]), dtype=np.float64)


def curve(songs: Songs, teacher: Floats, recipe: FitConfig) -> Iterator[Point]:
    """Yield a point for each number of training clips, from 20 up to all clips outside a fold."""
    order = np.random.default_rng(1).permutation(len(songs))
    folds = np.array_split(order, FOLDS)
    most = len(songs) - max(len(fold) for fold in folds)
    for n_clips in [n for n in (20, 40, 80, 160, 320, 640) if n < 0.8 * most] + [most]:
        fused, simple = np.zeros(len(songs)), np.zeros(len(songs))
        for fold in folds:
            others = np.setdiff1d(order, fold)[np.random.default_rng(2).permutation(len(songs) - len(fold))][:n_clips]
            known, unseen = (
                Songs(tuple(songs.ids[i] for i in rows), songs.targets[rows], songs.features) for rows in (others, fold)
            )
            with tempfile.TemporaryDirectory(prefix="mandohit-") as folder:
                fused[fold] = learnt(known, unseen, recipe, Path(folder))
            simple[fold] = ridge(known, unseen)
        yield Point(n_clips, spearman(fused, songs.targets), spearman(fused, teacher), spearman(simple, teacher))


def picture(points: Sequence[Point], ceiling: float) -> str:
    """Return the learning curve as SVG text."""
    lines = {
        "fit, with noisy labels": [point.with_labels for point in points],
        "fit, with teacher": [point.with_teacher for point in points],
        "noise ceiling, with noisy labels": [ceiling for _ in points],
        "ridge on tags, with teacher": [point.ridge_with_teacher for point in points],
    }
    return plots.curves("clips to learn from", "Spearman on unseen clips", [p.clips for p in points], lines, log=True)


def main() -> None:
    """Print the curve."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("clips", type=Path)
    parser.add_argument("--teacher", default=DEFAULT_ID)
    parser.add_argument("--noise", type=float, default=1.0)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "mandohit-recovery")
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    paths = {path.stem: path for path in expand([options.clips], recursive=True)}
    folder = features_folder(options.work, MANDOHIT.features)
    make_features(
        list(paths.items()), folder, MANDOHIT.features, workers=Workers(), reporter=Reporter("bar"), stop=StopRequest()
    )
    features = Features(folder)
    ids = tuple(sorted(features.songs))
    scorer = Scorer(load_model(options.teacher))
    teacher = np.array([scorer.score_file(paths[song], MANDOHIT.features.protocol).raw_score for song in ids])
    labels = teacher + np.random.default_rng(7).normal(0.0, options.noise * teacher.std(), len(ids))
    ceiling = spearman(teacher, labels)
    print(f"{len(ids)} clips; noise ceiling: Spearman {ceiling:.3f} with the noisy labels")
    print(f"{'clips':>6s} {'with labels':>12s} {'with teacher':>13s} {'ridge on tags, with teacher':>28s}")
    points = []
    for point in curve(Songs(ids, labels, features), teacher, RECIPE):
        points.append(point)
        row = f"{point.clips:6d} {point.with_labels:12.3f} {point.with_teacher:13.3f}"
        print(f"{row} {point.ridge_with_teacher:28.3f}", flush=True)
    if options.picture:
        options.picture.write_text(picture(points, ceiling), encoding="utf-8")


if __name__ == "__main__":
    main()
