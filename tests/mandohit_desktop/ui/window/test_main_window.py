"""The window, driven as a user drives it: open, drop, sort, filter, stop, score again, export, close and come back."""

import csv
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from mandohit_desktop.app import Application
from mandohit_desktop.core.settings import LANGUAGE, PROTOCOL, RECENT_FILES
from mandohit_desktop.ui.results.columns import Column
from tests.mandohit_desktop.ui.conftest import PATIENCE_MS, close

Songs = Callable[..., list[Path]]
Wait = Callable[[list[Path]], None]


def titles(application: Application) -> list[str]:
    return [row.title for row in application.window.results.shown()]


def test_first_start_says_what_to_do(application: Application, open_and_wait: Wait, songs: Songs) -> None:
    assert application.window.empty.isVisible()
    assert "ready" in application.window.status.text
    open_and_wait(songs("a.wav"))
    assert application.window.table.isVisible() and not application.window.empty.isVisible()


def test_songs_are_scored_and_failures_are_rows(
    application: Application, open_and_wait: Wait, songs: Songs, tmp_path: Path
) -> None:
    silent = tmp_path / "not audio.wav"
    silent.write_bytes(b"nothing" * 100)
    open_and_wait([*songs("一首歌.wav", "b.wav"), silent, tmp_path / "gone.wav"])
    rows = {row.title: row for row in application.window.results.shown()}
    assert rows["一首歌"].raw_score is not None and rows["b"].raw_score is not None
    assert rows["not audio"].failure is not None and rows["not audio"].failure.code == "audio.not_decodable"
    assert rows["gone"].failure is not None and rows["gone"].failure.code == "audio.missing"
    assert QApplication.activeModalWidget() is None


def test_all_is_done_only_when_every_result_is_there(
    application: Application, open_and_wait: Wait, songs: Songs, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = application.history.remove_pending

    def slow(paths: list[Path]) -> None:
        time.sleep(0.4)
        quick(paths)

    monkeypatch.setattr(application.history, "remove_pending", slow)
    open_and_wait(songs("a.wav", "b.wav"))
    assert all(row.raw_score is not None for row in application.window.results.shown())


def test_the_window_shows_what_the_command_line_prints(
    application: Application, open_and_wait: Wait, songs: Songs, mandohit: Callable[..., int], capsys
) -> None:
    """To the last digit, for both happen in one process on one machine."""
    paths = songs("a.wav")
    open_and_wait(paths)
    mandohit("score", "--json", "--device", "cpu", *paths)
    printed = json.loads(capsys.readouterr().out)
    entry = application.window.results.shown()[0].entry
    assert entry is not None and entry.result is not None
    assert entry.result.report == printed


def test_drop_of_files_and_folders(application: Application, qtbot: QtBot, songs: Songs) -> None:
    first, second = songs("a.wav", "b.wav")
    folder = first.parent / "匯出"
    folder.mkdir()
    shutil.move(second, folder)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in (first, folder)])
    buttons = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, mime, *buttons)
    application.window.dropEvent(event)
    assert event.isAccepted()
    qtbot.waitUntil(lambda: sorted(titles(application)) == ["a", "b"], timeout=PATIENCE_MS)


@pytest.mark.parametrize("column", list(Column))
def test_every_column_sorts(application: Application, open_and_wait: Wait, songs: Songs, column: Column) -> None:
    open_and_wait(songs("c.wav", "a.wav", "b.wav"))
    table = application.window.table
    table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    ascending = titles(application)
    table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    assert sorted(ascending) == sorted(titles(application)) == ["a", "b", "c"]
    if column == Column.TITLE:
        assert ascending == ["a", "b", "c"]
    if column == Column.SCORE:
        scores = [row.raw_score for row in application.window.results.shown()]
        assert scores == sorted(scores, reverse=True)


def test_the_selection_stays_with_its_song(application: Application, open_and_wait: Wait, songs: Songs) -> None:
    paths = songs("c.wav", "a.wav", "b.wav")
    open_and_wait(paths)
    table = application.window.table
    table.show_song(paths[0])
    for order in Qt.SortOrder:
        table.sortByColumn(Column.TITLE, order)
        assert [row.path for row in table.selected_rows()] == [paths[0]]
        assert table.current_row() is not None and table.current_row().path == paths[0]


