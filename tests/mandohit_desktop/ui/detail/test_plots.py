"""The plots over time: right values at right places, one time axis, mouse and keys."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mandohit_desktop.engine.spectrogram import SongSpectrogram, song_spectrogram
from mandohit_desktop.jobs.player import Player
from mandohit_desktop.ui.detail.panel import DetailPanel
from mandohit_desktop.ui.detail.song import SongView
from mandohit_desktop.ui.detail.timeline import WindowsPlot, step_times
from mandohit_desktop.ui.detail.timeplot import TimeAxis, TimePlot
from mandohit_desktop.ui.style.sparkline import Sparkline
from mandohit_desktop.ui.style.theme import colours
from tests.mandohit_desktop.ui import songs
from tests.mandohit_desktop.ui.detail.conftest import Scored

DURATION_S = 42.0


def pixel_of(plot: TimePlot, time_s: float) -> QPoint:
    """Return where a moment is drawn, half-way up, in the plot's viewport."""
    y = sum(plot.view.viewRange()[1]) / 2.0
    return plot.mapFromScene(plot.view.mapViewToScene(QPointF(time_s, y)))


def seen(plot: TimePlot) -> tuple[float, float]:
    low, high = plot.view.viewRange()[0]
    return low, high


def test_windows_stand_in_their_middles(view: SongView, scored: Scored) -> None:
    times, scores = view.windows._curve.getData()
    windows = scored.result.report["windows"]
    np.testing.assert_allclose(times, [window["start_s"] + 15.0 for window in windows])
    np.testing.assert_allclose(scores, [window["score"] for window in windows])
    bar_times, bar_scores = view.windows._bar.getData()
    highlight = scored.result.report["highlight"]
    assert list(bar_times) == [highlight["start_s"], highlight["end_s"]]
    assert list(bar_scores) == [scored.result.raw_score] * 2
    assert "Highlight 0:" in view.windows.accessibleDescription()


def test_a_window_too_quiet_for_a_score_is_a_gap(qtbot: QtBot) -> None:
    windows = [songs.window(5.0 * i, score) for i, score in enumerate([3.0, 4.0, None, 5.0])]
    quiet = songs.result(4.0, duration_s=45.0, windows=windows, best=songs.window(15.0, 5.0))
    plot, line, window = WindowsPlot(), Sparkline(), QWidget()
    qtbot.addWidget(window)
    for widget in (plot, line):
        widget.setParent(window)
        widget.show_result(quiet)
        widget.resize(400, 100)
        assert not widget.grab().isNull()
    np.testing.assert_array_equal(plot._curve.getData()[1], [3.0, 4.0, np.nan, 5.0])
    assert "Too quiet" in plot.words_at(25.0, 0.0)
    assert "Best around 0:30: 5.0" in plot.accessibleDescription()
    assert [len(stretch) for stretch in line._stretches(45.0)] == [3, 2]


def test_the_contribution_curve_is_exact(view: SongView, scored: Scored) -> None:
    times, steps = view.steps._curve.getData()
    report = scored.result.report
    assert len(steps) == 78
    assert steps.mean() == pytest.approx(report["components"]["inception"], abs=2e-3)
    start_s = report["highlight"]["start_s"]
    assert times[0] == pytest.approx(start_s + 6 * 2048 / 22_050)
    assert times[-1] == pytest.approx(start_s + (4 * 77 + 6) * 2048 / 22_050)
    assert "Mean" in view.steps.accessibleDescription()


def test_a_step_is_placed_where_it_listens() -> None:
    frame_s = 2048 / 22_050
    np.testing.assert_allclose(step_times(10.0, 3), [10.0 + 6 * frame_s, 10.0 + 10 * frame_s, 10.0 + 14 * frame_s])


def test_all_plots_share_one_axis(qtbot: QtBot, view: SongView) -> None:
    view.spectrogram.show_range(10.0, 20.0)
    for plot in view.plots:
        qtbot.waitUntil(lambda plot=plot: seen(plot) == pytest.approx(seen(view.spectrogram), abs=0.05))
        for moment in (11.0, 19.0):
            place = plot.viewport().mapToGlobal(pixel_of(plot, moment)).x()
            wanted = view.spectrogram.viewport().mapToGlobal(pixel_of(view.spectrogram, moment)).x()
            assert abs(place - wanted) <= 1


