"""Watching and recording in the real window."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mandohit_desktop.app import Application
from mandohit_desktop.capture import notices, recorder
from mandohit_desktop.capture.file import FileSource, file_device
from mandohit_desktop.capture.source import Device
from mandohit_desktop.core.settings import NOTIFICATIONS, RECORDING_DEVICE
from mandohit_desktop.jobs import recording as recording_module
from mandohit_desktop.ui.dialogs.live_views import LevelMeter, LiveSpectrogram
from mandohit_desktop.ui.dialogs.record_panel import RecordPanel
from mandohit_desktop.ui.dialogs.watch_panel import WatchPanel
from tests.mandohit_desktop.ui.accessibility import doubled_access_keys, nameless
from tests.synth import song

PATIENCE_MS = 60_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "匯出 & 歌"
    folder.mkdir()
    return folder


def panel(application: Application, kind: type) -> WatchPanel | RecordPanel:
    return next(dialog for dialog in application.window.findChildren(kind) if dialog.isVisible())


def test_without_a_folder_the_toggle_asks_for_one(application: Application) -> None:
    action = application.window.actions_["watch"]
    action.trigger()
    assert not action.isChecked()
    assert panel(application, WatchPanel).isVisible()


def test_a_watched_export_appears_in_the_table(
    application: Application, qtbot: QtBot, folder: Path, write_audio: Callable[..., Path], monkeypatch
) -> None:
    window, watching = application.window, application.jobs.watching
    monkeypatch.setattr(
        "mandohit_desktop.ui.dialogs.watch_panel.QFileDialog.getExistingDirectory", lambda *_: str(folder)
    )
    window.actions_["watch_folders"].trigger()
    shown = panel(application, WatchPanel)
    with qtbot.waitSignal(
        watching.status_changed, timeout=PATIENCE_MS, check_params_cb=lambda s: s.notice.code == "watch.watching"
    ):
        shown.add.click()
    assert window.actions_["watch"].isChecked()
    assert shown.cards[0].status.text() == "Watching. Songs that were here before: 0."
    assert nameless(shown) == doubled_access_keys(shown) == []
    with qtbot.waitSignal(watching.scored, timeout=PATIENCE_MS) as scored:
        write_audio(f"{folder.name}/新歌.wav", song(4.0, 16_000), 16_000)
    assert [row.path.name for row in window.results.rows()] == ["新歌.wav"]
    assert "新歌" in window.capture_controller.news([scored.args[0]])
    shown.cards[0].enabled.click()
    assert shown.cards[0].status.text() == "Switched off."
    assert not window.actions_["watch"].isChecked()
    shown.cards[0].remove.click()
    assert not shown.cards


def test_notifications_are_off_by_default(application: Application) -> None:
    assert application.settings.get(NOTIFICATIONS) is False


@pytest.fixture
def device(song_file: Path, monkeypatch: pytest.MonkeyPatch) -> Device:
    """A file in place of every device."""
    real = recorder.Recorder
    device = file_device(song_file)
    monkeypatch.setattr("mandohit_desktop.capture.devices.list_devices", lambda: [device])
    monkeypatch.setattr(
        recorder,
        "Recorder",
        lambda device, folder: real(
            device, folder, open_device=lambda device, rate_hz=None: FileSource(device, repeats=9, real_time=True)
        ),
    )
    monkeypatch.setattr(recording_module, "LIVE_EVERY_S", 3.2)
    return device


def test_recording_from_the_button_to_the_table(application: Application, qtbot: QtBot, device: Device) -> None:
    window, recording = application.window, application.jobs.recording
    with qtbot.waitSignal(recording.devices_listed, timeout=PATIENCE_MS):
        window.actions_["record"].trigger()
    shown = panel(application, RecordPanel)
    assert shown.devices.currentText() == f"{device.name} (what it plays)"
    assert nameless(shown) == doubled_access_keys(shown) == []
    with qtbot.waitSignal(recording.live_scored, timeout=PATIENCE_MS):
        shown.record.click()
    assert shown.record.text() == "&Stop"
    assert "dB" in shown.meter.accessibleName()
    with qtbot.waitSignal(application.scoring.scored, timeout=PATIENCE_MS) as scored:
        shown.record.click()
    assert scored.args[1].path.parent == recording.folder
    assert [row.path.suffix for row in window.results.rows()] == [".flac"]
    assert shown.record.text() == "&Record"


def test_no_sound_system_is_said(application: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> list[Device]:
        from mandohit_desktop.capture.source import CaptureError

        raise CaptureError(notices.NO_AUDIO_SYSTEM.about(reason="nothing there"))

    monkeypatch.setattr("mandohit_desktop.capture.devices.list_devices", refuse)
    with qtbot.waitSignal(application.jobs.recording.failed, timeout=PATIENCE_MS):
        application.window.actions_["record"].trigger()
    shown = panel(application, RecordPanel)
    assert not shown.record.isEnabled()
    assert "cannot be reached" in shown._said.text()


def test_no_device_is_said_and_looked_for_again(
    application: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, song_file: Path
) -> None:
    listed: list[Device] = []
    monkeypatch.setattr("mandohit_desktop.capture.devices.list_devices", lambda: list(listed))
    with qtbot.waitSignal(application.jobs.recording.devices_listed, timeout=PATIENCE_MS):
        application.window.actions_["record"].trigger()
    shown = panel(application, RecordPanel)
    assert shown._said.text().startswith("There is no device to record from.")
    assert not shown.record.isEnabled()
    listed.append(file_device(song_file))
    with qtbot.waitSignal(application.jobs.recording.devices_listed, timeout=PATIENCE_MS):
        shown.refresh.click()
        assert shown._said.text() == "Looking for devices…"
    assert shown.record.isEnabled()
    assert shown._said.text() == ""


def test_the_chosen_device_is_remembered(application: Application, qtbot: QtBot, device: Device) -> None:
    with qtbot.waitSignal(application.jobs.recording.devices_listed, timeout=PATIENCE_MS):
        application.window.actions_["record"].trigger()
    shown = panel(application, RecordPanel)
    shown.devices.activated.emit(0)
    assert application.settings.get(RECORDING_DEVICE) == device.id


def test_live_views_paint(qtbot: QtBot) -> None:
    meter, spectrogram = LevelMeter(), LiveSpectrogram()
    for widget in (meter, spectrogram):
        qtbot.addWidget(widget)
        widget.resize(300, 120)
    quiet = spectrogram.grab().toImage().pixelColor(299, 60).lightness()
    meter.show_level(-6.0, -12.0)
    spectrogram.add_columns(np.full((96, 700), 255, dtype=np.uint8))
    assert spectrogram.grab().toImage().pixelColor(299, 60).lightness() > quiet + 50
    left, right = (meter.grab().toImage().pixelColor(x, 60) for x in (20, 295))
    assert left != right
