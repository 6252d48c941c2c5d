"""The settings, in groups; every change applies at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from mandohit_desktop.core.settings import DEVICE, MODEL, OUTPUT_DEVICE, RECORDINGS_FOLDER, Setting, Settings
from mandohit_desktop.jobs.engine_queries import EngineQueries, ModelEntry
from mandohit_desktop.ui.dialogs.settings_texts import CHOICES, CONTEXT, GROUPS, HELP, NAMES
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import MARGIN, SPACING
from mandohit_desktop.ui.style.widgets import (
    ChoiceBox,
    button,
    card,
    close_button,
    column,
    field_grid,
    label,
    resize_within_screen,
    scrolled,
)
from mandohit_desktop.ui.text.i18n import Translated, plain_text

WIDTH = 640
NAME_WIDTH = 130


def _translated(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)


class SettingsDialog(Translated, QDialog):
    """The settings.

    Args:
        settings: shown, and written on every change.
        queries: lists models and devices.
    """

    def __init__(self, settings: Settings, queries: EngineQueries, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._available: dict[Setting[Any], Mapping[str, str]] = {}
        self._texts: list[tuple[QLabel, str]] = []
        self.boxes: dict[Setting[Any], ChoiceBox] = {}
        self.checks: dict[Setting[Any], QCheckBox] = {}
        self.folder = QLineEdit(readOnly=True)
        self.choose, self.reset = button(), button()
        self.choose.setIcon(icon("folder"))
        self.choose.clicked.connect(self._choose_folder)
        self.reset.clicked.connect(lambda: self._keep_folder(""))
        self._build()
        queries.models_listed.connect(self._on_models)
        queries.devices_listed.connect(self._on_devices)
        queries.outputs_listed.connect(self._on_outputs)
        self.retranslate()
        self.setMinimumWidth(WIDTH)
        queries.list_models()
        queries.list_outputs()
        queries.list_devices()

    def _build(self) -> None:
        inside = QWidget()
        groups = self._inside = column(inside, margin=MARGIN)
        for heading, declared in GROUPS:
            groups.addWidget(self._text(heading, "heading"))
            grid = field_grid()
            for setting in declared:
                self._add_row(grid, setting)
            groups.addWidget(card(grid))
        self._groups = scrolled(inside)
        self._note = label("muted", wrap=True)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        bottom.addWidget(self._note, 1)
        bottom.addWidget(close_button(self))
        layout = column(self)
        layout.addWidget(self._groups)
        layout.addLayout(bottom)

    def _text(self, text: str, role: str = "") -> QLabel:
        made = label(role, wrap=role == "muted")
        self._texts.append((made, text))
        return made

    def _add_row(self, grid: QGridLayout, setting: Setting[Any]) -> None:
        if isinstance(setting.default, bool):
            check = QCheckBox()
            check.setChecked(self._settings.get(setting))
            check.toggled.connect(lambda on: self._settings.set(setting, on))
            self.checks[setting] = check
            grid.addWidget(check, grid.rowCount(), 0, 1, 2)
            return
        row = grid.rowCount()
        name = self._text(NAMES[setting])
        name.setMinimumWidth(NAME_WIDTH)
        grid.addWidget(name, row, 0)
        if setting == RECORDINGS_FOLDER:
            parts = QHBoxLayout()
            parts.setSpacing(SPACING)
            for widget, stretch in ((self.folder, 1), (self.choose, 0), (self.reset, 0)):
                parts.addWidget(widget, stretch)
            name.setBuddy(self.choose)
            grid.addLayout(parts, row, 1)
            return
        box = ChoiceBox()
        box.activated.connect(lambda _: self._settings.set(setting, box.currentData()))
        self.boxes[setting] = box
        name.setBuddy(box)
        grid.addWidget(box, row, 1)
        if setting in HELP:
            grid.addWidget(self._text(HELP[setting], "muted"), row + 1, 1)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Settings"))
        self._note.setText(self.tr("Changes apply at once."))
        for made, text in self._texts:
            made.setText(_translated(text))
        for setting, check in self.checks.items():
            check.setText(_translated(NAMES[setting]))
        for setting in self.boxes:
            self._fill(setting)
        self.choose.setText(self.tr("&Choose\u2026"))
        self.reset.setText(self.tr("De&fault"))
        self.folder.setAccessibleName(plain_text(_translated(NAMES[RECORDINGS_FOLDER])))
        self.folder.setPlaceholderText(self.tr("The Music folder"))
        self._groups.setAccessibleName(self.tr("Settings"))
        self._show_folder()
        self._fit()

    def _fit(self) -> None:
        """Make room for texts that take more lines than before."""
        needed = self._inside.totalHeightForWidth(WIDTH) + self._note.sizeHint().height() + 3 * MARGIN
        resize_within_screen(self, WIDTH, needed)

    def _fill(self, setting: Setting[Any]) -> None:
        """Offer the available values; a chosen one that is not available any more stays, marked as such."""
        box, current = self.boxes[setting], self._settings.get(setting)
        offered = {value: _translated(text) for value, text in CHOICES[setting].items()}
        if setting in self._available:
            there = self._available[setting]
            known = {value: text for value, text in offered.items() if value in there or value in ("", "auto")}
            new = {value: value for value in there if value not in known}
            details = {value: f"{offered[value]} ({there[value]})" for value in known if there.get(value)}
            offered = {**known, **new, **details}
        if current not in offered:
            missing = self.tr("{name} (not on this machine)")
            name = _translated(CHOICES[setting][current]) if current in CHOICES[setting] else current
            offered[current] = missing.format(name=name) if setting in self._available else name
        with QSignalBlocker(box):
            box.clear()
            for value, text in offered.items():
                box.addItem(text, value)
            box.setCurrentIndex(box.findData(current))
        box.setAccessibleName(plain_text(_translated(NAMES[setting])))

    def _on_available(self, setting: Setting[Any], values: Mapping[str, str]) -> None:
        self._available[setting] = values
        self._fill(setting)

    def _on_devices(self, devices: Mapping[str, str]) -> None:
        self._on_available(DEVICE, devices)

    def _on_outputs(self, names: list[str]) -> None:
        self._on_available(OUTPUT_DEVICE, dict.fromkeys(names, ""))

    def _on_models(self, models: list[ModelEntry]) -> None:
        self._on_available(MODEL, {model.id: "" for model in models if model.problem is None})

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Keep recordings in"), self._settings.get(RECORDINGS_FOLDER)
        )
        if chosen:
            self._keep_folder(str(Path(chosen)))

    def _keep_folder(self, folder: str) -> None:
        self._settings.set(RECORDINGS_FOLDER, folder)
        self._show_folder()

    def _show_folder(self) -> None:
        folder = self._settings.get(RECORDINGS_FOLDER)
        self.folder.setText(folder)
        self.reset.setEnabled(bool(folder))
