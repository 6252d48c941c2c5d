"""The panel: what it says of a song, of none, of one that failed; its versions, its spectrograms, its playback."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.engine.spectrogram import song_spectrogram
from mandohit_desktop.jobs.player import Player
from mandohit_desktop.ui.detail.panel import DetailPanel
from mandohit_desktop.ui.detail.score_card import ScoreCard
from mandohit_desktop.ui.detail.song import SongView
from mandohit_desktop.ui.style.theme import DARK, LIGHT, apply_theme
from mandohit_desktop.ui.text import wording
from mandohit_desktop.ui.text.i18n import install_language
from tests.mandohit_desktop.ui.accessibility import nameless
from tests.mandohit_desktop.ui.detail.conftest import Scored
from tests.mandohit_desktop.ui.songs import result


def texts(view: SongView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisibleTo(view))


def test_says_what_to_do_when_nothing_is_selected(panel: DetailPanel) -> None:
    assert panel.message.title.text() == "No song selected"
    assert panel.message.isVisible()


def test_can_be_made_ready_before_it_is_needed(panel: DetailPanel, scored: Scored) -> None:
    prepared = panel.prepare()
    assert panel.message.isVisible()
    panel.show_entry(scored.entry, scored.versions)
    assert panel.song is prepared
    assert prepared.isVisible()


def test_shows_the_score_and_what_it_is_worth(view: SongView, scored: Scored) -> None:
    result, shown = scored.result, texts(view)
    assert view.score.figure.text() == wording.score(result.score)
    for words in (
        wording.percentile(result.percentile),
        wording.interval(result.interval_low, result.interval_high),
        wording.chance(result.report["chance_top_decile"]),
        wording.loudness(result.loudness_lufs),
        "random-1",
        "Loudness matched",
        "not quality",
        "夜色 ♪ demo",
    ):
        assert words in shown
    assert wording.score(result.score) in view.score.accessibleDescription()
    assert wording.score(result.interval_high) in view.score.bar.accessibleDescription()


def test_tags_are_said_as_well_as_drawn(view: SongView, scored: Scored) -> None:
    strongest = scored.result.report["tags"][0]
    assert view.tags.accessibleDescription().startswith(f"{strongest['name']} {strongest['loading']:.2f}")
    assert view.tags.accessibleDescription().count(";") == 7


def test_everything_with_focus_has_a_name(view: SongView, panel: DetailPanel) -> None:
    assert nameless(panel) == []


def test_a_song_that_failed_says_why(panel: DetailPanel, view: SongView, player: Player) -> None:
    panel.show_failure(Path("/songs/壞掉.wav"), Failure("audio.silent", "The file is silent.", "Check the routing."))
    assert panel.message.isVisible()
    assert panel.message.title.text() == "壞掉"
    assert panel.message.sentence.text() == "The file is silent. Check the routing."
    assert player.path is None


def test_a_song_that_waits_says_so(panel: DetailPanel, view: SongView, player: Player) -> None:
    panel.show_waiting(Path("/songs/排隊中.wav"))
    assert panel.message.isVisible()
    assert panel.message.title.text() == "排隊中"
    assert player.path is None


def test_asks_for_the_spectrogram_once_and_shows_it(qtbot: QtBot, panel: DetailPanel, scored: Scored) -> None:
    wanted: list[tuple[object, object]] = []
    panel.spectrogram_wanted.connect(lambda path, content: wanted.append((path, content)))
    panel.show_entry(scored.entry, scored.versions)
    panel.show_entry(scored.entry, scored.versions)
    assert wanted == [(scored.entry.path, scored.entry.content)]
    assert panel.song is not None
    assert "Drawing" in panel.song.spectrogram.accessibleDescription()
    panel.show_spectrogram("of another song", song_spectrogram(scored.entry.path))
    assert "Drawing" in panel.song.spectrogram.accessibleDescription()
    panel.show_spectrogram(scored.entry.content.sha256, song_spectrogram(scored.entry.path))
    assert "0:42 of sound" in panel.song.spectrogram.accessibleDescription()


def test_says_why_there_is_no_spectrogram(panel: DetailPanel, view: SongView, scored: Scored) -> None:
    failure = Failure("audio.outdated", "The file has changed since it was scored.", "Score it again.")
    panel.show_spectrogram_failure(scored.entry.content.sha256, failure)
    assert "has changed" in view.spectrogram.accessibleDescription()


def test_an_older_version_can_be_looked_at(panel: DetailPanel, view: SongView, scored: Scored, player: Player) -> None:
    older = scored.versions[1]
    assert older.result is not None
    assert view.versions.list.topLevelItemCount() == 2
    change = scored.result.raw_score - older.result.raw_score
    assert view.versions.list.topLevelItem(0).text(3) == wording.change(change)
    told: list[object] = []
    panel.version_chosen.connect(told.append)
    panel.spectrogram_wanted.connect(lambda _, content: told.append(content))
    view.versions.list.setCurrentItem(view.versions.list.topLevelItem(1))
    assert told == [older.content, older]
    assert view.score.figure.text() == wording.score(older.result.score)
    assert view.version.text() == "Version 1 of 2"
    assert not view.transport.play.isEnabled()
    assert "older version" in view.transport.problem.text()
    assert player.path is None
    view.versions.list.setCurrentItem(view.versions.list.topLevelItem(0))
    assert view.transport.play.isEnabled()
    assert player.path == scored.entry.path


def test_versions_can_be_compared(qtbot: QtBot, panel: DetailPanel, view: SongView) -> None:
    with qtbot.waitSignal(panel.compare_versions_requested):
        qtbot.mouseClick(view.versions.compare, Qt.MouseButton.LeftButton)


def test_a_lone_version_has_nothing_to_compare(panel: DetailPanel, scored: Scored) -> None:
    panel.show_entry(scored.entry, scored.versions[:1])
    assert panel.song is not None
    assert not panel.song.versions.compare.isEnabled()


def test_what_hinders_playback_is_said_in_words(
    qtbot: QtBot, panel: DetailPanel, view: SongView, player: Player
) -> None:
    player.use_device("Studio monitors that nobody has")
    with qtbot.waitSignal(player.failed, timeout=20_000):
        panel.toggle_playback()
    assert view.transport.problem.isVisible()
    assert view.transport.problem.text().strip()
    assert "Play" in view.transport.play.accessibleName()


def test_the_highlight_is_played(
    panel: DetailPanel, view: SongView, scored: Scored, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[tuple[float, ...]] = []
    monkeypatch.setattr(player, "play", lambda *span: played.append(span))
    panel.play_highlight()
    highlight = scored.result.report["highlight"]
    assert played == [(highlight["start_s"], highlight["end_s"])]


def test_follows_theme_and_language(qapp: QApplication, view: SongView, scored: Scored) -> None:
    assert view.windows.backgroundBrush().color().name() == LIGHT.card
    english = view.tags.accessibleDescription()
    try:
        apply_theme(qapp, "dark")
        assert view.windows.backgroundBrush().color().name() == DARK.card
        install_language(qapp, "zh_TW")
        qapp.processEvents()
        assert view.score.figure.text() == wording.score(scored.result.score)
        assert len(view.tags.accessibleDescription().split(",")) == len(english.split(","))
    finally:
        install_language(qapp, "en")
        apply_theme(qapp, "light")


def test_a_narrow_panel_puts_tags_above_versions(qtbot: QtBot, panel: DetailPanel, view: SongView) -> None:
    assert view.tags.mapTo(view, view.tags.rect().topLeft()).y() == pytest.approx(
        view.versions.mapTo(view, view.versions.rect().topLeft()).y(), abs=2
    )
    panel.resize(490, 1200)
    qtbot.waitUntil(
        lambda: (
            view.tags.mapTo(view, view.tags.rect().bottomLeft()).y()
            < view.versions.mapTo(view, view.versions.rect().topLeft()).y()
        )
    )
    assert view.widget().width() <= view.viewport().width()


def test_drawing_needs_no_torch() -> None:
    code = (
        "import sys, mandohit_desktop.ui.detail.song; sys.exit('torch' in sys.modules or 'sounddevice' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_score_that_means_little_is_marked_and_explained(qtbot: QtBot) -> None:
    card = ScoreCard()
    qtbot.addWidget(card)
    full = {"peak_dbfs": -1.0, "spotify_percentile": 50.0}
    card.show_result(result(5.2, resemblance=0.4, **full))
    assert card.figure.text() == "? 5.2"
    assert card.figure.property("role") == "doubtful-figure"
    assert "means little" in card.figure.accessibleDescription()
    assert "means little" in card.accessibleDescription()
    card.show_result(result(5.2, **full))
    assert (card.figure.text(), card.figure.property("role")) == ("5.2", "figure")
    assert card.figure.accessibleDescription() == ""
