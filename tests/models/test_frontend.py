"""The front ends against librosa, which made the arrays that the published weights were trained on."""

from typing import Any

import librosa
import numpy as np
import numpy.typing as npt
import pytest
import torch

from models import frontend
from models.frontend import FrontEnd, PowerMel, hz_to_mel, mel_filter_bank, mel_to_hz
from models.spec import SPEC
from tests.synth import song

Array = npt.NDArray[np.float32]

SIZES = [(22_050, 4096, 2048), *((16_000, window, 512) for window in SPEC.tag_mel.windows)]
LENGTHS = [1, 511, 2048, 40_000]


def by_librosa(signal: Array, rate_hz: int, n_fft: int, hop: int) -> Any:
    """Compute in double precision, so that only our own rounding is seen."""
    return librosa.feature.melspectrogram(
        y=signal.astype(np.float64), sr=rate_hz, n_fft=n_fft, hop_length=hop, center=True, pad_mode="constant", power=2
    )


def mono(rate_hz: int, seconds: float = 5.0) -> Array:
    return song(seconds, rate_hz, 1)[:, 0]


@pytest.mark.parametrize(("rate_hz", "n_fft", "hop"), SIZES)
def test_mels_equal_librosas(rate_hz: int, n_fft: int, hop: int) -> None:
    signal = mono(rate_hz)
    mine = PowerMel(rate_hz, n_fft, 128, torch.device("cpu"))(torch.from_numpy(signal), hop).numpy()
    expected = by_librosa(signal, rate_hz, n_fft, hop)
    assert mine.shape == expected.shape
    assert np.abs(mine - expected).max() / expected.max() < 1e-5


@pytest.mark.parametrize(("rate_hz", "n_fft", "hop"), SIZES)
def test_quiet_bands_equal_librosas_too(rate_hz: int, n_fft: int, hop: int) -> None:
    """The tagger takes the logarithm, so white noise must agree band by band, not beside the maximum alone."""
    signal = np.random.default_rng(2).normal(size=2 * rate_hz).astype(np.float32)
    mine = PowerMel(rate_hz, n_fft, 128, torch.device("cpu"))(torch.from_numpy(signal), hop).numpy()
    np.testing.assert_allclose(mine, by_librosa(signal, rate_hz, n_fft, hop), rtol=1e-3, atol=1e-9)


