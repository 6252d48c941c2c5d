"""The check-up's findings in the window's language."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from mandohit_desktop.core.findings import Finding
from mandohit_desktop.engine.checkup import PACKAGES, check_up
from mandohit_desktop.ui.dialogs.findings import shown_text, shown_topic
from mandohit_desktop.ui.text.i18n import install_language

NAMES = {"MandoHit", "Python", "libsndfile", *PACKAGES}
"""Topics that are called the same everywhere, most with nothing but a version."""


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    install_language(qapp, "zh_TW")
    yield
    install_language(qapp, "en")


@pytest.mark.usefixtures("chinese")
def test_what_the_check_up_finds_is_translated() -> None:
    for finding in check_up():
        if finding.topic not in NAMES:
            assert shown_topic(finding) != finding.topic
        assert "processors" not in shown_text(finding)
        if finding.topic.startswith("codec"):
            assert shown_text(finding) == "可讀取"


@pytest.mark.usefixtures("chinese")
def test_the_particulars_are_kept() -> None:
    arguments = {"folder": "/資料/{a}", "reason": "No space left"}
    full = Finding("data.unwritable", "data", "{folder} cannot be written: {reason}", arguments, sound=False)
    assert shown_text(full) == "/資料/{a} 無法寫入：No space left"
    assert full.line == "BAD  data: /資料/{a} cannot be written: No space left"
    package = Finding("package.version", "{name}", "{version}", {"name": "numpy", "version": "1.2.3"})
    assert (shown_topic(package), shown_text(package)) == ("numpy", "1.2.3")
    gpu = Finding("device.gpu", "device {name}", "{description}", {"name": "cuda", "description": "A, writable"})
    assert (shown_topic(gpu), shown_text(gpu)) == ("裝置 cuda", "A, writable")
