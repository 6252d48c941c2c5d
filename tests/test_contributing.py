"""CONTRIBUTING.md names files that exist; CHANGELOG.md begins with the version in the code."""

import re
from pathlib import Path

from mandohit_desktop import __version__

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")


def test_every_path_is_there() -> None:
    named = {path for path in PATH.findall(TEXT) if not re.search(r"SOURCE|LANGUAGE", path)}
    assert len(named) > 30
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_changelog_begins_with_this_version() -> None:
    headings = re.findall(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == __version__
