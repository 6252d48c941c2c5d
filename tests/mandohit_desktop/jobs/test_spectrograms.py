"""Spectrograms drawn in the background: from the right bytes, latest wanted first, never from a changed file."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from mandohit_desktop.engine import spectrogram as spectrogram_module
from mandohit_desktop.engine.cached_scorer import content_of
from mandohit_desktop.engine.spectrogram import SongSpectrogram, song_spectrogram
from mandohit_desktop.jobs.spectrograms import Spectrograms
from mandohit_desktop.store.history import Content
from models.audio_format import Progress
from tests.synth import song

PATIENCE_MS = 60_000


@pytest.fixture
def spectrograms() -> Iterator[Spectrograms]:
    spectrograms = Spectrograms()
    yield spectrograms
    spectrograms.close()


def test_computes_the_spectrogram_of_a_file(qtbot: QtBot, spectrograms: Spectrograms, song_file: Path) -> None:
    content = content_of(song_file)
    with qtbot.waitSignal(spectrograms.ready, timeout=PATIENCE_MS) as drawn:
        spectrograms.request(song_file, content)
    sha256, spectrogram = drawn.args
    assert sha256 == content.sha256
    assert np.abs(spectrogram.levels.astype(int) - song_spectrogram(song_file).levels.astype(int)).max() <= 1


def test_keeps_the_last_spectrograms_by_content(qtbot: QtBot, spectrograms: Spectrograms, song_file: Path) -> None:
    content = content_of(song_file)
    with qtbot.waitSignal(spectrograms.ready, timeout=PATIENCE_MS) as first:
        spectrograms.request(song_file, content)
    with qtbot.waitSignal(spectrograms.ready, timeout=0) as second:
        spectrograms.request(song_file, content)
    assert second.args[1] is first.args[1]


def test_only_the_latest_wanted_is_drawn(
    qtbot: QtBot,
    spectrograms: Spectrograms,
    write_audio: Callable[..., Path],
    song_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    all_asked = threading.Event()

    def when_all_are_asked_for(path: Path, on_progress: Progress) -> SongSpectrogram:
        all_asked.wait()
        return song_spectrogram(path, on_progress=on_progress)

    monkeypatch.setattr(spectrogram_module, "song_spectrogram", when_all_are_asked_for)
    others = [write_audio(f"{i}.wav", song(30.0 + i)) for i in range(3)]
    contents = [content_of(path) for path in others]
    wanted = content_of(song_file)
    told: list[str] = []
    spectrograms.ready.connect(lambda sha256, _: told.append(sha256))
    spectrograms.failed.connect(lambda sha256, _: told.append(sha256))
    for path, content in zip(others, contents, strict=True):
        spectrograms.request(path, content)
    with qtbot.waitSignal(spectrograms.ready, timeout=PATIENCE_MS):
        spectrograms.request(song_file, wanted)
        all_asked.set()
    assert told == [wanted.sha256]


@pytest.mark.parametrize("size_off, mtime_off", [(1, 0), (0, 1)])
def test_refuses_a_file_that_changed_since(
    qtbot: QtBot, spectrograms: Spectrograms, song_file: Path, size_off: int, mtime_off: int
) -> None:
    now = content_of(song_file)
    scored = Content(now.sha256, now.size + size_off, now.mtime_ns + mtime_off)
    with qtbot.waitSignal(spectrograms.failed, timeout=PATIENCE_MS) as refused:
        spectrograms.request(song_file, scored)
    assert refused.args[0] == now.sha256
    assert refused.args[1].code == "audio.outdated"


def test_says_that_a_file_is_gone(qtbot: QtBot, spectrograms: Spectrograms, tmp_path: Path) -> None:
    with qtbot.waitSignal(spectrograms.failed, timeout=PATIENCE_MS) as refused:
        spectrograms.request(tmp_path / "不見了.wav", Content("00", 1, 1))
    assert refused.args[1].code == "audio.missing"
    assert refused.args[1].hint


def test_closing_stops_the_work_under_way(
    qapp: QCoreApplication, song_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def endless(path: Path, on_progress: Progress) -> NoReturn:
        begun.set()
        while True:
            on_progress(0.5)

    monkeypatch.setattr(spectrogram_module, "song_spectrogram", endless)
    spectrograms = Spectrograms()
    told: list[str] = []
    for signal in (spectrograms.ready, spectrograms.failed):
        signal.connect(lambda sha256, _: told.append(sha256))
    spectrograms.request(song_file, content_of(song_file))
    begun.wait()
    spectrograms.close()
    qapp.processEvents()
    assert told == []
