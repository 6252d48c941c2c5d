"""The networks: the published architecture's shapes and parameter counts, and what they share over time."""

import math

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.inception import InceptionCNN
from models.popularity_model import PopularityModel, TagRegressor
from models.tagger import Tagger

N_STEPS, N_TAGS, LENGTH = 59, 188, 256


@pytest.fixture(scope="module")
def inception() -> InceptionCNN:
    torch.manual_seed(1)
    return InceptionCNN().eval().requires_grad_(False)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    torch.manual_seed(2)
    network = Tagger().eval().requires_grad_(False)
    network.log_sigma.copy_(torch.linspace(math.log(0.3), math.log(80.0), N_TAGS))
    return network


def random(*shape: int, seed: int = 3) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def n_parameters(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def test_parameter_counts() -> None:
    """Counted by hand from the published architecture (weights + biases)."""
    first = (128 * 4 + 1) * 32 + (128 * 8 + 1) * 16 + (128 * 16 + 1) * 16
    assert n_parameters(InceptionCNN()) == first + 65 * 32 + (32 * 4 + 1) * 64 + 65 * 256 + 257 * 256 + 257
    scale = (128 * 8 + 1) * 32 + (32 * 8 + 1) * 32
    assert n_parameters(Tagger()) == 6 * scale + 193 * 512 + 513 * 512 + 513 * 188 + 188
    assert n_parameters(TagRegressor()) == 51 * 100 + 101 * 100 + 101 * 30 + 31


def test_inception_shapes(inception: InceptionCNN) -> None:
    mel = random(3, 128, 323).square()
    assert inception.linear(mel).shape == (3, 64, 320)
    assert inception.steps(mel).shape == (3, 78)
    assert inception(mel).shape == (3,)


def test_the_score_is_the_mean_of_the_steps(inception: InceptionCNN) -> None:
    mel = random(4, 128, 323).square()
    torch.testing.assert_close(inception(mel), inception.steps(mel).mean(dim=1))
    assert inception.steps(mel).std() > 0


def test_inception_equals_the_two_dimensional_network(inception: InceptionCNN) -> None:
    """The published network pads the bands (132 over 2, 140 over 6): those rows only ever meet zeros."""
    mel = random(2, 128, 323).square()
    planes = []
    for conv, pad in zip(inception.branches, (0, 2, 6), strict=True):
        kernel = F.pad(conv.weight[:, None], (0, 0, pad, pad), value=0.7)
        planes.append(F.conv2d(F.pad(mel[:, None], (pad,) * 4), kernel)[:, :, 0])
    assert all(plane.shape[-1] == 320 for plane in planes)
    torch.testing.assert_close(inception.linear(mel), torch.cat(planes, dim=1), rtol=1e-4, atol=1e-5)


def test_a_gain_after_the_first_layer_is_one_on_the_power(inception: InceptionCNN) -> None:
    mel, gains = random(2, 128, 323).square(), torch.tensor([0.3, 7.0])
    expected = inception.steps(mel * gains[:, None, None])
    torch.testing.assert_close(inception.late(inception.linear(mel), gains), expected, rtol=1e-4, atol=1e-4)


def test_a_step_sees_its_own_time_only(inception: InceptionCNN) -> None:
    """The timeline is honest: sound at the end does not move the steps of the beginning."""
    mel = random(1, 128, 323).square()
    changed = mel.clone()
    changed[:, :, 200:] *= 3
    before, after = inception.steps(mel)[0], inception.steps(changed)[0]
    torch.testing.assert_close(before[:45], after[:45])
    assert ((before[-25:] - after[-25:]).abs() > 1e-3).all()


def test_leaky_output_lets_negative_scores_through() -> None:
    network, regressor = InceptionCNN().eval().requires_grad_(False), TagRegressor().eval().requires_grad_(False)
    for output in (network.output, regressor.layers[-1]):
        output.weight.zero_()
        output.bias.fill_(-10.0)
    torch.testing.assert_close(network.steps(torch.ones(1, 128, 323)), torch.full((1, 78), -1.0))
    torch.testing.assert_close(regressor(torch.ones(1, N_TAGS)), torch.full((1,), -1.0))


def test_tagger_shapes(tagger: Tagger) -> None:
    mels = random(2, 6, 128, 939)
    early = tagger.early(mels)
    assert early.shape == (2, 6, 32, 939)
    assert tagger.logits(early).shape == (2, N_TAGS, N_STEPS)
    assert tagger(mels).shape == (2, N_TAGS)


def test_tagger_scales_are_separate_and_ordered(tagger: Tagger) -> None:
    mels = random(1, 6, 128, 939)
    for scale in range(6):
        expected = F.relu(F.conv1d(F.pad(mels[:, scale], (4, 3)), tagger.first[scale].weight, tagger.first[scale].bias))
        torch.testing.assert_close(tagger.early(mels)[:, scale], expected)


@pytest.mark.parametrize("frame", [0, 469, 938])
def test_tagger_step_sees_its_own_time_only(tagger: Tagger, frame: int) -> None:
    """A step covers 16 frames and, with both convolutions and poolings, some 40 around it."""
    mels = random(1, 6, 128, 939)
    changed = mels.clone()
    changed[..., frame] += 50.0
    change = (tagger.logits(tagger.early(mels)) - tagger.logits(tagger.early(changed)))[0].abs().amax(dim=0)
    moved = (change > 0.01).nonzero().flatten()
    assert moved.numel() > 0
    assert abs(moved - frame // 16).max() <= 2


def test_clip_weights_are_gaussian_filter_and_mean(tagger: Tagger) -> None:
    """Written out as published: Gaussian of 256, pad 128 before, 127 after, true convolution, mean."""
    signals = np.random.default_rng(4).random((N_TAGS, N_STEPS))
    expected = []
    for signal, log_sigma in zip(signals, tagger.log_sigma.double().numpy(), strict=True):
        sigma = np.exp(log_sigma)
        taps = np.arange(LENGTH) - LENGTH // 2
        gaussian = np.exp(-0.5 * (taps / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
        padded = np.concatenate([np.zeros(128), signal, np.zeros(127)])
        expected.append(np.convolve(padded, gaussian, "valid").mean())
    mine = (tagger.clip_weights().double().numpy() * signals).sum(axis=1)
    np.testing.assert_allclose(mine, expected, rtol=1e-4)


def test_loadings_weigh_the_sigmoid_of_each_step(tagger: Tagger) -> None:
    logits = torch.full((1, N_TAGS, N_STEPS), -100.0)
    logits[0, :, 30] = 100.0
    torch.testing.assert_close(tagger.loadings(logits)[0], tagger.clip_weights()[:, 30])


def test_regressor_ignores_tags_past_the_first_fifty() -> None:
    torch.manual_seed(5)
    regressor = TagRegressor().eval()
    loadings = torch.rand(4, N_TAGS)
    changed = loadings.clone()
    changed[:, 50:] = 9.0
    assert regressor(loadings).shape == (4,)
    torch.testing.assert_close(regressor(loadings), regressor(changed))
    changed[:, 49] = 1000.0
    assert ((regressor(loadings) - regressor(changed)).abs() > 0.01).all()


@pytest.mark.parametrize(("inception", "tags", "fused"), [(10.0, 20.0, 15.0), (-4.0, 4.0, 0.0), (7.0, 7.0, 7.0)])
def test_fusion_is_the_average(inception: float, tags: float, fused: float) -> None:
    assert PopularityModel().fuse(torch.tensor(inception), torch.tensor(tags)).item() == pytest.approx(fused)


def test_standardising_uses_the_corpus_statistics() -> None:
    """Never the clip's own: that is what broke the published service."""
    model = PopularityModel()
    model.standardiser_mean.copy_(random(6, 128, seed=6))
    model.standardiser_std.copy_(random(6, 128, seed=7).abs() + 0.5)
    mels = random(6, 128, 10)
    whole = model.standardise(mels)
    mean, std = model.standardiser_mean.numpy()[..., None], model.standardiser_std.numpy()[..., None]
    np.testing.assert_allclose(whole.numpy(), (mels.numpy() - mean) / std, rtol=1e-5, atol=1e-6)
    for scale in range(6):
        torch.testing.assert_close(model.standardise_scale(mels[scale], scale), whole[scale])
