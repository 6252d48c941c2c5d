"""One song in two versions, really scored, and the panel that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import soundfile
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.engine.cached_scorer import CachedScorer
from mandohit_desktop.jobs.player import Player
from mandohit_desktop.store.history import Entry, History, Version
from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.detail.panel import DetailPanel
from mandohit_desktop.ui.detail.song import SongView
from mandohit_desktop.ui.style.theme import apply_theme
from models.bundle import Bundle
from tests.synth import song


@dataclass(frozen=True)
class Scored:
    """A song and its versions, the latest first."""

    entry: Entry
    versions: list[Version]

    @property
    def result(self) -> Result:
        assert self.entry.result is not None
        return self.entry.result


@pytest.fixture(scope="package")
def scored(random_bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scored]:
    folder = tmp_path_factory.mktemp("scored")
    history = History(folder / "history.sqlite3")
    scorer = CachedScorer(Engine(random_bundle, "cpu"), history, "matched")
    path = folder / "夜色 ♪ demo.wav"
    for seed in (1, 2):
        soundfile.write(path, song(42.0, 22_050, seed=seed), 22_050)
        entry = scorer.score(path)
    yield Scored(entry, history.versions(entry.song_id, scorer.key))
    history.close()


@pytest.fixture
def player() -> Iterator[Player]:
    player = Player()
    yield player
    player.close()


@pytest.fixture
def panel(qapp: QApplication, qtbot: QtBot, player: Player) -> DetailPanel:
    """The panel, on screen, nothing selected."""
    apply_theme(qapp, "light")
    panel = DetailPanel(player)
    qtbot.addWidget(panel)
    panel.resize(620, 1200)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture
def view(qtbot: QtBot, panel: DetailPanel, scored: Scored) -> SongView:
    """The song on screen."""
    panel.show_entry(scored.entry, scored.versions)
    assert panel.song is not None
    qtbot.waitUntil(lambda: panel.song is not None and panel.song.spectrogram.view.width() > 300)
    return panel.song
