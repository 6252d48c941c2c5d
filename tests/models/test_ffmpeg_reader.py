"""FFmpeg as a decoder: every mp3 to its last frame, nothing but listed formats, and a way out of a standstill."""

import struct
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from models import ffmpeg_reader
from models.audio import open_audio
from models.errors import AudioNotDecodable, AudioStuck, Cancelled
from models.ffmpeg_reader import FORMATS, OPTIONS
from models.recording import measure
from tests.models.encode import adts_of, decode, encode
from tests.models.mp3_parts import ID3V1, id3v2, without_xing
from tests.synth import song

RATE_HZ = 44_100
UNDECODABLE_PAYLOAD = 400


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    path = tmp_path / "a.mp3"
    soundfile.write(path, song(6.0), RATE_HZ, bitrate_mode="VARIABLE", compression_level=0.4)
    return path


@pytest.fixture
def seconds_fly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every look at the clock find a second gone."""
    seconds = iter(range(10_000_000))
    monkeypatch.setattr(ffmpeg_reader.time, "monotonic", lambda: float(next(seconds)))


def test_a_variable_rate_mp3_without_a_header_is_read_whole_and_in_place(mp3: Path) -> None:
    tagged = decode(mp3)[1]
    info, untagged = decode(without_xing(mp3))
    assert not info.end_known
    assert 0 <= len(untagged) - len(tagged) < 2 * 1152
    np.testing.assert_allclose(untagged[5_000 : len(tagged) - 5_000], tagged[5_000:-5_000], rtol=0, atol=1e-3)


@pytest.mark.parametrize(
    ("before", "after"),
    [(id3v2(200_000), b""), (b"", ID3V1), (b"", bytes(5_000)), (id3v2(10) + id3v2(3_000), b"APETAGEX" + bytes(900))],
)
def test_tags_around_an_mp3_are_no_sound(mp3: Path, before: bytes, after: bytes) -> None:
    whole = decode(mp3)[1]
    mp3.write_bytes(before + mp3.read_bytes() + after)
    samples = decode(mp3)[1]
    assert 0 <= len(samples) - len(whole) < 1152
    np.testing.assert_array_equal(samples[: len(whole)], whole)


def test_an_mp3_may_change_its_channels_and_rate_midway(tmp_path: Path, mp3: Path) -> None:
    other = tmp_path / "mono.mp3"
    soundfile.write(other, song(6.0).mean(axis=1), 22_050)
    mp3.write_bytes(without_xing(mp3).read_bytes() + without_xing(other).read_bytes())
    info, samples = decode(mp3)
    assert (info.sample_rate_hz, info.n_channels) == (RATE_HZ, 2)
    assert len(samples) == pytest.approx((6.0 + 12.0) * RATE_HZ, abs=8_000)


@pytest.mark.parametrize("start_s", [1.7, 4.4])
def test_playback_begins_in_place_without_a_header(mp3: Path, start_s: float) -> None:
    without_xing(mp3)
    whole = decode(mp3)[1]
    with open_audio(mp3, start_s) as stream:
        samples = np.concatenate(list(stream.blocks))
    np.testing.assert_allclose(samples, whole[round(start_s * RATE_HZ) :], rtol=0, atol=1e-4)


def test_a_spoilt_frame_is_skipped_but_many_are_an_error(mp3: Path) -> None:
    data = bytearray(mp3.read_bytes())
    middle = data.index(b"\xff\xfb", len(data) // 2)
    data[middle + 4 : middle + 40] = b"\xff" * 36
    mp3.write_bytes(data)
    assert len(decode(mp3)[1]) == pytest.approx(6.0 * RATE_HZ, abs=1_200)
    mp3.with_suffix(".aac").write_bytes(undecodable_adts(400))
    with pytest.raises(AudioNotDecodable):
        decode(mp3.with_suffix(".aac"))


@pytest.mark.parametrize("name", ["list.mp3", "list.txt", "list.m3u8", "list.wav"])
@pytest.mark.parametrize(
    "text",
    [
        "ffconcat version 1.0\nfile '{song}'\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{song}\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n{song}\n",
        "[playlist]\nFile1={song}\n",
    ],
)
def test_a_playlist_opens_nothing(tmp_path: Path, name: str, text: str) -> None:
    neighbour = tmp_path / "neighbour.mp3"
    soundfile.write(neighbour, song(4.0), RATE_HZ)
    (tmp_path / name).write_text(text.format(song=neighbour), encoding="utf-8")
    with pytest.raises(AudioNotDecodable):
        decode(tmp_path / name)


def test_only_listed_formats_are_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(100_000))
    listed = {name for names in FORMATS for name in names.split(",")}
    others = [name for name in av.formats_available if not listed & set(name.split(",")) and can_read(name)]
    assert {"concat", "hls", "image2", "rtsp", "sdp", "lavfi"} <= set(others)
    for name in others:
        with pytest.raises((av.FFmpegError, ValueError)), path.open("rb") as file:
            av.open(file, format=name, options=OPTIONS).close()


def can_read(name: str) -> bool:
    return av.ContainerFormat(name).is_input


def test_the_listed_formats_are_ffmpegs() -> None:
    known = {name for names in av.formats_available for name in names.split(",")}
    assert {name for names in FORMATS for name in names.split(",")} <= known


def test_a_wave_file_of_an_unknown_codec(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, song(4.0), RATE_HZ)
    data = bytearray(path.read_bytes())
    data[20:22] = struct.pack("<H", 0x1234)
    path.write_bytes(data)
    with pytest.raises(AudioNotDecodable):
        decode(path)


def undecodable_adts(n_frames: int) -> bytes:
    """Return AAC frames with right headers and nonsense in them."""
    size = 7 + UNDECODABLE_PAYLOAD
    header = bytes([0xFF, 0xF1, 0x50, 0x80 | size >> 11, size >> 3 & 0xFF, (size & 7) << 5 | 0x1F, 0xFC])
    return (header + b"\xff" * UNDECODABLE_PAYLOAD) * n_frames


def test_a_decoder_that_gives_no_sound_is_given_up(tmp_path: Path, seconds_fly: None) -> None:
    path = tmp_path / "a.aac"
    path.write_bytes(undecodable_adts(400))
    with pytest.raises(AudioStuck):
        decode(path)


def test_waiting_can_be_cancelled_and_tells_how_far_it_is(tmp_path: Path, seconds_fly: None) -> None:
    path = tmp_path / "a.aac"
    path.write_bytes(undecodable_adts(400))
    shares: list[float] = []

    def cancel(share: float) -> None:
        shares.append(share)
        if len(shares) == 5:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        measure(path, on_progress=cancel)
    assert len(shares) == 5
    assert shares == sorted(shares)


def test_progress_goes_on_where_no_length_is_stated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = adts_of(tmp_path / "a.aac", song(8.0), RATE_HZ)
    monkeypatch.setattr("models.audio.BLOCK_SAMPLES", 50_000)
    shares: list[float] = []
    measure(path, on_progress=shares.append)
    assert len(shares) > 5
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_file_whose_times_make_no_sense_is_read_from_its_first_frame(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mka", song(6.0), RATE_HZ, codec="aac", container="matroska")
    data = path.read_bytes()
    cluster = data.index(b"\x1f\x43\xb6\x75")
    timestamp = data.index(b"\xe7", cluster)
    n_bytes = data[timestamp + 1] & 0x7F
    path.write_bytes(data[: timestamp + 2] + b"\x7f" * n_bytes + data[timestamp + 2 + n_bytes :])
    assert len(decode(path)[1]) == pytest.approx(6.0 * RATE_HZ, abs=3_000)
