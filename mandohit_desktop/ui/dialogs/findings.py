"""The check-up's findings in the user's language; what is copied for a bug report stays English."""

from PySide6.QtCore import QCoreApplication

from mandohit_desktop.core.findings import Finding
from mandohit_desktop.ui.text.i18n import QT_TRANSLATE_NOOP

WRITABLE = QT_TRANSLATE_NOOP("Findings", "{folder}, writable")
UNWRITABLE = QT_TRANSLATE_NOOP("Findings", "{folder} cannot be written: {reason}")
TOPICS = {
    "device": QT_TRANSLATE_NOOP("Findings", "Device {name}"),
    "codec": QT_TRANSLATE_NOOP("Findings", "Format {format}"),
    "ffmpeg": QT_TRANSLATE_NOOP("Findings", "FFmpeg libraries"),
    "model": QT_TRANSLATE_NOOP("Findings", "Model"),
    "recording": QT_TRANSLATE_NOOP("Findings", "Recording"),
    "data": QT_TRANSLATE_NOOP("Findings", "Data folder"),
    "log": QT_TRANSLATE_NOOP("Findings", "Log folder"),
}
"""What a finding is about, by its code up to the dot; the other topics are names."""
TEXTS = {
    "application.version": QT_TRANSLATE_NOOP("Findings", "{version}, signal path {digest}"),
    "python.version": QT_TRANSLATE_NOOP("Findings", "{version} on {platform}, {n_processors} processors"),
    "package.unknown": QT_TRANSLATE_NOOP("Findings", "version unknown"),
    "device.processor": QT_TRANSLATE_NOOP("Findings", "{n_processors} processors"),
    "codec.decodes": QT_TRANSLATE_NOOP("Findings", "can be read"),
    "codec.fails": QT_TRANSLATE_NOOP("Findings", "cannot be read: {reason}"),
    "model.whole": QT_TRANSLATE_NOOP("Findings", "{model}, whole, sha256 {sha256}"),
    "recording.no_device": QT_TRANSLATE_NOOP("Findings", "no device"),
    "data.writable": WRITABLE,
    "log.writable": WRITABLE,
    "data.unwritable": UNWRITABLE,
    "log.unwritable": UNWRITABLE,
}
"""What was found, by code; the other texts are names, versions and sentences that are shown as they are."""


def shown_topic(finding: Finding) -> str:
    """Return what a finding is about."""
    return _shown(TOPICS.get(finding.code.partition(".")[0]), finding) or finding.topic


def shown_text(finding: Finding) -> str:
    """Return what was found."""
    return _shown(TEXTS.get(finding.code), finding) or finding.text


def _shown(template: str | None, finding: Finding) -> str | None:
    return QCoreApplication.translate("Findings", template).format(**finding.arguments) if template else None
