import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from mandohit_desktop.core.paths import models_folder
from mandohit_desktop.core.settings import MODEL, Settings
from mandohit_desktop.jobs.inquiries import Inquiries
from mandohit_desktop.ui.models_dialog import ModelsDialog
from models.bundle import Bundle
from tests.mandohit_desktop.ui.accessibility import nameless

PATIENCE_MS = 60_000
MODULE = "mandohit_desktop.ui.models_dialog"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def dialog(qtbot: QtBot, settings: Settings, random_bundle: Bundle) -> Iterator[ModelsDialog]:
    shutil.copytree(random_bundle.folder, models_folder() / "random-1")
    inquiries = Inquiries()
    made = ModelsDialog(settings, inquiries)
    qtbot.addWidget(made)
    with qtbot.waitSignal(inquiries.models_listed, timeout=PATIENCE_MS), qtbot.waitExposed(made):
        made.show()
    yield made
    inquiries.close()


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
    monkeypatch.setattr(f"{MODULE}.QInputDialog.getText", lambda *_, **__: ("mine", True))
    dialog.import_.click()
    assert not dialog.import_.isEnabled()
    qtbot.waitUntil(lambda: "There is no" in dialog.message.text(), timeout=PATIENCE_MS)
    assert dialog.import_.isEnabled()
