"""Who is on which side: nothing leaks, and what is left out is counted."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.errors import TooFewSongs
from training.config import SplitConfig
from training.contract import SIDES
from training.corpus.track import Artist, Track
from training.features.split import Split, make_split, read_split, write_split

SHARES = SplitConfig(validation=0.2, test=0.2)


def catalogue(n_songs: int = 400, n_artists: int = 60, seed: int = 3) -> list[Track]:
    """Songs with features between artists, shared albums and a few recordings that come twice."""
    rng = np.random.default_rng(seed)
    tracks = []
    for i in range(n_songs):
        main = int(rng.integers(n_artists))
        names = [main] + ([(main + 1) % n_artists] if main % 5 == 0 and rng.random() < 0.3 else [])
        tracks.append(
            Track(
                f"t{i:04d}", artists=tuple(Artist(f"a{k}", f"a{k}") for k in names), album_id=f"al{main}-{i % 3}",
                isrc=f"TWA00{i // 2 if i % 20 == 1 else i:07d}", release_date=f"{2005 + i % 18}-03-01",
                popularity=float(rng.integers(60)), label_source="spotify.popularity",
            )
        )  # fmt: skip
    return tracks


def sides_of(split: Split, tracks: list[Track], key: str) -> dict[str, set[str]]:
    """Return, per artist, album or code, the sides it is on."""
    by_id = {track.track_id: track for track in tracks}
    found: dict[str, set[str]] = {}
    for side in SIDES:
        for song in split.side(side):
            track = by_id[song]
            for value in [artist.id for artist in track.artists] if key == "artists" else [getattr(track, key)]:
                found.setdefault(value, set()).add(side)
    return found


@pytest.mark.parametrize("key", ["artists", "album_id", "isrc"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_on_two_sides(key: str, seed: int) -> None:
    tracks = catalogue(seed=seed)
    split = make_split(tracks, {}, replace(SHARES, seed=seed))
    assert all(len(sides) == 1 for sides in sides_of(split, tracks, key).values())
    assert 0.12 < len(split.test) / len(tracks) <= 0.21


def test_one_artist_under_the_ids_of_two_sources() -> None:
    known = [replace(track, album_id="", isrc="") for track in catalogue()]
    tracks = [
        replace(track, artists=tuple(Artist(f"{i % 2} {artist.id}", artist.name.upper()) for artist in track.artists))
        for i, track in enumerate(known)
    ]
    assert all(len(sides) == 1 for sides in sides_of(make_split(tracks, {}, SHARES), known, "artists").values())
    nameless = [replace(track, artists=tuple(Artist(artist.id, "") for artist in track.artists)) for track in tracks]
    assert any(len(sides) > 1 for sides in sides_of(make_split(nameless, {}, SHARES), known, "artists").values())


def test_the_same_sound_is_kept_once() -> None:
    tracks = [replace(track, isrc="") for track in catalogue()]
    hashes = {track.track_id: track.track_id for track in tracks} | {"t0001": "t0000", "t0007": "t0000"}
    split = make_split(tracks, hashes, SHARES)
    everyone = {song for side in SIDES for song in split.side(side)}
    assert split.duplicates == 2
    assert len(everyone & {"t0000", "t0001", "t0007"}) == 1


def test_order_of_the_manifest_decides_nothing_and_the_seed_does() -> None:
    tracks = catalogue()
    split = make_split(tracks, {}, SHARES)
    assert make_split(tracks[::-1], {}, SHARES) == split
    assert make_split(tracks, {}, replace(SHARES, seed=9)).digest() != split.digest()


def test_leaky_split_says_so_and_leaks() -> None:
    tracks = catalogue()
    split = make_split(tracks, {}, replace(SHARES, leaky=True))
    assert split.leaky
    assert "LEAKY" in split.method
    assert any(len(sides) > 1 for sides in sides_of(split, tracks, "artists").values())


def test_temporal_hold_out_tests_on_later_songs_of_unheard_artists() -> None:
    tracks = catalogue()
    dates = {track.track_id: track.release_date for track in tracks}
    split = make_split(tracks, {}, replace(SHARES, test_from="2016-01-01"))
    assert min(dates[song] for song in split.test) >= "2016-01-01" > max(dates[song] for song in split.train)
    assert all(len(sides) == 1 for sides in sides_of(split, tracks, "artists").values())
    assert split.unused + split.duplicates + sum(len(split.side(side)) for side in SIDES) == len(tracks)


def test_songs_without_artists_need_the_leaky_split() -> None:
    tracks = [replace(track, artists=()) for track in catalogue()]
    with pytest.raises(TooFewSongs, match="name no artist"):
        make_split(tracks, {}, SHARES)
    assert make_split(tracks, {}, replace(SHARES, leaky=True)).leaky


def test_one_group_of_everybody_cannot_be_split() -> None:
    tracks = [replace(track, artists=(*track.artists, Artist("all", "all"))) for track in catalogue()]
    with pytest.raises(TooFewSongs, match="songs are left"):
        make_split(tracks, {}, SHARES)


def test_no_songs_at_all_are_too_few() -> None:
    with pytest.raises(TooFewSongs, match="None of the songs"):
        make_split([], {}, SHARES)


def test_round_trip(tmp_path: Path) -> None:
    split = make_split(catalogue(), {}, SHARES)
    write_split(split, tmp_path / "split.json")
    assert read_split(tmp_path / "split.json") == split
