"""A tiny corpus of real files: songs of four seconds, each artist twice, one file that is no audio."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import soundfile

from tests.synth import song
from training.config import MANDOHIT, Config
from training.corpus import manifest
from training.corpus.track import Artist, Track
from training.features.build import features_folder, make_features, sounds_of
from training.features.shards import Features
from training.runtime.progress import Reporter
from training.runtime.stop import StopRequest
from training.runtime.workers import Workers

N_SONGS = 24
RATE_HZ = 22_050


@dataclass(frozen=True)
class Corpus:
    """A manifest file and its tracks; the last one's sound cannot be decoded."""

    manifest_file: Path
    tracks: tuple[Track, ...]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("語料")
    tracks = []
    for i in range(N_SONGS):
        path = folder / f"歌 {i:02d}.wav"
        soundfile.write(path, song(4.0, RATE_HZ, n_channels=1, seed=i), RATE_HZ, subtype="PCM_16")
        artist = Artist(f"artist-{i // 2}", f"歌手 {i // 2}")
        tracks.append(
            Track(
                f"track-{i:02d}", title=f"歌 {i}", artists=(artist,), album_id=f"album-{i // 2}", audio=path.name,
                release_date=f"{2000 + i}", popularity=float(7 * i % 41), label_source="spotify.popularity",
            )
        )  # fmt: skip
    (folder / "broken.mp3").write_bytes(b"no audio at all")
    tracks.append(replace(tracks[0], track_id="track-broken", audio="broken.mp3"))
    manifest.write(folder / "manifest.csv", tracks)
    return Corpus(folder / "manifest.csv", tuple(tracks))


@pytest.fixture(scope="session")
def small_config() -> Config:
    """The recipe `mandohit`, over in a moment."""
    return replace(
        MANDOHIT,
        features=replace(MANDOHIT.features, shard_tracks=8),
        split=replace(MANDOHIT.split, validation=0.25, test=0.25),
        fit=replace(MANDOHIT.fit, epochs=2, batch=4, checkpoint_s=0.0),
    )


@pytest.fixture(scope="session")
def features(corpus: Corpus, small_config: Config, tmp_path_factory: pytest.TempPathFactory) -> Features:
    """The corpus's features under `small_config`, made in this process."""
    folder = features_folder(tmp_path_factory.mktemp("features"), small_config.features)
    make_features(
        sounds_of(corpus.manifest_file), folder, small_config.features,
        workers=Workers(1), reporter=Reporter(), stop=StopRequest(),
    )  # fmt: skip
    return Features(folder)
