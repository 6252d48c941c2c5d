"""Decoding: every format, rate and channel count gives back what was written; down-mix and resampler are exact.

The tags depend on the resampler's roll-off and the scores on the down-mix, so both are held to a float's precision.
"""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from models import audio
from models.audio import Resampler, downmix, open_audio
from models.errors import AudioNotDecodable, AudioTruncated
from tests.models.encode import adts_of, best_correlation, decode, write_aac
from tests.synth import song

NAME = "測試 歌曲 (母帶 v2) ♪"
LOSSLESS = [
    ("wav", "WAV", "PCM_16", 2**-15),
    ("wav", "WAV", "PCM_24", 2**-23),
    ("wav", "WAV", "PCM_32", 2**-23),
    ("wav", "WAV", "FLOAT", 0.0),
    ("wav", "WAV", "DOUBLE", 0.0),
    ("wav", "WAVEX", "PCM_24", 2**-23),
    ("wav", "RF64", "PCM_16", 2**-15),
    ("wav", "RF64", "FLOAT", 0.0),
    ("aiff", "AIFF", "PCM_16", 2**-15),
    ("aiff", "AIFF", "PCM_24", 2**-23),
    ("flac", "FLAC", "PCM_16", 2**-15),
    ("flac", "FLAC", "PCM_24", 2**-23),
]
LOSSY = [("ogg", "OGG", "VORBIS"), ("opus", "OGG", "OPUS"), ("mp3", "MP3", "MPEG_LAYER_III")]
RATES = (8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 88_200, 96_000, 192_000)


@pytest.mark.parametrize(("suffix", "container", "subtype", "step"), LOSSLESS)
def test_lossless_files_decode_to_the_samples_written(
    tmp_path: Path, suffix: str, container: str, subtype: str, step: float
) -> None:
    samples = song(1.0)
    path = tmp_path / f"{NAME}.{suffix}"
    soundfile.write(path, samples, 44_100, format=container, subtype=subtype)
    info, decoded = decode(path)
    assert (info.sample_rate_hz, info.n_channels, info.n_frames) == (44_100, 2, len(samples))
    assert decoded.dtype == np.float32
    np.testing.assert_allclose(decoded, samples, rtol=0, atol=2 * step)


@pytest.mark.parametrize("n_channels", [1, 2])
@pytest.mark.parametrize(("suffix", "container", "subtype"), LOSSY)
def test_lossy_files_sound_like_the_source(
    tmp_path: Path, suffix: str, container: str, subtype: str, n_channels: int
) -> None:
    samples = song(2.0, 48_000, n_channels)
    path = tmp_path / f"{NAME}.{suffix}"
    soundfile.write(path, samples, 48_000, format=container, subtype=subtype)
    info, decoded = decode(path)
    assert (info.sample_rate_hz, info.n_channels) == (48_000, n_channels)
    assert abs(len(decoded) - len(samples)) < 4_800
    assert best_correlation(downmix(decoded), downmix(samples)) > 0.97


@pytest.mark.parametrize("suffix", ["m4a", "aac", "mp4"])
@pytest.mark.parametrize(("rate_hz", "n_channels"), [(8_000, 1), (44_100, 2), (48_000, 6), (96_000, 2)])
def test_aac_sounds_like_the_source(tmp_path: Path, suffix: str, rate_hz: int, n_channels: int) -> None:
    samples = song(2.0, rate_hz, n_channels)
    info, decoded = decode(write_aac(tmp_path / f"{NAME}.{suffix}", samples, rate_hz))
    assert (info.sample_rate_hz, info.n_channels) == (rate_hz, n_channels)
    assert abs(len(decoded) - len(samples)) <= 4_096
    assert best_correlation(downmix(decoded), downmix(samples)) > 0.95


