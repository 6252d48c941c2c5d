"""The history: results by content, versions by name, and files that were damaged or made by other versions."""

import dataclasses
import multiprocessing
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from mandohit_desktop.store.history import Content, History, NotKept
from mandohit_desktop.store.result import ModelKey, Result
from mandohit_desktop.store.schema import MIGRATIONS, HistoryTooNew

KEY = ModelKey("m" * 64, "matched")


def result(score: float, key: ModelKey = KEY, scored_at: float = 1000.0) -> Result:
    report = {
        "model": {"id": "model-1", "sha256": key.model_sha256},
        "protocol": key.protocol,
        "raw_score": score,
        "percentile": 50.0,
        "interval80": [1.0, 20.0],
        "loudness_lufs": -9.0,
        "highlight": {"start_s": 30.0, "end_s": 60.0},
        "warnings": ["\u77ed"],
    }
    return Result.of(report, {"steps": [1.0, 2.0], "notices": [["short", [4.0]]]}, scored_at)


def content(name: str) -> Content:
    return Content(name.ljust(64, "0"), 100, 5)


@pytest.fixture
def history(tmp_path: Path):
    history = History(tmp_path / "h" / "history.sqlite3")
    yield history
    history.close()


def test_a_result_is_found_by_content_model_and_protocol(history: History) -> None:
    history.add(Path("/a/\u6b4c.wav"), content("a"), result(7.0))
    found = history.find(content("a").sha256, KEY)
    assert found == result(7.0)
    assert found is not None and found.report["warnings"] == ["\u77ed"] and found.detail["steps"] == [1.0, 2.0]
    assert history.find(content("a").sha256, ModelKey(KEY.model_sha256, "published")) is None
    assert history.find(content("b").sha256, KEY) is None


def test_new_content_under_a_name_is_the_next_version(history: History) -> None:
    path = Path("/a/song.wav")
    first = history.add(path, content("a"), result(7.0))
    again = history.add(path, content("a"), result(7.0))
    second = history.add(path, content("b"), result(9.5))
    assert (first.version, again.version, second.version) == (1, 1, 2)
    assert first.previous_raw_score is None and second.previous_raw_score == 7.0
    assert [version.number for version in history.versions(second.song_id, KEY)] == [2, 1]
    assert [entry.version for entry in history.entries(KEY)] == [2]
    back = history.add(path, content("a"), result(7.0))
    assert (back.version, back.previous_raw_score) == (3, 9.5)


def test_the_same_bytes_under_two_names_share_a_result(history: History) -> None:
    one = history.add(Path("/a/1.wav"), content("a"), result(7.0))
    two = history.add(Path("/a/2.wav"), content("a"), result(7.0))
    assert one.song_id != two.song_id and one.result == two.result
    history.remove([one.song_id])
    assert history.find(content("a").sha256, KEY)
    history.remove([two.song_id])
    assert history.find(content("a").sha256, KEY) is None


def test_a_result_without_a_song_is_found_and_outlives_the_songs_of_others(history: History) -> None:
    history.keep(content("a"), result(7.0))
    song = history.add(Path("/a/2.wav"), content("b"), result(8.0))
    assert [entry.path for entry in history.entries(KEY)] == [Path("/a/2.wav")]
    history.remove([song.song_id])
    assert history.find(content("a").sha256, KEY) == result(7.0)
    assert history.find(content("b").sha256, KEY) is None
    history.keep(content("a"), result(9.0))
    assert history.find(content("a").sha256, KEY) == result(9.0)


def test_a_result_of_a_file_whose_name_is_not_unicode_is_kept(history: History) -> None:
    odd = Result.of(result(7.0).report | {"file": "/a/\udcff.wav"}, {}, 1.0)
    history.keep(content("a"), odd)
    found = history.find(content("a").sha256, KEY)
    assert found is not None and found.report["file"] == "/a/\udcff.wav"


def limit(history: History, n_pages: int) -> None:
    """Give the file room for so many pages, as a disk that is full."""
    history._connection.execute(f"PRAGMA max_page_count = {n_pages}")


def fill(history: History) -> None:
    """Keep results until the file cannot take any more."""
    limit(history, history._connection.execute("PRAGMA page_count").fetchone()[0])
    with pytest.raises(NotKept):
        for i in range(1000):
            history.keep(content(f"fill {i}"), result(1.0))


def test_what_a_full_disk_cannot_take_is_held_and_written_once_there_is_room(history: History) -> None:
    path = Path("/a/song.wav")
    fill(history)
    for name, score in (("a", 7.0), ("b", 8.0)):
        with pytest.raises(NotKept, match="The disk is full") as refused:
            history.add(path, content(name), result(score))
        assert refused.value.result == result(score)
    assert history.n_held == 3
    assert history.find(content("a").sha256, KEY) == result(7.0)
    with pytest.raises(sqlite3.OperationalError):
        history.keep_held()
    limit(history, 100_000)
    history.keep_held()
    assert history.n_held == 0
    entry = history.find_entry(path, KEY)
    assert entry is not None and (entry.version, entry.result, entry.previous_raw_score) == (2, result(8.0), 7.0)


