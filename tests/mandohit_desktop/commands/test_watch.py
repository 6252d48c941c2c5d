"""`mandohit watch`: as a process of its own, killed and started again."""

import json
import os
import queue
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import soundfile

from models.bundle import Bundle
from tests.synth import song

DEADLINE_S = 60.0


class Process:
    """A running `mandohit watch --json` and the lines it prints."""

    def __init__(self, arguments: list[str]) -> None:
        command = [sys.executable, "-m", "mandohit_desktop", "watch", "--json", *arguments]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=dict(os.environ)
        )
        self.lines: queue.Queue[dict[str, object]] = queue.Queue()
        self.said: queue.Queue[str] = queue.Queue()
        self._readers = [threading.Thread(target=self._read_lines), threading.Thread(target=self._read_words)]
        for reader in self._readers:
            reader.start()

    def _read_lines(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self.lines.put(json.loads(line))

    def _read_words(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self.said.put(line)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for reader in self._readers:
            reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            assert stream
            stream.close()


@pytest.fixture
def watch(random_bundle: Bundle) -> Iterator[Callable[..., Process]]:
    running: list[Process] = []

    def start(*arguments: str | Path) -> Process:
        running.append(Process(["--model", str(random_bundle.folder), "--device", "cpu", *map(str, arguments)]))
        return running[-1]

    yield start
    for process in running:
        process.kill()


def test_killed_and_started_again_nothing_twice_and_nothing_missed(watch, tmp_path: Path) -> None:
    folder = tmp_path / "匯出 歌曲"
    folder.mkdir()
    soundfile.write(folder / "舊.wav", song(4.0, 22_050), 22_050)
    first = watch(folder)
    assert "here before: 1" in first.said.get(timeout=DEADLINE_S)
    soundfile.write(folder / "一.wav", song(5.0, 22_050, seed=2), 22_050)
    line = first.lines.get(timeout=DEADLINE_S)
    assert line["file"] == str(folder / "一.wav")
    assert line["schema"] == 1 and "score" in line
    first.kill()
    soundfile.write(folder / "二.wav", song(5.0, 22_050, seed=3), 22_050)
    soundfile.write(folder / "短.wav", song(1.0, 22_050, seed=4), 22_050)
    second = watch(folder)
    found = [second.lines.get(timeout=DEADLINE_S) for _ in range(2)]
    assert {Path(str(line["file"])).name for line in found} == {"二.wav", "短.wav"}
    assert {line.get("error", {}).get("code") for line in found} == {None, "audio.too_short"}
    second.kill()
    assert second.lines.empty() and first.lines.empty()


def test_existing_songs_are_counted_first_and_once(watch, tmp_path: Path) -> None:
    folder = tmp_path / "匯出"
    folder.mkdir()
    for seed in (1, 2):
        soundfile.write(folder / f"{seed}.wav", song(4.0, 22_050, seed=seed), 22_050)
    process = watch("--existing", folder)
    told = process.said.get(timeout=DEADLINE_S)
    assert told == f"{folder}: Watching. Songs that are there already and are scored now: 2.\n"
    assert process.lines.empty()
    for _ in range(2):
        assert "score" in process.lines.get(timeout=DEADLINE_S)
    soundfile.write(folder / "3.wav", song(5.0, 22_050, seed=3), 22_050)
    assert process.lines.get(timeout=DEADLINE_S)["file"] == str(folder / "3.wav")
    process.kill()
    assert process.said.empty()
    again = watch("--existing", folder)
    assert again.said.get(timeout=DEADLINE_S).endswith("scored now: 0.\n")


def test_a_folder_that_is_not_there_is_a_usage_error(mandohit, tmp_path: Path, capsys) -> None:
    assert mandohit("watch", tmp_path / "nowhere") == 2
    assert "there is no folder" in capsys.readouterr().err


def test_an_unknown_model_is_a_usage_error(mandohit, tmp_path: Path, capsys) -> None:
    assert mandohit("watch", "--model", "no-such-model", tmp_path) == 2
    assert capsys.readouterr().err.startswith("mandohit watch: ")


def test_a_reader_that_goes_away_ends_it(random_bundle: Bundle, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mandohit_desktop", "watch", "--json", "--model", str(random_bundle.folder)]
    with subprocess.Popen([*command, tmp_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        assert b"Watching." in process.stderr.readline()
        process.stdout.close()
        soundfile.write(tmp_path / "a.wav", song(5.0, 22_050), 22_050)
        assert process.wait(DEADLINE_S) == 1


def test_a_history_of_a_newer_version_is_left_alone(mandohit, random_bundle: Bundle, own_home: Path, capsys) -> None:
    file = own_home / "data" / "history.sqlite3"
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA user_version = 999")
    assert mandohit("watch", "--model", random_bundle.folder, own_home) == 2
    assert "history cannot be opened" in capsys.readouterr().err
