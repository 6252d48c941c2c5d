"""Features on disk: shards of memory-mapped arrays, each with an index that says whose they are.

A shard is written whole by one worker and counts once its index is there; so a killed run resumes with the
songs that no index names, and workers on several machines need nothing but a shared folder. The mels are kept as
amplitudes (the root of the power), in which half precision loses 0.05 % and cannot overflow.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from models.errors import FeaturesInvalid
from models.files import atomic_write
from models.spec import SPEC
from training.arrays import Floats16, Floats32

SETTINGS_FILE = "features.json"
N_TAGS = SPEC.regressor.n_tags
OPEN_SHARDS = 256


@dataclass(frozen=True)
class SongRows:
    """Where one song's windows are in a shard, and what is known of its sound.

    Attributes:
        track_id: the song.
        first: its first row; the highlight.
        starts_s: where each window starts; as many rows as starts.
        sha256: of the sound file.
        loudness_lufs: of the whole file.
        duration_s: of the whole file.
    """

    track_id: str
    first: int
    starts_s: tuple[float, ...]
    sha256: str
    loudness_lufs: float
    duration_s: float


@dataclass(frozen=True)
class UnusableSong:
    """A song whose sound cannot be used, and why."""

    track_id: str
    code: str
    message: str


@dataclass(frozen=True)
class Shard:
    """One shard: its songs, those that cannot be used, and its arrays.

    Attributes:
        mels: [rows, offsets, 128, 323], amplitudes.
        tags: [rows, 50].
    """

    songs: tuple[SongRows, ...]
    failures: tuple[UnusableSong, ...]
    mels: Floats16
    tags: Floats32


def _names(folder: Path, number: int) -> tuple[Path, Path, Path]:
    stem = f"shard-{number:06d}"
    return folder / f"{stem}.mels.npy", folder / f"{stem}.tags.npy", folder / f"{stem}.json"


def write_shard(folder: Path, number: int, shard: Shard) -> None:
    """Write a shard, its index last."""
    mels, tags, index = _names(folder, number)
    for path, values in ((mels, shard.mels), (tags, shard.tags)):
        with atomic_write(path) as temporary, temporary.open("wb") as file:
            np.save(file, values, allow_pickle=False)
    plain = {"songs": [asdict(song) for song in shard.songs], "failures": [asdict(item) for item in shard.failures]}
    with atomic_write(index) as temporary:
        temporary.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")


def read_shard(folder: Path, number: int) -> Shard:
    """Open a shard, its arrays memory-mapped.

    Raises:
        FeaturesInvalid: it is damaged.
    """
    mels, tags, index = _names(folder, number)
    try:
        plain = json.loads(index.read_text(encoding="utf-8"))
        songs = tuple(SongRows(**{**song, "starts_s": tuple(song["starts_s"])}) for song in plain["songs"])
        failures = tuple(UnusableSong(**failure) for failure in plain["failures"])
        shard = Shard(songs, failures, np.load(mels, mmap_mode="r"), np.load(tags, mmap_mode="r"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(index) from error
    n_rows = sum(len(song.starts_s) for song in songs)
    if len(shard.mels) != n_rows or shard.tags.shape != (n_rows, N_TAGS):
        raise _damaged(index)
    return shard


def _damaged(index: Path) -> FeaturesInvalid:
    return FeaturesInvalid(f"{index.stem} is damaged.", "Delete its files and run `features` again.")


def shard_numbers(folder: Path) -> list[int]:
    """Return the numbers of the shards that are whole, in order."""
    return sorted(int(path.stem.removeprefix("shard-")) for path in folder.glob("shard-*.json"))


def check_settings(folder: Path, settings: dict[str, Any]) -> None:
    """Note what a folder's features are made with, or compare.

    Raises:
        FeaturesInvalid: they were made otherwise.
    """
    path = folder / SETTINGS_FILE
    if not path.exists():
        with atomic_write(path) as temporary:
            temporary.write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    elif json.loads(path.read_text(encoding="utf-8")) != settings:
        raise FeaturesInvalid(
            f"The features in {folder.name} were made for another signal path or configuration.",
            "Use another --work folder, or delete them.",
        )


def _map_mels(folder: Path, number: int) -> Floats16:
    mels: Floats16 = np.load(_names(folder, number)[0], mmap_mode="r")
    return mels


def _power(amplitudes: Floats16) -> Floats32:
    return np.square(amplitudes.astype(np.float32))


class Features:
    """All shards of a folder as one table of songs.

    The tags are kept in memory, 200 bytes a window; of the mels only the shards used last are mapped, because each
    mapping holds a file open and systems allow a thousand.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.songs: dict[str, SongRows] = {}
        self.failures: list[UnusableSong] = []
        self._places: dict[str, int] = {}
        self._tags: dict[int, Floats32] = {}
        self._mels = lru_cache(maxsize=OPEN_SHARDS)(partial(_map_mels, folder))
        for number in shard_numbers(folder):
            shard = read_shard(folder, number)
            self._tags[number] = np.array(shard.tags)
            self.failures.extend(shard.failures)
            for song in shard.songs:
                self.songs[song.track_id] = song
                self._places[song.track_id] = number

    def __reduce__(self) -> tuple[type["Features"], tuple[Path]]:
        """Go to another process by name: it maps the same files."""
        return Features, (self.folder,)

    def mel(self, track_id: str, window: int = 0, offset: int = 0) -> Floats32:
        """Return one window's popularity mel at one sub-hop offset, [128, 323], linear power."""
        row = self.songs[track_id].first + window
        return _power(self._mels(self._places[track_id])[row, offset])

    def mels(self, track_id: str, window: int = 0) -> Floats32:
        """Return one window's popularity mels at all sub-hop offsets, [offsets, 128, 323], linear power."""
        row = self.songs[track_id].first + window
        return _power(self._mels(self._places[track_id])[row])

    def tags(self, track_id: str, window: int = 0) -> Floats32:
        """Return one window's tag loadings, [50]."""
        return np.array(self._tags[self._places[track_id]][self.songs[track_id].first + window])

    def n_offsets(self) -> int:
        """Return how many sub-hop offsets are stored."""
        return int(self._mels(min(self._tags)).shape[1]) if self._tags else 0

    def stored_bytes(self) -> int:
        """Return the size of all files."""
        return sum(path.stat().st_size for path in self.folder.glob("shard-*"))


def joined(parts: Sequence[tuple[Floats16, Floats32]], n_offsets: int) -> tuple[Floats16, Floats32]:
    """Join songs' mels and tags into a shard's arrays, empty ones where there are no songs."""
    mel = SPEC.popularity_mel
    nothing = (np.zeros((0, n_offsets, mel.n_mels, mel.n_frames), np.float16), np.zeros((0, N_TAGS), np.float32))
    mels, tags = zip(nothing, *parts, strict=True)
    return np.concatenate(mels), np.concatenate(tags)
