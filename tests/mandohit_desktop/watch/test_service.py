"""The watching thread on real folders, with writers that are processes of their own."""

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import soundfile

from mandohit_desktop.core.notices import Notice
from mandohit_desktop.engine.probe import probe
from mandohit_desktop.watch.folder import FolderStatus, ReadySong
from mandohit_desktop.watch.memory import Mark, Memory, WatchedFolder
from mandohit_desktop.watch.service import Callbacks, WatchService
from mandohit_desktop.watch.stability import ProbeResult, WaitTimes
from tests.synth import song

DEADLINE_S = 60.0
SLOW_WRITER = """
import sys
from pathlib import Path
source = Path(sys.argv[1]).read_bytes()
with open(sys.argv[2], "wb", buffering=0) as file:
    for start in range(0, len(source), len(source) // 4 + 1):
        file.write(source[start : start + len(source) // 4 + 1])
        print("written", flush=True)
        sys.stdin.readline()
"""


class Watching:
    """A running service and what it said."""

    def __init__(self, home: Path) -> None:
        self.ready: queue.Queue[ReadySong] = queue.Queue()
        self.statuses: list[FolderStatus] = []
        self.notices: list[Notice] = []
        callbacks = Callbacks(self.ready.put, self.statuses.append, lambda _, notice: self.notices.append(notice))
        wait_times = WaitTimes(quiet_s=0.5, first_retry_s=0.1)
        self.service = WatchService(home / "watch.sqlite3", self.is_song, probe, callbacks, wait_times=wait_times)
        self.service.start()

    @staticmethod
    def is_song(name: str) -> bool:
        return name.endswith(".wav")

    def watch(self, folder: Path) -> None:
        self.service.set_folders([WatchedFolder(str(folder))])
        self.wait_for(lambda: bool(self.statuses) and self.statuses[-1].notice.code == "watch.watching")

    @staticmethod
    def wait_for(happened: Callable[[], bool]) -> None:
        end = time.monotonic() + DEADLINE_S
        while not happened():
            assert time.monotonic() < end
            time.sleep(0.02)

    def next(self) -> ReadySong:
        return self.ready.get(timeout=DEADLINE_S)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Watching]]:
    running: list[Watching] = []

    def begin() -> Watching:
        running.append(Watching(tmp_path))
        return running[-1]

    yield begin
    for watching in running:
        watching.service.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "mandohit-watch"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "匯出"
    folder.mkdir()
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.wav"
    soundfile.write(path, song(4.0, 22_050), 22_050)
    return path


