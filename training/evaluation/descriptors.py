"""Descriptors of a song's sound, for the baseline where no source gives Spotify's: computed here, with librosa.

librosa stays out of the installed application (its compiler alone has 170 MB); without it the baseline is left out.
"""

import math
from pathlib import Path

import numpy as np

from models.errors import AudioError, ConfigInvalid
from models.recording import measure
from models.spec import SPEC
from training.arrays import Floats

NAMES = (
    "tempo",
    "onsets",
    "loudness",
    "loudness range",
    "energy",
    "crest",
    "brightness",
    "bandwidth",
    "roll-off",
    "flatness",
    "zero crossings",
    "bass share",
    "contrast",
    "key clarity",
    "tonal motion",
)


def check_installed() -> None:
    """Raise unless librosa is installed.

    Raises:
        ConfigInvalid: it is not.
    """
    try:
        import librosa  # noqa: F401
    except ImportError as error:
        raise ConfigInvalid(
            "The baseline's descriptors need librosa.",
            "The installed application does without; in an installation from source: pip install librosa==0.11.0",
        ) from error


def describe(path: Path) -> Floats:
    """Return a song's descriptors, [15], in the order of `NAMES`; NaN for a song that cannot be used."""
    import librosa

    nothing = np.full(len(NAMES), math.nan)
    try:
        recording = measure(path)
    except AudioError:
        return nothing
    if recording.signals is None:
        return nothing
    signal, rate = recording.signals.popularity, SPEC.popularity_mel.sample_rate_hz
    spectrum = np.abs(librosa.stft(signal, n_fft=2048, hop_length=512))
    onset = librosa.onset.onset_strength(S=librosa.power_to_db(spectrum**2), sr=rate)
    chroma = librosa.feature.chroma_stft(S=spectrum**2, sr=rate, tuning=0.0)
    power, bins = (spectrum**2).sum(axis=1), librosa.fft_frequencies(sr=rate, n_fft=2048)
    rms = float(np.sqrt(np.mean(signal**2)))
    loud = recording.short_term_lufs if recording.short_term_lufs.size else np.array([recording.loudness_lufs])
    return np.array(
        [
            float(librosa.feature.tempo(onset_envelope=onset, sr=rate)[0]),
            len(librosa.onset.onset_detect(onset_envelope=onset, sr=rate)) / recording.duration_s,
            recording.loudness_lufs,
            float(np.quantile(loud, 0.95) - np.quantile(loud, 0.1)),
            rms,
            20.0 * math.log10(float(np.abs(signal).max()) / rms),
            float(librosa.feature.spectral_centroid(S=spectrum, sr=rate).mean()),
            float(librosa.feature.spectral_bandwidth(S=spectrum, sr=rate).mean()),
            float(librosa.feature.spectral_rolloff(S=spectrum, sr=rate).mean()),
            float(np.log10(librosa.feature.spectral_flatness(S=spectrum)).mean()),
            float(librosa.feature.zero_crossing_rate(signal).mean()),
            float(power[bins < 150.0].sum() / power.sum()),
            float(librosa.feature.spectral_contrast(S=spectrum, sr=rate).mean()),
            float(chroma.mean(axis=1).max() - np.median(chroma.mean(axis=1))),
            float(np.abs(np.diff(chroma, axis=1)).mean()),
        ]
    )
