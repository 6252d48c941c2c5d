"""Every input that cannot be scored ends in its own error, with a code for programs and a sentence for people."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest

from models import errors
from models.errors import AudioError, MandoHitError
from models.recording import measure
from tests.models.encode import decode, write_aac
from tests.synth import song

TRUNCATED = "audio.truncated"
NOT_DECODABLE = "audio.not_decodable"
SOUNDFILES: list[tuple[str, dict[str, Any]]] = [
    ("a.wav", {"subtype": "PCM_16"}),
    ("b.wav", {"subtype": "FLOAT"}),
    ("c.wav", {"format": "WAVEX", "subtype": "PCM_24"}),
    ("d.wav", {"format": "RF64", "subtype": "PCM_16"}),
    ("a.aiff", {}),
    ("a.flac", {}),
    ("a.ogg", {}),
    ("a.opus", {"format": "OGG", "subtype": "OPUS"}),
    ("a.mp3", {}),
]


def refusal(path: Path) -> AudioError:
    """Return the error that decoding ends in, after checking that it speaks."""
    with pytest.raises(AudioError) as caught:
        decode(path)
    error = caught.value
    assert len(error.message) > 10
    assert error.message.endswith(".")
    assert error.to_json()["code"] == error.code
    assert error.to_json()["message"].startswith(error.message)
    return error


def with_content(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "沒有這首歌.wav").code == "audio.missing"


def test_a_link_to_nowhere_is_missing(tmp_path: Path) -> None:
    link = tmp_path / "a.wav"
    link.symlink_to(tmp_path / "gone.wav")
    assert refusal(link).code == "audio.missing"


@pytest.mark.parametrize(
    ("cause", "code"),
    [(PermissionError(13, "Permission denied"), "audio.not_permitted"), (OSError(5, "I/O error"), "audio.missing")],
)
def test_refused_by_the_system(
    write_audio: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, cause: OSError, code: str
) -> None:
    path = write_audio("a.wav", song(0.5))

    def refuse(*_: object, **__: object) -> NoReturn:
        raise cause

    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(path).code == code


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a system that heeds chmod; root does not")
def test_no_permission_for_real(write_audio: Callable[..., Path]) -> None:
    path = write_audio("a.wav", song(0.5))
    path.chmod(0)
    assert refusal(path).code == "audio.not_permitted"


@pytest.mark.parametrize("mode", [0o000, 0o300, 0o400])
@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a system that heeds chmod; root does not")
def test_a_folder_without_permission_for_real(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "songs"
    folder.mkdir()
    (folder / "a.wav").touch()
    folder.chmod(mode)
    try:
        assert refusal(folder).code == "audio.not_permitted"
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize("method", ["iterdir", "lstat"])
def test_a_folder_that_may_not_be_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    assert refusal(tmp_path).code == "audio.no_songs"

    def refuse(*_: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, method, refuse)
    assert refusal(tmp_path).code == "audio.not_permitted"


def test_empty_file(tmp_path: Path) -> None:
    assert refusal(with_content(tmp_path, "a.wav", b"")).code == "audio.empty"


@pytest.mark.parametrize("name", ["a.wav", "a.aiff", "a.ogg"])
def test_header_without_samples(write_audio: Callable[..., Path], name: str) -> None:
    path = write_audio(name, np.zeros((0, 2)))
    assert path.stat().st_size > 40
    assert refusal(path).code == "audio.empty"


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.m4a", "a.flac"])
@pytest.mark.parametrize("content", ["歌詞:月亮代表我的心\n".encode() * 200, b"\x00" * 5_000, b"R", b"RIFF\x00\x00"])
def test_not_audio(tmp_path: Path, name: str, content: bytes) -> None:
    assert refusal(with_content(tmp_path, name, content)).code == NOT_DECODABLE


def test_a_file_of_noise_is_not_audio(tmp_path: Path) -> None:
    content = np.random.default_rng(1).bytes(20_000)
    assert refusal(with_content(tmp_path, "a.m4a", content)).code == NOT_DECODABLE


def test_folder(tmp_path: Path) -> None:
    folder = tmp_path / "專輯.wav"
    folder.mkdir()
    error = refusal(folder)
    assert error.code == "audio.no_songs"
    assert "folder" in error.message


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("frame", [0, 22_000, -1])
def test_samples_that_are_not_numbers(write_audio: Callable[..., Path], value: float, frame: int) -> None:
    samples = song(1.0)
    samples[frame, 1] = value
    assert refusal(write_audio("a.wav", samples, subtype="FLOAT")).code == "audio.invalid_samples"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize(("name", "options"), SOUNDFILES)
def test_cut_short(write_audio: Callable[..., Path], name: str, options: dict[str, Any], share: float) -> None:
    path = write_audio(name, song(6.0, 48_000), 48_000, **options)
    whole = path.read_bytes()
    decode(path)
    path.write_bytes(whole[: int(share * len(whole))])
    assert refusal(path).code == TRUNCATED


@pytest.mark.parametrize("options", [{}, {"format": "OGG", "subtype": "OPUS"}])
def test_cut_in_the_last_page(write_audio: Callable[..., Path], options: dict[str, str]) -> None:
    """The last page's header says "end", but its body is not whole: up to a second of sound is lost."""
    path = write_audio("a.ogg", song(6.0, 48_000, 1), 48_000, **options)
    path.write_bytes(path.read_bytes()[:-10])
    assert refusal(path).code == TRUNCATED


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_m4a_cut_short(tmp_path: Path, share: float) -> None:
    indexed_first = write_aac(tmp_path / "a.m4a", song(4.0), 44_100, index_first=True)
    whole = indexed_first.read_bytes()
    indexed_first.write_bytes(whole[: int(share * len(whole))])
    assert refusal(indexed_first).code == TRUNCATED


