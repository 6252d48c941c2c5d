"""What MandoHit is, the model in use, and the licences of all that it is made of."""

import json
import platform
import re

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from mandohit_desktop import __version__
from mandohit_desktop.core.paths import data_folder, log_file
from mandohit_desktop.core.resources import legal_file, resource
from mandohit_desktop.core.settings import MODEL, Settings
from mandohit_desktop.jobs.engine_queries import EngineQueries, ModelEntry
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import MARGIN
from mandohit_desktop.ui.style.widgets import close_button, label, resize_within_screen
from mandohit_desktop.ui.text.i18n import Translated

MARK = QSize(96, 96)


class AboutDialog(Translated, QDialog):
    """About MandoHit.

    Args:
        settings: hold the model in use.
        queries: loads the model's card.
    """

    def __init__(self, settings: Settings, queries: EngineQueries, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._name = label("title")
        self._name.setText(f"MandoHit {__version__}")
        self._purpose, self._privacy = label(wrap=True), label("muted", wrap=True)
        self.versions = label("muted", wrap=True, selectable=True)
        self.model_card = QTextBrowser(openLinks=False)
        self.model_card.setTabChangesFocus(True)
        self.licences = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self.licences.setPlainText(licences())
        self.tabs = QTabWidget()
        for page in (self._front(), self.model_card, self.licences):
            self.tabs.addTab(page, "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(self.tabs)
        layout.addWidget(close_button(self))
        queries.models_listed.connect(self._on_models)
        self.retranslate()
        resize_within_screen(self, 700, 560)
        queries.list_models()

    def _front(self) -> QWidget:
        mark = QLabel()
        mark.setPixmap(icon("mandohit").pixmap(MARK, self.devicePixelRatio()))
        words = QVBoxLayout()
        words.setSpacing(MARGIN)
        for widget in (self._name, self._purpose, self._privacy, self.versions):
            words.addWidget(widget)
        words.addStretch(1)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(MARGIN, 2 * MARGIN, MARGIN, MARGIN)
        row.setSpacing(2 * MARGIN)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return page

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("About MandoHit"))
        for index, text in enumerate((self.tr("MandoHit"), self.tr("Model card"), self.tr("Licences"))):
            self.tabs.setTabText(index, text)
        self.tabs.setAccessibleName(self.tr("About MandoHit"))
        self.model_card.setAccessibleName(self.tr("Model card"))
        self.licences.setAccessibleName(self.tr("Licences"))
        self._purpose.setText(
            self.tr(
                "Predicts how popular a Mando-pop song could become, from its sound alone. Predicted popularity, not "
                "quality: good for ranking a batch, weak for one song."
            )
        )
        self._privacy.setText(self.tr("Everything runs on this machine. Your songs and results never leave it."))
        system = f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
        data = self.tr("Data: {folder}").format(folder=data_folder())
        log = self.tr("Log: {file}").format(file=log_file())
        self.versions.setText(f"{system}\n{data}\n{log}")

    def _on_models(self, models: list[ModelEntry]) -> None:
        used = next((model for model in models if model.id == self._settings.get(MODEL)), None)
        self.model_card.setMarkdown(used.text if used else "")


def licences() -> str:
    """Return the licence, the notice and the list of third-party packages."""
    packages = json.loads(resource("third-party.json").read_text(encoding="utf-8"))
    lines = [f"{package['name']} {package['version']}: {package['licence']}" for package in packages]
    texts = [_flowing(legal_file(name).read_text(encoding="utf-8")) for name in ("LICENSE", "NOTICE")]
    return "\n\n".join([*texts, "\n".join(["MandoHit uses:", *lines])])


def _flowing(text: str) -> str:
    """Return a text whose lines are broken by hand as paragraphs and list items of one line each."""
    return re.sub(r"(?<!\n)\n(?![\n-])\s*", " ", text.strip())
