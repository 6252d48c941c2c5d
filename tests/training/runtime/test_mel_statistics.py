"""Statistics of mels over files, against the same taken over all frames at once."""

from pathlib import Path

import numpy as np
import soundfile
import torch

from models.frontend import FrontEnd
from models.recording import measure
from tests.synth import song
from training.runtime.mel_statistics import band_means, tagging_moments

RATE_HZ = 44_100


def test_standardiser_is_of_the_sound_as_it_is(tmp_path: Path) -> None:
    log_mels = []
    for seed in (1, 2):
        path = tmp_path / f"{seed}.flac"
        soundfile.write(path, seed / 4 * song(5.0, seed=seed), RATE_HZ)
        signals = measure(path).signals
        assert signals
        log_mels.append(FrontEnd().tagging_log_mels(torch.from_numpy(signals.tagging)))
    (tmp_path / "broken.mp3").write_bytes(b"no audio at all")
    mean, std = tagging_moments(sorted(tmp_path.iterdir())).standardiser()
    frames = torch.cat(log_mels, dim=2).double()
    torch.testing.assert_close(mean, frames.mean(dim=2).float(), rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(std, frames.std(dim=2, correction=0).float(), rtol=1e-3, atol=1e-3)


def test_band_means_weigh_songs_alike_and_are_never_zero() -> None:
    short, long = np.array([[1.0, 3.0], [0.0, 0.0]], np.float32), np.array([[4.0] * 6, [0.0] * 6], np.float32)
    torch.testing.assert_close(band_means([short, long]), torch.tensor([3.0, 1e-12]))
