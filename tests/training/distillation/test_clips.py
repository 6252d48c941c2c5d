"""The clip library, built from real files on disk."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from models.frontend import FrontEnd
from models.recording import measure
from tests.synth import song
from training.distillation.clips import build_library, open_library


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    root = tmp_path_factory.mktemp("corpus")
    real, music = root / "real", root / "music"
    real.mkdir()
    music.mkdir()
    soundfile.write(real / "歌.flac", song(30.0, seed=1), 44_100)
    soundfile.write(music / "long.flac", song(65.0, seed=2), 44_100)
    soundfile.write(music / "short.wav", song(5.0, seed=3), 44_100)
    (music / "broken.mp3").write_bytes(b"no audio at all")
    build_library(root / "library", real, music)
    return root / "library", real, music


def test_every_usable_file_gives_its_clips(folders: tuple[Path, Path, Path]) -> None:
    library = open_library(folders[0])
    assert [(clip.file, clip.start_s, clip.is_real) for clip in library.clips] == [
        ("歌.flac", 0.0, True),
        ("long.flac", 0.0, False),
        ("long.flac", 35.0, False),
    ]


def test_mels_are_loudness_matched(folders: tuple[Path, Path, Path]) -> None:
    library = open_library(folders[0])
    recording = measure(folders[1] / "歌.flac")
    assert recording.signals
    signal = torch.from_numpy(recording.signals.tagging)
    expected = FrontEnd().tagging_log_mels(signal, recording.matching_gain() ** 2).numpy()
    assert np.abs(library.tagging[0].astype(np.float32) - expected).max() < 0.01


def test_a_finished_library_is_not_built_again(folders: tuple[Path, Path, Path]) -> None:
    stamp = (folders[0] / "clips.json").stat().st_mtime_ns
    build_library(*folders)
    assert (folders[0] / "clips.json").stat().st_mtime_ns == stamp
