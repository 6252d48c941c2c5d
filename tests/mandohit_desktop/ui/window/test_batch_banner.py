"""The banner at the end of a batch, and what its buttons do in the real window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mandohit_desktop.app import Application
from mandohit_desktop.core.failure import Failure
from mandohit_desktop.jobs.queue import Job, QueueState
from mandohit_desktop.store.marks import Verdict
from mandohit_desktop.ui.pick.dialog import PickDialog
from mandohit_desktop.ui.window.batch_banner import BatchBanner
from tests.mandohit_desktop.ui.accessibility import nameless
from tests.mandohit_desktop.ui.songs import entry, result

PATIENCE_MS = 60_000


def test_a_batch_is_told_once_it_has_ended(qtbot: QtBot) -> None:
    banner = BatchBanner()
    qtbot.addWidget(banner)
    jobs = [Job(i, Path(f"/songs/{name}.wav")) for i, name in enumerate(("a", "夜曲", "cut", "stopped"))]
    banner.note_added(jobs)
    banner.note_scored(jobs[0], entry("a.wav", result(3.0)))
    banner.show_state(QueueState(n_done=1, n_total=4))
    assert banner.isHidden()
    banner.note_scored(jobs[1], entry("夜曲.wav", result(9.0)))
    banner.note_failed(jobs[2], Failure("audio.truncated", "Cut."))
    banner.note_failed(jobs[3], Failure("cancelled", "Stopped."))
    banner.show_state(QueueState(n_done=4, n_total=4))
    assert not banner.isHidden()
    assert banner.text.text() == "Scored: 2 \u00b7 Failed: 1 \u00b7 Best: 夜曲, a"
    assert nameless(banner) == []
    with qtbot.waitSignal(banner.best_wanted) as best:
        banner.play.click()
    assert best.args == [Path("/songs/夜曲.wav")]
    with qtbot.waitSignal(banner.failed_wanted) as failed:
        banner.show_failed.click()
    assert failed.args == [[Path("/songs/cut.wav")]]
    banner.note_added(jobs[:1])
    assert banner.isHidden()


def test_one_song_is_no_batch(qtbot: QtBot) -> None:
    banner = BatchBanner()
    qtbot.addWidget(banner)
    job = Job(1, Path("/songs/a.wav"))
    banner.note_added([job])
    banner.note_scored(job, entry("a.wav", result(3.0)))
    banner.show_state(QueueState(n_done=1, n_total=1))
    assert banner.isHidden()


def test_from_the_end_of_a_batch_to_the_pick(
    application: Application,
    qtbot: QtBot,
    qapp: QApplication,
    songs: Callable[..., list[Path]],
    open_and_wait: Callable[[list[Path]], None],
    tmp_path: Path,
) -> None:
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    paths = songs("a.wav", "b.wav", seconds=16.0)
    open_and_wait([*paths, tmp_path / "broken.wav"])
    window = application.window
    qtbot.waitUntil(lambda: window.banner.isVisible(), timeout=PATIENCE_MS)
    window.banner.show_failed.click()
    assert [row.path.name for row in window.table.selected_rows()] == ["broken.wav"]
    window.banner.pick.click()
    (dialog,) = (widget for widget in qapp.topLevelWidgets() if isinstance(widget, PickDialog))
    dialog.include_unlike.setChecked(True)
    qtbot.waitUntil(lambda: dialog.ranking.topLevelItemCount() > 0, timeout=PATIENCE_MS)
    assert "failed: 1" in dialog.left_out.text()
    dialog.star.click()
    starred = [row for row in window.results.rows() if row.mark.verdict == Verdict.STARRED]
    assert len(starred) == dialog.keep.value()
    dialog.close()
