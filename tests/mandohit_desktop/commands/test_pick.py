"""`mandohit pick`: the cut, the statement, takes, what is left out, and the songs handed over."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import soundfile

from mandohit_desktop.cli import main
from tests.synth import song

RATE_HZ = 22_050


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Two songs of which one is there in two takes, one too short to compete, and one that fails."""
    folder = tmp_path / "匯出"
    folder.mkdir()
    for name, seed, tempo in (("夜曲.wav", 1, 1.0), ("愛.flac", 2, 0.83)):
        soundfile.write(folder / name, song(24.0, round(RATE_HZ * tempo), seed=seed), RATE_HZ)
    shutil.copy(folder / "夜曲.wav", folder / "夜曲 copy.wav")
    soundfile.write(folder / "short.wav", song(6.0, RATE_HZ), RATE_HZ)
    (folder / "broken.wav").write_bytes(b"RIFF")
    return folder


def picked(mandohit, capsys, *arguments: str | Path) -> dict[str, Any]:
    mandohit("pick", "--json", "--include-unlike", *arguments)
    return json.loads(capsys.readouterr().out)


def files(entries: list[dict[str, Any]]) -> set[str]:
    return {Path(entry["file"]).name for entry in entries}


def test_json(mandohit, batch: Path, capsys) -> None:
    assert mandohit("pick", batch, "--keep", "1", "--include-unlike", "--json") == 1
    result = json.loads(capsys.readouterr().out)
    assert list(result) == [
        *("schema", "n", "keep", "kept", "near_cut", "takes", "left_out", "chance_best_kept"),
        *("chance_best_kept_by_luck", "expected_top_decile", "expected_top_decile_by_luck", "mean_popularity"),
        "mean_popularity_by_luck",
    ]
    assert (result["n"], result["keep"], len(result["kept"])) == (2, 1, 1)
    (takes,) = result["takes"]
    assert {Path(take).name for take in takes} == {"夜曲.wav", "夜曲 copy.wav"}
    assert {Path(left["file"]).name: left["reason"] for left in result["left_out"]} == {
        "short.wav": "short",
        "broken.wav": "failed",
    }
    assert 0.5 <= result["chance_best_kept_by_luck"] <= result["chance_best_kept"] < 1.0
    assert result["mean_popularity"] >= result["mean_popularity_by_luck"]


def test_all_takes_compete_where_they_may(mandohit, batch: Path, capsys) -> None:
    result = picked(mandohit, capsys, batch, "--keep", "9", "--all-takes")
    assert files(result["kept"]) == {"夜曲.wav", "夜曲 copy.wav", "愛.flac"}
    assert (result["keep"], result["near_cut"], result["chance_best_kept"]) == (3, [], 1.0)


def test_as_many_as_a_chance_needs(mandohit, batch: Path, capsys) -> None:
    few = picked(mandohit, capsys, batch, "--chance", "10")
    many = picked(mandohit, capsys, batch, "--chance", "99")
    assert (few["keep"], many["keep"]) == (1, 2)


def test_the_table_has_the_cut_and_the_statement(mandohit, batch: Path, capsys) -> None:
    mandohit("pick", batch, "--keep", "1", "--include-unlike")
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert "the one above is kept" in lines[2]
    assert "Keeping 1 of 2" in out
    assert "by luck" in out
    assert "within one author's batch expect less" in out
    assert "short.wav: shorter than 15 s" in out


def test_nothing_to_pick_from(mandohit, batch: Path, capsys) -> None:
    assert mandohit("pick", batch / "short.wav", "--keep", "1") == 0
    assert "No song is left" in capsys.readouterr().out
    assert picked(mandohit, capsys, batch / "short.wav", "--keep", "1")["chance_best_kept"] is None


def test_copies_and_moves(mandohit, batch: Path, tmp_path: Path, capsys) -> None:
    mandohit("pick", batch, "--keep", "2", "--include-unlike", "--copy-to", tmp_path / "copied")
    kept = {path.name for path in (tmp_path / "copied").iterdir()}
    assert kept in ({"夜曲.wav", "愛.flac"}, {"夜曲 copy.wav", "愛.flac"})
    assert len(list(batch.iterdir())) == 5
    assert capsys.readouterr().out.count("Copied to") == 2
    mandohit("pick", batch, "--keep", "2", "--include-unlike", "--move-to", tmp_path / "moved")
    assert {path.name for path in (tmp_path / "moved").iterdir()} == kept
    assert not any((batch / name).exists() for name in kept)


def test_a_playlist_and_a_table(mandohit, batch: Path, tmp_path: Path) -> None:
    mandohit("pick", batch, "--keep", "1", "--include-unlike", "--playlist", tmp_path / "kept.m3u8")
    assert (tmp_path / "kept.m3u8").read_text(encoding="utf-8").count("#EXTINF:") == 1
    mandohit("pick", batch, "--keep", "1", "--include-unlike", "--csv", tmp_path / "pick.csv")
    with (tmp_path / "pick.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["kept"] for row in csv.DictReader(file)] == ["yes", "no"]


@pytest.mark.parametrize(
    "arguments",
    [[], ["--keep", "0"], ["--chance", "100"], ["--keep", "1", "--chance", "80"], ["--keep", "1", "--playlist", "."]],
    ids=" ".join,
)
def test_wrong_usage(batch: Path, arguments: list[str]) -> None:
    try:
        code: object = main(["pick", str(batch), *arguments])
    except SystemExit as ended:
        code = ended.code
    assert code == 2
