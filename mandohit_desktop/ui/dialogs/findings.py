"""The check-up's findings in the user's language; what is copied for a bug report stays English."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from mandohit_desktop.ui.text.i18n import QT_TRANSLATE_NOOP

TOPICS = (
    (r"device (.+)", QT_TRANSLATE_NOOP("Findings", "Device {0}")),
    (r"codec (.+)", QT_TRANSLATE_NOOP("Findings", "Format {0}")),
    (r"FFmpeg libraries", QT_TRANSLATE_NOOP("Findings", "FFmpeg libraries")),
    (r"model", QT_TRANSLATE_NOOP("Findings", "Model")),
    (r"recording", QT_TRANSLATE_NOOP("Findings", "Recording")),
    (r"data", QT_TRANSLATE_NOOP("Findings", "Data folder")),
    (r"log", QT_TRANSLATE_NOOP("Findings", "Log folder")),
)
TEXTS = (
    (r"(.+), signal path (.+)", QT_TRANSLATE_NOOP("Findings", "{0}, signal path {1}")),
    (r"(.+) on (.+), (\d+) processors", QT_TRANSLATE_NOOP("Findings", "{0} on {1}, {2} processors")),
    (r"version unknown", QT_TRANSLATE_NOOP("Findings", "version unknown")),
    (r"(\d+) processors", QT_TRANSLATE_NOOP("Findings", "{0} processors")),
    (r"decodes", QT_TRANSLATE_NOOP("Findings", "can be read")),
    (r"fails: (.+)", QT_TRANSLATE_NOOP("Findings", "cannot be read: {0}")),
    (r"(.+), whole, sha256 (.+)", QT_TRANSLATE_NOOP("Findings", "{0}, whole, sha256 {1}")),
    (r"no device", QT_TRANSLATE_NOOP("Findings", "no device")),
    (r"(.+), writable", QT_TRANSLATE_NOOP("Findings", "{0}, writable")),
    (r"(.+) cannot be written: (.+)", QT_TRANSLATE_NOOP("Findings", "{0} cannot be written: {1}")),
)


def shown_topic(topic: str) -> str:
    """Return what a finding is about."""
    return _shown(TOPICS, topic)


def shown_text(text: str) -> str:
    """Return what was found."""
    return _shown(TEXTS, text)


def _shown(patterns: Sequence[tuple[str, str]], english: str) -> str:
    for pattern, template in patterns:
        if match := re.fullmatch(pattern, english):
            return QCoreApplication.translate("Findings", template).format(*match.groups())
    return english
