"""`mandohit record`: end to end with a device that is a file."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from mandohit_desktop.capture import notices
from mandohit_desktop.capture.file import FileSource, file_device
from mandohit_desktop.capture.source import CaptureError, Device, Samples
from mandohit_desktop.commands import record
from models.bundle import Bundle


class Hurried(FileSource):
    """Delivers a quarter of a second every twentieth: a busy machine, too, comes to three seconds in time."""

    def read(self, timeout_s: float) -> Samples | None:
        time.sleep(0.05)
        return super().read(timeout_s)


@pytest.fixture
def run(mandohit, monkeypatch: pytest.MonkeyPatch, song_file: Path, random_bundle: Bundle) -> Callable[..., int]:
    """Run the command where the only device is a file that plays, five times as fast as it sounds."""

    def open_device(device: Device, rate_hz: int | None = None) -> FileSource:
        return Hurried(device, repeats=9)

    real = record.Recorder
    monkeypatch.setattr(record, "list_devices", lambda: [file_device(song_file)])
    monkeypatch.setattr(record, "Recorder", lambda device, target: real(device, target, open_device=open_device))
    monkeypatch.setattr(record, "LIVE_EVERY_S", 1.0)
    return lambda *arguments: mandohit("record", "--model", random_bundle.folder, *arguments)


def test_records_scores_and_says_where(run, tmp_path: Path, capsys) -> None:
    assert run("--seconds", "3", "--out", tmp_path / "錄音.flac") == 0
    out, err = capsys.readouterr()
    assert str(tmp_path / "錄音.flac") in out and "percentile" in out
    assert soundfile.info(tmp_path / "錄音.flac").duration > 3.0
    assert "Recording 測試 歌曲" in err and "Recorded 0:" in err


def test_names_by_time_in_the_folder_of_recordings(run, own_home: Path) -> None:
    assert run("--seconds", "3") == 0
    (path,) = (own_home / "recordings").iterdir()
    assert path.name.startswith("MandoHit 2")


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_to_end_finishes_and_scores(
    run, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    kind, real = getattr(signal, name), record._Display.update
    before = signal.signal(kind, signal.SIG_DFL)  # one that is ignored at the start, as under nohup, stays ignored

    def update(display: record._Display) -> None:
        real(display)
        if display._recorder.state.elapsed_s > 3.0:
            signal.raise_signal(kind)

    monkeypatch.setattr(record._Display, "update", update)
    try:
        assert run("--out", tmp_path / "a.flac") == 0
        assert signal.getsignal(kind) is signal.SIG_DFL
    finally:
        signal.signal(kind, before)
    out, err = capsys.readouterr()
    assert "percentile" in out and "Recorded 0:" in err
    assert soundfile.info(tmp_path / "a.flac").duration > 3.0


def test_too_short_for_a_score_is_kept(run, tmp_path: Path, capsys) -> None:
    assert run("--seconds", "0.25", "--out", tmp_path) == 1
    assert "a score needs" in capsys.readouterr().err
    assert len(list(tmp_path.glob("*.flac"))) == 1


def test_a_device_that_is_not_there_lists_those_that_are(run, capsys) -> None:
    assert run("--device", "no such") == 2
    err = capsys.readouterr().err
    assert "There is no device no such" in err and "file:" in err


def test_no_sound_system_is_a_sentence(run, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    def refuse() -> list[Device]:
        raise CaptureError(notices.NO_AUDIO_SYSTEM.about(reason="nothing there"))

    monkeypatch.setattr(record, "list_devices", refuse)
    assert run("--seconds", "1") == 2
    assert "cannot be reached: nothing there" in capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["0", "-1", "x", "inf"])
def test_lengths_that_make_no_sense(run, seconds: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--seconds", seconds)
    assert stopped.value.code == 2


def test_other_formats_are_refused(run, tmp_path: Path) -> None:
    assert run("--out", tmp_path / "a.mp3") == 2
