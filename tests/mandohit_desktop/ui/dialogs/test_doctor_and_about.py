"""The check-up dialog and the one about MandoHit."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mandohit_desktop import __version__
from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.resources import resource
from mandohit_desktop.core.settings import Settings
from mandohit_desktop.jobs.engine_queries import EngineQueries
from mandohit_desktop.ui.dialogs.about import AboutDialog
from mandohit_desktop.ui.dialogs.doctor import DoctorDialog
from tests.mandohit_desktop.ui.accessibility import nameless

PATIENCE_MS = 60_000


@pytest.fixture
def queries(qtbot: QtBot) -> Iterator[EngineQueries]:
    asked = EngineQueries()
    yield asked
    asked.close()


def test_the_doctor_shows_findings_and_copies_them(qtbot: QtBot, queries: EngineQueries) -> None:
    dialog = DoctorDialog(queries)
    qtbot.addWidget(dialog)
    assert not dialog.copy.isEnabled()
    with qtbot.waitSignal(queries.checked, timeout=PATIENCE_MS), qtbot.waitExposed(dialog):
        dialog.show()
    assert dialog.summary.text() == "Everything is in order."
    assert dialog.findings.topLevelItemCount() > 10
    dialog.copy.click()
    assert f"ok   MandoHit: {__version__}" in QGuiApplication.clipboard().text()
    assert nameless(dialog) == []
    with qtbot.waitSignal(queries.checked, timeout=PATIENCE_MS):
        dialog.again.click()


def test_the_doctor_says_what_is_wrong(qtbot: QtBot, queries: EngineQueries, own_home: Path) -> None:
    own_home.write_text("a file where the folder should be")
    dialog = DoctorDialog(queries)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(queries.checked, timeout=PATIENCE_MS):
        pass
    assert dialog.summary.text() == "2 things are not as they should be."


def test_a_check_up_that_breaks_off_is_said(qtbot: QtBot, queries: EngineQueries) -> None:
    dialog = DoctorDialog(queries)
    qtbot.addWidget(dialog)
    queries.failed.emit("list_outputs", Failure("output.unavailable", "Nothing to play on."))
    assert not dialog.again.isEnabled()
    queries.failed.emit("check_up", Failure("internal", "Something unexpected went wrong."))
    assert dialog.summary.text() == "Something unexpected went wrong."
    assert dialog.again.isEnabled()


def test_about_shows_version_card_and_licences(qtbot: QtBot, queries: EngineQueries, tmp_path: Path) -> None:
    dialog = AboutDialog(Settings(tmp_path / "settings.json"), queries)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(queries.models_listed, timeout=PATIENCE_MS), qtbot.waitExposed(dialog):
        dialog.show()
    assert "mandohit.log" in dialog.versions.text()
    assert "Predicts the Spotify popularity" in dialog.model_card.toPlainText()
    licences = dialog.licences.toPlainText()
    assert "MIT License" in licences
    assert "ISC licence" in licences
    assert "PySide6-Essentials" in licences
    assert nameless(dialog) == []


def test_the_list_of_packages_is_that_of_the_requirements() -> None:
    lines = (resource().parent / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {match[1]: match[2] for line in lines if (match := re.match(r"([\w.-]+)==([^ ;]+)", line))}
    listed = json.loads(resource("third-party.json").read_text(encoding="utf-8"))
    assert {row["name"]: row["version"] for row in listed} == pinned, "run python packaging/licences.py"
    assert all(row["licence"] for row in listed)
