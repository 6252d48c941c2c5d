"""The baseline: finds what is there, keeps artists apart, and tells bias from variance."""

from pathlib import Path

import numpy as np
import pytest

from tests.training.conftest import Corpus
from training.evaluation.baseline import RIDGE, SVR_NAME, bias_and_variance, diagnosis, out_of_fold, searched
from training.evaluation.descriptors import NAMES, describe
from training.evaluation.metrics import r2


@pytest.fixture
def linear() -> tuple[np.ndarray, np.ndarray]:
    """A linear relation with noise: R2 0.8 at best."""
    rng = np.random.default_rng(3)
    inputs = rng.normal(size=(200, 5)) * [1.0, 10.0, 0.1, 1.0, 1.0]
    return inputs, 20.0 + inputs @ [2.0, 0.2, 20.0, 0.0, 0.0] + rng.normal(0.0, 1.7, 200)


def test_ridge_finds_a_linear_relation(linear: tuple[np.ndarray, np.ndarray]) -> None:
    assert r2(out_of_fold(RIDGE, *linear, None), linear[1]) > 0.7


def test_polynomial_finds_what_a_line_cannot(linear: tuple[np.ndarray, np.ndarray]) -> None:
    inputs = linear[0][:120]
    targets = 20.0 + 3.0 * inputs[:, 0] ** 2
    fitted = {name: searched(name, inputs, targets, None).predict(inputs) for name in (RIDGE, SVR_NAME)}
    assert r2(fitted[SVR_NAME], targets) > 0.9 > 0.2 > r2(fitted[RIDGE], targets)


def test_folds_by_artist_do_not_learn_the_artist() -> None:
    rng = np.random.default_rng(5)
    artists = [str(i // 4) for i in range(80)]
    level = np.repeat(rng.normal(0.0, 10.0, 20), 4)
    inputs = np.eye(20)[np.arange(80) // 4]
    assert r2(out_of_fold(RIDGE, inputs, level, None), level) > 0.7
    assert r2(out_of_fold(RIDGE, inputs, level, artists), level) < 0.1


def test_learning_curve(linear: tuple[np.ndarray, np.ndarray]) -> None:
    curve = bias_and_variance(*linear, None)
    assert len(curve["songs"]) == len(curve["train"]) == len(curve["validation"]) == 8
    assert curve["validation"][0] > curve["validation"][-1]
    assert "bias" in diagnosis(90.0, 92.0, 100.0)
    assert "8%" in diagnosis(90.0, 92.0, 100.0)
    assert "More songs would help" in diagnosis(50.0, 92.0, 100.0)


def test_descriptors_of_a_song(corpus: Corpus) -> None:
    folder = corpus.manifest_file.parent
    values = dict(zip(NAMES, describe(folder / "歌 00.wav"), strict=True))
    assert all(np.isfinite(value) for value in values.values())
    assert 100.0 < values["tempo"] < 140.0
    assert 200.0 < values["brightness"] < 8000.0
    assert np.isnan(describe(folder / "broken.mp3")).all()
    assert np.isnan(describe(Path("nowhere.mp3"))).all()
