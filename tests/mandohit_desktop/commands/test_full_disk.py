"""A disk that is really full under the history and the watcher's memory: it is named, and no score is lost."""

import json
import os
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import soundfile

from mandohit_desktop.core.paths import history_file
from mandohit_desktop.store.history import Entry, History
from mandohit_desktop.store.result import ModelKey
from tests.mandohit_desktop.commands.conftest import Disk
from tests.synth import song

DEADLINE_S = 60.0
ANY_MODEL = ModelKey("", "")


def export(path: Path, seed: int) -> None:
    soundfile.write(path, song(4.0, 22_050, seed=seed), 22_050)


def entries() -> list[Entry]:
    with closing(History(history_file())) as history:
        return history.entries(ANY_MODEL)


def wait_until(happened: Callable[[], bool]) -> None:
    end_s = time.monotonic() + DEADLINE_S
    while not happened():
        assert time.monotonic() < end_s
        time.sleep(0.1)


def test_a_disk_that_fills_while_watching(watch, disk: Disk, tmp_path: Path) -> None:
    folder = tmp_path / "匯出"
    folder.mkdir()
    process = watch(folder)
    assert "Watching" in process.said.get(timeout=DEADLINE_S)
    export(folder / "room.wav", 1)
    assert "score" in process.lines.get(timeout=DEADLINE_S)
    disk.fill()
    export(folder / "full.wav", 2)
    assert process.lines.get(timeout=DEADLINE_S)["file"] == str(folder / "full.wav")
    assert process.said.get(timeout=DEADLINE_S).startswith("The disk is full")
    soundfile.write(folder / "short.wav", song(1.0, 22_050), 22_050)
    assert process.lines.get(timeout=DEADLINE_S)["error"]["code"] == "audio.too_short"
    assert "The disk is full. Which songs are done" in process.said.get(timeout=DEADLINE_S)
    os.utime(folder / "full.wav")
    disk.make_room()
    wait_until(lambda: {entry.path.name for entry in entries()} == {"room.wav", "full.wav"})
    export(folder / "after.wav", 4)
    assert process.lines.get(timeout=DEADLINE_S)["file"] == str(folder / "after.wav")
    process.kill()
    assert process.lines.empty()
    again = watch(folder)
    assert "Watching" in again.said.get(timeout=DEADLINE_S)
    export(folder / "last.wav", 5)
    assert again.lines.get(timeout=DEADLINE_S)["file"] == str(folder / "last.wav")
    again.kill()
    assert again.lines.empty()
    assert sorted((entry.path.name, entry.version) for entry in entries()) == [
        (name, 1) for name in ("after.wav", "full.wav", "last.wav", "room.wav")
    ]


@pytest.mark.parametrize("is_new", [True, False])
def test_watching_does_not_begin_on_a_full_disk(mandohit, random_bundle, disk: Disk, is_new: bool, capsys) -> None:
    if not is_new:
        History(history_file()).close()
    disk.fill()
    assert mandohit("watch", "--model", random_bundle.folder, random_bundle.folder) == 2
    assert "the disk is full" in capsys.readouterr().err
    assert not list(history_file().parent.glob("*damaged*"))


def test_score_on_a_full_disk(mandohit, song_file: Path, disk: Disk, capsys) -> None:
    disk.fill()
    assert mandohit("score", "--json", song_file) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["file"] == str(song_file)
    assert err == "mandohit score: scores are not kept, for the history cannot be opened: the disk is full.\n"
    disk.make_room()
    assert mandohit("score", "--json", song_file) == 0
    assert capsys.readouterr() == (out, "")
