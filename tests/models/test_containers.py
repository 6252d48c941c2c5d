"""What a file's structure shows about its end: whole, cut, left open; real files of every container."""

from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from models.containers import examine
from models.ending import Ending
from models.errors import AudioTruncated
from tests.models.encode import adts_of, decode, encode, write_aac
from tests.models.mp3_parts import without_xing
from tests.synth import song

RATE_HZ = 44_100
DURATION_S = 6.0


def by_soundfile(path: Path, **options: str) -> Path:
    soundfile.write(path, song(DURATION_S), RATE_HZ, **options)
    return path


def no_length(path: Path) -> Path:
    data = bytearray(by_soundfile(path).read_bytes())
    data[21:26] = bytes([data[21] & 0xF0, 0, 0, 0, 0])
    path.write_bytes(data)
    return path


WRITERS: dict[str, Callable[[Path], Path]] = {
    "a.wav": by_soundfile,
    "rf64.wav": lambda path: by_soundfile(path, format="RF64"),
    "a.w64": by_soundfile,
    "a.caf": by_soundfile,
    "a.aiff": by_soundfile,
    "a.au": by_soundfile,
    "a.flac": by_soundfile,
    "a.ogg": by_soundfile,
    "a.mp3": by_soundfile,
    "a.m4a": lambda path: write_aac(path, song(DURATION_S), RATE_HZ),
    "a.mka": lambda path: encode(path, song(DURATION_S), RATE_HZ, codec="aac", container="matroska"),
    "a.webm": lambda path: encode(path, song(DURATION_S), 48_000, codec="libopus", container="webm"),
    "a.wma": lambda path: encode(path, song(DURATION_S), RATE_HZ, codec="wmav2", container="asf"),
}
WITHOUT_END: dict[str, Callable[[Path], Path]] = {
    "a.aac": lambda path: adts_of(path, song(DURATION_S), RATE_HZ),
    "open.flac": no_length,
    "untagged.mp3": lambda path: without_xing(by_soundfile(path)),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_whole_file_shows_that_it_is_whole(tmp_path: Path, name: str) -> None:
    path = WRITERS[name](tmp_path / name)
    assert examine(path).ending is Ending.WHOLE
    info, samples = decode(path)
    assert info.end_known
    assert len(samples) / info.sample_rate_hz >= DURATION_S * 44_100 / 48_000 - 0.05


@pytest.mark.parametrize("name", WITHOUT_END)
def test_a_file_without_a_length_is_read_to_its_end(tmp_path: Path, name: str) -> None:
    path = WITHOUT_END[name](tmp_path / name)
    assert examine(path).ending in (Ending.LEFT_OPEN, Ending.UNTOLD)
    info, samples = decode(path)
    assert info.n_frames is None
    assert not info.end_known
    assert len(samples) == pytest.approx(DURATION_S * RATE_HZ, abs=2_500)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
@pytest.mark.parametrize("name", [*WRITERS, *WITHOUT_END])
def test_a_part_of_a_file_is_refused(tmp_path: Path, name: str, share: float) -> None:
    path = (WRITERS | WITHOUT_END)[name](tmp_path / name)
    data = path.read_bytes()
    n_bytes = int(len(data) * share)
    path.write_bytes(data[:n_bytes])
    with pytest.raises(AudioTruncated):
        decode(path)


def test_the_length_of_a_matroska_file(tmp_path: Path) -> None:
    assert examine(WRITERS["a.mka"](tmp_path / "a.mka")).duration_s == pytest.approx(DURATION_S, abs=0.05)


@pytest.mark.parametrize("name", ["a.wav", "a.w64", "a.caf", "a.mka", "a.wma", "a.m4a", "a.mp3", "a.flac"])
def test_no_beginning_of_a_file_upsets_the_look_at_it(tmp_path: Path, name: str) -> None:
    path = WRITERS[name](tmp_path / name)
    data = path.read_bytes()
    for n_bytes in [*range(1, 130), 200, 500, 1_000]:
        path.write_bytes(data[:n_bytes])
        assert isinstance(examine(path).ending, Ending)
