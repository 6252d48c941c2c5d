"""The same sound in another file."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from models.errors import Cancelled
from models.frontend import FrontEnd
from training.features import fingerprint as fingerprints
from training.features.fingerprint import name_sounds, same_sound, signs_of
from training.features.shards import Features
from training.runtime.stop import StopRequest

FRAMES = 323
RATE_HZ = 22_050


def clip(seed: int, n_frames: int = FRAMES) -> np.ndarray:
    """Power, [128, 323], that comes and goes in 16 bands, and nothing after so many frames."""
    rng = np.random.default_rng(seed)
    steps = rng.normal(size=(16, FRAMES // 8 + 2))
    loudness = np.stack([np.interp(np.arange(FRAMES) / 8, np.arange(steps.shape[1]), band) for band in steps])
    power = np.repeat(np.exp(2 * loudness), 8, axis=0) * rng.gamma(4.0, size=(128, FRAMES))
    power[:, n_frames:] = 0.0
    return power.astype(np.float32)


def test_different_sounds_are_different() -> None:
    assert same_sound([signs_of(clip(seed)) for seed in range(40)]) == []


def test_copies_are_found() -> None:
    original = clip(1)
    noise = np.random.default_rng(2).gamma(20.0, 1 / 20, size=original.shape).astype(np.float32)
    copies = [0.01 * original, original * noise, np.roll(original, 1, axis=1)]
    prints = [signs_of(power) for power in (clip(5), original, clip(6), *copies)]
    assert same_sound(prints) == [(1, 3), (1, 4), (1, 5), (3, 4), (3, 5), (4, 5)]


def test_pairs_do_not_depend_on_the_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    prints = [signs_of(clip(seed % 7)) for seed in range(20)]
    expected = [(i, j) for i in range(20) for j in range(i + 1, 20) if (j - i) % 7 == 0]
    assert sorted(same_sound(prints)) == expected
    monkeypatch.setattr(fingerprints, "BLOCK_SONGS", 3)
    assert sorted(same_sound(prints)) == expected


def test_shared_silence_is_no_likeness() -> None:
    short = [signs_of(clip(seed, n_frames=130)) for seed in range(10)]
    assert all(np.count_nonzero(print_) < print_.size for print_ in short) and same_sound(short) == []
    assert same_sound([short[0], short[0]]) == [(0, 1)]


@pytest.mark.parametrize("power", [np.zeros((128, FRAMES), np.float32), clip(1, n_frames=80)])
def test_too_little_sound_is_like_nothing(power: np.ndarray) -> None:
    assert not signs_of(power).any() and same_sound([signs_of(power)] * 2) == []


def test_no_songs() -> None:
    assert same_sound([]) == []


def test_stopping() -> None:
    stop = StopRequest()
    stop.ask()
    with pytest.raises(Cancelled):
        same_sound([signs_of(clip(1))], stop)


def mel(front_end: FrontEnd, samples: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        power = front_end.popularity_mel(torch.from_numpy(samples.astype(np.float32)), 2048).numpy()
    return np.pad(power, ((0, 0), (0, max(0, FRAMES - power.shape[1]))))[:, :FRAMES]


@pytest.fixture
def one_thread() -> Iterator[None]:
    """As in every extraction; two threads would wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.reference
@pytest.mark.usefixtures("one_thread")
def test_real_clips(reference_folder: Path) -> None:
    """Two of the clips are one recording in different files; and every clip is found again as a poor late copy."""
    doubled = ("0AFgwbr0jraKvsUOy97eVY.mp3", "0Ameabw4BDHuV3TJmPciib.mp3")
    folder = reference_folder / "clips"
    paths = [folder / name for name in doubled] + [p for p in sorted(folder.iterdir())[:10] if p.name not in doubled]
    assert paths[0].read_bytes() != paths[1].read_bytes()
    originals, copies, front_end = [], [], FrontEnd()
    for path in paths:
        samples, rate_hz = soundfile.read(path, dtype="float32")
        samples = samples.mean(1) if samples.ndim > 1 else samples
        samples = samples if rate_hz == RATE_HZ else samples[:: rate_hz // RATE_HZ]
        file = io.BytesIO()
        soundfile.write(
            file, 0.3 * samples[RATE_HZ // 40 :], RATE_HZ, format="MP3", bitrate_mode="CONSTANT", compression_level=0.9
        )
        file.seek(0)
        originals.append(signs_of(mel(front_end, samples)))
        copies.append(signs_of(mel(front_end, soundfile.read(file)[0])))
    n = len(paths)
    assert same_sound(originals) == [(0, 1)]
    found = set(same_sound([*originals, *copies]))
    assert {(i, n + i) for i in range(n)} <= found
    assert all(j - i == n or {i % n, j % n} == {0, 1} for i, j in found)


def test_names_join_bytes_and_fingerprints(features: Features) -> None:
    reached: list[tuple[int, int]] = []
    names = name_sounds(features, StopRequest(), lambda done, total: reached.append((done, total)))
    n_songs = len(features.songs)
    assert reached == sorted(reached) and reached[-1] == (n_songs, n_songs)
    hashes = {name: song.sha256 for name, song in features.songs.items()}
    assert names.keys() == hashes.keys()
    for one in names:
        for other in names:
            assert hashes[one] != hashes[other] or names[one] == names[other]
