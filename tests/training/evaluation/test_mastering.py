"""What mastering does: each treatment does what it is named for, and no more."""

import numpy as np
import pytest

from training.evaluation.mastering import MASTERING
from training.evaluation.robustness import Treatment

RATE = 44_100
FASTER = {"tempo +3%": 1.03, "speed +1%": 1.01}


def tones(*frequencies_hz: float, n_channels: int = 2) -> np.ndarray:
    times = np.arange(4 * RATE) / RATE
    wave = sum(0.1 * np.sin(2 * np.pi * hz * times) for hz in frequencies_hz)
    return np.tile(np.asarray(wave, dtype=np.float32)[:, None], (1, n_channels))


def level_db(samples: np.ndarray, hz: float) -> float:
    """Return the level of a tone in the middle of the first channel."""
    middle = samples[RATE : 3 * RATE, 0] * np.hanning(2 * RATE)
    return float(20.0 * np.log10(np.abs(middle @ np.exp(-2j * np.pi * hz * np.arange(2 * RATE) / RATE))))


@pytest.mark.parametrize(("name", "treat"), MASTERING.items(), ids=MASTERING.keys())
@pytest.mark.parametrize("n_channels", [1, 2])
def test_length_channels_and_rate(name: str, treat: Treatment, n_channels: int) -> None:
    samples = tones(440.0, n_channels=n_channels)
    treated, rate = treat(samples, RATE)
    assert rate == RATE
    assert treated.dtype == np.float32
    assert treated.shape[1] == n_channels
    assert len(treated) * FASTER.get(name, 1.0) == pytest.approx(len(samples), rel=0.005)


@pytest.mark.parametrize(("shelf", "inside_hz", "outside_hz"), [("treble", 14_000.0, 200.0), ("bass", 30.0, 4_000.0)])
@pytest.mark.parametrize("decibels", [2, -2])
def test_shelves(shelf: str, inside_hz: float, outside_hz: float, decibels: int) -> None:
    samples = tones(inside_hz, outside_hz)
    treated, _ = MASTERING[f"{shelf} {decibels:+d} dB"](samples, RATE)
    assert level_db(treated, inside_hz) - level_db(samples, inside_hz) == pytest.approx(decibels, abs=0.5)
    assert level_db(treated, outside_hz) == pytest.approx(level_db(samples, outside_hz), abs=0.3)


@pytest.mark.parametrize(
    ("name", "ratio"), [("pitch +20 cents", 2 ** (1 / 60)), ("speed +1%", 1.01), ("tempo +3%", 1.0)]
)
def test_pitch(name: str, ratio: float) -> None:
    treated, _ = MASTERING[name](tones(1_000.0), RATE)
    spectrum = np.abs(np.fft.rfft(treated[RATE : 3 * RATE, 0] * np.hanning(2 * RATE)))
    assert spectrum.argmax() / 2.0 == pytest.approx(1_000.0 * ratio, abs=4.0)


def test_compression_tames_what_is_loud_alone() -> None:
    quiet, loud = tones(1_000.0) * 0.5, tones(1_000.0) * 8.0
    compress = MASTERING["light compression"]
    assert level_db(compress(quiet, RATE)[0], 1_000.0) == pytest.approx(level_db(quiet, 1_000.0), abs=0.2)
    assert -8.0 < level_db(compress(loud, RATE)[0], 1_000.0) - level_db(loud, 1_000.0) < -1.0