def test_a_longer_bare_aac_stream_is_whole(tmp_path: Path) -> None:
    """A bare stream has no length: FFmpeg guesses one from the first frames' bit rate, which is no promise."""
    samples = song(12.0)
    decoded = decode(adts_of(tmp_path / f"{NAME}.aac", samples, 44_100))[1]
    assert abs(len(decoded) - len(samples)) <= 4_096


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize("suffix", ["wav", "flac", "aiff", "ogg"])
def test_every_rate(tmp_path: Path, suffix: str, rate_hz: int) -> None:
    samples = song(0.5, rate_hz, 1)
    path = tmp_path / f"a.{suffix}"
    soundfile.write(path, samples, rate_hz)
    info, decoded = decode(path)
    assert info.sample_rate_hz == rate_hz
    assert decoded.shape == samples.shape
    assert best_correlation(decoded[:, 0], samples[:, 0]) > 0.95


@pytest.mark.parametrize("n_channels", [1, 2, 6, 8])
@pytest.mark.parametrize("suffix", ["wav", "flac", "aiff", "ogg"])
def test_channels_keep_their_order(tmp_path: Path, suffix: str, n_channels: int) -> None:
    t = np.arange(44_100) / 44_100  # 20 Hz: what Vorbis keeps in its low-frequency channel too
    levels = 0.04 + 0.03 * np.arange(n_channels)
    samples = (np.sin(2 * np.pi * 20 * t)[:, None] * levels).astype(np.float32)
    path = tmp_path / f"{n_channels} 聲道.{suffix}"
    soundfile.write(path, samples, 44_100)
    info, decoded = decode(path)
    assert info.n_channels == n_channels
    np.testing.assert_allclose(np.sqrt((decoded**2).mean(axis=0)), levels / np.sqrt(2), rtol=0.1)


def test_name_does_not_decide_the_format(tmp_path: Path) -> None:
    samples = song(0.5)
    path = tmp_path / "沒有副檔名"
    soundfile.write(path, samples, 44_100, format="FLAC")
    np.testing.assert_allclose(decode(path)[1], samples, rtol=0, atol=2**-15)


def test_blocks_join_without_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = song(1.0)
    path = tmp_path / "a.wav"
    soundfile.write(path, samples, 44_100, subtype="FLOAT")
    monkeypatch.setattr(audio, "BLOCK_SAMPLES", 9_999)
    with open_audio(path) as stream:
        blocks = list(stream.blocks)
    assert len(blocks) == 9
    np.testing.assert_array_equal(np.concatenate(blocks), samples)


def test_aac_blocks_join_without_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_aac(tmp_path / "a.m4a", song(2.0), 44_100)
    whole = decode(path)[1]
    monkeypatch.setattr(audio, "BLOCK_SAMPLES", 9_999)
    with open_audio(path) as stream:
        blocks = list(stream.blocks)
    assert len(blocks) > 10
    np.testing.assert_array_equal(np.concatenate(blocks), whole)


