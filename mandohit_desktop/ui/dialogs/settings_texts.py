"""What the settings and their values are called, and how the dialog groups them."""

from typing import Any

from mandohit_desktop.core.settings import (
    DEVICE,
    INCLUDE_SUBFOLDERS,
    LANGUAGE,
    MODEL,
    NOTIFICATIONS,
    OUTPUT_DEVICE,
    PROTOCOL,
    RECORDINGS_FOLDER,
    THEME,
    Setting,
)
from mandohit_desktop.ui.text.i18n import LANGUAGES, QT_TRANSLATE_NOOP

CONTEXT = "SettingsDialog"
GROUPS: tuple[tuple[str, tuple[Setting[Any], ...]], ...] = (
    (QT_TRANSLATE_NOOP("SettingsDialog", "Scoring"), (MODEL, PROTOCOL, DEVICE)),
    (QT_TRANSLATE_NOOP("SettingsDialog", "Appearance"), (LANGUAGE, THEME)),
    (QT_TRANSLATE_NOOP("SettingsDialog", "Sound and folders"), (OUTPUT_DEVICE, RECORDINGS_FOLDER)),
    (QT_TRANSLATE_NOOP("SettingsDialog", "Behaviour"), (INCLUDE_SUBFOLDERS, NOTIFICATIONS)),
)
NAMES: dict[Setting[Any], str] = {
    MODEL: QT_TRANSLATE_NOOP("SettingsDialog", "&Model"),
    PROTOCOL: QT_TRANSLATE_NOOP("SettingsDialog", "&Protocol"),
    DEVICE: QT_TRANSLATE_NOOP("SettingsDialog", "&Device"),
    LANGUAGE: QT_TRANSLATE_NOOP("SettingsDialog", "&Language"),
    THEME: QT_TRANSLATE_NOOP("SettingsDialog", "&Theme"),
    OUTPUT_DEVICE: QT_TRANSLATE_NOOP("SettingsDialog", "Pla&y on"),
    RECORDINGS_FOLDER: QT_TRANSLATE_NOOP("SettingsDialog", "Keep &recordings in"),
    INCLUDE_SUBFOLDERS: QT_TRANSLATE_NOOP("SettingsDialog", "Search folders below an opened &folder, too"),
    NOTIFICATIONS: QT_TRANSLATE_NOOP("SettingsDialog", "&Notify me when songs are scored in the background"),
}
HELP: dict[Setting[Any], str] = {
    PROTOCOL: QT_TRANSLATE_NOOP(
        "SettingsDialog",
        "Matched brings each 30 s of a song to one loudness and scores all of it. Published scores the "
        "middle 30 s as they are, as in 2021.",
    ),
    DEVICE: QT_TRANSLATE_NOOP("SettingsDialog", "Automatic takes a graphics card where there is one."),
    MODEL: QT_TRANSLATE_NOOP("SettingsDialog", "Scores of different models cannot be compared."),
}
CHOICES: dict[Setting[Any], dict[str, str]] = {
    PROTOCOL: {
        "matched": QT_TRANSLATE_NOOP("SettingsDialog", "Matched (recommended)"),
        "published": QT_TRANSLATE_NOOP("SettingsDialog", "Published"),
    },
    DEVICE: {
        "auto": QT_TRANSLATE_NOOP("SettingsDialog", "Automatic"),
        "cpu": QT_TRANSLATE_NOOP("SettingsDialog", "Processor"),
        "cuda": QT_TRANSLATE_NOOP("SettingsDialog", "NVIDIA graphics card"),
        "mps": QT_TRANSLATE_NOOP("SettingsDialog", "Apple graphics"),
    },
    LANGUAGE: {"system": QT_TRANSLATE_NOOP("SettingsDialog", "As the system"), **LANGUAGES},
    THEME: {
        "system": QT_TRANSLATE_NOOP("SettingsDialog", "As the system"),
        "light": QT_TRANSLATE_NOOP("SettingsDialog", "Light"),
        "dark": QT_TRANSLATE_NOOP("SettingsDialog", "Dark"),
    },
    OUTPUT_DEVICE: {"": QT_TRANSLATE_NOOP("SettingsDialog", "The system's default")},
    MODEL: {},
}
