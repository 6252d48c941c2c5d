"""What the dialogs ask, answered by the real engine."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from mandohit_desktop.core.paths import models_folder
from mandohit_desktop.jobs.engine_queries import EngineQueries
from models.bundle import Bundle

PATIENCE_MS = 60_000


@pytest.fixture
def queries(qtbot: QtBot) -> Iterator[EngineQueries]:
    asked = EngineQueries()
    yield asked
    asked.close()


@pytest.fixture
def own_model(random_bundle: Bundle) -> str:
    shutil.copytree(random_bundle.folder, models_folder() / "random-1")
    return "random-1"


def test_lists_models_whole_and_damaged(qtbot: QtBot, queries: EngineQueries, own_model: str) -> None:
    (models_folder() / "broken").mkdir()
    with qtbot.waitSignal(queries.models_listed, timeout=PATIENCE_MS) as listed:
        queries.list_models()
    shipped, broken, own = listed.args[0]
    assert shipped.id == "mandohit-base-1"
    assert shipped.ships_with_app
    assert "Predicts the Spotify popularity" in shipped.text
    assert broken.problem.code.startswith("bundle.")
    assert (own.id, own.ships_with_app, own.problem) == (own_model, False, None)


def test_removes_a_model_but_never_the_shipped_one(qtbot: QtBot, queries: EngineQueries, own_model: str) -> None:
    with qtbot.waitSignal(queries.model_removed, timeout=PATIENCE_MS):
        queries.remove_model(own_model)
    assert not (models_folder() / own_model).exists()
    with qtbot.waitSignal(queries.failed, timeout=PATIENCE_MS) as failed:
        queries.remove_model("mandohit-base-1")
    assert failed.args[1].code == "bundle.error"


def test_an_import_that_is_refused_is_a_failure(qtbot: QtBot, queries: EngineQueries, tmp_path: Path) -> None:
    with qtbot.waitSignal(queries.failed, timeout=PATIENCE_MS) as failed:
        queries.import_model(tmp_path, "published")
    assert failed.args[1].code == "import.refused"
    assert not (models_folder() / "published").exists()


def test_imports_the_published_model(qtbot: QtBot, queries: EngineQueries, reference_folder: Path) -> None:
    with qtbot.waitSignal(queries.model_imported, timeout=PATIENCE_MS) as imported:
        queries.import_model(reference_folder / "published", "mine")
    assert imported.args == ["mine"]
    assert (models_folder() / "mine" / "card.json").is_file()


def test_devices_and_findings(qtbot: QtBot, queries: EngineQueries) -> None:
    with qtbot.waitSignal(queries.devices_listed, timeout=PATIENCE_MS) as devices:
        queries.list_devices()
    assert "cpu" in devices.args[0]
    found = []
    queries.finding.connect(found.append)
    with qtbot.waitSignal(queries.checked, timeout=PATIENCE_MS):
        queries.check_up()
    assert {"MandoHit", "codec mp3", "model"} <= {finding.topic for finding in found}


def test_closing_ends_the_thread_and_the_check_up(qapp: QCoreApplication) -> None:
    asked = EngineQueries()
    checked = []
    asked.checked.connect(lambda: checked.append(True))
    for _ in range(3):
        asked.check_up()
    asked.close()
    qapp.processEvents()
    assert not checked
    assert not any(thread.name.startswith("mandohit-queries") for thread in threading.enumerate())
