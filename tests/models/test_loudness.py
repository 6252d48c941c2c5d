"""Loudness against the numbers of ITU-R BS.1770, EBU Tech 3341's cases, and an independent meter."""

import math

import numpy as np
import numpy.typing as npt
import pyloudnorm
import pytest

from models.loudness import LoudnessMeter, integrated_lufs, short_term_lufs
from tests.synth import song

Array = npt.NDArray[np.float32]
RATES = (44_100, 48_000, 96_000)


def sine(seconds: float, peak_dbfs: float, rate_hz: int = 48_000, frequency_hz: float = 1_000.0, n: int = 2) -> Array:
    """Return the same sine in n channels, [frames, n]."""
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    wave = 10.0 ** (peak_dbfs / 20.0) * np.sin(2 * np.pi * frequency_hz * t)
    return np.repeat(wave[:, None], n, axis=1).astype(np.float32)


def meter(samples: Array, rate_hz: int = 48_000, block: int | None = None) -> LoudnessMeter:
    result = LoudnessMeter(rate_hz, samples.shape[1])
    size = block or len(samples)
    for start in range(0, len(samples), size):
        result.push(samples[start : start + size])
    return result


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize(("n_channels", "lufs"), [(1, -3.01), (2, 0.0)])
def test_full_scale_sine_of_997_hz(rate_hz: int, n_channels: int, lufs: float) -> None:
    """BS.1770: one channel at 0 dBFS reads -3.01; the second adds 3.01."""
    tone = sine(5.0, 0.0, rate_hz, 997.0, n_channels)
    assert integrated_lufs(meter(tone, rate_hz).energies()) == pytest.approx(lufs, abs=0.03)


EBU_CASES: list[tuple[int, list[tuple[float, float]], float]] = [
    (48_000, [(20.0, -23.0)], -23.0),
    (48_000, [(20.0, -33.0)], -33.0),
    (44_100, [(10.0, -36.0), (60.0, -23.0), (10.0, -36.0)], -23.0),
    (48_000, [(10.0, -36.0), (60.0, -23.0), (10.0, -36.0)], -23.0),
    (48_000, [(10.0, -72.0), (10.0, -36.0), (60.0, -23.0), (10.0, -36.0), (10.0, -72.0)], -23.0),
    (48_000, [(20.0, -26.0), (20.1, -20.0), (20.0, -26.0)], -23.0),
    (96_000, [(5.0, -36.0), (30.0, -23.0), (5.0, -36.0)], -23.0),
]


@pytest.mark.parametrize(("rate_hz", "sections", "lufs"), EBU_CASES)
def test_ebu_tech_3341(rate_hz: int, sections: list[tuple[float, float]], lufs: float) -> None:
    """Cases 1 to 5, which need the relative and the absolute gate; 3 at other rates too."""
    samples = np.concatenate([sine(seconds, level, rate_hz) for seconds, level in sections])
    assert integrated_lufs(meter(samples, rate_hz).energies()) == pytest.approx(lufs, abs=0.1)


def test_surround_case_of_ebu_tech_3341() -> None:
    """Case 6: L, R -28, C -24, Ls, Rs -30 dBFS read -23; the LFE, here loud, does not count."""
    levels = np.array([-28.0, -28.0, -24.0, 0.0, -30.0, -30.0])
    samples = (sine(20.0, 0.0, n=6) * 10.0 ** (levels / 20.0)).astype(np.float32)
    assert integrated_lufs(meter(samples).energies()) == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("block", [1_000, 4_799, 48_000, 100_003])
def test_block_size_does_not_matter(block: int) -> None:
    samples = song(8.0, 48_000)
    whole, pushed = meter(samples), meter(samples, block=block)
    assert integrated_lufs(pushed.energies()) == pytest.approx(integrated_lufs(whole.energies()), abs=1e-6)
    np.testing.assert_allclose(short_term_lufs(pushed.energies()), short_term_lufs(whole.energies()), rtol=0, atol=1e-6)


def test_tiny_first_blocks() -> None:
    samples = song(4.0, 48_000)
    pushed = LoudnessMeter(48_000, 2)
    for block in (samples[:1], samples[1:8], samples[8:]):
        pushed.push(block)
    assert integrated_lufs(pushed.energies()) == pytest.approx(integrated_lufs(meter(samples).energies()), abs=1e-4)


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize("n_channels", [1, 2, 5])
def test_agrees_with_pyloudnorm(rate_hz: int, n_channels: int) -> None:
    """Pyloudnorm normalises the high-pass's numerator and so reads up to 0.05 LU low."""
    samples = song(12.0, rate_hz, n_channels)
    other = pyloudnorm.Meter(rate_hz).integrated_loudness(samples.astype(np.float64))
    mine = integrated_lufs(meter(samples, rate_hz).energies())
    assert mine == pytest.approx(other, abs=0.06)
    assert mine > other


@pytest.mark.parametrize("gain_db", [-12.0, 6.0])
def test_gain_moves_loudness_by_as_much(gain_db: float) -> None:
    samples = song(8.0, 48_000)
    louder = (samples * 10.0 ** (gain_db / 20.0)).astype(np.float32)
    assert integrated_lufs(meter(louder).energies()) - integrated_lufs(meter(samples).energies()) == pytest.approx(
        gain_db, abs=1e-3
    )


@pytest.mark.parametrize("n_channels", [1, 2, 6, 8])
@pytest.mark.parametrize("level_dbfs", [-math.inf, -80.0])
def test_silence_is_minus_infinity(n_channels: int, level_dbfs: float) -> None:
    result = meter(sine(5.0, level_dbfs, n=n_channels))
    assert integrated_lufs(result.energies()) == -math.inf
    assert set(short_term_lufs(result.energies())) == {-70.0}


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.39])
def test_less_than_one_gating_block(seconds: float) -> None:
    result = meter(sine(seconds, -10.0)) if seconds else LoudnessMeter(48_000, 2)
    assert integrated_lufs(result.energies()) == -math.inf
    assert short_term_lufs(result.energies()).size == 0


@pytest.mark.parametrize("rate_hz", [11_025, 44_100, 48_000])
def test_short_term_is_the_level_of_the_last_three_seconds(rate_hz: int) -> None:
    samples = np.concatenate([sine(5.0, -40.0, rate_hz), sine(5.0, -20.0, rate_hz)])
    result = meter(samples, rate_hz)
    values = short_term_lufs(result.energies())
    assert len(values) == len(samples) // result.step_samples - 30 + 1
    np.testing.assert_allclose(values[:20], -40.0, atol=0.15)
    np.testing.assert_allclose(values[-20:], -20.0, atol=0.15)
    half = values[round(3.5 / result.step_s)]  # half of 3.5 s to 6.5 s is loud: 3 LU below the loud part
    assert half == pytest.approx(-23.0, abs=0.15)
    assert result.step_s == pytest.approx(0.1, abs=1e-4)
