"""What to rebuild the model from, and how: the fields, what they held last time, and what is wrong with them."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QLabel, QLineEdit, QWidget

from mandohit_desktop.core.paths import rebuilds_folder
from mandohit_desktop.core.settings import DEVICE, REBUILD, Settings
from mandohit_desktop.jobs.rebuild import Rebuild
from mandohit_desktop.ui.dialogs.name import MODEL_NAME
from mandohit_desktop.ui.dialogs.settings_texts import CHOICES
from mandohit_desktop.ui.dialogs.settings_texts import CONTEXT as SETTINGS_CONTEXT
from mandohit_desktop.ui.rebuild.path_field import PathField
from mandohit_desktop.ui.style.theme import MARGIN, SPACING
from mandohit_desktop.ui.style.widgets import ChoiceBox, card, column, field_grid, label
from mandohit_desktop.ui.text.i18n import QT_TRANSLATE_NOOP, Translated, plain_text

CONTEXT = "RebuildForm"
FOLDER, MANIFEST = "folder", "manifest"
TABLES = {".csv", ".tsv", ".xlsx"}
MANIFESTS = {".csv", ".parquet", ".tsv", ".xlsx"}
SUGGESTED_NAME = "my-model"
SOURCES = {
    FOLDER: QT_TRANSLATE_NOOP("RebuildForm", "A folder and a table of labels"),
    MANIFEST: QT_TRANSLATE_NOOP("RebuildForm", "A manifest"),
}
RECIPES = {
    "mandohit": QT_TRANSLATE_NOOP("RebuildForm", "MandoHit (recommended)"),
    "published": QT_TRANSLATE_NOOP("RebuildForm", "As published in 2021"),
}


class RebuildForm(Translated, QWidget):
    """The fields.

    Args:
        settings: keep what was chosen last.
    """

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._taken: set[str] = set()
        self._devices: Mapping[str, str] = {}
        self.source, self.recipe, self.device = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.folder = PathField(lambda: QFileDialog.getExistingDirectory(self, self.tr("Folder of songs")))
        self.labels = PathField(lambda: self._ask_file(self.tr("Table of labels"), TABLES))
        self.manifest = PathField(lambda: self._ask_file(self.tr("Manifest"), MANIFESTS))
        self.work = PathField(lambda: QFileDialog.getExistingDirectory(self, self.tr("Keep the work in")))
        self.name = QLineEdit()
        self.leaky = QCheckBox()
        self._headings = [label("heading"), label("heading")]
        self._texts = {key: QLabel() for key in ("source", "recipe", "device", "name")}
        self._helps = {
            key: label("muted", wrap=True) for key in (FOLDER, MANIFEST, "enough", "recipe", "work", "leaky")
        }
        for key, widget in (("source", self.source), ("recipe", self.recipe), ("device", self.device)):
            self._texts[key].setBuddy(widget)
        self._texts["name"].setBuddy(self.name)
        self._build()
        self._restore()
        self.source.currentIndexChanged.connect(self._show_source)
        self.folder.line.textChanged.connect(self._find_labels)
        self.retranslate()

    def _build(self) -> None:
        songs, model = field_grid(), field_grid()
        self._add(songs, self._texts["source"], self.source)
        for field in (self.folder, self.labels, self.manifest):
            self._add(songs, field.name, field.line, field.button)
        for key in (FOLDER, MANIFEST, "enough"):
            self._add_help(songs, self._helps[key])
        self._add(model, self._texts["name"], self.name)
        self._add(model, self._texts["recipe"], self.recipe)
        self._add_help(model, self._helps["recipe"])
        self._add(model, self._texts["device"], self.device)
        self._add(model, self.work.name, self.work.line, self.work.button)
        self._add_help(model, self._helps["work"])
        self._add_help(model, self.leaky)
        self._add_help(model, self._helps["leaky"])
        parts = column(self, margin=MARGIN)
        for heading, grid in zip(self._headings, (songs, model), strict=True):
            parts.addSpacing(SPACING)
            grid.setColumnMinimumWidth(0, 130)
            parts.addWidget(heading)
            parts.addWidget(card(grid))
        parts.addStretch(1)

    @staticmethod
    def _add(grid: QGridLayout, name: QLabel, widget: QWidget, beside: QWidget | None = None) -> None:
        row = grid.rowCount()
        grid.addWidget(name, row, 0)
        grid.addWidget(widget, row, 1, 1, 1 if beside else 2)
        if beside:
            grid.addWidget(beside, row, 2)

    @staticmethod
    def _add_help(grid: QGridLayout, widget: QWidget) -> None:
        grid.addWidget(widget, grid.rowCount(), 1, 1, 2)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        names = {
            "source": self.tr("Songs &from"),
            "recipe": self.tr("&Recipe"),
            "device": self.tr("&Device"),
            "name": self.tr("&Name"),
        }
        for key, text in names.items():
            self._texts[key].setText(text)
        for box, key in ((self.source, "source"), (self.recipe, "recipe"), (self.device, "device")):
            box.setAccessibleName(plain_text(names[key]))
        self.name.setAccessibleName(plain_text(names["name"]))
        self._headings[0].setText(self.tr("Songs and labels"))
        self._headings[1].setText(self.tr("New model"))
        choose = self.tr("Choose\u2026")
        self.folder.retranslate(self.tr("F&older"), choose)
        self.labels.retranslate(self.tr("&Table of labels"), choose)
        self.manifest.retranslate(self.tr("&Manifest"), choose)
        self.work.retranslate(self.tr("&Keep the work in"), choose)
        self.leaky.setText(self.tr("Split the songs at random, &artists on both sides"))
        self._retranslate_helps()
        self._fill(self.source, {key: self._translated(text) for key, text in SOURCES.items()})
        self._fill(self.recipe, {key: self._translated(text) for key, text in RECIPES.items()})
        self._fill_devices()
        self._show_source()

    def _retranslate_helps(self) -> None:
        self._helps[FOLDER].setText(
            self.tr(
                "The table is CSV with a column of file names, such as \u201cfile\u201d, and one of labels, such as "
                "\u201cpopularity\u201d or \u201cstreams\u201d; a column \u201cartist\u201d where the files' tags do "
                "not name the artist."
            )
        )
        self._helps[MANIFEST].setText(self.tr("What \u201cmandohit train corpus\u201d writes, as Parquet or CSV."))
        self._helps["enough"].setText(
            self.tr("40 songs of many artists are the least; to show anything takes some hundred, better thousands.")
        )
        self._helps["recipe"].setText(
            self.tr("The recommended recipe matches loudness, learns to rank and takes several windows of each song.")
        )
        self._helps["work"].setText(
            self.tr("Some hundred kilobytes for each song. A rebuild of the same name that was stopped goes on.")
        )
        self._helps["leaky"].setText(
            self.tr("Only where the artists are not known. The figures come out too good; the model's card says so.")
        )

    @staticmethod
    def _translated(text: str) -> str:
        return QCoreApplication.translate(CONTEXT, text)

    @staticmethod
    def _fill(box: ChoiceBox, offered: Mapping[str, str]) -> None:
        """Write the texts of a box, keeping its choice."""
        for value, text in offered.items():
            at = box.findData(value)
            if at < 0:
                box.addItem(text, value)
            else:
                box.setItemText(at, text)

    def _fill_devices(self) -> None:
        for value, text in CHOICES[DEVICE].items():
            name, at = QCoreApplication.translate(SETTINGS_CONTEXT, text), self.device.findData(value)
            details = self._devices.get(value)
            there = not self._devices or value == "auto" or value in self._devices
            if there:
                self._fill(self.device, {value: f"{name} ({details})" if details else name})
            elif at >= 0:
                self.device.removeItem(at)

    def set_devices(self, devices: Mapping[str, str]) -> None:
        """Offer the devices of this machine."""
        self._devices = devices
        self._fill_devices()

    def set_taken(self, names: set[str]) -> None:
        """Set the names that are taken; suggest one that is free."""
        self._taken = names
        if self.name.text() == SUGGESTED_NAME and SUGGESTED_NAME in names:
            free = (f"{SUGGESTED_NAME}-{n}" for n in count(2) if f"{SUGGESTED_NAME}-{n}" not in names)
            self.name.setText(next(free))

    def _show_source(self) -> None:
        by_folder = self.source.currentData() == FOLDER
        for field, visible in ((self.folder, by_folder), (self.labels, by_folder), (self.manifest, not by_folder)):
            field.show(visible)
        self._helps[FOLDER].setVisible(by_folder)
        self._helps[MANIFEST].setVisible(not by_folder)

    def _find_labels(self) -> None:
        """Fill in the one table that lies in the folder."""
        folder = Path(self.folder.text)
        if not self.folder.text or not folder.is_dir():
            return
        tables = [path for path in folder.iterdir() if path.suffix.lower() in TABLES and not path.name.startswith(".")]
        if len(tables) == 1:
            self.labels.line.setText(str(tables[0]))

    def _ask_file(self, title: str, suffixes: set[str]) -> str:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(suffixes))
        chosen, _ = QFileDialog.getOpenFileName(self, title, self.folder.text, f"{title} ({patterns})")
        return chosen

    def _restore(self) -> None:
        for key in SOURCES:
            self.source.addItem("", key)
        for key in RECIPES:
            self.recipe.addItem("", key)
        for key in CHOICES[DEVICE]:
            self.device.addItem("", key)
        kept: dict[str, Any] = self._settings.get(REBUILD)
        fields = {"folder": self.folder.line, "labels": self.labels.line, "manifest": self.manifest.line}
        for key, line in {**fields, "work": self.work.line, "name": self.name}.items():
            line.setText(str(kept.get(key, "")))
        for key, box in (("source", self.source), ("recipe", self.recipe), ("device", self.device)):
            box.setCurrentIndex(max(0, box.findData(kept.get(key))))
        self.leaky.setChecked(kept.get("leaky") is True)
        self.name.setText(self.name.text() or SUGGESTED_NAME)
        self.work.line.setText(self.work.text or str(rebuilds_folder()))

    def remember(self) -> None:
        """Save the choices for the next time."""
        lines = {"folder": self.folder, "labels": self.labels, "manifest": self.manifest, "work": self.work}
        boxes = {"source": self.source, "recipe": self.recipe, "device": self.device}
        kept: dict[str, Any] = {key: field.text for key, field in lines.items()}
        kept |= {key: box.currentData() for key, box in boxes.items()}
        self._settings.set(REBUILD, {**kept, "name": self.name.text().strip(), "leaky": self.leaky.isChecked()})

    def problem(self) -> str:
        """Return what is wrong with the choices; empty if a rebuild can start."""
        name = self.name.text().strip()
        if self.source.currentData() == FOLDER:
            if not self.folder.text or not Path(self.folder.text).is_dir():
                return self.tr("Choose the folder that holds the songs.")
            if not self.labels.text:
                return self.tr("There is no table of labels. Without labels there is nothing to learn: choose one.")
            if not Path(self.labels.text).is_file():
                return self.tr("The table of labels is not there. Choose another.")
        elif not Path(self.manifest.text).is_file() or Path(self.manifest.text).suffix.lower() not in MANIFESTS:
            return self.tr("Choose a manifest: a file that ends in .parquet, .csv, .tsv or .xlsx.")
        if not MODEL_NAME.fullmatch(name):
            return self.tr("A model's name has lower-case letters, digits, dots and dashes.")
        if name in self._taken:
            return self.tr("There is a model named {model} already. Choose another name.").format(model=name)
        if not self.work.text:
            return self.tr("Choose a folder for the work.")
        return ""

    def rebuild(self) -> Rebuild:
        """Return what is chosen; `problem` must have found nothing."""
        name, by_folder = self.name.text().strip(), self.source.currentData() == FOLDER
        return Rebuild(
            name=name,
            songs=Path(self.folder.text if by_folder else self.manifest.text).absolute(),
            labels=Path(self.labels.text).absolute() if by_folder else None,
            work=Path(self.work.text).absolute() / name,
            recipe=self.recipe.currentData(),
            device=self.device.currentData(),
            leaky=self.leaky.isChecked(),
        )
