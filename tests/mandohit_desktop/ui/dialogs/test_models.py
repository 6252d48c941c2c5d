"""The dialog of installed models."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox
from pytestqt.qtbot import QtBot

from mandohit_desktop.core.paths import models_folder
from mandohit_desktop.core.settings import MODEL, Settings
from mandohit_desktop.jobs.engine_queries import EngineQueries
from mandohit_desktop.ui.dialogs.models import ModelsDialog
from mandohit_desktop.ui.dialogs.name import NameDialog
from models.bundle import Bundle, check_id
from models.errors import BundleError
from tests.mandohit_desktop.ui.accessibility import nameless

PATIENCE_MS = 60_000
MODULE = "mandohit_desktop.ui.dialogs.models"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def dialog(qtbot: QtBot, settings: Settings, random_bundle: Bundle) -> Iterator[ModelsDialog]:
    shutil.copytree(random_bundle.folder, models_folder() / "random-1")
    queries = EngineQueries()
    made = ModelsDialog(settings, queries)
    qtbot.addWidget(made)
    with qtbot.waitSignal(queries.models_listed, timeout=PATIENCE_MS), qtbot.waitExposed(made):
        made.show()
    yield made
    queries.close()


def test_lists_models_and_shows_their_cards(dialog: ModelsDialog) -> None:
    assert dialog.list.item(0).text() == "mandohit-base-1\nin use"
    assert "Predicts the Spotify popularity" in dialog.card.toPlainText()
    assert not dialog.use.isEnabled()
    assert not dialog.remove.isEnabled()
    dialog.list.setCurrentRow(1)
    assert dialog.card.toPlainText() == "random-1"
    assert dialog.use.isEnabled()
    assert dialog.remove.isEnabled()
    assert nameless(dialog) == []


def test_choosing_a_model_writes_the_setting(qtbot: QtBot, dialog: ModelsDialog, settings: Settings) -> None:
    dialog.list.setCurrentRow(1)
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert settings.get(MODEL) == "random-1"
    assert dialog.list.item(1).text() == "random-1\nin use"
    assert not dialog.remove.isEnabled()


def test_removing_asks_first(qtbot: QtBot, dialog: ModelsDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog.list.setCurrentRow(1)
    monkeypatch.setattr(f"{MODULE}.QMessageBox.question", lambda *_: QMessageBox.StandardButton.No)
    dialog.remove.click()
    assert (models_folder() / "random-1").exists()
    monkeypatch.setattr(f"{MODULE}.QMessageBox.question", lambda *_: QMessageBox.StandardButton.Yes)
    dialog.remove.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 1, timeout=PATIENCE_MS)
    assert not (models_folder() / "random-1").exists()


def test_a_refused_import_is_said(
    qtbot: QtBot, dialog: ModelsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{MODULE}.QFileDialog.getExistingDirectory", lambda *_: str(tmp_path))
    monkeypatch.setattr(f"{MODULE}.NameDialog.exec", lambda _: QDialog.DialogCode.Accepted)
    dialog.import_.click()
    assert not dialog.import_.isEnabled()
    qtbot.waitUntil(lambda: "There is no" in dialog.message.text(), timeout=PATIENCE_MS)
    assert dialog.import_.isEnabled()
    assert dialog.message.property("role") == "warn"


def test_an_imported_model_is_selected(qtbot: QtBot, dialog: ModelsDialog) -> None:
    assert dialog.list.currentRow() == 0
    dialog._queries.model_imported.emit("random-1")
    qtbot.waitUntil(lambda: dialog.list.currentRow() == 1, timeout=PATIENCE_MS)
    assert dialog.message.text() == "random-1 was imported."
    assert dialog.message.property("role") == "muted"


@pytest.mark.parametrize("name", ["mine", "2026.final_mix-b", "Mine", "my model", "-mine", "華語", "x" * 65, "", "old"])
def test_a_name_is_judged_at_once(qtbot: QtBot, name: str) -> None:
    asked = NameDialog({"old"}, "published")
    qtbot.addWidget(asked)
    asked.name.setText(name)
    try:
        check_id(name)
        possible = name != "old"
    except BundleError:
        possible = False
    assert asked.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled() == possible
    assert bool(asked.objection.text()) != possible or not name
    assert nameless(asked) == []
