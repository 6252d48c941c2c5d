"""`mandohit watch`: as a process of its own, killed and started again."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
import soundfile

from mandohit_desktop.cli import build_parser
from mandohit_desktop.commands import watch as watch_command
from mandohit_desktop.core.paths import history_file
from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.store.history import History
from mandohit_desktop.store.result import ModelKey
from mandohit_desktop.watch.service import WatchService
from mandohit_desktop.watch.stability import WaitTimes
from models.bundle import Bundle
from tests.mandohit_desktop.ui.songs import entry, result
from tests.synth import song

DEADLINE_S = 60.0


def test_killed_and_started_again_nothing_twice_and_nothing_missed(watch, tmp_path: Path) -> None:
    folder = tmp_path / "匯出 歌曲"
    folder.mkdir()
    soundfile.write(folder / "舊.wav", song(4.0, 22_050), 22_050)
    first = watch(folder)
    assert "here before: 1" in first.said.get(timeout=DEADLINE_S)
    soundfile.write(folder / "一.wav", song(5.0, 22_050, seed=2), 22_050)
    line = first.lines.get(timeout=DEADLINE_S)
    assert line["file"] == str(folder / "一.wav")
    assert line["schema"] == 2 and "score" in line
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


@pytest.mark.parametrize(
    ("version", "previous", "words"),
    [(1, None, ""), (2, None, " (version 2)"), (3, 5.0, " (version 3, +2.7)"), (3, 7.9, " (version 3, =)")],
)
def test_a_later_version_says_what_it_changed(version: int, previous: float | None, words: str) -> None:
    assert watch_command._later(entry("末班車.wav", result(7.7), version=version, previous=previous)) == words


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


def test_a_touched_song_is_not_printed_again(watch, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    first = watch(tmp_path)
    assert "Watching" in first.said.get(timeout=DEADLINE_S)
    soundfile.write(path, song(4.0, 22_050, seed=2), 22_050)
    sha256 = first.lines.get(timeout=DEADLINE_S)["sha256"]
    first.kill()
    os.utime(path)
    second = watch(tmp_path)
    assert "Watching" in second.said.get(timeout=DEADLINE_S)
    soundfile.write(tmp_path / "b.wav", song(4.0, 22_050, seed=3), 22_050)
    assert second.lines.get(timeout=DEADLINE_S)["file"] == str(tmp_path / "b.wav")
    os.utime(path)
    soundfile.write(path, song(4.0, 22_050, seed=4), 22_050)
    line = second.lines.get(timeout=DEADLINE_S)
    assert line["file"] == str(path) and line["sha256"] != sha256
    second.kill()
    assert first.lines.empty() and second.lines.empty()


class Ended(Exception):
    """Ends a watching in this process."""


@contextmanager
def watching_here(
    monkeypatch: pytest.MonkeyPatch, bundle: Bundle, folder: Path, *options: str
) -> Iterator[Callable[[Callable[[], bool]], None]]:
    """Watch in a thread of this process, giving files up after a second; yields a way to wait."""
    made: list[watch_command._Watching] = []

    class Kept(watch_command._Watching):
        def __init__(self, *arguments: object, **named: object) -> None:
            super().__init__(*arguments, **named)  # type: ignore[arg-type]
            made.append(self)

    times = WaitTimes(quiet_s=0.1, n_looks=1, first_retry_s=0.1, report_after_s=1.0)
    monkeypatch.setattr(watch_command, "WatchService", partial(WatchService, wait_times=times))
    monkeypatch.setattr(watch_command, "_Watching", Kept)
    words = ["watch", "--existing", "--model", str(bundle.folder), "--device", "cpu", *options, str(folder)]
    ends: list[BaseException] = []

    def run() -> None:
        try:
            watch_command.run(build_parser().parse_args(words))
        except Ended as end:
            ends.append(end)

    def wait_until(happened: Callable[[], bool]) -> None:
        end_s = time.monotonic() + DEADLINE_S
        while not happened():
            assert time.monotonic() < end_s and thread.is_alive()
            time.sleep(0.05)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield wait_until
    finally:
        wait_until(lambda: bool(made))
        made[0]._ready.put(Ended())
        thread.join()
    assert ends


@pytest.mark.parametrize("options", [("--json",), ()])
def test_a_file_given_up_is_told_and_scored_once_it_is_complete(
    monkeypatch: pytest.MonkeyPatch, random_bundle: Bundle, tmp_path: Path, options: tuple[str, ...], capsys
) -> None:
    folder, path = tmp_path / "f", tmp_path / "f" / "half.wav"
    folder.mkdir()
    soundfile.write(tmp_path / "whole.wav", song(4.0, 22_050), 22_050)
    whole = (tmp_path / "whole.wav").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    out, err = "", ""

    def said(n_lines: int) -> bool:
        nonlocal out, err
        more_out, more_err = capsys.readouterr()
        out, err = out + more_out, err + more_err
        told = out if options else out + "".join(line for line in err.splitlines(True) if str(path) in line)
        return told.count("\n") == n_lines

    with watching_here(monkeypatch, random_bundle, folder, *options) as wait_until:
        wait_until(lambda: said(1))
        path.write_bytes(whole)
        wait_until(lambda: said(2))
    if options:
        given_up, scored = (json.loads(line) for line in out.splitlines())
        assert given_up["error"]["code"] == "audio.truncated" and "score" in scored
        assert given_up["file"] == scored["file"] == str(path)
    else:
        assert "percentile" in out
        assert [line.startswith(f"{path}: ") for line in err.splitlines() if "half" in line] == [True]


@pytest.mark.parametrize("place", ["probe", "score_file"])
def test_a_fault_of_one_file_is_told_and_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, random_bundle: Bundle, tmp_path: Path, place: str, capsys
) -> None:
    owner = watch_command if place == "probe" else Engine
    real = getattr(owner, place)

    def faulty(*arguments: object, **named: object) -> object:
        if any(str(argument).endswith("a.wav") for argument in arguments):
            raise AttributeError("a decoder's fault")
        return real(*arguments, **named)

    monkeypatch.setattr(owner, place, faulty)
    for seed, name in enumerate(("a.wav", "b.wav")):
        soundfile.write(tmp_path / name, song(4.0, 22_050, seed=seed), 22_050)
    lines: dict[str, dict[str, object]] = {}

    def said() -> bool:
        for text in capsys.readouterr().out.splitlines():
            lines[Path(json.loads(text)["file"]).name] = json.loads(text)
        return set(lines) == {"a.wav", "b.wav"}

    with watching_here(monkeypatch, random_bundle, tmp_path, "--json") as wait_until:
        wait_until(said)
    assert "score" in lines["b.wav"]
    told = lines["a.wav"].get("error", {}).get("code")  # type: ignore[attr-defined]
    assert told == ("internal" if place == "score_file" else None)


def test_what_the_history_cannot_take_is_printed_once_and_stored_later(
    monkeypatch: pytest.MonkeyPatch, random_bundle: Bundle, tmp_path: Path, capsys
) -> None:
    monkeypatch.setattr(watch_command, "KEEP_AGAIN_S", 0.05)
    soundfile.write(tmp_path / "a.wav", song(4.0, 22_050), 22_050)
    held = History(history_file())
    with closing(sqlite3.connect(held.path, isolation_level=None)) as other, closing(held):
        monkeypatch.setattr("mandohit_desktop.store.schema.BUSY_TIMEOUT_S", 0.0)
        other.execute("BEGIN IMMEDIATE")
        out, err = "", ""

        def printed() -> bool:
            nonlocal out, err
            more_out, more_err = capsys.readouterr()
            out, err = out + more_out, err + more_err
            return bool(out) and "cannot be written" in err

        with watching_here(monkeypatch, random_bundle, tmp_path, "--json") as wait_until:
            wait_until(printed)
            other.execute("ROLLBACK")
            wait_until(lambda: bool(held.entries(ModelKey("", ""))))
            os.utime(tmp_path / "a.wav")
            soundfile.write(tmp_path / "b.wav", song(4.0, 22_050, seed=2), 22_050)
            wait_until(lambda: printed() and "b.wav" in out)
    assert [Path(json.loads(line)["file"]).name for line in out.splitlines()] == ["a.wav", "b.wav"]
