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
