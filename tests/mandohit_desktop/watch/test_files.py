"""Listing real folders: links, loops, folders below, names."""

import os
import sys
from pathlib import Path

import pytest

from mandohit_desktop.watch import writers
from mandohit_desktop.watch.files import Files
from mandohit_desktop.watch.writers import is_open_for_writing, is_remote


def is_song(name: str) -> bool:
    return name.lower().endswith((".wav", ".mp3"))


def names(folder: Path, *, recursive: bool = False) -> list[str]:
    found = Files(is_song).songs_in(str(folder), recursive=recursive)
    return sorted(str(Path(path).relative_to(folder)) for path in found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "匯出"
    (folder / "舊 版本" / "更舊").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("愛 ♪.wav", "B.MP3", "舊 版本/夜曲.wav", "舊 版本/更舊/a.wav", ".hidden/b.wav"):
        (folder / name).write_bytes(b"x")
    return folder


def test_side_files_and_passing_names_are_left_out(folder: Path) -> None:
    side = [
        "a.wav.asd",
        "a.reapeaks",
        "a.pek",
        "._愛 ♪.wav",
        ".a.wav",
        "~a.wav",
        "a.wav.part",
        "a.tmp.wav",
        "a.wav.tmp",
    ]
    for name in [*side, ".syncthing.a.wav.tmp", "~syncthing~a.wav.tmp", "a.wav.crdownload", "notes.txt"]:
        (folder / name).write_bytes(b"x")
    assert names(folder) == ["B.MP3", "愛 ♪.wav"]


def test_folders_below(folder: Path) -> None:
    assert names(folder, recursive=True) == ["B.MP3", "愛 ♪.wav", "舊 版本/夜曲.wav", "舊 版本/更舊/a.wav"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_symbolic_links_are_followed_and_loops_end(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "c.wav").write_bytes(b"xyz")
    (folder / "linked.wav").symlink_to(tmp_path / "elsewhere" / "c.wav")
    (folder / "broken.wav").symlink_to(tmp_path / "nowhere.wav")
    (folder / "other").symlink_to(tmp_path / "elsewhere")
    (folder / "loop").symlink_to(folder)
    assert names(folder) == ["B.MP3", "linked.wav", "愛 ♪.wav"]
    assert "other/c.wav" in names(folder, recursive=True)
    assert Files(is_song).songs_in(str(folder), recursive=False)[f"{folder}/linked.wav"].size == 3
    assert names(folder, recursive=True).count("愛 ♪.wav") == 1


def test_a_folder_named_like_a_song_is_none(folder: Path) -> None:
    (folder / "folder.wav").mkdir()
    assert "folder.wav" not in names(folder)


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        names(tmp_path / "gone")


def test_signatures_follow_changes(folder: Path) -> None:
    files, path = Files(is_song), folder / "B.MP3"
    before = files.signature(str(path))
    path.write_bytes(b"longer")
    after = files.signature(str(path))
    assert before and after and before != after and not before.same_content_as(after)
    path.unlink()
    assert files.signature(str(path)) is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who writes to a file")
def test_open_writers_are_noticed_and_readers_are_not(folder: Path) -> None:
    path = folder / "B.MP3"
    with path.open("rb"):
        assert is_open_for_writing(str(path)) is False
    with path.open("r+b"):
        assert is_open_for_writing(str(path)) is True
    assert is_open_for_writing(str(folder / "gone.wav")) is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who writes to a file")
def test_nobody_can_tell_on_network_drives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    share = tmp_path / "my share"
    share.mkdir()
    (share / "a.wav").write_bytes(b"x")
    (tmp_path / "b.wav").write_bytes(b"x")
    escaped = str(share).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n//server/share {escaped} cifs rw 0 0\n")
    monkeypatch.setattr(writers, "MOUNTS", mounts)
    assert is_remote(str(share / "a.wav")) and not is_remote(str(tmp_path / "b.wav"))
    assert is_open_for_writing(str(share / "a.wav")) is None
    assert is_open_for_writing(str(tmp_path / "b.wav")) is False
