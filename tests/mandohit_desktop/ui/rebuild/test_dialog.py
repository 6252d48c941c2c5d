"""The window of a rebuild with a real training process: from a folder with a table to the model in use."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.paths import models_folder
from mandohit_desktop.core.settings import MODEL, REBUILD, Settings
from mandohit_desktop.jobs.engine_queries import EngineQueries
from mandohit_desktop.jobs.rebuild import STEPS, Phase, RebuildOutcome
from mandohit_desktop.jobs.training import Training
from mandohit_desktop.ui.dialogs.name import MODEL_NAME
from mandohit_desktop.ui.rebuild.dialog import RebuildDialog
from mandohit_desktop.ui.text.i18n import install_language
from models.bundle import check_id
from models.errors import BundleError
from tests.mandohit_desktop.rebuild_songs import write_recipe, write_songs
from tests.mandohit_desktop.ui.accessibility import nameless

PATIENCE_MS = 600_000
FOUND = RebuildOutcome(80, 0.31, 0.09, 0.5, leaky=False, report=Path("report.html"), bundle=Path("bundle"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication, settings: Settings) -> Iterator[RebuildDialog]:
    install_language(qapp, "en")
    queries, training = EngineQueries(), Training()
    made = RebuildDialog(settings, training, queries)
    qtbot.addWidget(made)
    with qtbot.waitSignal(queries.devices_listed, timeout=PATIENCE_MS), qtbot.waitExposed(made):
        made.show()
    yield made
    queries.close()
    training.close()


def fill(dialog: RebuildDialog, folder: Path) -> None:
    write_songs(folder)
    dialog.form.folder.line.setText(str(folder))
    recipe = write_recipe(folder.with_name("small.toml"), epochs=2)
    dialog.form.recipe.addItem("small", str(recipe))
    dialog.form.recipe.setCurrentIndex(dialog.form.recipe.count() - 1)


def test_from_a_folder_to_the_model_in_use(
    qtbot: QtBot, dialog: RebuildDialog, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "mandohit_desktop.ui.rebuild.dialog.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile())
    )
    fill(dialog, tmp_path / "歌")
    assert dialog.form.labels.text.endswith("標籤.csv")
    training = dialog._training
    dialog.start.click()
    assert dialog.stop.isVisible() and dialog.stop.hasFocus()
    assert nameless(dialog) == []
    with qtbot.waitSignal(training.ended, timeout=PATIENCE_MS):
        pass
    assert training.state.phase is Phase.DONE, training.state
    view = dialog.view
    assert view.headline.text() == "my-model is ready."
    assert "On 4 test songs: Spearman" in view.figures.text()
    assert view.verdict.text()
    assert tuple(training.state.steps) == STEPS
    assert {step.state for step in training.state.steps.values()} == {"done"}
    assert view.steps.topLevelItem(4).text(1) == "done"
    assert view.curves.words.text().startswith("Epoch 2: loss")
    view.report.click()
    assert opened == [str(tmp_path / "home" / "data" / "rebuilds" / "my-model" / "report.html")]
    assert Path(opened[0]).is_file()
    view.install.click()
    qtbot.waitUntil(lambda: settings.get(MODEL) == "my-model", timeout=PATIENCE_MS)
    assert (models_folder() / "my-model" / "card.json").is_file()
    assert [path.name for path in models_folder().iterdir()] == ["my-model"]
    qtbot.waitUntil(lambda: dialog.form.name.text() == "my-model-2", timeout=PATIENCE_MS)
    assert not view.install.isEnabled()
    dialog.change.click()
    assert dialog.start.text() == "&Start"
    dialog.form.name.setText("my-model")
    assert dialog.start.text() == "&Go on"
    assert settings.get(REBUILD)["folder"] == str(tmp_path / "歌")


def test_what_is_missing_is_said_before_the_start(dialog: RebuildDialog, tmp_path: Path) -> None:
    form = dialog.form
    dialog.start.click()
    assert dialog.message.text() == "Choose the folder that holds the songs."
    (tmp_path / "empty").mkdir()
    form.folder.line.setText(str(tmp_path / "empty"))
    dialog.start.click()
    assert dialog.message.text().startswith("There is no table of labels.")
    form.labels.line.setText(str(tmp_path / "gone.csv"))
    dialog.start.click()
    assert dialog.message.text().startswith("The table of labels is not there.")
    form.labels.line.setText(str(write_songs(tmp_path / "songs", 1)))
    form.name.setText("Mein Modell")
    dialog.start.click()
    assert dialog.message.text().startswith("A model's name has")
    form.name.setText("mandohit-base-1")
    form.set_taken({"mandohit-base-1"})
    dialog.start.click()
    assert "named mandohit-base-1 already" in dialog.message.text()
    form.source.setCurrentIndex(1)
    assert form.manifest.line.isVisible() and not form.folder.line.isVisible()
    dialog.start.click()
    assert dialog.message.text().startswith("Choose a manifest")
    assert dialog._training.state.phase is Phase.IDLE
    assert nameless(dialog) == []


@pytest.mark.parametrize("name", ["a", "my-model.2", "", "-a", "A", "a b", "../a", "模型", "a" * 65])
def test_names_are_those_that_models_can_have(name: str) -> None:
    try:
        check_id(name)
    except BundleError:
        assert not MODEL_NAME.fullmatch(name)
    else:
        assert MODEL_NAME.fullmatch(name)


def test_choices_are_there_the_next_time(qtbot: QtBot, settings: Settings) -> None:
    kept = {"source": "manifest", "manifest": "/m.csv", "recipe": "published", "device": "cpu", "leaky": True}
    settings.set(REBUILD, {**kept, "name": "second", "work": "/w"})
    queries, training = EngineQueries(), Training()
    made = RebuildDialog(settings, training, queries)
    qtbot.addWidget(made)
    chosen = made.form.rebuild()
    assert (chosen.name, chosen.recipe, chosen.device, chosen.leaky) == ("second", "published", "cpu", True)
    assert chosen.labels is None
    assert chosen.work == Path("/w/second").absolute()
    queries.close()


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        (FOUND, "how strong"),
        (replace(FOUND, low=-0.1), "no relation at all"),
        (replace(FOUND, songs=6), "so few"),
        (replace(FOUND, spearman=None, low=None, high=None), "all the same"),
        (replace(FOUND, songs=9000, low=0.3, high=0.33), "better than chance"),
    ],
)
def test_the_verdict_is_honest(dialog: RebuildDialog, outcome: RebuildOutcome, verdict: str) -> None:
    dialog._training.state.phase = Phase.DONE
    dialog._training.state.outcome = outcome
    dialog._training.changed.emit()
    assert verdict in dialog.view.verdict.text()


def test_a_failure_is_said_and_can_be_gone_on_with(dialog: RebuildDialog, qapp: QApplication) -> None:
    state = dialog._training.state
    state.phase, state.failure = Phase.FAILED, Failure("training.crashed", "It ended.", "Its log: /a.log")
    dialog._show_page(dialog.view)
    assert dialog.view.headline.text() == "It ended. Its log: /a.log"
    assert dialog.start.text() == "&Go on" and dialog.start.isVisible()
    install_language(qapp, "zh_TW")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
    assert "訓練程序意外結束" in dialog.view.headline.text()
    assert dialog.start.text() == "繼續(&G)"
    install_language(qapp, "en")
