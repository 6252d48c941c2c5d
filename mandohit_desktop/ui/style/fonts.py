"""A Chinese font where the system has none: the packaged application for Linux brings a small one along."""

import logging

from PySide6.QtGui import QFontDatabase

from mandohit_desktop.core.resources import resource

log = logging.getLogger(__name__)

CHINESE = (QFontDatabase.WritingSystem.TraditionalChinese, QFontDatabase.WritingSystem.SimplifiedChinese)
FONT_FILE = "wqy-microhei.ttc"


def add_chinese_font() -> str:
    """Load the bundled font if the system has none; return its family, or nothing."""
    if all(QFontDatabase.families(system) for system in CHINESE):
        return ""
    file = resource("fonts", FONT_FILE)
    if not file.is_file():
        log.warning("This system has no Chinese font; install one, for example Noto Sans CJK")
        return ""
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    log.info("This system has no Chinese font; using %s", ", ".join(families))
    return families[0] if families else ""
