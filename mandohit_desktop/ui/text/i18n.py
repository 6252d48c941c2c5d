"""Languages: English in the code, Traditional and Simplified Chinese and English plurals from Qt translation files.

A widget writes its texts in `retranslate`, which `Translated` calls when it is shown first and on every change of
language. Tag names have a table of their own, for they come from the model.
"""

import json
import re
from functools import cache
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QWidget

from mandohit_desktop.core.resources import resource

LANGUAGES = {"en": "English", "zh_TW": "繁體中文", "zh_CN": "简体中文"}

_installed: list[QTranslator] = []
_current = "en"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802  the name that lupdate looks for
    """Mark a text of a table for translation; it is translated where it is shown."""
    return text


QT_LACKS = (QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"), QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"))
"""Texts of Qt's own dialogs that its Chinese files have no translation for; ours are asked first."""


def plain_text(text: str) -> str:
    """Return an action's or a label's text without its access key and its dots."""
    return re.sub(r"\(&\w\)", "", text).replace("&", "").rstrip("\u2026")


def system_language() -> str:
    """Return the language that fits the system: Traditional Chinese for Taiwan, Hong Kong and Macau."""
    for name in QLocale.system().uiLanguages():
        locale = QLocale(name)
        if locale.language() == QLocale.Language.Chinese:
            return "zh_TW" if locale.script() == QLocale.Script.TraditionalChineseScript else "zh_CN"
        if locale.language() == QLocale.Language.English:
            return "en"
    return "en"


def install_language(app: QCoreApplication, choice: str) -> str:
    """Switch the application to a language, `system` for the system's; return the one in use."""
    global _current
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    _current = system_language() if choice == "system" else choice
    QLocale.setDefault(QLocale(_current))
    qt_files = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{_current}", qt_files), (f"mandohit_{_current}", str(resource("translations")))):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
            _installed.append(translator)
    return _current


def current_language() -> str:
    """Return the language in use."""
    return _current


@cache
def _tag_names() -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(resource("tags.json").read_text(encoding="utf-8")))


def tag_name(tag: str) -> str:
    """Return a tag's name in the language in use; the model's own name where there is none."""
    return str(_tag_names()["tags"].get(tag, {}).get(_current, tag))


def group_name(group: str) -> str | None:
    """Return the name of a group of tags in the language in use; None for a group that has none."""
    name: str | None = _tag_names()["groups"].get(group, {}).get(_current)
    return name


@cache
def group_of_tag() -> dict[str, str]:
    """Return the group that each tag belongs to; some tags belong to none."""
    return {tag: group for group, about in _tag_names()["groups"].items() for tag in about["tags"]}


class Translated:
    """Mixin for widgets: calls `retranslate` whenever the language changes."""

    def retranslate(self) -> None:
        """Write every text of this widget in the language in use."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        cast(QWidget, super()).changeEvent(event)