def test_a_writer_that_pauses(start: Callable[[], Watching], folder: Path, source: Path) -> None:
    watching = start()
    watching.watch(folder)
    command = [sys.executable, "-c", SLOW_WRITER, source, folder / "慢.wav"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdin and writer.stdout
        for number in range(4):
            assert writer.stdout.readline() == "written\n"
            if number < 3:
                (folder / f"{number}.wav").write_bytes(source.read_bytes() + bytes(number))
                other = watching.next()
                assert Path(other.path).name == f"{number}.wav"
                watching.service.settled(other)
            writer.stdin.write("go on\n")
            writer.stdin.flush()
    ready = watching.next()
    assert Path(ready.path).name == "慢.wav" and Path(ready.path).read_bytes() == source.read_bytes()
    watching.service.settled(ready)
    watching.wait_for(lambda: watching.statuses[-1].notice.code == "watch.watching")


def test_scored_ones_are_remembered_and_new_ones_found_after_a_restart(
    start: Callable[[], Watching], folder: Path, source: Path
) -> None:
    (folder / "before.wav").write_bytes(source.read_bytes())
    watching = start()
    watching.watch(folder)
    (folder / "first.wav").write_bytes(source.read_bytes() + b"1")
    first = watching.next()
    watching.service.settled(first)
    watching.service.stop()
    (folder / "second.wav").write_bytes(source.read_bytes() + b"22")
    again = start()
    again.service.set_folders([first.folder])
    assert Path(again.next().path).name == "second.wav"
    (folder / "third.wav").write_bytes(source.read_bytes() + b"333")
    assert Path(again.next().path).name == "third.wav"


def test_what_failed_as_unfinished_comes_again_and_what_failed_for_good_does_not(
    start: Callable[[], Watching], folder: Path, source: Path
) -> None:
    watching = start()
    watching.watch(folder)
    (folder / "a.wav").write_bytes(source.read_bytes())
    song_ = watching.next()
    watching.service.failed(song_, "audio.truncated")
    again = watching.next()
    assert again == song_
    watching.service.failed(again, "audio.too_short")
    (folder / "b.wav").write_bytes(source.read_bytes() + b"b")
    assert Path(watching.next().path).name == "b.wav"


def test_what_was_said_is_on_disk_after_waiting(
    start: Callable[[], Watching], folder: Path, source: Path, tmp_path: Path
) -> None:
    watching = start()
    watching.watch(folder)
    (folder / "a.wav").write_bytes(source.read_bytes())
    ready = watching.next()
    busy = threading.Event()
    watching.service._tasks.put(lambda: bool(busy.wait(0.5)))
    watching.service.settled(ready)
    watching.service.wait_until_noted()
    with closing(Memory(tmp_path / "watch.sqlite3")) as memory:
        assert memory.known(ready.folder) == {ready.path: (ready.signature, Mark.SETTLED)}
    watching.service.stop()
    watching.service.wait_until_noted()


def test_a_song_is_noted_before_the_next_is_looked_at(folder: Path, source: Path, tmp_path: Path) -> None:
    noted: list[int] = []
    ready: queue.Queue[ReadySong] = queue.Queue()

    def slow(path: str) -> ProbeResult:
        with closing(Memory(tmp_path / "w.sqlite3")) as memory:
            noted.append(len(memory.known(WatchedFolder(str(folder))) or {}))
        return probe(path)

    def settle(song_: ReadySong) -> None:
        service.settled(song_)
        ready.put(song_)

    for name in "abc":
        (folder / f"{name}.wav").write_bytes(source.read_bytes())
    callbacks = Callbacks(settle, lambda status: None, lambda folder, notice: None)
    wait_times = WaitTimes(quiet_s=0.1, n_looks=1)
    service = WatchService(tmp_path / "w.sqlite3", Watching.is_song, slow, callbacks, wait_times=wait_times)
    service.start()
    try:
        service.set_folders([WatchedFolder(str(folder))], existing=True)
        for _ in "abc":
            ready.get(timeout=DEADLINE_S)
    finally:
        service.stop()
    assert noted == [0, 1, 2]


def test_a_folder_that_comes_back(start: Callable[[], Watching], folder: Path, source: Path) -> None:
    watching = start()
    watching.watch(folder)
    folder.rename(folder.with_name("away"))
    watching.wait_for(lambda: watching.statuses[-1].notice.code == "watch.folder_missing")
    (folder.with_name("away") / "meanwhile.wav").write_bytes(source.read_bytes())
    folder.with_name("away").rename(folder)
    assert Path(watching.next().path).name == "meanwhile.wav"


def test_existing_songs_on_request(start: Callable[[], Watching], folder: Path, source: Path) -> None:
    (folder / "before.wav").write_bytes(source.read_bytes())
    watching = start()
    watching.watch(folder)
    assert watching.statuses[-1].n_before == 1
    watching.service.score_existing(WatchedFolder(str(folder)))
    assert Path(watching.next().path).name == "before.wav"


def test_a_file_whose_probe_fails_holds_up_no_other(folder: Path, tmp_path: Path, source: Path, caplog) -> None:
    ready: queue.Queue[ReadySong] = queue.Queue()

    def faulty(path: str) -> object:
        if path.endswith("a.wav"):
            raise AttributeError("a decoder's fault")
        return probe(path)

    callbacks = Callbacks(ready.put, lambda status: None, lambda folder, notice: None)
    wait_times = WaitTimes(quiet_s=0.1, n_looks=1)
    service = WatchService(tmp_path / "w.sqlite3", Watching.is_song, faulty, callbacks, wait_times=wait_times)
    service.start()
    try:
        service.set_folders([WatchedFolder(str(folder))], existing=True)
        for name in ("a.wav", "b.wav"):
            (folder / name).write_bytes(source.read_bytes())
        assert Path(ready.get(timeout=DEADLINE_S).path).name == "b.wav"
    finally:
        service.stop()
    assert "a.wav failed" in caplog.text


def test_a_listener_that_fails_does_not_end_the_watching(folder: Path, tmp_path: Path, source: Path, caplog) -> None:
    ready: queue.Queue[ReadySong] = queue.Queue()
    faults = iter([RuntimeError("once")])

    def fail_once(_: object) -> None:
        for error in faults:
            raise error

    callbacks = Callbacks(ready.put, fail_once, lambda folder, notice: None)
    wait_times = WaitTimes(quiet_s=0.1, n_looks=1)
    service = WatchService(tmp_path / "w.sqlite3", Watching.is_song, probe, callbacks, wait_times=wait_times)
    service.start()
    try:
        service.set_folders([WatchedFolder(str(folder))], existing=True)
        (folder / "a.wav").write_bytes(source.read_bytes())
        assert ready.get(timeout=DEADLINE_S)
    finally:
        service.stop()
    assert "watched folders failed" in caplog.text
