"""The Chinese font of the packaged application."""

import logging
from pathlib import Path

import matplotlib
import pytest

from mandohit_desktop.ui.style import fonts


@pytest.fixture
def no_chinese(monkeypatch: pytest.MonkeyPatch, qapp) -> None:
    monkeypatch.setattr(fonts.QFontDatabase, "families", lambda *_: [])


def test_loads_the_font_that_ships_along(no_chinese, monkeypatch) -> None:
    any_font = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
    monkeypatch.setattr(fonts, "resource", lambda *_: any_font)
    assert fonts.add_chinese_font() == "DejaVu Sans"


def test_says_so_where_there_is_none(no_chinese, monkeypatch, tmp_path, caplog) -> None:
    monkeypatch.setattr(fonts, "resource", tmp_path.joinpath)
    with caplog.at_level(logging.WARNING):
        assert fonts.add_chinese_font() == ""
    assert "no Chinese font" in caplog.text


def test_leaves_a_system_with_chinese_fonts_alone(monkeypatch, qapp) -> None:
    monkeypatch.setattr(fonts.QFontDatabase, "families", lambda *_: ["Some Hei"])
    monkeypatch.setattr(fonts, "resource", None)
    assert fonts.add_chinese_font() == ""
