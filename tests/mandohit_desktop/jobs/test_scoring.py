"""Scoring behind the window, its worker on its real thread: every song that is added ends in exactly one signal."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.engine import inputs
from mandohit_desktop.jobs.queue import Job
from mandohit_desktop.jobs.scoring import Scoring
from mandohit_desktop.jobs.worker import ModelChoice
from mandohit_desktop.store.history import Entry, History
from tests.mandohit_desktop.jobs.stub_engine import Stub

PATIENCE_MS = 60_000

Files = Callable[..., list[Path]]


class Watched(Scoring):
    """A scoring that keeps what it says, in order."""

    def __init__(self, history: History, parent: QObject | None = None) -> None:
        super().__init__(history, parent)
        self.entries: dict[str, Entry] = {}
        self.failures: dict[str, str] = {}
        self.on_main_thread: set[bool] = set()
        self.scored.connect(self._keep_entry)
        self.failed.connect(self._keep_failure)

    def _keep_entry(self, job: Job, entry: Entry) -> None:
        self.on_main_thread.add(QThread.currentThread().isMainThread())
        self.entries[job.path.name] = entry

    def _keep_failure(self, job: Job, failure: Failure) -> None:
        self.on_main_thread.add(QThread.currentThread().isMainThread())
        self.failures[job.path.name] = failure.code

    @property
    def is_idle(self) -> bool:
        state = self.state()
        return state.n_done >= state.n_total and not state.shares


@pytest.fixture
def start(qtbot: QtBot, stub: Stub, history: History) -> Iterator[Callable[[], Watched]]:
    """Start a scoring whose model is not loaded yet; a second one comes after the first has closed."""
    running: list[Watched] = []

    def make() -> Watched:
        running.append(Watched(history))
        return running[-1]

    yield make
    stub.proceed.set()
    for scoring in running:
        scoring.close()


@pytest.fixture
def scoring(start: Callable[[], Watched], qtbot: QtBot) -> Watched:
    """A scoring with a model."""
    made = start()
    use(qtbot, made, "model-1")
    return made


def use(qtbot: QtBot, scoring: Scoring, model: str) -> None:
    with qtbot.waitSignal(scoring.model_ready, timeout=PATIENCE_MS):
        scoring.use(ModelChoice(model, "cpu", "matched"))


def add(qtbot: QtBot, scoring: Scoring, paths: list[Path]) -> list[Job]:
    with qtbot.waitSignal(scoring.added, timeout=PATIENCE_MS) as added:
        scoring.add(paths)
    return list(added.args[0])


def until_idle(qtbot: QtBot, scoring: Watched) -> None:
    qtbot.waitUntil(lambda: scoring.is_idle, timeout=PATIENCE_MS)


def test_files_and_folders_are_scored_and_no_longer_pending(
    qtbot: QtBot, scoring: Watched, stub: Stub, history: History, files: Files, tmp_path: Path
) -> None:
    files("a.wav", "b.wav", "broken.wav", "notes.txt")
    assert [job.path.name for job in add(qtbot, scoring, [tmp_path])] == ["a.wav", "b.wav", "broken.wav"]
    assert len(history.pending()) == 3
    stub.proceed.set()
    until_idle(qtbot, scoring)
    assert set(scoring.entries) == {"a.wav", "b.wav"}
    assert scoring.failures == {"broken.wav": "audio.not_decodable"}
    assert scoring.on_main_thread == {True}
    assert history.pending() == []


def test_progress_ends_with_all_done(qtbot: QtBot, scoring: Watched, stub: Stub, files: Files) -> None:
    stub.proceed.set()
    with qtbot.waitSignal(scoring.progressed, timeout=PATIENCE_MS, check_params_cb=lambda s: s.n_done == 2):
        scoring.add(files("a.wav", "b.wav"))


def test_without_a_model_every_song_fails_until_there_is_one(
    qtbot: QtBot, start: Callable[[], Watched], stub: Stub, files: Files
) -> None:
    stub.proceed.set()
    scoring = start()
    add(qtbot, scoring, files("early.wav"))
    assert scoring.failures == {}
    with qtbot.waitSignal(scoring.model_failed, timeout=PATIENCE_MS) as failed:
        scoring.use(ModelChoice("missing", "cpu", "matched"))
    assert failed.args[0].code == "bundle.missing"
    assert (scoring.model, scoring.failures) == (None, {"early.wav": "bundle.missing"})
    add(qtbot, scoring, files("late.wav"))
    assert scoring.failures["late.wav"] == "bundle.missing"
    use(qtbot, scoring, "model-1")
    add(qtbot, scoring, files("late.wav"))
    until_idle(qtbot, scoring)
    assert set(scoring.entries) == {"late.wav"}


def test_a_model_that_fails_leaves_the_one_before_in_use(
    qtbot: QtBot, scoring: Watched, stub: Stub, files: Files
) -> None:
    stub.proceed.set()
    with qtbot.waitSignal(scoring.model_failed, timeout=PATIENCE_MS):
        scoring.use(ModelChoice("missing", "cpu", "matched"))
    add(qtbot, scoring, files("a.wav"))
    until_idle(qtbot, scoring)
    assert scoring.model is not None and scoring.model.id == "model-1"
    assert stub.scored == [("a.wav", "model-1", True)]


def test_a_new_model_takes_over_after_the_song_under_way(
    qtbot: QtBot, scoring: Watched, stub: Stub, files: Files
) -> None:
    add(qtbot, scoring, files("a.wav", "b.wav"))
    stub.wait_for_songs(1)
    scoring.use(ModelChoice("model-2", "cpu", "matched"))
    with qtbot.waitSignal(scoring.model_ready, timeout=PATIENCE_MS):
        stub.proceed.set()
    until_idle(qtbot, scoring)
    assert [(name, model) for name, model, _ in stub.scored] == [("a.wav", "model-1"), ("b.wav", "model-2")]


def test_cancelling_ends_what_waits_and_what_is_under_way(
    qtbot: QtBot, scoring: Watched, stub: Stub, history: History, files: Files
) -> None:
    first, _second, third = add(qtbot, scoring, files("a.wav", "b.wav", "c.wav"))
    stub.wait_for_songs(1)
    scoring.cancel({third.number})
    assert scoring.failures == {"c.wav": "cancelled"}
    scoring.cancel({first.number})
    stub.wait_for_songs(1)
    scoring.cancel()
    until_idle(qtbot, scoring)
    assert scoring.failures == dict.fromkeys(("a.wav", "b.wav", "c.wav"), "cancelled")
    assert (scoring.entries, history.pending()) == ({}, [])


def test_what_closing_interrupts_is_scored_after_the_next_start(
    qtbot: QtBot, start: Callable[[], Watched], scoring: Watched, stub: Stub, history: History, files: Files
) -> None:
    songs = files("a.wav", "b.wav")
    add(qtbot, scoring, songs)
    stub.wait_for_songs(1)
    scoring.close()
    assert not any(thread.name.startswith("mandohit-song") for thread in threading.enumerate())
    assert history.pending() == songs
    stub.proceed.set()
    again = start()
    use(qtbot, again, "model-1")
    with qtbot.waitSignal(again.added, timeout=PATIENCE_MS):
        assert again.resume() == 2
    until_idle(qtbot, again)
    assert set(again.entries) == {"a.wav", "b.wav"}
    assert history.pending() == []
    assert again.resume() == 0
    assert (scoring.entries, scoring.failures) == ({}, {})


def test_songs_are_scored_and_stopped_with_a_history_that_keeps_no_list_of_them(
    qtbot: QtBot, scoring: Watched, stub: Stub, history: History, files: Files, monkeypatch, caplog
) -> None:
    def refuse(paths: list[Path]) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(history, "add_pending", refuse)
    monkeypatch.setattr(history, "remove_pending", refuse)
    jobs = add(qtbot, scoring, files("a.wav", "b.wav", "c.wav"))
    stub.wait_for_songs(1)
    scoring.cancel({jobs[-1].number})
    stub.proceed.set()
    until_idle(qtbot, scoring)
    assert set(scoring.entries) == {"a.wav", "b.wav"}
    assert scoring.failures == {"c.wav": "cancelled"}
    reasons = [str(record.exc_info[1]) for record in caplog.records if record.exc_info]
    assert reasons == ["disk I/O error"] * 4
    assert "3 songs are not kept for the next start" in caplog.text


def test_a_search_that_fails_is_reported(
    qtbot: QtBot, scoring: Watched, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)

    def fail(paths: list[Path], *, recursive: bool) -> list[Path]:
        raise RuntimeError("a fault")

    monkeypatch.setattr(inputs, "expand", fail)
    scoring.add(files("a.wav"))
    qtbot.waitUntil(lambda: len(reported) == 1, timeout=PATIENCE_MS)
    assert str(reported[0].exc_value) == "a fault"


def test_sound_in_memory_needs_a_model(qtbot: QtBot, start: Callable[[], Watched]) -> None:
    scoring = start()
    assert scoring.score_samples([1.0], 44_100) is None  # type: ignore[arg-type]
    use(qtbot, scoring, "model-1")
    assert scoring.score_samples([1.0], 44_100) == 7.0  # type: ignore[arg-type]
    assert scoring.score_samples([], 44_100) is None  # type: ignore[arg-type]


def test_a_score_that_a_full_disk_cannot_take_is_told_and_comes_once_there_is_room(
    qtbot: QtBot, scoring: Watched, stub: Stub, history: History, files: Files
) -> None:
    stub.proceed.set()
    add(qtbot, scoring, files("a.wav", "b.wav"))
    until_idle(qtbot, scoring)
    scoring._keeping.setInterval(20)
    (n_pages,) = history._connection.execute("PRAGMA page_count").fetchone()
    history._connection.execute(f"PRAGMA max_page_count = {n_pages}")
    songs = files(*(f"{i}.wav" for i in range(30)))
    add(qtbot, scoring, songs)
    until_idle(qtbot, scoring)
    assert set(scoring.failures.values()) == {"history.not_kept"}
    history._connection.execute("PRAGMA max_page_count = 100000")
    qtbot.waitUntil(lambda: len(scoring.entries) == 32, timeout=PATIENCE_MS)
    assert len(stub.scored) == 32
    qtbot.waitUntil(lambda: not scoring._keeping.isActive(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: history.pending() == [], timeout=PATIENCE_MS)
