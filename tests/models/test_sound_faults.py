"""Clipping, cancelling channels, missing treble, silence and loops: each is found, and nothing is found in a song."""

import math
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from models import recording
from models.pieces import Pieces
from models.recording import measure, measure_samples
from models.sound_faults import FaultMeter, SoundFaults
from tests.models.encode import decode, write_aac
from tests.synth import song

Array = npt.NDArray[np.float32]

RATES = (44_100, 48_000)
FORMATS = [(rate_hz, n_channels) for rate_hz in RATES for n_channels in (1, 2)]


def faults(samples: Array, rate_hz: int) -> SoundFaults:
    return measure_samples(np.ascontiguousarray(samples, dtype=np.float32), rate_hz).faults


def codes(samples: Array, rate_hz: int) -> list[str]:
    return [notice.code for notice in faults(samples, rate_hz).notices(full_band=True)]


def noise(seconds: float, rate_hz: int, n_channels: int = 2) -> Array:
    shape = (round(seconds * rate_hz), n_channels)
    return (0.1 * np.random.default_rng(3).normal(size=shape)).astype(np.float32)


def pcm16(samples: Array, gain_db: float) -> Array:
    """Return what is left of samples of full scale, raised by a gain, in 16 bits."""
    raised = samples / np.abs(samples).max() * 10.0 ** (gain_db / 20.0)
    levels: Array = (np.clip(np.round(raised * 2**15), -(2**15), 2**15 - 1) / 2**15).astype(np.float32)
    return levels


def low_passed(samples: Array, rate_hz: int, cutoff_hz: float) -> Array:
    spectrum = np.fft.rfft(samples, axis=0)
    spectrum[np.fft.rfftfreq(len(samples), 1.0 / rate_hz) > cutoff_hz] = 0.0
    return np.fft.irfft(spectrum, n=len(samples), axis=0).astype(np.float32)


def looped(samples: Array, rate_hz: int, loop_s: float, seconds: float) -> Array:
    part = samples[: round(loop_s * rate_hz)]
    return np.tile(part, (math.ceil(seconds / loop_s), 1))[: round(seconds * rate_hz)]


@pytest.mark.parametrize(("rate_hz", "n_channels"), FORMATS)
@pytest.mark.parametrize("seconds", [4.0, 31.0, 50.0])
def test_a_song_has_no_faults(rate_hz: int, n_channels: int, seconds: float) -> None:
    assert codes(pcm16(song(seconds, rate_hz, n_channels), 0.0), rate_hz) == []


@pytest.mark.parametrize(("rate_hz", "n_channels"), FORMATS)
@pytest.mark.parametrize("seconds", [4.5, 16.0])
@pytest.mark.parametrize("turned_down", [1.0, 0.3])
def test_clipped_sound_is_told(rate_hz: int, n_channels: int, seconds: float, turned_down: float) -> None:
    samples = pcm16(song(seconds, rate_hz, n_channels), 14.0) * turned_down
    dithered = pcm16(samples, -2.0) + np.random.default_rng(1).triangular(-1.0, 0.0, 1.0, samples.shape) / 2**15
    assert codes(samples, rate_hz) == codes(dithered.astype(np.float32), rate_hz) == ["clipped"]


@pytest.mark.parametrize("rate_hz", RATES)
def test_what_only_touches_its_maximum_is_not_clipped(rate_hz: int) -> None:
    t = np.arange(8 * rate_hz) / rate_hz
    low_tone = np.repeat(np.sin(2 * np.pi * 30.0 * t)[:, None], 2, axis=1).astype(np.float32)
    seldom = pcm16(noise(8.0, rate_hz), -1.0)
    for start in range(1_000, len(seldom), rate_hz):
        seldom[start : start + 5] = 1.0
    pairs = np.tile(np.array([0.5, 0.5, -0.5, 0.1], dtype=np.float32), 2 * rate_hz)[:, None]
    for samples in (low_tone, seldom, pairs):
        assert faults(samples, rate_hz).clipped_share < 2e-4


@pytest.mark.parametrize("rate_hz", RATES)
def test_channels_that_cancel(rate_hz: int) -> None:
    left, other = noise(6.0, rate_hz).T
    silent = np.zeros_like(left)
    loudness = {
        name: faults(np.stack(channels, axis=1), rate_hz).downmix_lu
        for name, channels in {
            "one": (left,),
            "alike": (left, left),
            "apart": (left, other),
            "one is silent": (left, silent),
            "surround": (left, other, silent, silent),
            "inverted": (left, 0.1 * other - left),
            "inverted exactly": (left, -left),
        }.items()
    }
    assert loudness == {
        "one": pytest.approx(0.0, abs=1e-3),
        "alike": pytest.approx(3.01, abs=0.01),
        "apart": pytest.approx(0.0, abs=0.2),
        "one is silent": pytest.approx(0.0, abs=1e-3),
        "surround": pytest.approx(0.0, abs=0.2),
        "inverted": pytest.approx(-23.0, abs=0.2),
        "inverted exactly": -math.inf,
    }
    assert codes(np.stack([left, 0.1 * other - left], axis=1), rate_hz) == ["channels_cancel"]


