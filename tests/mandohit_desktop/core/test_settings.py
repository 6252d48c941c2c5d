"""Settings: kept at once, and never a reason not to start."""

import json
from pathlib import Path

import pytest

from mandohit_desktop.core import settings
from mandohit_desktop.core.settings import DEVICE, RECENT_FILES, THEME, Setting, Settings

DECLARED = [value for value in vars(settings).values() if isinstance(value, Setting)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "settings.json"


def test_defaults_until_changed(path: Path) -> None:
    assert Settings(path).get(DEVICE) == "auto"
    assert not path.exists()


def test_a_change_is_kept_and_told(path: Path) -> None:
    first, heard = Settings(path), []
    first.subscribe(heard.append)
    first.set(DEVICE, "cpu")
    first.set(DEVICE, "cpu")
    first.set(RECENT_FILES, ["/a/\u6b4c.wav"])
    assert heard == [DEVICE, RECENT_FILES]
    second = Settings(path)
    assert (second.get(DEVICE), second.get(RECENT_FILES)) == ("cpu", ["/a/\u6b4c.wav"])


def test_a_value_that_does_not_fit_is_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="device"):
        Settings(path).set(DEVICE, "abacus")


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b"\0", b"\xff{}", b"[" * 100_000])
def test_a_damaged_file_is_set_aside(path: Path, damaged: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damaged)
    again = Settings(path)
    assert all(again.get(setting) == setting.default for setting in DECLARED)
    assert again.set_aside is not None and again.set_aside.read_bytes() == damaged
    assert again.set_aside.match("settings.damaged-*.json")
    again.set(DEVICE, "cpu")
    assert (Settings(path).get(DEVICE), Settings(path).set_aside) == ("cpu", None)


@pytest.mark.parametrize("value", [7, "abacus"])
def test_a_value_that_does_not_fit_means_its_default(path: Path, value: object) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"device": value, "theme": "dark"}))
    again = Settings(path)
    assert (again.get(DEVICE), again.get(THEME), again.set_aside) == ("auto", "dark", None)


def test_a_list_with_a_wrong_item_means_its_default(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"recent_files": ["/a.wav", 7]}))
    assert Settings(path).get(RECENT_FILES) == []


def test_every_setting_is_declared_once() -> None:
    assert len({setting.key for setting in DECLARED}) == len(DECLARED)
    assert all(setting.fits(setting.default) for setting in DECLARED)
