"""The dialog that picks: the cut, the figures, takes, and the kept songs handed over."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from mandohit_desktop.core.export import Line, error_line
from mandohit_desktop.engine.registry import shipped_model
from mandohit_desktop.jobs.engine_queries import EngineQueries
from mandohit_desktop.store.history import Content, History
from mandohit_desktop.ui.pick.dialog import PickDialog
from mandohit_desktop.ui.pick.ranking import KEPT, MARK, NEAR, SONG
from mandohit_desktop.ui.text.i18n import LANGUAGES, install_language
from models.shipped import DEFAULT_ID
from tests.mandohit_desktop.ui.accessibility import doubled_access_keys, nameless
from tests.mandohit_desktop.ui.songs import result

PATIENCE_MS = 60_000
Songs = list[tuple[Line, str]]
Shown = Callable[..., PickDialog]


@pytest.fixture
def songs(tmp_path: Path) -> Songs:
    """Six songs, two of them the same bytes and two close together, one that is short and one that failed."""
    model = {"id": "mandohit", "sha256": shipped_model().card.weights_sha256}
    made = []
    for name, percentile, strength, content in (
        ("a.wav", 99.0, 2.0, b"a"),
        ("b.wav", 80.0, 1.0, b"b"),
        ("c.wav", 79.0, 0.95, b"c"),
        ("c copy.wav", 78.0, 0.95, b"c"),
        ("夜曲.wav", 20.0, -1.0, b"d"),
        ("short.wav", 50.0, 0.0, b"e"),
    ):
        (tmp_path / name).write_bytes(content)
        line = result(percentile / 8.0, percentile=percentile, strength=strength, model=model).report
        changes = {"file": str(tmp_path / name), "sha256": hashlib.sha256(content).hexdigest()}
        duration_s = 9.0 if name == "short.wav" else 40.0
        made.append((line | changes | {"duration_s": duration_s}, ""))
    return [*made, (error_line(tmp_path / "cut.wav", {"code": "audio.truncated", "message": "Cut."}), "")]


@pytest.fixture
def shown(qtbot: QtBot, songs: Songs, qapp: QApplication) -> Iterator[Shown]:
    """Show the dialog and wait for its ranking."""
    queries = EngineQueries()

    def show(star: Callable[[list[str]], None] = lambda _: None) -> PickDialog:
        dialog = PickDialog(songs, DEFAULT_ID, queries, star)
        qtbot.addWidget(dialog)
        with qtbot.waitSignal(queries.picked, timeout=PATIENCE_MS):
            dialog.show()
        return dialog

    yield show
    queries.close()


def marks(dialog: PickDialog) -> list[str]:
    return [dialog.ranking.topLevelItem(i).text(MARK) for i in range(dialog.ranking.topLevelItemCount())]


def names(dialog: PickDialog) -> list[str]:
    return [dialog.ranking.topLevelItem(i).text(SONG) for i in range(dialog.ranking.topLevelItemCount())]


def test_the_cut_follows_slider_number_and_chance(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown()
    assert names(dialog) == ["a.wav", "b.wav", "c.wav", "夜曲.wav"]
    dialog.slider.setValue(2)
    assert marks(dialog) == [KEPT, KEPT, NEAR, ""]
    assert dialog.keep.value() == 2
    assert "Keeping 2 of 4" in dialog.headline.text()
    assert "the next 1" in dialog.gains.text()
    qtbot.keyClick(dialog.slider, Qt.Key.Key_Right)
    assert marks(dialog) == [KEPT, KEPT, KEPT, ""]
    dialog.keep.setValue(1)
    assert (dialog.slider.value(), marks(dialog)[1]) == (1, "")
    dialog.chance.setValue(99)
    assert dialog.keep.value() == 4


def test_who_competes(shown: Shown, qtbot: QtBot) -> None:
    dialog = shown()
    assert "failed: 1" in dialog.left_out.text()
    assert "shorter than 15 s: 1" in dialog.left_out.text()
    assert "other takes of a song: 1" in dialog.left_out.text()
    assert "c copy.wav" in dialog.left_out.toolTip()
    dialog.keep.setValue(2)
    dialog.all_takes.setChecked(True)
    qtbot.waitUntil(lambda: "c copy.wav" in names(dialog), timeout=PATIENCE_MS)
    assert dialog.keep.value() == 2


def choose(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))


def test_kept_songs_are_copied(shown: Shown, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = shown()
    dialog.keep.setValue(2)
    choose(tmp_path / "kept", monkeypatch)
    dialog.copy.click()
    qtbot.waitUntil(lambda: "2 songs copied" in dialog.told.text(), timeout=PATIENCE_MS)
    assert {path.name for path in (tmp_path / "kept").iterdir()} == {"a.wav", "b.wav"}
    assert (tmp_path / "a.wav").exists()


def test_a_song_that_changed_stays_and_is_named(
    shown: Shown, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = shown()
    dialog.keep.setValue(2)
    (tmp_path / "b.wav").write_bytes(b"another mix")
    choose(tmp_path / "kept", monkeypatch)
    dialog.move_.click()
    qtbot.waitUntil(lambda: "moved." in dialog.told.text(), timeout=PATIENCE_MS)
    assert "b.wav: " in dialog.told.text()
    assert (tmp_path / "kept" / "a.wav").exists()
    assert not (tmp_path / "a.wav").exists()
    assert (tmp_path / "b.wav").read_bytes() == b"another mix"


def test_a_model_that_is_not_there_is_said_so(qtbot: QtBot, songs: Songs) -> None:
    queries = EngineQueries()
    dialog = PickDialog(songs, "gone", queries, lambda _: None)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(queries.failed, timeout=PATIENCE_MS):
        dialog.show()
    assert "no model named gone" in dialog.headline.text()
    assert dialog.isEnabled()
    assert not dialog.copy.isEnabled()
    queries.close()


def test_kept_songs_are_starred(shown: Shown) -> None:
    starred: list[list[str]] = []
    dialog = shown(star=starred.append)
    dialog.keep.setValue(2)
    dialog.star.click()
    assert starred == [[hashlib.sha256(content).hexdigest() for content in (b"a", b"b")]]


def test_a_playlist(shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = shown()
    dialog.keep.setValue(1)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "kept"), ""))
    dialog.playlist.click()
    assert str(tmp_path / "a.wav") in (tmp_path / "kept.m3u8").read_text(encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "夜曲.wav"), ""))
    dialog.playlist.click()
    assert (tmp_path / "夜曲.wav").read_bytes() == b"d"
    assert "no playlist" in dialog.told.text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_name(shown: Shown, qapp: QApplication, language: str) -> None:
    install_language(qapp, language)
    dialog = shown()
    assert nameless(dialog) == []
    assert doubled_access_keys(dialog) == []


def test_a_moved_song_keeps_its_history(own_home: Path) -> None:
    history = History(own_home / "history.db")
    entry = history.add(own_home / "a.wav", Content("a" * 64, 1, 1), result(5.0))
    assert entry.result is not None
    history.move(own_home / "a.wav", own_home / "kept" / "a.wav")
    moved = history.find_entry(own_home / "kept" / "a.wav", entry.result.key)
    assert moved is not None
    assert moved.song_id == entry.song_id
    assert history.find_entry(own_home / "a.wav", entry.result.key) is None
    history.close()
