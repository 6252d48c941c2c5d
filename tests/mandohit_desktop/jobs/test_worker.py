"""The scoring worker alone, on a thread of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread, Signal
from pytestqt.qtbot import QtBot

from mandohit_desktop.engine import cached_scorer
from mandohit_desktop.jobs.pending import PendingSongs
from mandohit_desktop.jobs.queue import JobQueue
from mandohit_desktop.jobs.worker import ModelChoice, ScoringWorker
from mandohit_desktop.store.history import Content, History
from tests.mandohit_desktop.jobs.stub_engine import Stub

PATIENCE_MS = 60_000
CHOICE = ModelChoice("model-1", "cpu", "published")


class Window(QObject):
    """The window's side: what it sends, and what the worker says as it arrives on the window's thread."""

    load = Signal(object)
    drain = Signal()
    model_ready = Signal(object)
    model_failed = Signal(object)
    scored = Signal(object, object)
    failed = Signal(object, object)


class Bench:
    """A worker on its thread, and its queue."""

    def __init__(self, history: History) -> None:
        self.queue, self.window, self.thread = JobQueue(), Window(), QThread()
        self.worker = ScoringWorker(self.queue, PendingSongs(history), history)
        self.worker.moveToThread(self.thread)
        self.window.load.connect(self.worker.load)
        self.window.drain.connect(self.worker.drain)
        for name in ("model_ready", "model_failed", "scored", "failed"):
            getattr(self.worker, name).connect(getattr(self.window, name))
        self.thread.start()

    def close(self) -> None:
        self.worker.stopping.set()
        self.queue.cancel()
        self.thread.quit()
        assert self.thread.wait(PATIENCE_MS)


@pytest.fixture
def bench(qtbot: QtBot, stub: Stub, history: History) -> Iterator[Bench]:
    made = Bench(history)
    yield made
    stub.proceed.set()
    made.close()


def load(qtbot: QtBot, bench: Bench, choice: ModelChoice = CHOICE) -> object:
    with qtbot.waitSignal(bench.window.model_ready, timeout=PATIENCE_MS) as ready:
        bench.window.load.emit(choice)
    return ready.args[0]


def test_loads_a_model_and_says_which(qtbot: QtBot, bench: Bench) -> None:
    model = load(qtbot, bench)
    assert (model.id, model.device, model.key.protocol) == ("model-1", "cpu", "published")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "model, fault, code",
    [("missing", None, "bundle.missing"), ("model-1", RuntimeError("out of memory"), "internal")],
)
def test_a_model_that_cannot_be_loaded_or_warmed_up_is_a_failure(
    qtbot: QtBot, bench: Bench, stub: Stub, model: str, fault: Exception | None, code: str
) -> None:
    stub.fault = fault
    with qtbot.waitSignal(bench.window.model_failed, timeout=PATIENCE_MS) as failed:
        bench.window.load.emit(ModelChoice(model, "cpu", "matched"))
    assert failed.args[0].code == code


def test_songs_wait_for_a_model(qtbot: QtBot, bench: Bench, stub: Stub, files: Callable[..., list[Path]]) -> None:
    stub.proceed.set()
    (job,) = bench.queue.add(files("a.wav"))
    bench.window.drain.emit()
    load(qtbot, bench)
    assert stub.scored == []
    with qtbot.waitSignal(bench.window.scored, timeout=PATIENCE_MS) as scored:
        bench.window.drain.emit()
    assert scored.args[0] == job
    assert scored.args[1].result.protocol == "published"


def test_songs_run_side_by_side_and_the_last_one_alone(
    qtbot: QtBot, bench: Bench, stub: Stub, files: Callable[..., list[Path]]
) -> None:
    stub.n_at_once = 2
    load(qtbot, bench)
    bench.queue.add(files("a.wav", "b.wav"))
    bench.window.drain.emit()
    stub.wait_for_songs(2)
    with qtbot.waitSignals([bench.window.scored] * 2, timeout=PATIENCE_MS):
        stub.proceed.set()
    bench.queue.add(files("c.wav"))
    with qtbot.waitSignal(bench.window.scored, timeout=PATIENCE_MS):
        bench.window.drain.emit()
    assert stub.scored[-1] == ("c.wav", "model-1", True)
    assert {name for name, _, alone in stub.scored if not alone} >= {"a.wav"}


def test_a_song_that_fails_leaves_the_others_alone(
    qtbot: QtBot, bench: Bench, stub: Stub, files: Callable[..., list[Path]]
) -> None:
    stub.proceed.set()
    load(qtbot, bench)
    broken, good = bench.queue.add(files("broken.wav", "b.wav"))
    with (
        qtbot.waitSignal(bench.window.failed, timeout=PATIENCE_MS) as failed,
        qtbot.waitSignal(bench.window.scored, timeout=PATIENCE_MS) as scored,
    ):
        bench.window.drain.emit()
    assert (failed.args[0], failed.args[1].code) == (broken, "audio.not_decodable")
    assert scored.args[0] == good


def test_a_score_that_cannot_be_stored_is_a_failure(
    qtbot: QtBot, bench: Bench, stub: Stub, history: History, files: Callable[..., list[Path]], monkeypatch, caplog
) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError("the disk is full")

    stub.proceed.set()
    load(qtbot, bench)
    monkeypatch.setattr(history, "add", refuse)
    bench.queue.add(files("a.wav"))
    with qtbot.waitSignal(bench.window.failed, timeout=PATIENCE_MS) as failed:
        bench.window.drain.emit()
    assert failed.args[1].code == "internal"
    assert "the disk is full" in caplog.text


def test_a_held_queue_starts_nothing(qtbot: QtBot, bench: Bench, stub: Stub, files: Callable[..., list[Path]]) -> None:
    stub.proceed.set()
    load(qtbot, bench)
    bench.queue.hold(True)
    bench.queue.add(files("a.wav"))
    bench.window.drain.emit()
    load(qtbot, bench)  # the thread's orders run one after the other: the drain is over
    assert stub.scored == []
    bench.queue.hold(False)
    with qtbot.waitSignal(bench.window.scored, timeout=PATIENCE_MS):
        bench.window.drain.emit()


def test_a_fault_while_a_file_is_hashed_leaves_the_others_alone(
    qtbot: QtBot, bench: Bench, stub: Stub, files: Callable[..., list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    stub.proceed.set()
    load(qtbot, bench)
    real = cached_scorer.content_of

    def faulty(path: Path, *rest: Any) -> Content:
        if path.name == "a.wav":
            raise ValueError("a fault")
        return real(path, *rest)

    monkeypatch.setattr(cached_scorer, "content_of", faulty)
    first, second = bench.queue.add(files("a.wav", "b.wav"))
    with (
        qtbot.waitSignal(bench.window.failed, timeout=PATIENCE_MS) as failed,
        qtbot.waitSignal(bench.window.scored, timeout=PATIENCE_MS) as scored,
    ):
        bench.window.drain.emit()
    assert (failed.args[0], failed.args[1].code, scored.args[0]) == (first, "internal", second)


def test_a_song_that_gets_no_thread_leaves_the_others_alone(
    qtbot: QtBot, bench: Bench, stub: Stub, files: Callable[..., list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    stub.proceed.set()
    load(qtbot, bench)
    faults = iter([RuntimeError("can't start new thread")])
    real = ThreadPoolExecutor.submit

    def submit(self: ThreadPoolExecutor, work: Callable[..., object]) -> "Future[object]":
        for fault in faults:
            raise fault
        return real(self, work)

    monkeypatch.setattr(ThreadPoolExecutor, "submit", submit)
    first, second = bench.queue.add(files("a.wav", "b.wav"))
    with (
        qtbot.waitSignal(bench.window.failed, timeout=PATIENCE_MS) as failed,
        qtbot.waitSignal(bench.window.scored, timeout=PATIENCE_MS) as scored,
    ):
        bench.window.drain.emit()
    assert (failed.args[0], failed.args[1].code, scored.args[0]) == (first, "internal", second)
