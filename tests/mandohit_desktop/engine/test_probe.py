"""Is a quiet file whole? Real files in every state a writer leaves them in."""

import struct
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from mandohit_desktop.engine import probe as probe_module
from mandohit_desktop.engine.probe import probe
from mandohit_desktop.watch.stability import ProbeResult
from tests.synth import song

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who writes to a file")


@pytest.fixture
def nobody_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, macOS and network drives."""
    monkeypatch.setattr(probe_module, "is_open_for_writing", lambda path: None)


@pytest.fixture(params=["wav", "aiff", "flac", "ogg", "mp3"])
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"歌 ♪.{request.param}"
    soundfile.write(path, song(4.0), 44_100)
    return path


@linux_only
def test_a_whole_file_is_whole(whole: Path) -> None:
    assert probe(str(whole)) is ProbeResult.WHOLE


def test_a_length_that_is_stated_is_enough_where_nobody_can_tell(whole: Path, nobody_can_tell: None) -> None:
    assert probe(str(whole)) is ProbeResult.WHOLE


def test_a_format_without_a_length_is_unsure(tmp_path: Path) -> None:
    path = tmp_path / "a.aac"
    write_aac(path, song(4.0), 44_100, container="adts")
    assert probe(str(path)) is ProbeResult.UNSURE


@linux_only
def test_a_file_held_open_for_writing(whole: Path) -> None:
    with whole.open("ab"):
        assert probe(str(whole)) is ProbeResult.OPEN
    assert probe(str(whole)) is ProbeResult.WHOLE


@pytest.mark.parametrize("suffix", ["wav", "aiff", "flac", "ogg"])
def test_a_file_cut_short_is_incomplete(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"cut.{suffix}"
    soundfile.write(path, song(6.0), 44_100)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert probe(str(path)) is ProbeResult.INCOMPLETE


@pytest.mark.parametrize("placeholder", [0, 0xFFFFFFFF])
def test_a_header_that_is_not_patched_yet_is_unsure_at_best(tmp_path: Path, placeholder: int) -> None:
    path = tmp_path / "rendering.wav"
    soundfile.write(path, song(4.0), 44_100)
    data = bytearray(path.read_bytes())
    position = data.index(b"data") + 4
    data[position : position + 4] = struct.pack("<I", placeholder)
    path.write_bytes(data)
    assert probe(str(path)) in (ProbeResult.UNSURE, ProbeResult.INCOMPLETE)


def test_a_flac_stream_without_its_length(tmp_path: Path) -> None:
    path = tmp_path / "stream.flac"
    soundfile.write(path, song(4.0), 44_100)
    data = bytearray(path.read_bytes())
    data[21] &= 0xF0
    data[22:26] = bytes(4)
    path.write_bytes(data)
    assert probe(str(path)) in (ProbeResult.UNSURE, ProbeResult.INCOMPLETE)


def test_space_allotted_beforehand_is_unsure(tmp_path: Path, nobody_can_tell: None) -> None:
    path = tmp_path / "allotted.wav"
    sound = song(8.0)
    sound[len(sound) // 2 :] = 0.0
    soundfile.write(path, sound, 44_100)
    assert probe(str(path)) is ProbeResult.UNSURE


@pytest.mark.parametrize("content", [b"", b"no sound at all", b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_sound_yet_is_incomplete(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    assert probe(str(path)) is ProbeResult.INCOMPLETE


def test_a_file_without_samples_is_incomplete(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(0), 44_100)
    assert probe(str(tmp_path / "a.wav")) is ProbeResult.INCOMPLETE


def test_a_file_that_is_gone_is_incomplete(tmp_path: Path) -> None:
    assert probe(str(tmp_path / "gone.wav")) is ProbeResult.INCOMPLETE


def test_a_file_that_may_not_be_read_is_denied(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root everything may be read, so the refusal is played."""

    def refuse(*arguments: object, **options: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert probe(str(whole)) is ProbeResult.DENIED
