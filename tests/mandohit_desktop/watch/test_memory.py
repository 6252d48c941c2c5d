"""What the watcher remembers across starts."""

import os
import sqlite3
from pathlib import Path

import psutil
import pytest

from mandohit_desktop.watch.memory import Mark, Memory, WatchedFolder
from mandohit_desktop.watch.stability import Signature

FOLDER = WatchedFolder("/匯出 歌曲")
SONG = "/匯出 歌曲/愛.wav"
SIGNATURE = Signature(100, 1_700_000_000_123_456_789, 2**64 - 1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "watch.sqlite3"


def test_a_folder_never_watched_is_unknown_and_an_empty_one_is_not(file: Path) -> None:
    memory = Memory(file)
    assert memory.known(FOLDER) is None
    memory.begin(FOLDER, {})
    assert memory.known(FOLDER) == {}
    memory.close()


def test_what_was_noted_is_there_after_a_restart(file: Path) -> None:
    memory = Memory(file)
    memory.begin(FOLDER, {SONG: SIGNATURE})
    odd = os.fsdecode(b"/\xff.wav")
    memory.note(FOLDER, odd, SIGNATURE, Mark.SETTLED)
    memory.close()
    again = Memory(file)
    assert again.known(FOLDER) == {SONG: (SIGNATURE, Mark.BEFORE), odd: (SIGNATURE, Mark.SETTLED)}
    again.forget_before(FOLDER)
    assert again.known(FOLDER) == {odd: (SIGNATURE, Mark.SETTLED)}
    again.forget(FOLDER)
    assert again.known(FOLDER) is None
    again.close()


def test_with_and_without_the_folders_below_are_two_things(file: Path) -> None:
    memory = Memory(file)
    memory.begin(FOLDER, {SONG: SIGNATURE})
    assert memory.known(WatchedFolder(FOLDER.path, recursive=True)) is None
    memory.close()


def test_a_beginning_that_fails_leaves_nothing(file: Path) -> None:
    memory = Memory(file)
    with pytest.raises(sqlite3.Error):
        memory.begin(FOLDER, {SONG: Signature(None, 0, 0)})  # type: ignore[arg-type]
    assert memory.known(FOLDER) is None
    memory.close()


def test_a_file_that_is_no_database_is_closed_again(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"no database" * 500)
    with pytest.raises(sqlite3.DatabaseError):
        Memory(file)
    assert str(file) not in {opened.path for opened in psutil.Process().open_files()}


def test_the_content_of_what_is_settled_is_remembered_and_forgotten_with_its_folder(file: Path) -> None:
    memory = Memory(file)
    memory.begin(FOLDER, {})
    memory.note(FOLDER, SONG, SIGNATURE, Mark.SETTLED, "a" * 64)
    memory.note(FOLDER, SONG, SIGNATURE, Mark.SETTLED, "b" * 64)
    assert memory.contents(FOLDER) == {SONG: "b" * 64}
    memory.forget(FOLDER)
    memory.note(FOLDER, SONG, SIGNATURE, Mark.SETTLED, "c" * 64)
    memory.begin(FOLDER, {})
    assert (memory.known(FOLDER), memory.contents(FOLDER)) == ({}, {})
    memory.close()


def test_what_a_full_disk_cannot_take_waits_for_room(file: Path) -> None:
    Memory(file).close()
    memory = Memory(file)
    (n_pages,) = memory._db.execute("PRAGMA page_count").fetchone()
    memory._db.execute(f"PRAGMA max_page_count = {n_pages}")
    memory.begin(FOLDER, {f"{i}.wav": SIGNATURE for i in range(1000)})
    memory.note(FOLDER, SONG, SIGNATURE, Mark.SETTLED)
    assert memory.disk_is_full and memory.known(FOLDER) is None
    memory.write_waiting()
    assert memory.disk_is_full
    memory._db.execute("PRAGMA max_page_count = 100000")
    memory.write_waiting()
    assert not memory.disk_is_full
    known = memory.known(FOLDER)
    assert known is not None and len(known) == 1001 and known[SONG] == (SIGNATURE, Mark.SETTLED)
    memory.close()