def test_numbers_are_ordered_from_the_top_and_the_order_is_kept(
    application: Application, qapp: QApplication, open_and_wait: Wait, songs: Songs
) -> None:
    open_and_wait(songs("c.wav", "a.wav", "b.wav"))
    header = application.window.table.horizontalHeader()
    header.sectionClicked.emit(Column.SCORE)
    scores = [row.raw_score for row in application.window.results.shown()]
    assert scores == sorted(scores, reverse=True)
    header.sectionClicked.emit(Column.SCORE)
    assert [row.raw_score for row in application.window.results.shown()] == sorted(scores)
    order = titles(application)
    application.window.close()
    application.close()
    again = Application(qapp)
    assert titles(again) == order
    close(again)


def test_names_keep_their_room_in_a_narrow_window(application: Application, open_and_wait: Wait, songs: Songs) -> None:
    open_and_wait(songs("a.wav"))
    table = application.window.table
    table.resize(360, 400)
    assert not table.isColumnHidden(Column.SCORE) and table.isColumnHidden(Column.LOUDNESS)
    assert table.columnWidth(Column.TITLE) >= 150
    table.resize(1200, 400)
    assert not any(table.isColumnHidden(column) for column in Column)


def test_filter_as_one_types(application: Application, qtbot: QtBot, open_and_wait: Wait, songs: Songs) -> None:
    open_and_wait(songs("晚風 混音.wav", "晚風 母帶.wav", "noon.wav"))
    search = application.window.tool_bar.search
    search.setText("晚風")
    assert len(titles(application)) == 2
    search.setText("母帶 晚風")
    assert titles(application) == ["晚風 母帶"]
    search.clear()
    qtbot.keyClicks(search, "NOON")
    assert titles(application) == ["noon"]


def test_the_same_bytes_are_scored_once_and_new_ones_are_the_next_version(
    application: Application, open_and_wait: Wait, songs: Songs
) -> None:
    paths = songs("a.wav")
    open_and_wait(paths)
    open_and_wait(paths)
    assert application.window.results.shown()[0].entry.version == 1
    songs("a.wav", seed=5)
    open_and_wait(paths)
    row = application.window.results.shown()[0]
    assert row.entry.version == 2
    assert row.change == pytest.approx(row.raw_score - row.entry.previous_raw_score)


def test_stop_ends_all_work(
    application: Application, qtbot: QtBot, songs: Songs, open_and_wait: Wait, hold_songs
) -> None:
    done = songs("done.wav")
    open_and_wait(done)
    hold_songs()
    paths = songs(*(f"{i}.wav" for i in range(9)), seed=50)
    with qtbot.waitSignal(application.scoring.added, timeout=PATIENCE_MS):
        application.window.open_paths(paths)
    qtbot.waitUntil(lambda: bool(application.scoring.state().shares), timeout=PATIENCE_MS)
    application.window.queue_bar.stop.click()

    def nothing_is_under_way() -> bool:
        application.window.results.refresh()
        return all(row.job is None for row in application.window.results.shown())

    qtbot.waitUntil(nothing_is_under_way, timeout=PATIENCE_MS)
    rows = application.window.results.shown()
    assert len([row for row in rows if row.failure and row.failure.code == "cancelled"]) == 9
    assert [row.title for row in rows if row.raw_score is not None] == ["done"]
    qtbot.waitUntil(lambda: not application.window.queue_bar.isVisible(), timeout=PATIENCE_MS)
    assert application.history.pending() == []


def test_songs_that_waited_are_scored_after_the_next_start(
    application: Application, qapp: QApplication, qtbot: QtBot, songs: Songs, hold_songs
) -> None:
    held = hold_songs()
    paths = songs(*(f"{i}.wav" for i in range(6)))
    with qtbot.waitSignal(application.scoring.added, timeout=PATIENCE_MS):
        application.window.open_paths(paths)
    application.window.close()
    application.close()
    held.let_go.set()
    again = Application(qapp)

    def n_scored() -> int:
        again.window.results.refresh()
        return len([row for row in again.window.results.shown() if row.raw_score is not None])

    try:
        assert sorted(again.history.pending()) == sorted(paths)
        again.start([])
        qtbot.waitUntil(lambda: n_scored() == 6, timeout=PATIENCE_MS)
        assert again.history.pending() == []
    finally:
        close(again)


def test_one_song_can_be_stopped(application: Application, qtbot: QtBot, songs: Songs, hold_songs) -> None:
    held = hold_songs()
    paths = songs(*(f"{i}.wav" for i in range(6)))
    with qtbot.waitSignal(application.scoring.added, timeout=PATIENCE_MS) as added:
        application.window.open_paths(paths)
    last = added.args[0][-1]
    application.scoring.cancel({last.number})
    held.let_go.set()

    def scored() -> list[str]:
        application.window.results.refresh()
        return sorted(row.title for row in application.window.results.shown() if row.raw_score is not None)

    qtbot.waitUntil(lambda: scored() == ["0", "1", "2", "3", "4"], timeout=PATIENCE_MS)


