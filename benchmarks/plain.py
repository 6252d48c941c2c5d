"""Reference for speed: the same computation as a plain pipeline of librosa, pyloudnorm and the PyTorch networks."""

from pathlib import Path

import librosa
import numpy as np
import pyloudnorm
import soundfile
import torch

from models.bundle import Bundle
from models.spec import SPEC, PopularityMelSpec


def _mel(signal: np.ndarray, rate_hz: int, n_fft: int, hop_length: int, n_mels: int) -> np.ndarray:
    return librosa.feature.melspectrogram(
        y=signal, sr=rate_hz, n_fft=n_fft, hop_length=hop_length, n_mels=n_mels, pad_mode="constant"
    )


def _popularity_mel(signal: np.ndarray, spec: PopularityMelSpec) -> np.ndarray:
    mel = _mel(signal, spec.sample_rate_hz, spec.n_fft, spec.hop_length, spec.n_mels)
    return np.pad(mel, ((0, 0), (0, max(0, spec.n_frames - mel.shape[1]))))[:, : spec.n_frames]


def plain_score(path: Path, bundle: Bundle) -> float:
    """Return the score of one 30 s clip under `matched`, on Spotify's popularity scale."""
    popularity, tag, protocol = SPEC.popularity_mel, SPEC.tag_mel, SPEC.protocol
    samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    loudness = pyloudnorm.Meter(rate_hz).integrated_loudness(samples)
    gain = 10.0 ** ((-11.5 - loudness) / 20.0)
    mono = samples.mean(axis=1) * gain
    low = librosa.resample(mono, orig_sr=rate_hz, target_sr=popularity.sample_rate_hz, res_type="soxr_hq")
    lower = librosa.resample(mono, orig_sr=rate_hz, target_sr=tag.sample_rate_hz, res_type="soxr_hq")
    mels = np.stack([_popularity_mel(low[offset:], popularity) for offset in protocol.offsets])
    logs = []
    for n_fft in tag.windows:
        power = _mel(lower, tag.sample_rate_hz, n_fft, tag.hop_length, tag.n_mels)
        log_mel = np.log1p(tag.log_gain * power)[:, : tag.n_frames]
        logs.append(np.pad(log_mel, ((0, 0), (0, tag.n_frames - log_mel.shape[1]))))
    model = bundle.model
    with torch.inference_mode():
        inception = model.inception(torch.from_numpy(mels).float()).mean()
        loadings = model.tagger(model.standardise(torch.from_numpy(np.stack(logs)).float())[None])
        return float(model.fuse(inception, model.regressor(loadings)[0]))
