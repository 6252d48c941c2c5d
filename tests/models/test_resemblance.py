"""What a window sounds like, and how far that lies from songs whose spread is known."""

import numpy as np
import pytest
import torch

from models.errors import BundleDamaged
from models.report import is_unlike
from models.resemblance import Resemblance, describe

N_FEATURES, N_COMPONENTS = 6, 2


@pytest.fixture
def known() -> Resemblance:
    """Songs spread along two of six features, four of them at distances 1 to 4."""
    return Resemblance(
        mean=np.ones(N_FEATURES),
        scale=np.full(N_FEATURES, 2.0),
        components=np.eye(N_FEATURES)[:N_COMPONENTS],
        variances=np.array([4.0, 1.0]),
        residual_variance=np.array([0.25]),
        distances=np.array([1.0, 2.0, 3.0, 4.0]),
    )


def test_a_constant_window_has_its_level_and_no_spread() -> None:
    described = describe(torch.full((1, 3, 59), 2.0), torch.full((1, 5, 939), -1.0))[0]
    assert described.shape == (3 + 5 + 3 * 3 + 2 * 5,)
    assert described[:3].tolist() == [2.0] * 3
    assert described[3:8].tolist() == [-1.0] * 5
    assert described[8:].unique().numel() == 1


def test_windows_are_described_one_by_one() -> None:
    torch.manual_seed(1)
    logits, mels = torch.randn(3, 4, 59), torch.randn(3, 5, 939)
    together = describe(logits, mels)
    assert torch.equal(together[1], describe(logits[1:2], mels[1:2])[0])
    assert torch.equal(together, describe(logits, mels))


def test_what_lies_behind_the_song_is_not_described() -> None:
    torch.manual_seed(1)
    logits, mels = torch.randn(1, 4, 59), torch.randn(1, 5, 939)
    half = describe(logits, mels, 0.5)
    logits[..., 30:], mels[..., 470:] = 9.0, 9.0
    assert torch.equal(describe(logits, mels, 0.5), half)
    assert torch.isfinite(describe(logits, mels, 0.01)).all()


def test_distance_is_mahalanobis_and_what_lies_outside(known: Resemblance) -> None:
    described = np.ones((3, N_FEATURES))
    described[1, 0] += 2.0 * 4.0
    described[2, 5] += 2.0 * 3.0
    assert known.distance(described) == pytest.approx([0.0, 16.0 / 4.0, 9.0 / 0.25])


@pytest.mark.parametrize(("steps", "percentage"), [(0.0, 100.0), (1.5, 75.0), (3.5, 25.0), (9.0, 0.0)])
def test_percentage_is_the_share_that_lies_farther(known: Resemblance, steps: float, percentage: float) -> None:
    described = np.ones(N_FEATURES)
    described[1] += 2.0 * np.sqrt(steps)
    assert known.percentage(described) == percentage


def test_below_two_it_is_unlike() -> None:
    assert [is_unlike(value) for value in (None, 0.0, 1.9, 2.0, 100.0)] == [False, True, True, False, False]


def test_tables_come_back(known: Resemblance) -> None:
    again = Resemblance.from_tensors(known.to_tensors())
    described = np.random.default_rng(1).normal(size=(5, N_FEATURES))
    assert again.distance(described) == pytest.approx(known.distance(described), rel=1e-5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mean", torch.full((N_FEATURES,), torch.nan)),
        ("mean", torch.zeros(N_FEATURES - 1)),
        ("scale", torch.zeros(N_FEATURES)),
        ("components", torch.ones(N_COMPONENTS, N_FEATURES)),
        ("components", torch.zeros(0, N_FEATURES)),
        ("components", torch.ones(N_FEATURES)),
        ("variances", torch.tensor([1.0, -1.0])),
        ("variances", torch.ones(3)),
        ("residual_variance", torch.zeros(1)),
        ("distances", torch.tensor([2.0, 1.0])),
        ("distances", torch.tensor([-1.0, 1.0])),
        ("distances", torch.zeros(0)),
        ("distances", torch.tensor([1, 2])),
        ("another", torch.zeros(1)),
    ],
)
def test_damaged_tables_are_refused(known: Resemblance, name: str, value: torch.Tensor) -> None:
    with pytest.raises(BundleDamaged):
        Resemblance.from_tensors(known.to_tensors() | {name: value})


def test_a_missing_table_is_refused(known: Resemblance) -> None:
    tensors = known.to_tensors()
    del tensors["scale"]
    with pytest.raises(BundleDamaged):
        Resemblance.from_tensors(tensors)
