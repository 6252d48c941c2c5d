"""The spectrogram of a song: what it shows lies where it sounds."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models import spectrogram as module
from models.errors import AudioEmpty
from models.spectrogram import MAX_COLUMNS, song_spectrogram
from tests.synth import song

RATE_HZ = 44_100


def test_a_tone_lies_in_its_band_and_at_its_time(write_audio: Callable[..., Path]) -> None:
    samples = np.zeros(20 * RATE_HZ, dtype=np.float32)
    seconds = np.arange(5 * RATE_HZ) / RATE_HZ
    samples[10 * RATE_HZ : 15 * RATE_HZ] = 0.5 * np.sin(2 * np.pi * 1000.0 * seconds)
    seen = song_spectrogram(write_audio("tone.wav", samples))
    band = int(np.argmin(np.abs(np.array(seen.band_hz) - 1000.0)))
    loud = np.flatnonzero(seen.levels[band] > 200) * seen.column_s
    assert loud[0] == pytest.approx(10.0, abs=0.15)
    assert loud[-1] == pytest.approx(15.0, abs=0.15)
    assert abs(int(seen.levels[:, round(12.0 / seen.column_s)].argmax()) - band) <= 1
    assert not seen.levels[:, : int(9.0 / seen.column_s)].any()
    assert seen.duration_s == pytest.approx(20.0)


def test_gain_leaves_the_spectrogram_as_it_is(write_audio: Callable[..., Path]) -> None:
    loud, soft = (
        song_spectrogram(write_audio(f"{gain}.wav", gain * song(8.0), subtype="FLOAT")) for gain in (1.0, 0.1)
    )
    assert np.abs(loud.levels.astype(int) - soft.levels.astype(int)).max() <= 1
    assert loud.levels.max() == 255


def test_a_long_recording_is_pooled_and_streamed_alike(
    write_audio: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_audio("song.wav", song(30.0))
    fine = song_spectrogram(path)
    monkeypatch.setattr(module, "MAX_COLUMNS", 400)
    coarse = song_spectrogram(path)
    assert fine.levels.shape[1] <= MAX_COLUMNS and coarse.levels.shape[1] <= 400
    assert coarse.column_s * coarse.levels.shape[1] == pytest.approx(30.0, abs=3 * coarse.column_s)
    monkeypatch.setattr("models.audio.BLOCK_SAMPLES", 50_000)
    assert np.abs(song_spectrogram(path).levels.astype(int) - coarse.levels.astype(int)).max() <= 1


def test_shorter_than_a_frame(write_audio: Callable[..., Path]) -> None:
    assert song_spectrogram(write_audio("short.wav", song(0.05))).levels.shape[0] == 128


def test_an_empty_file_is_an_error(write_audio: Callable[..., Path]) -> None:
    with pytest.raises(AudioEmpty):
        song_spectrogram(write_audio("empty.wav", np.zeros((0, 1), dtype=np.float32)))


def test_progress_reaches_the_end(song_file: Path) -> None:
    shares: list[float] = []
    song_spectrogram(song_file, on_progress=shares.append)
    assert shares[-1] == pytest.approx(1.0) and soundfile.info(song_file).duration == pytest.approx(42.0)
