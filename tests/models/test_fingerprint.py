"""Takes of one performance are told from other songs."""

import itertools
from pathlib import Path

import numpy as np
import pytest
import torch

from models.audio import Resampler, downmix, open_audio
from models.audio_format import Samples
from models.fingerprint import Print, decode, disagreement, encode, fingerprint, is_take_of, takes
from models.frontend import FrontEnd
from models.spec import SPEC
from tests.models.encode import encode as encode_file
from tests.synth import song

RATE_HZ = 44_100
N_REAL = 6
FRONT_END = FrontEnd()


def print_of(samples: Samples, rate_hz: int = RATE_HZ) -> Print:
    signal = Resampler(rate_hz, SPEC.popularity_mel.sample_rate_hz).push(downmix(samples), last=True)
    return fingerprint(FRONT_END.popularity_mel(torch.from_numpy(signal), SPEC.popularity_mel.hop_length))


def with_reverb(samples: Samples) -> Samples:
    """Add a quarter of a room of 0.6 s."""
    rng = np.random.default_rng(0)
    n_taps = round(0.9 * RATE_HZ)
    room = rng.normal(size=n_taps) * np.exp(-6.9 * np.arange(n_taps) / (0.6 * RATE_HZ))
    room /= np.sqrt((room**2).sum())
    n_fft = 2 ** (len(samples) + n_taps).bit_length()
    wet = np.fft.irfft(np.fft.rfft(samples, n_fft, axis=0) * np.fft.rfft(room, n_fft)[:, None], axis=0)
    return (0.75 * samples + 0.25 * wet[: len(samples)]).astype(np.float32)


def copies(samples: Samples, folder: Path) -> list[Samples]:
    """Return six copies of a song as a producer makes them: gain, two encodings, a trim, reverb, a limiter."""
    coded = []
    for codec, container in (("libmp3lame", "mp3"), ("aac", "mp4")):
        path = encode_file(folder / f"song.{container}", samples, RATE_HZ, codec=codec, container=container)
        with open_audio(path) as stream:
            coded.append(np.concatenate(list(stream.blocks)))
    limited = np.tanh(2.5 * samples).astype(np.float32)
    return [samples * np.float32(0.3), *coded, samples[round(0.2 * RATE_HZ) :], with_reverb(samples), limited]


def test_text_gives_the_print_back() -> None:
    print_ = print_of(song(20.0, RATE_HZ, seed=1))
    assert len(print_) > 150
    assert np.array_equal(decode(encode(print_)), print_)
    assert decode("no base 64").size == decode("").size == 0


def test_copies_are_takes_and_other_songs_are_not() -> None:
    songs = [song(30.0, RATE_HZ, seed=seed) for seed in range(3)]
    prints = [print_of(each) for each in songs]
    changed = [[0.3 * each, each[9_000:], with_reverb(each)] for each in songs]
    for own, others in zip(prints, changed, strict=True):
        assert all(is_take_of(own, print_of(np.asarray(other, np.float32))) for other in others)
    for one, other in itertools.combinations(prints, 2):
        assert not is_take_of(one, other)


@pytest.mark.parametrize(("n_one", "n_other", "late"), [(203, 190, 0), (161, 420, 0), (300, 300, 22), (301, 290, -9)])
def test_disagreement_is_that_of_the_best_shift(n_one: int, n_other: int, late: int) -> None:
    rng = np.random.default_rng(3)
    frames = rng.integers(0, 1 << 16, 500).astype(np.uint16)
    one = frames[30 : 30 + n_one]
    other = frames[30 - late : 30 - late + n_other] ^ (rng.random(n_other) < 0.4).astype(np.uint16)
    shares = []
    for shift in range(-22, 23):
        pairs = [(one[i], other[i - shift]) for i in range(n_one) if 0 <= i - shift < n_other]
        signs = [bin((a ^ b) & 0x7FFF).count("1") / 15 for a, b in pairs if a & b & 0x8000]
        shares += [np.mean(signs)] if len(signs) >= 100 else []
    assert disagreement(one, other) == pytest.approx(min(shares, default=1.0))
    assert disagreement(other, one) == pytest.approx(disagreement(one, other))


@pytest.mark.reference
def test_six_copies_of_real_songs(reference_folder: Path, tmp_path: Path) -> None:
    """At least 95 % of the pairs of six copies are joined, and no two songs."""
    prints, contents = [], []
    for path in sorted((reference_folder / "clips").glob("*.mp3"))[:N_REAL]:
        with open_audio(path) as stream:
            assert stream.info.sample_rate_hz == RATE_HZ
            samples = np.concatenate(list(stream.blocks))
        made = [print_of(copy) for copy in copies(samples, tmp_path)]
        joined = [is_take_of(*pair) for pair in itertools.combinations(made, 2)]
        assert np.mean(joined) >= 0.95
        prints += made
        contents += [f"{path.name} {copy}" for copy in range(6)]
    groups = takes(prints, contents)
    assert len(groups) == N_REAL
    assert all(len({contents[i].split()[0] for i in group}) == 1 for group in groups)


def test_silence_and_scraps_are_takes_of_nothing() -> None:
    silence = fingerprint(torch.zeros(128, 400))
    scrap = print_of(song(5.0, RATE_HZ, seed=1))
    assert not is_take_of(silence, silence)
    assert not is_take_of(scrap, scrap)
    assert fingerprint(torch.ones(128, 3)).size == 0


def test_the_same_bytes_are_one_performance_even_without_a_print() -> None:
    nothing = np.zeros(0, np.uint16)
    assert takes([nothing, nothing, nothing], ["a", "b", "a"]) == [[0, 2], [1]]


def test_lengths_that_differ_by_far_are_not_takes() -> None:
    print_ = print_of(song(30.0, RATE_HZ, seed=1))
    assert not is_take_of(print_, print_[:200])
    assert disagreement(print_, print_) == 0.0
