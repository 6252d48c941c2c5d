"""Fixtures: a random bundle, synthesised songs, a home of its own for every test, and the reference folder."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Processes that compile for one cache at the same time mix up its files, and then numba crashes (librosa uses it).
os.environ.setdefault(
    "NUMBA_CACHE_DIR",
    str(Path(__file__).parents[1] / ".pytest_cache" / "numba" / os.environ.get("PYTEST_XDIST_WORKER", "alone")),
)

from collections.abc import Callable

import numpy as np
import pytest
import soundfile
import torch

from models import bundle
from models.bundle import Bundle, Card
from models.popularity_model import PopularityModel
from models.reasons import TypicalSong
from models.reference import Reference
from models.spec import SPEC, Protocol
from tests.synth import song

REFERENCE_VARIABLE = "MANDOHIT_REFERENCE"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the user's data and log of every test inside the test's own folder."""
    home = tmp_path / "home"
    monkeypatch.setenv("MANDOHIT_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def reference_folder() -> Path:
    """The real clips and published values; tests that need them skip where they are not."""
    folder = os.environ.get(REFERENCE_VARIABLE)
    if not folder:
        pytest.skip(f"{REFERENCE_VARIABLE} does not name the reference folder")
    return Path(folder)


def popularity_cdf(*falls: float) -> tuple[tuple[float, ...], ...]:
    """A table of popularities, a row per rate at which higher ones grow rarer."""
    rows = [1.0 - np.exp(-fall * np.arange(1, 102)) for fall in falls]
    return tuple((*row[:-1].tolist(), 1.0) for row in rows)


def random_card(name: str = "random-1") -> Card:
    """A card with plausible tables for a model of random weights."""
    reference = Reference(
        predictions={protocol: tuple(np.linspace(-5.0, 5.0, 101).tolist()) for protocol in Protocol},
        popularity_counts=tuple(max(0, 100 - 2 * i) for i in range(101)),
        ranks=(10.0, 50.0, 90.0),
        interval_low=(0.0, 0.0, 2.0),
        interval_high=(4.0, 8.0, 20.0),
        top_decile=(0.01, 0.05, 0.3),
        popularity_cdf=popularity_cdf(0.06, 0.04, 0.02),
        typical=dict.fromkeys(Protocol, TypicalSong(0.0, 0.0, (0.5,) * SPEC.regressor.n_tags)),
    )
    return Card(name, tuple(f"tag {i}" for i in range(SPEC.tagger.n_tags)), reference, {"licence": "none"})


@pytest.fixture(scope="session")
def random_bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A whole bundle with random weights, on disk."""
    torch.manual_seed(7)
    folder = tmp_path_factory.mktemp("bundles") / "random-1"
    bundle.save(folder, PopularityModel(), random_card(), "# random-1\n")
    return bundle.load(folder)


@pytest.fixture(scope="session")
def song_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthesised song of 42 s: three windows."""
    path = tmp_path_factory.mktemp("songs") / "測試 歌曲 ♪.wav"
    soundfile.write(path, song(42.0), 44_100, subtype="PCM_16")
    return path


@pytest.fixture
def write_audio(tmp_path: Path) -> Callable[..., Path]:
    """Write samples to a file of the test's own folder."""

    def write(name: str, samples: np.ndarray, rate_hz: int = 44_100, **options: str) -> Path:
        path = tmp_path / name
        soundfile.write(path, samples, rate_hz, **options)
        return path

    return write
