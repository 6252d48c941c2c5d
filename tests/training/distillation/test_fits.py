"""Augmentation and the fits, on a small library of made-up mels."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch

from models.frontend import FrontEnd
from models.popularity_model import PopularityModel
from models.spec import SPEC
from models.tagger import Tagger
from training.distillation import fits, inception
from training.distillation.augment import Level, augmented, equaliser, loudness_weights, textured, warped
from training.distillation.clips import GRID_FRAMES, POPULARITY_SHAPE, TAGGING_SHAPE, Clip, ClipLibrary
from training.distillation.fits import Sampler, Schedule


@pytest.fixture(scope="module")
def library() -> ClipLibrary:
    rng = np.random.default_rng(2)
    n = 12
    clips = [Clip(f"{i}.mp3", f"{i // 2:064d}", 0.0, i < 8) for i in range(n)]
    popularity = rng.gamma(0.5, 1.0, (n, *POPULARITY_SHAPE)).astype(np.float32)
    return ClipLibrary(clips, popularity, rng.gamma(2.0, 1.0, (n, *TAGGING_SHAPE)).astype(np.float16))


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_clips_of_a_file_stay_on_one_side(library: ClipLibrary) -> None:
    sides = [library.indices(real=True, held_out=side, share=0.5) for side in (True, False)]
    assert sorted(sides[0] + sides[1]) == list(range(8))
    hashes = [{library.clips[i].sha256 for i in side} for side in sides]
    assert not hashes[0] & hashes[1]


def test_sampler_never_draws_a_held_out_clip(library: ClipLibrary) -> None:
    sampler = Sampler(library, np.random.default_rng(0))
    held_out = {
        i for real in (True, False) for i in library.indices(real=real, held_out=True, share=fits.HELD_OUT_SHARE)
    }
    drawn = {sampler() for _ in range(500)}
    assert not drawn & held_out
    assert any(i < 8 for i in drawn)


def test_augmentation_is_of_the_same_sound_and_repeatable(library: ClipLibrary) -> None:
    made = []
    for _ in range(2):
        rng = np.random.default_rng(4)
        made.append([augmented(lambda: torch.from_numpy(library.popularity[0].copy()), rng) for _ in range(6)])
    for first, second in zip(*made, strict=True):
        assert torch.equal(first, second)
        assert first.shape == POPULARITY_SHAPE
        assert (first >= 0).all()
        level = 10 * np.log10(float(first.mean()) / library.popularity[0].mean())
        assert abs(level) < 12


def test_reach_takes_a_clip_further(library: ClipLibrary) -> None:
    def made(reach: float) -> torch.Tensor:
        rng = np.random.default_rng(4)
        return augmented(lambda: torch.from_numpy(library.tagging[0].astype(np.float32)), rng, reach)

    near, far = made(0.0), made(1.0)
    assert far.shape == near.shape
    assert (far >= 0).all()
    assert not torch.allclose(near, far)


def test_warping_moves_bands_and_time() -> None:
    ramp = torch.arange(128.0)[:, None] * torch.ones(200)
    rng = np.random.default_rng(1)
    shifts = {float(warped(ramp, rng)[64, 0]) - 64 for _ in range(60)}
    assert len(shifts) > 8
    assert all(abs(shift) <= 6 for shift in shifts)


def test_equaliser_is_smooth() -> None:
    curve = 10 * torch.log10(equaliser(np.random.default_rng(1), 128))[:, 0]
    assert float(curve.diff().abs().max()) < 1.0


def test_level_follows_loudness_and_is_matched(library: ClipLibrary) -> None:
    level = Level(loudness_weights(22_050, 128), 50.0)
    power = torch.from_numpy(library.popularity[0])
    assert level.of(10 * power) == pytest.approx(level.of(power) + 10.0, abs=0.01)
    rng = np.random.default_rng(3)
    found = [level.of(level.matched(power * 10.0 ** rng.normal(), rng)) for _ in range(200)]
    assert np.mean(found) == pytest.approx(50.0, abs=0.5)
    assert 0.5 < np.quantile(np.abs(np.array(found) - 50.0), 0.7) < 2.0


def test_level_hears_treble_more_than_rumble() -> None:
    """White noise has the same power in every band of unit area; wide bands hold more of it."""
    weights = loudness_weights(22_050, 128)
    edges = weights[-1] / weights[10]
    assert weights.shape == (128,)
    assert float(edges) > 10
    assert float(weights[0]) < 0.5 * float(weights[10])


def test_texture_is_of_cells_and_as_deep_as_told() -> None:
    rng = np.random.default_rng(5)
    gains = [10 * torch.log10(textured(torch.ones(3, 128, 600), rng, 4.0)) for _ in range(40)]
    assert all(torch.equal(gain[0], gain[2]) for gain in gains)
    depths = np.array([float(gain[0].std()) for gain in gains])
    assert 1.0 < np.median(depths) < 4.0
    assert depths.max() < 8.0
    assert max(float(gain.diff(dim=-1).abs().max()) for gain in gains) > 3.0
    torch.testing.assert_close(textured(torch.ones(128, 600), rng, 0.0), torch.ones(128, 600))


def test_inputs_with_texture_have_the_level_of_the_real_clips(library: ClipLibrary) -> None:
    weights = loudness_weights(22_050, 128)
    level = fits.real_level(weights, [torch.from_numpy(mel) for mel in library.popularity[:8]])
    rng = np.random.default_rng(6)
    schedule = Schedule(1, 1, 1e-3, 0.3, texture_db=6.0)
    made = [schedule.augmented(lambda: torch.from_numpy(7.0 * library.popularity[0]), rng, level) for _ in range(40)]
    assert np.mean([level.of(mel) for mel in made]) == pytest.approx(level.mean_db, abs=1.0)


def test_timeline_has_the_steps_of_every_phase(library: ClipLibrary) -> None:
    network = PopularityModel().inception.eval()
    grid = torch.from_numpy(library.popularity[:2].copy())
    with torch.no_grad():
        found = inception.timeline(network, inception.offset_streams(grid))
        assert found.shape == (2, 77, 4, 4)
        for phase in (0, 3, 6, 13):
            alone = network.steps(grid[..., phase::4][..., :319])
            torch.testing.assert_close(found.reshape(2, 77, 16)[:, 2:70, phase], alone[:, 2:70])


def test_smoothing_averages_over_sixteen_phases() -> None:
    ramp = torch.arange(77.0 * 16).reshape(1, 77, 4, 4)
    torch.testing.assert_close(inception.smoothed(ramp)[:, 1:-1], ramp[:, 1:-1])
    comb = (torch.arange(77 * 16) % 16 == 5).float().reshape(1, 77, 4, 4)
    torch.testing.assert_close(inception.smoothed(comb)[:, 1:-1], torch.full((1, 75, 4, 4), 1 / 16))


def test_offset_streams_are_the_mels_of_shifted_sound() -> None:
    signal = torch.randn(SPEC.popularity_mel.sample_rate_hz * 30, generator=torch.Generator().manual_seed(1))
    front = FrontEnd()
    grid = front.popularity_mel(signal, 512)
    assert grid.shape[1] == GRID_FRAMES
    streams = inception.offset_streams(grid[None])[0]
    for k, offset in enumerate(SPEC.protocol.offsets):
        shifted = front.popularity_mel(signal[offset:], 2048)[:, 1:322]
        torch.testing.assert_close(streams[k][:, 1:322], shifted)


def learns(fit_once: Callable[[int], bool], rounds: int = 6) -> bool:
    """Fit until it tells that it has learnt; one round mostly does, but how far it comes follows the rounding."""
    return any(fit_once(number) for number in range(rounds))


def test_the_student_learns_the_inception_of_its_teacher(library: ClipLibrary) -> None:
    torch.manual_seed(0)
    teacher = PopularityModel().inception.eval().requires_grad_(False)
    with torch.no_grad():
        teacher.output.bias.fill_(3.0)
    student = inception.fresh_inception(library, seed=1)
    smooth = Schedule(20, 2, 1e-3, 0.3, mean_weight=4.0, texture_db=4.0, smooth=True)
    schedules = (Schedule(60, 4, 5e-3), Schedule(40, 2, 1e-3, 0.7, shifts=4), smooth)
    mel = torch.from_numpy(library.popularity[:4, :, ::4].copy())
    with torch.no_grad():
        untrained = (PopularityModel().inception.eval()(mel) - teacher(mel)).abs().mean()

    def fit_once(number: int) -> bool:
        for i, schedule in enumerate(schedules):
            inception.fit_inception(teacher, student, library, schedule, seed=3 * number + i)
        with torch.no_grad():
            return bool((student(mel) - teacher(mel)).abs().mean() < 0.35 * untrained)

    assert learns(fit_once)


def test_the_tagger_and_the_regressor_learn(library: ClipLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    teacher = PopularityModel().eval().requires_grad_(False)
    teacher.tagger.output.bias.fill_(-2.0)
    tagger = Tagger()
    mels = teacher.standardise(torch.from_numpy(np.pad(library.tagging[:2], ((0, 0),) * 3 + ((0, 1),))).float())
    with torch.no_grad():
        untrained = (PopularityModel().tagger.eval()(mels) - teacher.tagger(mels)).abs().mean()

    def fit_tagger(number: int) -> bool:
        fits.fit_tagger(teacher, tagger, library, Schedule(25, 2, 3e-3), seed=number + 1)
        with torch.no_grad():
            return bool((tagger(mels) - teacher.tagger(mels)).abs().mean() < 0.3 * untrained)

    assert learns(fit_tagger)
    monkeypatch.setattr(fits, "REGRESSOR_CLIPS", 6)
    teacher.regressor.layers[-1].get_parameter("bias").fill_(5.0)

    def fit_regressor(number: int) -> bool:
        regressor = fits.fit_regressor(teacher, tagger, library, Schedule(200 * (number + 1), 2, 5e-3), seed=1)
        with torch.no_grad():
            return bool((regressor(tagger(mels)) - teacher.regressor(teacher.tagger(mels))).abs().max() < 0.5)

    assert learns(fit_regressor)
