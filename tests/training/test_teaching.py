"""Augmentation and the fits, on a small library of made-up mels."""

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from models.frontend import FrontEnd
from models.fusion import PopularityModel
from models.spec import SPEC
from models.tagger import Tagger
from training import inception_fits, teaching
from training.augment import augmented, equaliser, warped
from training.clips import GRID_FRAMES, POPULARITY_SHAPE, TAGGING_SHAPE, Clip, ClipLibrary
from training.teaching import Sampler, Schedule


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
    torch.set_num_threads(2)
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
        i for real in (True, False) for i in library.indices(real=real, held_out=True, share=teaching.HELD_OUT_SHARE)
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


def test_offset_streams_are_the_mels_of_shifted_sound() -> None:
    signal = torch.randn(SPEC.popularity_mel.sample_rate_hz * 30, generator=torch.Generator().manual_seed(1))
    front = FrontEnd()
    grid = front.popularity_mel(signal, 512)
    assert grid.shape[1] == GRID_FRAMES
    streams = inception_fits.offset_streams(grid[None])[0]
    for k, offset in enumerate(SPEC.protocol.offsets):
        shifted = front.popularity_mel(signal[offset:], 2048)[:, 1:322]
        torch.testing.assert_close(streams[k][:, 1:322], shifted)


def test_the_student_learns_the_inception_of_its_teacher(library: ClipLibrary) -> None:
    torch.manual_seed(0)
    teacher = PopularityModel().inception.eval().requires_grad_(False)
    with torch.no_grad():
        teacher.output.bias.fill_(3.0)
    student = inception_fits.fresh_inception(library, seed=1)
    for i, schedule in enumerate((Schedule(60, 4, 5e-3), Schedule(40, 2, 1e-3, 0.7, shifts=4))):
        inception_fits.fit_inception(teacher, student, library, schedule, seed=i)
    mel = torch.from_numpy(library.popularity[:4, :, ::4].copy())
    with torch.no_grad():
        untrained = (PopularityModel().inception.eval()(mel) - teacher(mel)).abs().mean()
        assert (student(mel) - teacher(mel)).abs().mean() < 0.35 * untrained


def test_the_tagger_and_the_regressor_learn(library: ClipLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    teacher = PopularityModel().eval().requires_grad_(False)
    teacher.tagger.output.bias.fill_(-2.0)
    tagger = teaching.fit_tagger(teacher, Tagger(), library, Schedule(25, 2, 3e-3), seed=1)
    mels = teacher.standardise(torch.from_numpy(np.pad(library.tagging[:2], ((0, 0),) * 3 + ((0, 1),))).float())
    with torch.no_grad():
        untrained = (PopularityModel().tagger.eval()(mels) - teacher.tagger(mels)).abs().mean()
        assert (tagger(mels) - teacher.tagger(mels)).abs().mean() < 0.3 * untrained
    monkeypatch.setattr(teaching, "REGRESSOR_CLIPS", 6)
    teacher.regressor.layers[-1].get_parameter("bias").fill_(5.0)
    regressor = teaching.fit_regressor(teacher, tagger, library, Schedule(200, 2, 5e-3), seed=1)
    with torch.no_grad():
        assert (regressor(tagger(mels)) - teacher.regressor(teacher.tagger(mels))).abs().max() < 0.5
