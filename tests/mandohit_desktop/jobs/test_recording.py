"""Recording behind the window: the live views, and what is left when it ends."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mandohit_desktop.capture import notices, recorder
from mandohit_desktop.capture.file import FileSource, file_device
from mandohit_desktop.capture.source import CaptureError, Device, Kind
from mandohit_desktop.capture.spectrum import COLUMN_S, N_BANDS
from mandohit_desktop.core.paths import settings_file
from mandohit_desktop.core.settings import RECORDINGS_FOLDER, Settings
from mandohit_desktop.jobs import recording as module
from mandohit_desktop.jobs.recording import RecordingJob

PATIENCE_MS = 30_000


class Scores:
    """In place of the scoring: a score that tells how much it was given."""

    def score_samples(self, samples: np.ndarray, sample_rate_hz: int) -> float:
        return float(len(samples) / sample_rate_hz)


@pytest.fixture
def recording(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordingJob]:
    real = recorder.Recorder

    def open_device(device: Device, rate_hz: int | None = None) -> FileSource:
        if not device.id.startswith("file:"):
            raise CaptureError(notices.CANNOT_OPEN.about(device=device.name, reason="busy"))
        return FileSource(device, repeats=9, real_time=True)

    monkeypatch.setattr(recorder, "Recorder", lambda device, folder: real(device, folder, open_device=open_device))
    monkeypatch.setattr(module, "LIVE_EVERY_S", 1.0)
    settings = Settings(settings_file())
    settings.set(RECORDINGS_FOLDER, str(tmp_path / "錄音"))
    made = RecordingJob(settings, Scores())  # type: ignore[arg-type]
    yield made
    made.close()


def test_live_views_then_a_file(qtbot: QtBot, recording: RecordingJob, song_file: Path) -> None:
    columns: list[np.ndarray] = []
    recording.columns_added.connect(columns.append)
    with qtbot.waitSignal(recording.live_scored, timeout=PATIENCE_MS) as live:
        recording.start(file_device(song_file))
    assert live.args[0] == live.args[1] > 0.9
    assert recording.is_recording
    with qtbot.waitSignal(recording.finished, timeout=PATIENCE_MS) as finished:
        recording.stop()
    state = finished.args[0]
    assert state.path.parent.name == "錄音" and state.path.is_file()
    assert not recording.is_recording
    shades = np.concatenate(columns, axis=1)
    assert shades.shape[0] == N_BANDS and shades.max() > 150
    assert 0.5 * state.elapsed_s / COLUMN_S < shades.shape[1] < state.elapsed_s / COLUMN_S + 15


def test_a_device_that_refuses(qtbot: QtBot, recording: RecordingJob) -> None:
    with qtbot.waitSignal(recording.finished, timeout=PATIENCE_MS) as finished:
        recording.start(Device("input:x", "Mic", Kind.INPUT))
    assert finished.args[0].path is None
    assert finished.args[0].events[0].text == "Mic cannot be recorded: busy."


def test_closing_keeps_what_was_recorded(qtbot: QtBot, recording: RecordingJob, song_file: Path) -> None:
    with qtbot.waitSignal(recording.columns_added, timeout=PATIENCE_MS):
        recording.start(file_device(song_file))
    recording.close()
    (path,) = recording.folder.iterdir()
    assert path.suffix == ".flac"