def test_a_history_that_another_program_holds_is_written_once_it_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mandohit_desktop.store.schema.BUSY_TIMEOUT_S", 0.0)
    history = History(tmp_path / "history.sqlite3")
    with closing(sqlite3.connect(history.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotKept, match="locked"):
            history.add(Path("/a/1.wav"), content("a"), result(7.0))
        History(history.path).close()
        other.execute("ROLLBACK")
    history.add(Path("/a/2.wav"), content("b"), result(8.0))
    assert [entry.path.name for entry in history.entries(KEY)] == ["2.wav", "1.wav"]
    history.close()


def test_entries_show_the_wanted_model_or_else_the_latest(history: History) -> None:
    other = ModelKey("o" * 64, "matched")
    path = Path("/a/song.wav")
    history.add(path, content("a"), result(3.0, other, 1.0))
    assert history.entries(KEY)[0].result == result(3.0, other, 1.0)
    history.add(path, content("a"), result(7.0, KEY, 2.0))
    history.add(path, content("a"), result(4.0, ModelKey("x" * 64, "matched"), 3.0))
    assert history.entries(KEY)[0].result == result(7.0, KEY, 2.0)
    assert history.entries(other)[0].result == result(3.0, other, 1.0)


def test_change_compares_under_one_model(history: History) -> None:
    other = ModelKey("o" * 64, "matched")
    path = Path("/a/song.wav")
    history.add(path, content("a"), result(3.0, other))
    entry = history.add(path, content("b"), result(7.0))
    assert entry.previous_raw_score is None


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    first = History(path)
    first.add(Path("/a/1.wav"), content("a"), result(7.0))
    first.close()
    second = History(path)
    assert second.entries(KEY)[0].result == result(7.0)
    assert second.set_aside is None
    second.close()


def _write_until_killed(path: Path, count: "multiprocessing.Value") -> None:
    history = History(path)
    for i in range(100_000):
        history.add(Path(f"/a/{i}.wav"), content(f"{i:x}."), result(float(i)))
        count.value = i + 1


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_a_kill_loses_no_finished_result(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    context = multiprocessing.get_context("spawn")
    count = context.Value("i", 0, lock=False)
    writer = context.Process(target=_write_until_killed, args=(path, count))
    writer.start()
    while count.value < 50:
        assert writer.is_alive()
        time.sleep(0.002)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    finished = count.value
    history = History(path)
    assert history.set_aside is None
    assert finished <= len(history.entries(KEY)) <= finished + 1
    history.close()


@pytest.mark.parametrize("damage", ["noise", "middle"])
def test_a_damaged_file_is_set_aside(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "history.sqlite3"
    history = History(path)
    for i in range(200):
        history.add(Path(f"/a/{i}.wav"), content(f"{i:x}."), result(float(i)))
    history.close()
    whole = path.read_bytes()
    half = len(whole) // 2
    path.write_bytes(b"\xff" * 9000 if damage == "noise" else whole[:half] + b"\xff" * 4096 + whole[half + 4096 :])
    damaged = path.read_bytes()
    history = History(path)
    assert history.set_aside is not None and history.set_aside.read_bytes() == damaged
    assert history.entries(KEY) == []
    history.add(Path("/a/1.wav"), content("a"), result(7.0))
    history.close()


def test_what_is_expected_outlives_the_application(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    first = History(path)
    songs = [Path("/a/一.wav"), Path("/a/2.wav"), Path("/a/3.wav")]
    first.add_pending(songs)
    first.add_pending(songs[:1])
    first.remove_pending([songs[1]])
    first.close()
    second = History(path)
    assert second.pending() == [songs[0], songs[2]]
    second.close()


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_a_file_of_every_older_version_is_taken_over(tmp_path: Path, version: int) -> None:
    path = tmp_path / "history.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        for script in MIGRATIONS[:version]:
            connection.executescript(script)
        connection.execute(f"PRAGMA user_version = {version}")
        if version:
            connection.execute("INSERT INTO song (path) VALUES ('/a/1.wav')")
            connection.execute("INSERT INTO version VALUES (1, 1, ?, 100, 5, 7.0)", (content("a").sha256,))
    history = History(path)
    assert history.set_aside is None
    assert [entry.path for entry in history.entries(KEY)] == ([Path("/a/1.wav")] if version else [])
    history.add(Path("/a/1.wav"), content("a"), result(7.0))
    history.close()


@pytest.mark.parametrize("version", [2, 3])
def test_results_of_an_older_measure_are_kept_as_outdated_and_not_taken_for_todays(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "history.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        for script in MIGRATIONS[:version]:
            connection.executescript(script)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("INSERT INTO song (path) VALUES ('/a/1.wav')")
        connection.execute("INSERT INTO version VALUES (1, 1, ?, 100, 5, 7.0)", (content("a").sha256,))
        row = (content("a").sha256, *dataclasses.astuple(result(7.0)))
        connection.execute(f"INSERT INTO result VALUES ({', '.join('?' * len(row))})", row)
    with closing(History(path)) as history:
        (entry,) = history.entries(KEY)
        assert entry.result is not None and entry.result.is_outdated and entry.result.raw_score == 7.0
        assert history.find(content("a").sha256, KEY) is None
        added = history.add(Path("/a/1.wav"), content("a"), result(6.0))
        assert added.result is not None and not added.result.is_outdated and added.result.raw_score == 6.0


def test_a_file_with_tables_of_something_else_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (title TEXT)")
    history = History(path)
    assert history.set_aside is not None and history.set_aside.exists()
    history.add(Path("/a/1.wav"), content("a"), result(7.0))
    history.close()


def test_a_locked_file_is_not_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mandohit_desktop.store.schema.BUSY_TIMEOUT_S", 0.0)
    path = tmp_path / "history.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OSError, match="locked"):
            History(path)
    assert [file.name for file in tmp_path.iterdir()] == ["history.sqlite3"]


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    History(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(HistoryTooNew):
        History(path)
    assert [file.name for file in tmp_path.iterdir()] == ["history.sqlite3"]