def test_m4a_that_lost_its_index(tmp_path: Path) -> None:
    indexed_last = write_aac(tmp_path / "a.m4a", song(4.0), 44_100)
    whole = indexed_last.read_bytes()
    indexed_last.write_bytes(whole[: len(whole) // 2])
    assert refusal(indexed_last).code in {TRUNCATED, NOT_DECODABLE}


def test_streamed_wave_with_an_open_size_is_whole(write_audio: Callable[..., Path]) -> None:
    """`ffmpeg -f wav -` cannot know the size when it writes the header."""
    samples = song(1.0)
    path = write_audio("串流.wav", samples, subtype="PCM_16")
    content = bytearray(path.read_bytes())
    at = content.index(b"data") + 4
    content[4:8] = content[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    np.testing.assert_allclose(decode(path)[1], samples, rtol=0, atol=2**-14)


@pytest.mark.parametrize(("seconds", "gain", "code"), [(2.9, 1.0, "audio.too_short"), (5.0, 0.0, "audio.silent")])
def test_too_little_to_measure(write_audio: Callable[..., Path], seconds: float, gain: float, code: str) -> None:
    with pytest.raises(AudioError) as caught:
        measure(write_audio("a.wav", gain * song(seconds)))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "n_channels", "rate_hz", "word"),
    [
        ("a.wav", 9, 44_100, "9 channels"),
        ("a.wav", 2, 7_999, "7,999 Hz"),
        ("a.aiff", 1, 192_001, "192,001 Hz"),
        ("a.wav", 2, 384_000, "384,000 Hz"),
    ],
)
def test_out_of_the_supported_range(
    write_audio: Callable[..., Path], name: str, n_channels: int, rate_hz: int, word: str
) -> None:
    error = refusal(write_audio(name, np.full((40_000, n_channels), 0.1), rate_hz))
    assert error.code == "audio.unsupported"
    assert word in error.message


@pytest.mark.parametrize(("n_channels", "rate_hz"), [(8, 8_000), (1, 192_000)])
def test_the_edges_of_the_supported_range(write_audio: Callable[..., Path], n_channels: int, rate_hz: int) -> None:
    info, samples = decode(write_audio("a.wav", np.full((40_000, n_channels), 0.1), rate_hz))
    assert (info.sample_rate_hz, samples.shape) == (rate_hz, (40_000, n_channels))


def test_codes_are_unique() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, MandoHitError)]
    assert len({kind.code for kind in kinds}) == len(kinds) > 15