@pytest.mark.parametrize(("rate_hz", "n_channels"), FORMATS)
@pytest.mark.parametrize("seconds", [4.0, 16.0])
def test_missing_treble(rate_hz: int, n_channels: int, seconds: float) -> None:
    samples = song(seconds, rate_hz, n_channels)
    assert codes(low_passed(samples, rate_hz, 3_800.0), rate_hz) == ["treble_missing"]
    assert codes(low_passed(samples, rate_hz, 5_500.0), rate_hz) == []


def test_a_low_sample_rate_is_not_told_twice() -> None:
    measured = faults(song(16.0, 8_000), 8_000)
    assert [notice.code for notice in measured.notices(full_band=False)] == []


@pytest.mark.parametrize("gain", [1.0, 0.01])
@pytest.mark.parametrize(("silent_s", "told"), [(5.0, []), (11.0, ["mostly_silent"])])
def test_mostly_silent(silent_s: float, told: list[str], gain: float) -> None:
    samples = song(8.0) * gain
    hiss = 1e-3 * noise(silent_s, 44_100) * gain
    assert codes(np.concatenate([samples, hiss]), 44_100) == told
    assert codes(np.concatenate([0.0 * hiss, samples]), 44_100) == told


@pytest.mark.parametrize("n_channels", [1, 2])
@pytest.mark.parametrize(("rate_hz", "loop_s"), [(44_100, 2.0), (48_000, 10.0 / 3.0), (44_100, 8.0), (48_000, 9.7)])
def test_a_loop(rate_hz: int, n_channels: int, loop_s: float) -> None:
    assert codes(looped(song(10.0, rate_hz, n_channels), rate_hz, loop_s, 30.0), rate_hz) == ["loop"]
    samples = looped(low_passed(noise(10.0, rate_hz, n_channels), rate_hz, 500.0), rate_hz, loop_s, 30.0)
    assert faults(samples, rate_hz).period_s == pytest.approx(loop_s, abs=0.02)


def test_short_and_long_loops() -> None:
    assert faults(looped(noise(2.0, 44_100), 44_100, 0.7, 7.0), 44_100).period_s == pytest.approx(1.4, abs=0.02)
    assert faults(looped(noise(4.0, 44_100, 1), 44_100, 3.0, 130.0), 44_100).period_s == pytest.approx(3.0, abs=0.02)


def test_a_loop_that_was_coded_with_loss(tmp_path: Path) -> None:
    path = write_aac(tmp_path / "a.m4a", looped(song(5.0), 44_100, 4.0, 24.0), 44_100)
    assert math.isfinite(measure(path).faults.period_s)


def test_what_repeats_for_less_than_half_is_no_loop() -> None:
    parts = [looped(song(4.0), 44_100, 2.0, 30.0), song(60.0, seed=5)]
    assert codes(np.concatenate(parts), 44_100) == []
    assert codes(np.concatenate(parts[::-1]), 44_100) == []


@pytest.mark.parametrize("block", [1, 999, 44_100, 100_000])
def test_faults_do_not_depend_on_the_blocks(block: int) -> None:
    seconds = 2.2 if block == 1 else 33.0
    samples = pcm16(looped(song(4.0), 44_100, 3.0, seconds), 6.0)
    mono = np.ascontiguousarray(samples.mean(axis=1)[: round(seconds * 16_000)])

    def measured(size: int) -> tuple[float, ...]:
        meter = FaultMeter(44_100, 16_000)
        for start in range(0, len(samples), size):
            meter.push(samples[start : start + size])
            meter.push_tagging(mono[start : start + size])
        return (*astuple(meter.end(0.0, 0.0)), meter.peak)

    assert measured(block) == measured(len(samples))


def test_pieces() -> None:
    samples = np.arange(11, dtype=np.float32)
    for size in (1, 3, 4, 11):
        pieces = Pieces(4)
        got = [piece.tolist() for i in range(0, 11, size) for piece in pieces.push(samples[i : i + size])]
        assert got == [[0, 1, 2, 3], [4, 5, 6, 7]]
        assert pieces.rest().tolist() == [8, 9, 10]


def test_recordings_too_long_for_memory(write_audio: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_audio("a.wav", pcm16(looped(song(3.0), 44_100, 2.0, 12.0), 9.0))
    whole = measure(path).faults
    monkeypatch.setattr(recording, "IN_MEMORY_S", 5.0)
    assert measure(path).faults == whole
    assert [notice.code for notice in whole.notices(full_band=True)] == ["clipped", "loop"]


@pytest.fixture(scope="module")
def clips(reference_folder: Path) -> list[Path]:
    return sorted((reference_folder / "clips").glob("*.mp3"))[5::23]


def test_real_clips_have_no_faults(clips: list[Path]) -> None:
    assert {path.name: list(measure(path).faults.notices(full_band=True)) for path in clips} == {
        path.name: [] for path in clips
    }


def test_faults_of_real_clips_are_found(clips: list[Path]) -> None:
    info, samples = decode(clips[0])
    rate_hz = info.sample_rate_hz
    assert codes(pcm16(samples, 6.0), rate_hz) == ["clipped"]
    assert codes(samples[:, :1] * np.array([1.0, -0.9], dtype=np.float32), rate_hz) == ["channels_cancel"]
    assert codes(low_passed(samples, rate_hz, 4_000.0), rate_hz) == ["treble_missing"]
    assert codes(looped(samples, rate_hz, 8.0, 30.0), rate_hz) == ["loop"]
