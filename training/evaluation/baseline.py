"""The published baseline: linear and polynomial regressions of popularity on descriptors of the sound.

Ridge regression with a grid search over five folds, a polynomial support vector regression, and a learning curve that
tells whether more songs (variance) or better descriptors (bias) would help.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, GroupKFold, KFold, learning_curve
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

from training.arrays import Floats
from training.evaluation.metrics import mse
from training.runtime.sampling import evenly_spaced

FOLDS = 5
SVR_SONGS = 3000
"""A support vector regression's time grows with the square of the songs; more than these are thinned out."""
CURVE_SHARES = np.linspace(0.1, 1.0, 8)
RIDGE, SVR_NAME = "ridge", "polynomial SVR"
GRIDS = {
    RIDGE: {"ridge__alpha": np.logspace(-2, 5, 15)},
    SVR_NAME: {"svr__C": [0.1, 1.0, 10.0], "svr__degree": [2, 3]},
}
SIMILAR = 0.1
"""Relative gap between validation and training error below which songs are not what is missing."""


def folds(groups: Sequence[str] | None, seed: int = 1) -> KFold | GroupKFold:
    """Return five folds: by artist where groups are given, else at random."""
    return GroupKFold(FOLDS) if groups is not None else KFold(FOLDS, shuffle=True, random_state=seed)


def searched(name: str, inputs: Floats, targets: Floats, groups: Sequence[str] | None) -> GridSearchCV:
    """Fit one of the two regressions, its settings chosen by cross-validation.

    Args:
        name: a key of `GRIDS`.
        inputs: [songs, descriptors].
        targets: [songs].
        groups: an artist for each song, to keep folds apart; None mixes them.
    """
    regression = Ridge() if name == RIDGE else SVR(kernel="poly", coef0=1.0, max_iter=200_000)
    search = GridSearchCV(
        make_pipeline(StandardScaler(), regression), GRIDS[name], cv=folds(groups), scoring="neg_mean_squared_error"
    )
    if name == SVR_NAME:
        chosen = evenly_spaced(range(len(targets)), SVR_SONGS)
        inputs, targets = inputs[chosen], targets[chosen]
        groups = None if groups is None else [groups[i] for i in chosen]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return search.fit(inputs, targets, groups=groups)


def out_of_fold(name: str, inputs: Floats, targets: Floats, groups: Sequence[str] | None) -> Floats:
    """Return predictions, [songs], each from a model that saw neither the song nor its group, search included."""
    predictions = np.zeros(len(targets))
    for train, test in folds(groups).split(inputs, targets, groups):
        inner = None if groups is None else [groups[i] for i in train]
        predictions[test] = searched(name, inputs[train], targets[train], inner).predict(inputs[test])
    return predictions


def diagnosis(train: float, validation: float, constant: float) -> str:
    """Say what the learning curve's end means, given both errors and that of predicting the mean."""
    explained = 1.0 - validation / constant
    found = f"With all songs the error is {train:.1f} in training and {validation:.1f} in validation"
    if validation > (1.0 + SIMILAR) * train:
        return f"{found}: variance. More songs would help."
    return (
        f"{found}, with little between them: bias. More songs will hardly help; the descriptors explain only "
        f"{explained:.0%} of the variance."
    )


def bias_and_variance(inputs: Floats, targets: Floats, groups: Sequence[str] | None) -> dict[str, Any]:
    """Return the ridge regression's learning curve: songs, training and validation error, and what it means."""
    best = searched(RIDGE, inputs, targets, groups).best_estimator_
    sizes, train, validation = learning_curve(
        best, inputs, targets, groups=groups, cv=folds(groups), train_sizes=CURVE_SHARES,
        scoring="neg_mean_squared_error", shuffle=True, random_state=1,
    )[:3]  # fmt: skip
    errors = {"train": -train.mean(axis=1), "validation": -validation.mean(axis=1)}
    constant = mse(np.full(len(targets), targets.mean()), targets)
    return {
        "songs": [int(size) for size in sizes],
        **{name: [float(value) for value in values] for name, values in errors.items()},
        "diagnosis": diagnosis(float(errors["train"][-1]), float(errors["validation"][-1]), constant),
    }
