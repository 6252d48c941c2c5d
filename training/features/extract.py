"""From one song's sound to what the networks are fitted on: popularity mels of some windows, and their tags.

The tagger is frozen, so its 1.4 MB of log mels a window reduce to 50 numbers on the spot. Windows, gain and offsets
are those of scoring, so a prediction from stored features is the score the application gives.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors.torch
import torch

from models import bundle
from models.frontend import FrontEnd, frames_at_hop
from models.popularity_model import PopularityModel
from models.recording import Recording, Signals, measure, stretches
from models.shipped import SHIPPED
from models.spec import SPEC, Protocol
from models.windows import TaggerWindows, WindowLevels, Windows, highlight, published_windows
from training.arrays import Floats16, Floats32
from training.config import FeaturesConfig
from training.runtime.sampling import evenly_spaced


@dataclass(frozen=True)
class SongFeatures:
    """One song's windows, the highlight first: mels [windows, offsets, 128, 323] amplitudes, tags [windows, 50]."""

    sha256: str
    loudness_lufs: float
    duration_s: float
    starts_s: tuple[float, ...]
    mels: Floats16
    tags: Floats32


def tagger_folder(name_or_folder: str) -> Path:
    """Return the folder of a bundle that ships with MandoHit, by its id, or of another."""
    shipped = SHIPPED / name_or_folder
    return shipped if shipped.is_dir() else Path(name_or_folder)


def offsets_of(protocol: Protocol) -> tuple[int, ...]:
    """Return the sub-hop offsets that a protocol scores, samples."""
    return SPEC.protocol.offsets if protocol is Protocol.MATCHED else (0,)


def set_standardiser(model: PopularityModel, path: Path) -> None:
    """Give a model's tagger the `mean` and `std` of a file."""
    statistics = safetensors.torch.load_file(path)
    model.standardiser_mean.copy_(statistics["mean"])
    model.standardiser_std.copy_(statistics["std"])


class Extractor:
    """Computes songs' features in one thread.

    Args:
        config: what is computed.
        standardiser: a file with the corpus's `mean` and `std`; the tagger's bundle has its own.

    Raises:
        BundleError: the tagger cannot be loaded.
    """

    def __init__(self, config: FeaturesConfig, standardiser: Path | None = None) -> None:
        torch.set_num_threads(1)
        self.config = config
        self.front_end = FrontEnd()
        self.offsets = offsets_of(config.protocol)
        self.model: PopularityModel = bundle.load(tagger_folder(config.tagger)).model
        if standardiser:
            set_standardiser(self.model, standardiser)
        self._tagger = TaggerWindows(self.model, self.front_end)

    def song(self, path: Path) -> SongFeatures:
        """Compute one song's features.

        Raises:
            AudioError: one of its kinds.
        """
        recording = measure(path)
        windows, order = self._windows(recording)
        levels = self._levels(recording, windows)
        parts = []
        groups = list(windows.groups(1))
        spans = [group.span() for group in groups]
        for group, gain, signals in zip(groups, levels.gains, stretches(recording, spans), strict=True):
            with torch.inference_mode():
                parts.append(self._window(group.relative(), signals, levels.song_gain * gain))
        return SongFeatures(
            sha256=recording.sha256,
            loudness_lufs=round(recording.loudness_lufs, 3),
            duration_s=round(recording.duration_s, 3),
            starts_s=tuple(round(windows.starts_s[i], 3) for i in order),
            mels=np.stack([parts[i][0] for i in order]),
            tags=np.stack([parts[i][1] for i in order]),
        )

    def _windows(self, recording: Recording) -> tuple[Windows, list[int]]:
        """Choose windows, in the order of time, and return which order they are stored in."""
        if self.config.protocol is Protocol.PUBLISHED:
            return published_windows(recording.n_samples, SPEC), [0]
        every = Windows.over(recording.n_samples, SPEC)
        best = highlight(recording, every, WindowLevels.of(recording, every, SPEC), SPEC)
        spaced = evenly_spaced(range(len(every.starts_s)), self.config.windows)
        others = [i for i in spaced if i != best][: self.config.windows - 1]
        chosen = sorted({best, *others})
        first = chosen.index(best)
        return every.chosen(chosen), [first, *(i for i in range(len(chosen)) if i != first)]

    def _levels(self, recording: Recording, windows: Windows) -> WindowLevels:
        if self.config.protocol is Protocol.PUBLISHED:
            return WindowLevels.unmatched(recording, windows, SPEC)
        return WindowLevels.of(recording, windows, SPEC)

    def _window(self, window: Windows, signals: Signals, power_gain: float) -> tuple[Floats16, Floats32]:
        mel = SPEC.popularity_mel
        hop = math.gcd(*self.offsets, mel.hop_length)
        grid = self.front_end.popularity_mel(torch.from_numpy(signals.popularity), hop) * power_gain
        starts = [(window.popularity[0] + offset) // hop for offset in self.offsets]
        streams = frames_at_hop(grid, starts, mel.hop_length // hop, mel.n_frames)
        tagging = torch.from_numpy(signals.tagging)
        scales = [self._tagger.log_mel(tagging, i, window, power_gain) for i in range(len(SPEC.tag_mel.windows))]
        loadings = self._tagger.hear(scales, window, slice(1), (1.0,))[0][0, : SPEC.regressor.n_tags]
        return streams.sqrt_().half().numpy(), loadings.numpy()