def test_sound_is_drawn_where_and_as_bright_as_it_is(
    qtbot: QtBot, panel: DetailPanel, view: SongView, scored: Scored
) -> None:
    levels = np.zeros((128, 1800), dtype=np.uint8)
    column_s = 512 / 22_050
    levels[:, round(20.0 / column_s) : round(21.0 / column_s)] = 255
    shown = SongSpectrogram(levels, column_s, tuple(np.linspace(30.0, 11_000.0, 128)), DURATION_S)
    panel.show_spectrogram(scored.entry.content.sha256, shown)
    QApplication.processEvents()
    plot = view.spectrogram
    image = plot.grab().toImage()
    ratio, row = image.devicePixelRatio(), pixel_of(plot, 1.0).y()
    pixels = range(pixel_of(plot, 12.0).x(), pixel_of(plot, 28.0).x())
    lightness = np.array([image.pixelColor(int(x * ratio), int(row * ratio)).lightnessF() for x in pixels])
    bright = np.array(pixels)[lightness > 0.6]
    assert bright.min() == pytest.approx(pixel_of(plot, 20.0).x(), abs=2)
    assert bright.max() == pytest.approx(pixel_of(plot, 21.0).x(), abs=2)
    assert (lightness < 0.2).sum() > 0.8 * len(pixels)


def test_a_long_song_is_drawn_as_fine_as_the_screen(
    qtbot: QtBot, panel: DetailPanel, view: SongView, scored: Scored
) -> None:
    shown = SongSpectrogram(np.full((128, 12_000), 7, np.uint8), DURATION_S / 12_000, tuple(range(1, 129)), DURATION_S)
    panel.show_spectrogram(scored.entry.content.sha256, shown)
    plot = view.spectrogram
    n_pixels = plot.view.width() * plot.devicePixelRatioF()
    assert n_pixels <= plot._image.image.shape[1] <= 2.5 * n_pixels
    plot.show_range(1.0, 2.0)
    assert plot._image.image.shape[1] == 12_000
    assert (plot._image.image == 7).all()


def test_a_click_seeks(qtbot: QtBot, view: SongView, player: Player) -> None:
    qtbot.mouseClick(view.spectrogram.viewport(), Qt.MouseButton.LeftButton, pos=pixel_of(view.spectrogram, 25.0))
    qtbot.waitUntil(lambda: player.position_s > 0.0)
    assert player.position_s == pytest.approx(25.0, abs=0.2)
    assert all(plot.playhead_s == player.position_s for plot in view.plots)
    assert view.transport.position.text().startswith("0:2")


def turn_wheel(plot: TimePlot, time_s: float, by: int, held: Qt.KeyboardModifier) -> bool:
    """Turn the wheel over a plot; return whether the plot took it, rather than leave it to the panel."""
    at = pixel_of(plot, time_s)
    event = QWheelEvent(
        QPointF(at), QPointF(plot.viewport().mapToGlobal(at)), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton,
        held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot.viewport(), event)
    return event.isAccepted()


def test_the_wheel_is_left_to_the_panel(view: SongView) -> None:
    for plot in view.plots:
        before = seen(plot)
        assert not turn_wheel(plot, 10.0, -120, Qt.KeyboardModifier.NoModifier)
        assert seen(plot) == before


def test_the_highlight_follows_every_result(view: SongView, scored: Scored) -> None:
    report = json.loads(scored.result.report_json)
    report["highlight"] |= {"start_s": 3.0, "end_s": 33.0}
    view.show_entry(replace(scored.entry, result=replace(scored.result, report_json=json.dumps(report))), [])
    for plot in view.plots:
        assert plot._region.getRegion() == (3.0, 33.0)
    assert [item.getRegion() for item in view.spectrogram._outside] == [(0.0, 3.0), (33.0, DURATION_S)]