@pytest.mark.parametrize("start_s", [0.0, 3.21, 52.7])
def test_no_frame_of_a_variable_rate_mp3_is_spoilt(tmp_path: Path, start_s: float) -> None:
    bursts = np.tile(song(8.0), (7, 1)) * (np.arange(56 * 44_100) // 22_050 % 2)[:, None].astype(np.float32)
    path = tmp_path / "a.mp3"
    soundfile.write(path, bursts, 44_100, bitrate_mode="VARIABLE", compression_level=0.4)
    whole, _ = soundfile.read(path, dtype="float32", always_2d=True)
    with open_audio(path, start_s, 9_999) as stream:
        read = np.concatenate(list(stream.blocks))
    np.testing.assert_allclose(read, whole[round(start_s * 44_100) :], rtol=0, atol=1e-4)


@pytest.mark.parametrize("n_channels", [1, 2, 6, 8])
def test_downmix_is_the_mean(n_channels: int) -> None:
    block = np.random.default_rng(3).normal(size=(1_000, n_channels)).astype(np.float32)
    mono = downmix(block)
    assert mono.dtype == np.float32
    np.testing.assert_allclose(mono, block.astype(np.float64).mean(axis=1), rtol=0, atol=1e-6)


@pytest.mark.parametrize("to_hz", [16_000, 22_050])
@pytest.mark.parametrize("from_hz", [8_000, 44_100, 48_000, 96_000, 192_000])
def test_resampler_equals_soxr_hq_in_one_go(from_hz: int, to_hz: int) -> None:
    mono = song(1.0, from_hz, 1)[:, 0]
    rng, parts, start, resampler = np.random.default_rng(5), [], 0, Resampler(from_hz, to_hz)
    while start < mono.size:
        stop = start + int(rng.integers(1, 7_919))
        parts.append(resampler.push(mono[start:stop], last=False))
        start = stop
    parts.append(resampler.push(mono[:0], last=True))
    expected = soxr.resample(mono, from_hz, to_hz, quality="HQ")
    np.testing.assert_allclose(np.concatenate(parts), expected, rtol=0, atol=1e-6)


def test_resampler_leaves_the_right_rate_alone() -> None:
    mono = song(0.2, 16_000, 1)[:, 0]
    np.testing.assert_array_equal(Resampler(16_000, 16_000).push(mono, last=True), mono)


@pytest.mark.parametrize("start_s", [0.5, 1.234])
@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.ogg", "a.mp3", "a.m4a", "a.aac"])
def test_decoding_from_a_position_gives_the_rest_of_the_whole(tmp_path: Path, name: str, start_s: float) -> None:
    path = tmp_path / name
    if path.suffix in (".m4a", ".aac"):
        write_aac(path, song(2.0), 44_100)
    else:
        soundfile.write(path, song(2.0), 44_100)
    whole = decode(path)[1]
    with open_audio(path, start_s, 8_192) as stream:
        blocks = list(stream.blocks)
    rest = np.concatenate(blocks)
    assert max(block.size for block in blocks) <= 3 * 8_192
    assert len(rest) == len(whole) - round(start_s * 44_100)
    wanted = whole[-len(rest) :]
    exact = path.suffix in (".wav", ".flac", ".ogg", ".mp3")
    assert np.allclose(rest, wanted, rtol=0, atol=1e-6) if exact else _alike(rest, wanted) > 0.99


def _alike(left: np.ndarray, right: np.ndarray) -> float:
    """Return the correlation of two recordings, sample by sample; AAC fills some bands with noise of its own."""
    return float(np.vdot(left, right) / np.linalg.norm(left) / np.linalg.norm(right))


def test_a_position_past_the_end_gives_nothing(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", song(1.0), 44_100)
    with open_audio(tmp_path / "a.wav", 5.0) as stream:
        assert list(stream.blocks) == []


def test_a_big_endian_wave_file_is_read_as_such(tmp_path: Path) -> None:
    samples = song(4.0)
    path = tmp_path / "a.wav"
    soundfile.write(path, samples, 44_100, endian="BIG")
    assert path.read_bytes()[:4] == b"RIFX"
    np.testing.assert_allclose(decode(path)[1], samples, rtol=0, atol=2**-15)
    path.write_bytes(path.read_bytes()[:200_000])
    with pytest.raises(AudioTruncated):
        decode(path)


def test_every_link_of_a_chained_ogg_is_read(tmp_path: Path) -> None:
    links = [tmp_path / f"{i}.ogg" for i in range(2)]
    for i, link in enumerate(links):
        soundfile.write(link, song(4.0, seed=i), 44_100)
    chain = tmp_path / "chain.ogg"
    chain.write_bytes(b"".join(link.read_bytes() for link in links))
    assert len(decode(chain)[1]) == pytest.approx(8.0 * 44_100, abs=2_000)


@pytest.mark.parametrize("size", [0, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_wave_file_from_a_pipe_is_read_whole(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, song(4.0), 44_100)
    data = bytearray(path.read_bytes())
    data[40:44] = size.to_bytes(4, "little")
    path.write_bytes(data)
    info, samples = decode(path)
    assert len(samples) == 4 * 44_100
    assert not info.end_known


def test_a_tag_behind_a_flac_is_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, song(4.0), 44_100)
    path.write_bytes(path.read_bytes() + b"TAG" + b"a" * 125)
    assert len(decode(path)[1]) == 4 * 44_100


def test_a_file_of_nothing_but_chunks_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF\0\0\0\0WAVE" + bytes(2_000_000))
    with pytest.raises(AudioNotDecodable):
        decode(path)
