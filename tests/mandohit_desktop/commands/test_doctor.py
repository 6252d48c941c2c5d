"""`mandohit doctor` tries codecs for real and says what is wrong."""

import os
import platform
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from mandohit_desktop import __version__
from mandohit_desktop.capture import notices
from mandohit_desktop.capture.source import CaptureError, Device
from mandohit_desktop.core.paths import data_folder, log_file
from mandohit_desktop.engine import checkup
from models import bundle
from models.bundle import Bundle
from models.shipped import DEFAULT_ID
from models.spec import SPEC


def test_everything_in_order(mandohit, capsys) -> None:
    assert mandohit("doctor") == 0
    out = capsys.readouterr().out
    for topic in (
        "torch",
        "device cpu",
        "codec mp3: decodes",
        "codec m4a: decodes",
        "mandohit-base-1",
        "recording",
        "writable",
    ):
        assert topic in out


def test_damaged_model_is_reported_with_a_remedy_that_works(
    mandohit, random_bundle: Bundle, own_home: Path, capsys
) -> None:
    folder = own_home / "data" / "models" / "mine-1"
    shutil.copytree(random_bundle.folder, folder)
    (folder / bundle.WEIGHTS_FILE).write_bytes(b"cut short")
    assert mandohit("doctor") == 1
    out = capsys.readouterr().out
    assert "BAD  model: mine-1: " in out
    assert "`mandohit models remove mine-1`" in out
    assert mandohit("models", "remove", "mine-1") == 0
    assert mandohit("doctor") == 0


def test_the_text_for_a_bug_report_stays_as_it_is(mandohit, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> list[Device]:
        raise CaptureError(notices.NO_AUDIO_SYSTEM.about(reason="nothing there"))

    def fail(path: Path, tone: object) -> None:
        raise OSError("no encoder")

    monkeypatch.setattr(checkup, "list_devices", refuse)
    monkeypatch.setattr(checkup, "_write_sample", fail)
    monkeypatch.setattr(checkup, "available_devices", lambda: {"cpu": "2 processors", "cuda": "NVIDIA H100"})
    monkeypatch.setattr(checkup, "PACKAGES", ("numpy", "no-such-package"))
    folder = data_folder().parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be")
    assert mandohit("doctor") == 1
    lines = capsys.readouterr().out.splitlines()
    start = [
        f"ok   MandoHit: {__version__}, signal path {SPEC.digest()}",
        f"ok   Python: {platform.python_version()} on {platform.platform()}, {os.cpu_count()} processors",
        f"ok   numpy: {version('numpy')}",
        "ok   no-such-package: version unknown",
    ]
    assert lines[:4] == start
    assert lines[4].startswith("ok   libsndfile: ")
    assert lines[5].startswith("ok   FFmpeg libraries: ") and lines[5].endswith(" (libavcodec)")
    assert lines[6:8] == [f"ok   device cpu: {os.cpu_count()} processors", "ok   device cuda: NVIDIA H100"]
    formats = ("wav", "aiff", "flac", "ogg", "opus", "mp3", "m4a")
    assert lines[8:15] == [f"BAD  codec {name}: fails: no encoder" for name in formats]
    assert lines[15].startswith(f"ok   model: {DEFAULT_ID}, whole, sha256 ")
    assert lines[16] == "ok   recording: The sound system cannot be reached: nothing there."
    assert lines[17].startswith(f"BAD  data: {data_folder()} cannot be written: ")
    assert lines[18].startswith(f"BAD  log: {log_file().parent} cannot be written: ")
    assert lines[19:] == ["Something is wrong; see the lines marked BAD."]
