"""The waterfall of a score's parts, and the tags by groups."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from mandohit_desktop.store.history import Version
from mandohit_desktop.ui.detail.panel import DetailPanel
from mandohit_desktop.ui.detail.reasons import Reasons
from mandohit_desktop.ui.detail.song import SongView
from mandohit_desktop.ui.detail.tags import StrongestTags
from mandohit_desktop.ui.style.theme import DARK, LIGHT, apply_theme
from mandohit_desktop.ui.text.i18n import install_language
from tests.mandohit_desktop.ui.detail.conftest import Scored
from tests.mandohit_desktop.ui.songs import entry, result

PARTS = {"guitar": 1.2, "voice": -0.6, "calm": 0.3, "strings": 0.05, "piano": -0.04, "beat": 0.0}
LOADINGS = {"vocals": 0.9, "voice": 0.7, "guitar": 0.5, "kazoo": 0.4, "singing": 0.2}


def reasons(parts: dict[str, float]) -> dict[str, Any]:
    groups = [{"id": name, "value": value} for name, value in parts.items()]
    return {"base": 6.0, "inception": -0.5, "groups": groups, "total": 5.5 + sum(parts.values())}


@pytest.fixture
def waterfall(qtbot: QtBot, qapp: QApplication) -> Reasons:
    apply_theme(qapp, "light")
    made = Reasons()
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    tags = [{"name": name, "loading": loading} for name, loading in LOADINGS.items()]
    assert made.show_result(result(6.41, reasons=reasons(PARTS), tags=tags))
    return made


def test_every_part_begins_where_the_one_above_ends(waterfall: Reasons) -> None:
    rows = waterfall.waterfall.rows
    assert [row.name for row in rows] == [
        *("Typical song", "Sound as a whole", "Guitar, country", "Voice", "Calm", "Others", "This song")
    ]
    assert [row.start for row in rows[1:]] == pytest.approx([row.end for row in rows[:-1]])
    assert [row.numbers for row in rows] == [
        *(("", "6.00"), ("\u22120.50", "5.50"), ("+1.20", "6.70"), ("\u22120.60", "6.10")),
        *(("+0.30", "6.40"), ("+0.01", "6.41"), ("", "6.41")),
    ]
    assert [row.colour for row in rows] == ["text", "bad", "good", "bad", "good", "good", "text"]


def test_small_parts_are_one_and_a_lone_one_is_itself(waterfall: Reasons) -> None:
    others = waterfall.waterfall.rows[-2].tooltip.splitlines()
    assert others == ["Strings +0.05", "Piano, solo \u22120.04", "Beat, electronic +0.00"]
    waterfall.show_result(result(6.75, reasons=reasons({"guitar": 1.2, "strings": 0.05})))
    assert [row.name for row in waterfall.waterfall.rows][2:-1] == ["Guitar, country", "Strings"]


def test_at_most_seven_groups_stand_for_themselves(waterfall: Reasons) -> None:
    names = ("guitar", "voice", "calm", "strings", "piano", "beat", "exotic", "pop_rock", "classical")
    waterfall.show_result(result(6.0, reasons=reasons(dict.fromkeys(names, 0.5))))
    assert len(waterfall.waterfall.rows) == 1 + 1 + 7 + 1 + 1
    assert waterfall.waterfall.rows[-2].numbers[0] == "+1.00"


def test_a_row_tells_the_tags_behind_it(waterfall: Reasons, qtbot: QtBot) -> None:
    voice = waterfall.waterfall.rows[3]
    assert voice.tooltip.splitlines() == ["vocals 0.90", "voice 0.70", "singing 0.20"]
    place = QPoint(10, int(3.5 * waterfall.waterfall.height() / 7))
    QApplication.sendEvent(
        waterfall.waterfall, QHelpEvent(QHelpEvent.Type.ToolTip, place, waterfall.waterfall.mapToGlobal(place))
    )
    qtbot.waitUntil(lambda: QToolTip.text() == voice.tooltip)


def test_groups_of_another_vocabulary_have_a_name(waterfall: Reasons) -> None:
    waterfall.show_result(result(6.0, reasons=reasons({"other": 0.5})))
    assert waterfall.waterfall.rows[2].name == "Other tags"


def test_it_is_said_as_well_as_drawn(waterfall: Reasons) -> None:
    assert waterfall.waterfall.accessibleName() == "What raises and lowers it"
    assert waterfall.waterfall.accessibleDescription().startswith("Typical song 6.00; Sound as a whole \u22120.50 5.50")


@pytest.mark.parametrize(
    ("language", "words"), [("zh_TW", "吉他、鄉村 +1.20 6.70"), ("zh_CN", "吉他、乡村 +1.20 6.70")]
)
def test_it_speaks_the_language_in_use(waterfall: Reasons, qapp: QApplication, language: str, words: str) -> None:
    try:
        install_language(qapp, language)
        QApplication.processEvents()
        assert words in waterfall.waterfall.accessibleDescription()
    finally:
        install_language(qapp, "en")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_rises_and_falls_have_their_colours(waterfall: Reasons, qapp: QApplication, theme: str) -> None:
    try:
        apply_theme(qapp, theme)
        picture = waterfall.waterfall.grab().toImage()
        seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
        tokens = DARK if theme == "dark" else LIGHT
        assert {tokens.good, tokens.bad} <= seen
    finally:
        apply_theme(qapp, "light")


def test_a_scored_song_has_its_reasons(view: SongView, scored: Scored) -> None:
    assert view.reasons.isVisible()
    assert view.reasons.waterfall.rows[-1].end == pytest.approx(scored.result.raw_score, abs=0.001)


def test_a_result_from_before_has_none(panel: DetailPanel, view: SongView, scored: Scored) -> None:
    old = {key: value for key, value in scored.result.report.items() if key != "reasons"}
    for report in (old, {**old, "reasons": None}):
        shown = entry("a.wav", type(scored.result).of(report, scored.result.detail, 0.0))
        panel.show_entry(shown, [Version(1, shown.content, 0.0, shown.result)])
        assert not view.reasons.isVisible()
    panel.show_entry(scored.entry, scored.versions)
    assert view.reasons.isVisible()


def test_tags_that_mean_the_same_are_one_row(qtbot: QtBot) -> None:
    tags = StrongestTags()
    qtbot.addWidget(tags)
    tags.show_result(result(6.0, tags=[{"name": name, "loading": loading} for name, loading in LOADINGS.items()]))
    assert [(row.name, row.numbers) for row in tags.rows] == [
        *(("Voice", ("0.90",)), ("Guitar, country", ("0.50",)), ("kazoo", ("0.40",)))
    ]
    assert tags.rows[0].tooltip.splitlines() == ["vocals 0.90", "voice 0.70", "singing 0.20"]
