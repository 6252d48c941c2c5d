"""A small generator of songs: chords, a melody, drums; the same samples for the same arguments."""

import numpy as np
import numpy.typing as npt

CHORDS = ((220.0, 277.2, 329.6), (196.0, 246.9, 293.7), (174.6, 220.0, 261.6), (164.8, 207.7, 246.9))
SCALE = (440.0, 493.9, 554.4, 659.3, 740.0)
BEAT_S = 0.5


def _note(frequency_hz: float, duration_s: float, rate_hz: int, decay: float) -> npt.NDArray[np.float64]:
    t = np.arange(int(duration_s * rate_hz)) / rate_hz
    harmonics = sum(np.sin(2 * np.pi * k * frequency_hz * t) / k**2 for k in (1, 2, 3))
    return harmonics * np.exp(-decay * t)


def song(duration_s: float, rate_hz: int = 44_100, n_channels: int = 2, seed: int = 1) -> npt.NDArray[np.float32]:
    """Return [frames, channels]: about -20 LUFS, louder in its second half, channels slightly apart."""
    rng = np.random.default_rng(seed)
    mix = np.zeros(int((duration_s + 2 * BEAT_S) * rate_hz))
    for beat in range(int(duration_s / BEAT_S)):
        start = int(beat * BEAT_S * rate_hz)
        parts = [0.2 * _note(f, BEAT_S, rate_hz, 1.0) for f in CHORDS[beat // 4 % 4]]
        parts.append(0.3 * _note(float(rng.choice(SCALE)), BEAT_S, rate_hz, 3.0))
        burst = rng.normal(size=int(0.1 * rate_hz)) * np.exp(-np.arange(int(0.1 * rate_hz)) / (0.02 * rate_hz))
        for part in [*parts, 0.4 * burst]:
            mix[start : start + part.size] += part
    mix = mix[: int(duration_s * rate_hz)] * np.linspace(0.6, 1.0, int(duration_s * rate_hz))
    channels = [np.roll(mix, 7 * i) * (1.0 - 0.02 * i) for i in range(n_channels)]
    return (0.35 * np.stack(channels, axis=1)).astype(np.float32)
