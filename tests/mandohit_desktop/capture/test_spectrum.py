"""The live spectrogram."""

import numpy as np
import pytest

from mandohit_desktop.capture.spectrum import N_BANDS, LiveSpectrum

RATE_HZ = 44_100


@pytest.mark.parametrize("hz", [100.0, 1000.0, 8000.0])
def test_a_tone_shows_in_its_band_however_it_arrives(hz: float) -> None:
    tone = np.sin(2 * np.pi * hz * np.arange(2 * RATE_HZ) / RATE_HZ)[:, None].astype(np.float32)
    together = LiveSpectrum(RATE_HZ).columns(tone, len(tone))
    spectrum = LiveSpectrum(RATE_HZ)
    ends = range(3000, len(tone) + 1, 3000)
    apart = np.concatenate([spectrum.columns(tone[max(0, end - RATE_HZ) : end], end) for end in ends], axis=1)
    assert np.abs(apart.astype(int) - together[:, : apart.shape[1]].astype(int)).max() <= 1
    assert apart.shape[1] >= together.shape[1] - 2
    edges_hz = np.geomspace(40.0, RATE_HZ / 2, N_BANDS + 1)
    band = int(np.argmax(together[:, 3]))
    assert edges_hz[max(0, band - 1)] * 0.9 <= hz <= edges_hz[min(N_BANDS, band + 2)] * 1.1
    assert together[band, 3] > 245