def test_ctrl_and_wheel_zoom_time_around_the_pointer(qtbot: QtBot, view: SongView) -> None:
    plot = view.spectrogram
    at = pixel_of(plot, 30.0)
    before = seen(plot)
    assert turn_wheel(plot, 30.0, 240, Qt.KeyboardModifier.ControlModifier)
    after = seen(plot)
    assert after[1] - after[0] < 0.9 * (before[1] - before[0])
    assert abs(pixel_of(plot, 30.0).x() - at.x()) <= 1
    assert plot.view.viewRange()[1] == pytest.approx([0.0, 128.0], abs=130.0)


def test_keys_move_and_zoom(qtbot: QtBot, view: SongView, player: Player) -> None:
    plot = view.windows
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert player.position_s == 5.0
    qtbot.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert player.position_s == 6.0
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert player.position_s == 1.0
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert player.position_s == 0.0
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert player.position_s == pytest.approx(DURATION_S - 5.0)
    whole = seen(plot)
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert seen(plot)[1] - seen(plot)[0] < whole[1] - whole[0]
    qtbot.keyClick(plot, Qt.Key.Key_Minus)
    qtbot.keyClick(plot, Qt.Key.Key_0)
    assert seen(plot) == pytest.approx((0.0, DURATION_S))


def test_space_plays_and_h_plays_the_highlight(qtbot: QtBot, view: SongView) -> None:
    with qtbot.waitSignal(view.transport.play.clicked):
        view._player.use_device("nobody has this one")
        qtbot.keyClick(view.spectrogram, Qt.Key.Key_Space)
    with qtbot.waitSignal(view.steps.highlight_requested):
        qtbot.keyClick(view.steps, Qt.Key.Key_H)


def test_the_view_stays_inside_the_song(view: SongView) -> None:
    plot = view.spectrogram
    plot.show_range(30.0, 40.0)
    plot.pan(5.0)
    low, high = seen(plot)
    assert high == pytest.approx(DURATION_S)
    assert high - low == pytest.approx(10.8, abs=0.1)
    plot.pan(-50.0)
    assert seen(plot)[0] == 0.0


def test_the_view_follows_the_playhead(view: SongView) -> None:
    plot = view.spectrogram
    plot.show_range(0.0, 10.0)
    plot.set_playhead(9.0)
    before = seen(plot)
    plot.set_playhead(before[1] + 0.1)
    assert seen(plot)[0] > before[0]


def test_what_is_under_the_pointer_is_said(view: SongView, panel: DetailPanel, scored: Scored) -> None:
    assert "in the 30 s around 0:15" in view.windows.words_at(3.0, 0.0)
    assert view.spectrogram.words_at(3.0, 5.0) == "0:03"
    panel.show_spectrogram(scored.entry.content.sha256, song_spectrogram(scored.entry.path))
    assert view.spectrogram.words_at(3.0, 64.0).endswith("dB")
    highlight_s = scored.result.report["highlight"]["start_s"] + 10.0
    assert "mean" in view.steps.words_at(highlight_s, 0.0)
    view.windows.hovered.emit("something")
    assert "something" in view.captions[1].text()
    view.windows.hovered.emit("")
    assert "something" not in view.captions[1].text()


def test_times_are_round_and_read_as_minutes() -> None:
    axis = TimeAxis("bottom")
    ((spacing, values),) = axis.tickValues(0.0, 240.0, 500.0)
    assert spacing == 30
    assert axis.tickStrings(values, 1.0, spacing)[:4] == ["0:00", "0:30", "1:00", "1:30"]


def test_frequencies_stand_at_their_mel_bands(view: SongView, panel: DetailPanel, scored: Scored) -> None:
    shown = song_spectrogram(scored.entry.path)
    panel.show_spectrogram(scored.entry.content.sha256, shown)
    axis = view.spectrogram._axis
    ((_, heights),) = axis.tickValues(0.0, 128.0, 160.0)
    labels = axis.tickStrings(heights, 1.0, 1.0)
    assert "1k" in labels
    band = int(np.argmin(np.abs(np.array(shown.band_hz) - 1000.0)))
    assert heights[labels.index("1k")] == pytest.approx(band + 0.5, abs=1.0)


def test_lines_take_the_colours_of_the_theme(view: SongView) -> None:
    assert view.windows._curve.opts["pen"].color().name() == colours().curve_timeline
    assert view.steps._curve.opts["pen"].color().name() == colours().curve_steps