@pytest.mark.parametrize(("rate_hz", "n_fft"), [size[:2] for size in SIZES])
def test_filter_bank_equals_librosas(rate_hz: int, n_fft: int) -> None:
    bank = mel_filter_bank(rate_hz, n_fft, 128)
    assert bank.shape == (128, 1 + n_fft // 2)
    np.testing.assert_allclose(bank, librosa.filters.mel(sr=rate_hz, n_fft=n_fft, n_mels=128), rtol=0, atol=1e-6)


def test_mel_scale_is_slaneys_both_ways() -> None:
    hz = np.array([0.0, 200.0, 999.0, 1_000.0, 1_001.0, 6_400.0, 11_025.0])
    np.testing.assert_allclose(hz_to_mel(hz), librosa.hz_to_mel(hz), rtol=1e-12)
    np.testing.assert_allclose(mel_to_hz(hz_to_mel(hz)), hz, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("n_samples", LENGTHS)
@pytest.mark.parametrize(("rate_hz", "n_fft", "hop"), SIZES)
def test_frame_counts(rate_hz: int, n_fft: int, hop: int, n_samples: int) -> None:
    mel = PowerMel(rate_hz, n_fft, 128, torch.device("cpu"))(torch.ones(n_samples), hop)
    assert mel.shape == (128, 1 + n_samples // hop)


@pytest.mark.parametrize(
    ("seconds", "popularity_frames", "tagging_frames"), [(30.0, 323, 938), (35.0, 377, 1094), (3.0, 33, 94)]
)
def test_frame_counts_of_songs(seconds: float, popularity_frames: int, tagging_frames: int) -> None:
    front_end = FrontEnd()
    popularity = front_end.popularity_mel(torch.zeros(round(22_050 * seconds)), SPEC.popularity_mel.hop_length)
    tagging = front_end.tagging_log_mels(torch.zeros(round(16_000 * seconds)))
    assert popularity.shape == (128, popularity_frames)
    assert tagging.shape == (6, 128, tagging_frames)


def test_blocks_of_frames_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    signal = torch.from_numpy(mono(16_000, 2.0))
    whole = PowerMel(16_000, 1024, 128, torch.device("cpu"))(signal, 512)
    monkeypatch.setattr(frontend, "MAX_BLOCK_FRAMES", 7)
    blocked = PowerMel(16_000, 1024, 128, torch.device("cpu"))
    assert blocked.block_frames == 7
    torch.testing.assert_close(blocked(signal, 512), whole, rtol=1e-5, atol=1e-7)


def test_signal_and_its_frames_are_left_alone() -> None:
    signal = torch.from_numpy(mono(16_000, 1.0))
    before = signal.clone()
    PowerMel(16_000, 512, 128, torch.device("cpu"))(signal, 512)
    assert torch.equal(signal, before)


def test_tagging_scales_come_in_the_order_of_their_windows() -> None:
    signal = mono(16_000, 2.0)
    log_mels = FrontEnd().tagging_log_mels(torch.from_numpy(signal)).numpy()
    for scale, window in enumerate(SPEC.tag_mel.windows):
        expected = np.log1p(SPEC.tag_mel.log_gain * by_librosa(signal, 16_000, window, 512))
        hop = SPEC.tag_mel.window_hops[scale] // SPEC.tag_mel.hop_length
        np.testing.assert_allclose(log_mels[scale][:, ::hop], expected[:, ::hop], rtol=1e-3, atol=1e-3)


def test_interpolated_frames_are_close_to_computed_ones() -> None:
    signal = mono(16_000, 8.0)
    log_mels = FrontEnd().tagging_log_mels(torch.from_numpy(signal)).numpy()
    for scale, window in enumerate(SPEC.tag_mel.windows):
        expected = np.log1p(SPEC.tag_mel.log_gain * by_librosa(signal, 16_000, window, 512))
        inside = slice(64, -64)
        pairs = [mel[:, inside].ravel() for mel in (log_mels[scale], expected)]
        assert np.corrcoef(*pairs)[0, 1] > 0.9, window


@pytest.mark.parametrize("factor", [2, 4, 8])
def test_a_lanczos_kernel_keeps_the_points_and_a_level(factor: int) -> None:
    kernel = frontend.lanczos_kernel(factor)
    mel = torch.from_numpy(np.random.default_rng(1).uniform(1.0, 9.0, (3, 20))).float()
    finer = frontend.interpolate_frames(mel, kernel, 19 * factor + 1)
    torch.testing.assert_close(finer[:, ::factor], mel)
    level = frontend.interpolate_frames(torch.full((2, 9), 5.0), kernel, 8 * factor + 1)
    torch.testing.assert_close(level, torch.full_like(level, 5.0))


@pytest.mark.parametrize("gain", [0.05, 1.0, 15.8])
def test_a_gain_after_the_logarithm_is_one_before_it(gain: float) -> None:
    power = torch.tensor([0.0, 1e-8, 1e-4, 1.0, 100.0], dtype=torch.float64) * SPEC.tag_mel.log_gain
    heard = frontend.with_gain(torch.log1p(power), torch.tensor(gain, dtype=torch.float64))
    torch.testing.assert_close(heard, torch.log1p(gain * power), rtol=1e-6, atol=1e-9)


def test_finer_hop_holds_the_coarser_frames() -> None:
    """The sub-hop offsets are every fourth frame of a grid of 512."""
    signal = torch.from_numpy(mono(22_050, 4.0))
    front_end = FrontEnd()
    fine, coarse = front_end.popularity_mel(signal, 512), front_end.popularity_mel(signal, 2048)
    torch.testing.assert_close(fine[:, ::4], coarse, rtol=1e-4, atol=1e-6)
    later = front_end.popularity_mel(signal[512:], 2048)
    inside = slice(2, later.shape[1] - 2)  # away from the ends, where one pads with silence and the other does not
    torch.testing.assert_close(fine[:, 1::4][:, inside], later[:, inside], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("gain_db", [-12.0, 6.0])
def test_power_grows_with_the_square_of_the_gain(gain_db: float) -> None:
    signal, gain = torch.from_numpy(mono(22_050, 1.0)), 10.0 ** (gain_db / 20.0)
    front_end = FrontEnd()
    louder, plain = front_end.popularity_mel(gain * signal, 2048), front_end.popularity_mel(signal, 2048)
    torch.testing.assert_close(louder, gain**2 * plain, rtol=1e-4, atol=1e-6)


def test_a_gain_on_the_power_is_one_on_the_signal() -> None:
    signal = torch.from_numpy(mono(16_000, 2.0))
    expected = FrontEnd().tagging_log_mels(3.0 * signal)
    torch.testing.assert_close(FrontEnd().tagging_log_mels(signal, 9.0), expected, rtol=1e-4, atol=1e-4)
