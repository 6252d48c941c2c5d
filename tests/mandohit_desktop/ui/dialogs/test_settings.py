"""The settings dialog."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mandohit_desktop.core.settings import (
    DEVICE,
    INCLUDE_SUBFOLDERS,
    LANGUAGE,
    MODEL,
    OUTPUT_DEVICE,
    PROTOCOL,
    RECORDINGS_FOLDER,
    THEME,
    Settings,
)
from mandohit_desktop.engine.devices import available_devices
from mandohit_desktop.jobs.engine_queries import EngineQueries
from mandohit_desktop.ui.dialogs.settings import SettingsDialog
from mandohit_desktop.ui.dialogs.settings_texts import CHOICES, GROUPS, NAMES
from tests.mandohit_desktop.conftest import ABSENT_DEVICE
from tests.mandohit_desktop.ui.accessibility import nameless

PATIENCE_MS = 60_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def queries(qtbot: QtBot) -> Iterator[EngineQueries]:
    asked = EngineQueries()
    yield asked
    asked.close()


def opened(qtbot: QtBot, settings: Settings, queries: EngineQueries) -> SettingsDialog:
    dialog = SettingsDialog(settings, queries)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(queries.devices_listed, timeout=PATIENCE_MS), qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def test_every_setting_and_every_choice_has_a_name(qtbot: QtBot, settings: Settings, queries: EngineQueries) -> None:
    shown = {setting for _, group in GROUPS for setting in group}
    assert shown == set(NAMES)
    for setting in shown:
        assert set(setting.choices) <= set(CHOICES.get(setting, {}))
    assert nameless(opened(qtbot, settings, queries)) == []


def test_a_choice_applies_at_once(qtbot: QtBot, settings: Settings, queries: EngineQueries) -> None:
    changed = []
    settings.subscribe(changed.append)
    dialog = opened(qtbot, settings, queries)
    qtbot.keyClick(dialog.boxes[THEME], Qt.Key.Key_End)
    qtbot.keyClick(dialog.boxes[PROTOCOL], Qt.Key.Key_Down)
    qtbot.keyClick(dialog.checks[INCLUDE_SUBFOLDERS], Qt.Key.Key_Space)
    assert changed == [THEME, PROTOCOL, INCLUDE_SUBFOLDERS]
    assert settings.get(THEME) == "dark"
    assert settings.get(PROTOCOL) == "published"
    assert settings.get(INCLUDE_SUBFOLDERS) is False


def test_the_wheel_changes_nothing(qtbot: QtBot, settings: Settings, queries: EngineQueries) -> None:
    dialog = opened(qtbot, settings, queries)
    box, at = dialog.boxes[PROTOCOL], QPointF(5.0, 5.0)
    box.setFocus()
    turned = QWheelEvent(
        at, box.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turned)
    assert box.currentData() == settings.get(PROTOCOL) == PROTOCOL.default


def test_what_is_not_on_this_machine_stays_and_is_called_so(
    qtbot: QtBot, settings: Settings, queries: EngineQueries
) -> None:
    settings.set(DEVICE, ABSENT_DEVICE)
    settings.set(MODEL, "my-model")
    settings.set(OUTPUT_DEVICE, "Old headphones")
    dialog = opened(qtbot, settings, queries)
    assert dialog.boxes[DEVICE].currentText() == f"{CHOICES[DEVICE][ABSENT_DEVICE]} (not on this machine)"
    assert dialog.boxes[MODEL].currentText() == "my-model (not on this machine)"
    assert "Old headphones" in dialog.boxes[OUTPUT_DEVICE].currentText()
    assert dialog.boxes[DEVICE].findData("cpu") >= 0
    other = "mps" if ABSENT_DEVICE == "cuda" else "cuda"
    assert (dialog.boxes[DEVICE].findData(other) >= 0) == (other in available_devices())
    assert dialog.boxes[MODEL].findData("mandohit-base-1") >= 0
    assert settings.get(MODEL) == "my-model"


def test_languages_are_called_by_their_own_names(qtbot: QtBot, settings: Settings, queries: EngineQueries) -> None:
    box = opened(qtbot, settings, queries).boxes[LANGUAGE]
    assert [box.itemText(i) for i in range(box.count())] == ["As the system", "English", "繁體中文", "简体中文"]


def test_the_folder_of_recordings(
    qtbot: QtBot, settings: Settings, queries: EngineQueries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, settings, queries)
    monkeypatch.setattr(
        "mandohit_desktop.ui.dialogs.settings.QFileDialog.getExistingDirectory", lambda *_: str(tmp_path)
    )
    dialog.choose.click()
    assert settings.get(RECORDINGS_FOLDER) == str(tmp_path)
    assert dialog.folder.text() == str(tmp_path)
    dialog.reset.click()
    assert settings.get(RECORDINGS_FOLDER) == ""


def test_an_answer_after_closing_harms_nothing(qtbot: QtBot, settings: Settings, queries: EngineQueries) -> None:
    dialog = SettingsDialog(settings, queries)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    with qtbot.waitSignal(queries.devices_listed, timeout=PATIENCE_MS):
        queries.list_devices()