def test_changing_the_protocol_scores_everything_again(
    application: Application, qtbot: QtBot, open_and_wait: Wait, songs: Songs
) -> None:
    open_and_wait(songs("a.wav", "b.wav"))
    application.settings.set(PROTOCOL, "published")

    def all_published() -> bool:
        results = [row.entry.result for row in application.window.results.rows()]
        return all(result.protocol == "published" for result in results)

    qtbot.waitUntil(all_published, timeout=PATIENCE_MS)
    assert "as published" in application.window.status.text


def test_a_model_that_is_not_there_is_said(application: Application, qtbot: QtBot) -> None:
    from mandohit_desktop.core.settings import MODEL

    with qtbot.waitSignal(application.scoring.model_failed, timeout=PATIENCE_MS):
        application.settings.set(MODEL, "no-such-model")
    assert "no-such-model" in application.window.status.text
    assert application.scoring.model is not None


def test_copy_and_export(
    application: Application, open_and_wait: Wait, songs: Songs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_and_wait([*songs("甲.wav", "乙.wav"), tmp_path / "gone.wav"])
    window = application.window
    window.table.selectAll()
    window.actions_["copy"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 4 and lines[0].split("\t")[:2] == ["Song", "Score"]
    for key, name in (("export_csv", "out.csv"), ("export_json", "out.jsonl")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / name), ""))
        window.actions_[key].trigger()
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    objects = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["file"] for row in rows] == [line["file"] for line in objects]
    assert sorted(Path(row["file"]).stem for row in rows) == ["gone", "乙", "甲"]
    assert [row["error_code"] for row in rows if row["error_code"]] == ["audio.missing"]


def test_export_into_nowhere_is_said(
    application: Application, open_and_wait: Wait, songs: Songs, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = songs("a.wav")
    open_and_wait(paths)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(paths[0] / "out.csv"), ""))
    application.window.actions_["export_csv"].trigger()
    box = next(box for box in application.window.findChildren(QMessageBox) if box.isVisible())
    assert "cannot be written" in box.text()
    box.close()


def test_remove_forgets_the_song_and_leaves_the_file(
    application: Application, open_and_wait: Wait, songs: Songs
) -> None:
    paths = songs("a.wav", "b.wav")
    open_and_wait(paths)
    application.window.table.show_song(paths[0])
    for answer, left in ((QMessageBox.StandardButton.No, ["a", "b"]), (QMessageBox.StandardButton.Yes, ["b"])):
        application.window.actions_["remove"].trigger()
        box = next(box for box in application.window.findChildren(QMessageBox) if box.isVisible())
        assert "1" in box.text()
        box.button(answer).click()
        assert sorted(titles(application)) == left
    assert paths[0].exists()
    assert [entry.path for entry in application.history.entries(application.scoring.model.key)] == [paths[1]]


def test_language_changes_while_songs_are_shown(application: Application, open_and_wait: Wait, songs: Songs) -> None:
    open_and_wait(songs("a.wav"))
    heading = application.window.results.headerData(Column.SCORE, Qt.Orientation.Horizontal)
    application.settings.set(LANGUAGE, "zh_TW")
    QApplication.processEvents()
    assert application.window.results.headerData(Column.SCORE, Qt.Orientation.Horizontal) != heading
    assert titles(application) == ["a"]
    application.settings.set(LANGUAGE, "en")


def test_everything_is_there_after_a_restart(
    application: Application, qapp: QApplication, qtbot: QtBot, open_and_wait: Wait, songs: Songs
) -> None:
    paths = songs("a.wav")
    open_and_wait(paths)
    application.window.close()
    application.close()
    again = Application(qapp)
    assert titles(again) == ["a"]
    assert again.settings.get(RECENT_FILES) == [str(paths[0])]
    assert again.window.compact.accessibleName().startswith("a: predicted popularity")
    close(again)


def test_context_menu_offers_what_fits(application: Application, open_and_wait: Wait, songs: Songs) -> None:
    paths = songs("a.wav")
    open_and_wait(paths)
    application.window.table.show_song(paths[0])
    menu = application.window.table.menu()
    assert {"copy", "compare", "remove", "rescore"} <= {action.objectName() for action in menu.actions()}
    menu.popup(QPoint(10, 10))
    menu.close()
