"""The manifest: what is written is read back, and every broken rule is named."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import ManifestInvalid
from training.corpus import manifest
from training.corpus.track import AUDIO_FEATURES, Artist, Track, tidy_date, tidy_isrc

FULL = Track(
    track_id="0ADvTOJujPMaMyaqNOLdVD",
    title='晴天, "Sunny Day"',
    artists=(Artist("2elBjNSdBE2Y3f0j1mjrql", "周杰倫"), Artist("a;b", "Tom; Jerry [duo]")),
    album_id="7rGCmFM0GfPFKnZ2Rc2Nbs",
    album="葉惠美",
    release_date="2003-07",
    isrc="TWK970300401",
    duration_s=269.7,
    audio="clips/晴天.mp3",
    preview_source="spotify:0ADvTOJujPMaMyaqNOLdVD",
    preview_url="https://p.scdn.co/mp3-preview/0123",
    popularity=71.0,
    label_source="spotify.popularity",
    label_date="2026-11-22",
    features=dict.fromkeys(AUDIO_FEATURES, 0.5),
)
BARE = Track("local:一")


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".CSV"])
def test_what_is_written_is_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"曲 *[1]?{ending}"
    assert manifest.write(path, [FULL, BARE]) == 2
    assert list(manifest.read(path)) == [FULL, BARE]
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_the_published_size(tmp_path: Path) -> None:
    path, n_rows = tmp_path / "corpus.parquet", 92_000
    written = manifest.write(
        path, (replace(FULL, track_id=f"{i:022d}", popularity=float(i % 64)) for i in range(n_rows))
    )
    first = next(manifest.read(path))
    assert written == n_rows and first.track_id == f"{0:022d}"
    assert sum(track.popularity or 0.0 for track in manifest.read(path)) == sum(i % 64 for i in range(n_rows))


def test_a_table_made_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "by hand.csv"
    path.write_text(
        "\ufefftrack_id,artist_names,popularity,label_source\n1,王菲;那英,55,charts\n2,,,\n", encoding="utf-8"
    )
    first, second = manifest.read(path)
    assert first.artists == (Artist("王菲", "王菲"), Artist("那英", "那英")) and first.popularity == 55.0
    assert second == Track("2")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("track_id", "", "track_id"),
        ("track_id", "a\u200bb", "track_id"),
        ("isrc", "TW-K97", "isrc: 'TW-K97'"),
        ("release_date", "2021-02-30", "release_date"),
        ("release_date", "30.6.2021", "release_date"),
        ("label_date", "yesterday", "label_date"),
        ("popularity", "hot", "popularity: 'hot'"),
        ("popularity", "nan", "popularity: nan"),
        ("popularity", "-1", "popularity: -1.0"),
        ("label_source", "", "label_source"),
        ("duration_s", "0", "duration_s"),
        ("tempo", "inf", "tempo"),
        ("preview_url", "ftp://x", "preview_url"),
        ("preview_source", "deezer", "preview_source"),
        ("artist_ids", "one", "artist_ids: 1 ids beside 2 names"),
        ("artist_ids", "one;", "artist_ids: an artist without an id"),
        ("artist_names", "[1", "artist_names"),
    ],
)
def test_a_broken_rule_is_named(tmp_path: Path, column: str, value: str, said: str) -> None:
    path = tmp_path / "corpus.csv"
    manifest.write(path, [BARE, FULL])
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[1][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, manifest.COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(ManifestInvalid, match=r"corpus\.csv, row 2, ") as caught:
        list(manifest.read(path))
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no column track_id"),
        (b"file,popularity\n", "no column track_id"),
        (b"track_id,popularty\n", "popularty"),
        (b"track_id,isrc,isrc\n", "twice"),
        (b"track_id,title\n1\n", "cells"),
        (b"track_id,title\n1,2,3\n", "Expected 2 fields in line 2"),
        (b'track_id,title\n1,"2\n', "CSV"),
        ("track_id,title\n1,晴天\n".encode("utf-16"), "UTF-8"),
        (b"track_id\n1\n1\n", "row 2, track_id: 1 was there before"),
    ],
)
def test_a_table_that_is_no_manifest(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "corpus.csv"
    path.write_bytes(content)
    with pytest.raises(ManifestInvalid) as caught:
        list(manifest.read(path))
    assert said in caught.value.message


@pytest.mark.parametrize(
    "name", ["missing.parquet", "missing.csv", "missing.xlsx", "corpus.txt", "folder.parquet", "folder.csv"]
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    for ending in ("parquet", "csv"):
        (tmp_path / f"folder.{ending}").mkdir()
    with pytest.raises(ManifestInvalid):
        list(manifest.read(tmp_path / name))


def test_a_parquet_file_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "corpus.parquet"
    manifest.write(path, [FULL])
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(ManifestInvalid, match="not a Parquet table"):
        list(manifest.read(path))


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_failed_write_leaves_what_was_there(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"corpus.{ending}"
    manifest.write(path, [FULL])
    with pytest.raises(ManifestInvalid, match="twice"):
        manifest.write(path, [BARE, BARE])
    assert list(manifest.read(path)) == [FULL]
    assert list(tmp_path.iterdir()) == [path]


def test_audio_lies_beside_the_manifest(tmp_path: Path) -> None:
    path = tmp_path / "corpus" / "manifest.parquet"
    below = manifest.with_audio(BARE, tmp_path / "corpus" / "clips" / "一.mp3", path)
    elsewhere = manifest.with_audio(BARE, tmp_path / "music" / "一.mp3", path)
    assert below.audio == "clips/一.mp3"
    assert manifest.audio_path(below, path) == tmp_path / "corpus" / "clips" / "一.mp3"
    assert manifest.audio_path(elsewhere, path) == tmp_path / "music" / "一.mp3"
    assert manifest.audio_path(BARE, path) is None


def test_what_sources_write_is_tidied() -> None:
    assert tidy_isrc("tw-k97-03-00401") == "TWK970300401" and tidy_isrc("unknown") == "" == tidy_isrc(None)
    assert tidy_date("2003") == "2003" and tidy_date("0000-00-00") == "" == tidy_date("0000") == tidy_date(None)
