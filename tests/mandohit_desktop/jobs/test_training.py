"""A rebuild as a real process: stopped, gone on with, refused, killed; tests of the dialog see one through."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mandohit_desktop.jobs import training as module
from mandohit_desktop.jobs.rebuild import Phase, Rebuild, TrainingState
from mandohit_desktop.jobs.training import Training
from tests.mandohit_desktop.rebuild_songs import write_recipe, write_songs

PATIENCE_MS = 600_000


@pytest.fixture
def training(qtbot: QtBot) -> Iterator[Training]:
    made = Training()
    yield made
    made.close()


@pytest.fixture
def rebuild(tmp_path: Path) -> Rebuild:
    table = write_songs(tmp_path / "歌")
    recipe = write_recipe(tmp_path / "small.toml", epochs=100_000)
    return Rebuild("tiny-1", table.parent, table, tmp_path / "work", str(recipe), "cpu")


@pytest.fixture
def until(qtbot: QtBot, training: Training) -> Callable[[Callable[[TrainingState], bool]], None]:
    """Wait until the state is as wanted, or the process is gone."""

    def wait(wanted: Callable[[TrainingState], bool]) -> None:
        def reached() -> bool:
            return wanted(training.state) or not training.state.is_under_way

        if not reached():
            with qtbot.waitSignal(training.changed, timeout=PATIENCE_MS, check_params_cb=reached):
                pass
        assert wanted(training.state), training.state

    return wait


Until = Callable[[Callable[[TrainingState], bool]], None]


def process_id(training: Training) -> int:
    """Return the id of the process that is under way."""
    process = training._process
    assert process is not None
    return int(process.processId())


def test_stopped_it_goes_on_and_ends_with_the_window(training: Training, rebuild: Rebuild, until: Until) -> None:
    training.start(rebuild)
    until(lambda state: len(state.curves) >= 3)
    assert training.state.sides == {"train": 8, "validation": 4, "test": 4}
    training.stop()
    assert training.state.phase is Phase.STOPPING
    until(lambda state: state.phase is Phase.STOPPED)
    before = training.state.curves
    assert training.state.steps["fit"].state == "stopped"
    assert training.state.failure is None

    training.start(rebuild)
    until(lambda state: len(state.curves) > len(before))
    assert training.state.steps["features"].state == "skipped"
    assert training.state.sides == {"train": 8, "validation": 4, "test": 4}
    assert training.state.curves[: len(before)] == before
    assert [row["epoch"] for row in training.state.curves] == list(range(1, len(training.state.curves) + 1))
    running = process_id(training)
    training.close()
    assert (rebuild.work / "fit" / "checkpoint").is_dir()
    if sys.platform != "win32":
        with pytest.raises(ProcessLookupError):
            os.kill(running, 0)


def test_too_few_songs_are_said_before_anything_is_computed(
    training: Training, rebuild: Rebuild, until: Until, tmp_path: Path
) -> None:
    rows = [f"{file.stem},{file.name},{file.stem},5,local" for file in sorted(rebuild.songs.glob("*.wav"))[:5]]
    manifest = rebuild.songs / "manifest.csv"
    columns = "track_id,audio,artist_names,popularity,label_source"
    manifest.write_text("\n".join([columns, *rows]), encoding="utf-8")
    training.start(replace(rebuild, songs=manifest, labels=None))
    until(lambda state: state.phase is Phase.FAILED)
    failure = training.state.failure
    assert failure is not None
    assert failure.code == "training.too_few_songs"
    assert "16 songs or more" in failure.message
    assert training.state.steps["features"].state == "waiting"


def test_a_table_without_labels_is_refused(training: Training, rebuild: Rebuild, until: Until, tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("file,artist\na.wav,B\n", encoding="utf-8")
    training.start(replace(rebuild, labels=table))
    until(lambda state: state.phase is Phase.FAILED)
    assert training.state.failure is not None
    assert training.state.failure.message.startswith("names.csv has no column of labels.")
    assert training.state.current == "corpus"


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_killed_process_is_said_with_the_place_of_its_log(training: Training, rebuild: Rebuild, until: Until) -> None:
    training.start(rebuild)
    os.kill(process_id(training), signal.SIGKILL)
    until(lambda state: state.phase is Phase.FAILED)
    assert training.state.failure is not None
    assert training.state.failure.code == "training.crashed"
    assert str(rebuild.work / "training.log") in training.state.failure.hint


def test_a_process_that_cannot_start_is_said(
    training: Training, rebuild: Rebuild, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "command", lambda arguments: ("no-such-program", arguments))
    training.start(rebuild)
    until(lambda state: state.phase is Phase.FAILED)
    assert training.state.failure is not None
    assert training.state.failure.code == "training.no_start"


def test_a_work_folder_that_cannot_be_written_is_said(training: Training, rebuild: Rebuild, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    training.start(replace(rebuild, work=tmp_path / "file" / "work"))
    assert training.state.phase is Phase.FAILED
    assert training.state.failure is not None
    assert training.state.failure.code == "training.folder"


def test_the_packaged_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert module.command(["all"]) == (sys.executable, ["-m", "mandohit_desktop", "train", "all"])
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert module.command(["all"]) == (sys.executable, ["train", "all"])
    monkeypatch.setattr(sys, "executable", str(Path("MandoHit", "mandohitw.exe")))
    assert module.command(["all"]) == (str(Path("MandoHit", "mandohit.exe")), ["train", "all"])
