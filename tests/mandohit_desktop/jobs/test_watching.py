"""The watched folders behind the window: on and off, several folders, and one thing scored once across starts."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mandohit_desktop.core.paths import history_file, settings_file, watch_file
from mandohit_desktop.core.settings import WATCHED_FOLDERS, Settings
from mandohit_desktop.jobs.scoring import Scoring
from mandohit_desktop.jobs.watching import FolderChoice, Watching
from mandohit_desktop.jobs.worker import ModelChoice
from mandohit_desktop.store.history import Content, History, NotKept
from mandohit_desktop.watch.memory import Memory, WatchedFolder
from models.bundle import Bundle
from tests.mandohit_desktop.ui.songs import result
from tests.synth import song

PATIENCE_MS = 60_000
RATE_HZ = 16_000


class Session:
    """One run of the background, up to its end."""

    def __init__(self, model: Path) -> None:
        self.settings = Settings(settings_file())
        self.history = History(history_file())
        self.scoring = Scoring(self.history)
        self.scoring.use(ModelChoice(str(model), "cpu", "matched"))
        self.watching = Watching(self.settings, self.scoring)
        self.watching.start()

    def close(self) -> None:
        self.watching.close()
        self.scoring.close()
        self.history.close()


@pytest.fixture
def session(qtbot: QtBot, random_bundle: Bundle) -> Iterator[Callable[[], Session]]:
    running: list[Session] = []

    def start() -> Session:
        for earlier in running:
            earlier.close()
        running[:] = [Session(random_bundle.folder)]
        return running[0]

    yield start
    for last in running:
        last.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "匯出"
    folder.mkdir()
    return folder


def export(write_audio: Callable[..., Path], folder: Path, name: str, seed: int = 1) -> None:
    write_audio(f"{folder.name}/{name}", song(4.0, RATE_HZ, seed=seed), RATE_HZ)


def watched(qtbot: QtBot, session: Session, folder: Path) -> None:
    """Watch a folder and wait until that has begun."""
    with qtbot.waitSignal(
        session.watching.status_changed,
        timeout=PATIENCE_MS,
        check_params_cb=lambda s: s.notice.code == "watch.watching" and s.folder.path == str(folder),
    ):
        session.watching.add(folder)
        session.watching.switch(True)


def test_exports_are_scored_once_also_across_starts(qtbot, session, folder: Path, write_audio) -> None:
    export(write_audio, folder, "舊.wav")
    first = session()
    watched(qtbot, first, folder)
    with qtbot.waitSignal(first.watching.scored, timeout=PATIENCE_MS) as scored:
        export(write_audio, folder, "新.wav", seed=2)
    assert scored.args[0].path.name == "新.wav"
    second = session()
    assert second.watching.is_on and second.watching.folders == [FolderChoice(str(folder))]
    with qtbot.waitSignal(second.watching.scored, timeout=PATIENCE_MS) as scored:
        export(write_audio, folder, "更新.wav", seed=3)
    assert scored.args[0].path.name == "更新.wav"
    assert {entry.path.name for entry in second.history.entries(second.scoring.model.key)} == {"新.wav", "更新.wav"}


def test_what_was_there_before_on_request(qtbot, session, folder: Path, write_audio) -> None:
    export(write_audio, folder, "舊.wav")
    running = session()
    watched(qtbot, running, folder)
    (choice,) = running.watching.folders
    assert running.watching.statuses[choice.watched].n_before == 1
    with qtbot.waitSignal(running.watching.scored, timeout=PATIENCE_MS):
        running.watching.score_existing(choice)


def test_a_folder_switched_off_is_left_alone_and_caught_up_with(
    qtbot, session, folder: Path, tmp_path: Path, write_audio
) -> None:
    other = tmp_path / "別處"
    other.mkdir()
    running = session()
    watched(qtbot, running, folder)
    watched(qtbot, running, other)
    choice, _ = running.watching.folders
    off = FolderChoice(choice.path, enabled=False)
    running.watching.replace(choice, off)
    assert choice.watched not in running.watching.statuses
    with qtbot.waitSignal(running.watching.scored, timeout=PATIENCE_MS) as scored:
        export(write_audio, folder, "新.wav")
        export(write_audio, other, "別的.wav", seed=2)
    assert scored.args[0].path.name == "別的.wav"
    with qtbot.waitSignal(running.watching.scored, timeout=PATIENCE_MS) as scored:
        running.watching.replace(off, choice)
    assert scored.args[0].path.name == "新.wav"


def test_removing_a_folder_forgets_it(session, folder: Path) -> None:
    running = session()
    running.watching.add(folder)
    running.watching.add(folder)
    (choice,) = running.watching.folders
    running.watching.remove(choice)
    assert running.watching.folders == []


def test_settings_that_make_no_sense_are_passed_over(session, folder: Path) -> None:
    running = session()
    running.settings.set(
        WATCHED_FOLDERS, ["x", {"path": 3}, {"path": str(folder), "enabled": False, "recursive": True}]
    )
    assert running.watching.folders == [FolderChoice(str(folder), recursive=True, enabled=False)]


def test_a_score_that_a_full_disk_cannot_take_is_settled_once_it_is_kept(
    qtbot, session, folder: Path, write_audio
) -> None:
    running = session()
    watched(qtbot, running, folder)
    running.scoring._keeping.setInterval(20)
    connection = running.history._connection
    connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(NotKept):
        for i in range(1000):
            running.history.keep(Content(f"{i}", 1, 1), result(1.0))
    with qtbot.waitSignal(running.scoring.failed, timeout=PATIENCE_MS) as failed:
        export(write_audio, folder, "新.wav")
    assert failed.args[1].code == "history.not_kept"
    with qtbot.waitSignal(running.watching.scored, timeout=PATIENCE_MS) as scored:
        connection.execute("PRAGMA max_page_count = 100000")
    assert scored.args[0].path.name == "新.wav"
    with closing(Memory(watch_file())) as memory:
        qtbot.waitUntil(lambda: bool(memory.contents(WatchedFolder(str(folder)))), timeout=PATIENCE_MS)
