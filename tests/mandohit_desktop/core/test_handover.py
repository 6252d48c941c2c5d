"""Kept songs are copied and moved without overwriting or losing anything."""

import hashlib
from pathlib import Path

import pytest

from mandohit_desktop.core import handover
from mandohit_desktop.core.export import Line
from mandohit_desktop.core.handover import HandedOver, hand_over, playlist_problem, write_playlist


def line(path: Path, content: bytes = b"sound") -> Line:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {"file": str(path), "sha256": hashlib.sha256(content).hexdigest(), "duration_s": 30.4}


def names(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_copy_leaves_its_source(tmp_path: Path) -> None:
    song = line(tmp_path / "exports" / "夜曲.wav")
    (done,) = hand_over([song], tmp_path / "kept" / "today", move=False)
    assert done == HandedOver(tmp_path / "exports" / "夜曲.wav", tmp_path / "kept" / "today" / "夜曲.wav")
    assert names(tmp_path / "kept" / "today") == names(tmp_path / "exports") == {"夜曲.wav": b"sound"}


def test_a_move_removes_its_source_and_no_side_file(tmp_path: Path) -> None:
    song = line(tmp_path / "exports" / "a.wav")
    (tmp_path / "exports" / "a.wav.asd").write_bytes(b"side")
    (done,) = hand_over([song], tmp_path / "kept", move=True)
    assert done.moved
    assert names(tmp_path / "kept") == {"a.wav": b"sound"}
    assert names(tmp_path / "exports") == {"a.wav.asd": b"side"}


def test_another_file_of_that_name_is_never_overwritten(tmp_path: Path) -> None:
    songs = [line(tmp_path / place / "a.v2.wav", place.encode()) for place in ("one", "two")]
    line(tmp_path / "kept" / "a.v2.wav", b"there before")
    list(hand_over(songs, tmp_path / "kept", move=False))
    assert names(tmp_path / "kept") == {"a.v2.wav": b"there before", "a.v2 (2).wav": b"one", "a.v2 (3).wav": b"two"}


@pytest.mark.parametrize("move", [False, True])
def test_doing_it_again_makes_no_second_copy(tmp_path: Path, move: bool) -> None:
    song = line(tmp_path / "exports" / "a.wav")
    list(hand_over([song], tmp_path / "kept", move=False))
    (done,) = hand_over([song], tmp_path / "kept", move=move)
    assert done.target == tmp_path / "kept" / "a.wav"
    assert names(tmp_path / "kept") == {"a.wav": b"sound"}
    assert (tmp_path / "exports" / "a.wav").exists() is not move


def test_a_changed_file_is_neither_copied_nor_moved(tmp_path: Path) -> None:
    song = line(tmp_path / "exports" / "a.wav")
    (tmp_path / "exports" / "a.wav").write_bytes(b"another mix")
    (done,) = hand_over([song], tmp_path / "kept", move=True)
    assert done.target is None
    assert "changed" in done.problem
    assert names(tmp_path / "kept") == {}
    assert names(tmp_path / "exports") == {"a.wav": b"another mix"}


def test_one_missing_file_does_not_stop_the_next(tmp_path: Path) -> None:
    songs = [line(tmp_path / "exports" / name, name.encode()) for name in ("a.wav", "b.wav")]
    (tmp_path / "exports" / "a.wav").unlink()
    missing, copied = hand_over(songs, tmp_path / "kept", move=False)
    assert missing.target is None
    assert missing.problem
    assert copied.target == tmp_path / "kept" / "b.wav"
    assert names(tmp_path / "kept") == {"b.wav": b"b.wav"}


def test_a_song_that_is_in_the_folder_stays_there(tmp_path: Path) -> None:
    song = line(tmp_path / "kept" / "a.wav")
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    for folder in (tmp_path / "kept", tmp_path / "link"):
        (done,) = hand_over([song], folder, move=True)
        assert done.target is not None
        assert not done.moved
        assert names(tmp_path / "kept") == {"a.wav": b"sound"}


def test_a_link_to_the_song_is_no_copy_of_it(tmp_path: Path) -> None:
    song = line(tmp_path / "exports" / "a.wav")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "a.wav").symlink_to(tmp_path / "exports" / "a.wav")
    (done,) = hand_over([song], tmp_path / "kept", move=True)
    assert done.target == tmp_path / "kept" / "a (2).wav"
    assert done.target.read_bytes() == b"sound"


def test_an_interrupted_copy_leaves_no_part_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    song = line(tmp_path / "exports" / "a.wav")

    def interrupted(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:2])
        raise KeyboardInterrupt

    monkeypatch.setattr(handover.shutil, "copy2", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(hand_over([song], tmp_path / "kept", move=True))
    assert names(tmp_path / "kept") == {}
    assert names(tmp_path / "exports") == {"a.wav": b"sound"}


def test_a_playlist_lists_the_songs_in_order(tmp_path: Path) -> None:
    songs = [line(tmp_path / name) for name in ("夜曲.wav", "two\nlines.wav")][:1]
    write_playlist(playlist := tmp_path / "kept.m3u8", songs)
    text = playlist.read_text(encoding="utf-8")
    assert text.splitlines() == ["#EXTM3U", "#EXTINF:30,夜曲", str(tmp_path / "夜曲.wav")]
    assert playlist_problem(playlist) is None


def test_a_playlist_replaces_nothing_but_a_playlist(tmp_path: Path) -> None:
    line(tmp_path / "a.wav")
    assert playlist_problem(tmp_path / "a.wav")
    assert playlist_problem(tmp_path)
    assert playlist_problem(tmp_path / "gone" / "kept.m3u8")
