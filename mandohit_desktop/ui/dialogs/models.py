"""The models on this machine: read their cards, choose one, import the published one, remove one's own."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QProgressBar,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.settings import MODEL, Settings
from mandohit_desktop.jobs.engine_queries import EngineQueries, ModelEntry
from mandohit_desktop.ui.dialogs.name import NameDialog
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import MARGIN
from mandohit_desktop.ui.style.widgets import (
    button,
    close_button,
    column,
    keep_room,
    label,
    resize_within_screen,
    set_role,
)
from mandohit_desktop.ui.text import sentences
from mandohit_desktop.ui.text.i18n import Translated

SUGGESTED_ID = "published"
ASKED = ("list_models", "import_model", "remove_model")


class ModelsDialog(Translated, QDialog):
    """The models. Choosing one writes the setting, which the application follows.

    Args:
        settings: hold the model in use.
        queries: lists, imports and removes models.
    """

    def __init__(self, settings: Settings, queries: EngineQueries, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._queries = queries
        self._models: list[ModelEntry] = []
        self._to_select = ""
        self.list = QListWidget()
        self.list.currentRowChanged.connect(self._show_card)
        self.list.itemActivated.connect(lambda _: self._use())
        self.card = QTextBrowser(openLinks=False)
        self.card.setTabChangesFocus(True)
        self._busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.message = label("muted", wrap=True)
        self.use, self.import_, self.remove = button(primary=True), button(), button()
        self.import_.setIcon(icon("folder"))
        self.remove.setIcon(icon("trash"))
        self.use.clicked.connect(self._use)
        self.import_.clicked.connect(self._choose_import)
        self.remove.clicked.connect(self._confirm_removal)
        self._build()
        queries.models_listed.connect(self._on_models)
        queries.model_imported.connect(self._on_imported)
        queries.model_removed.connect(self._on_removed)
        queries.failed.connect(self._on_failed)
        self.retranslate()
        resize_within_screen(self, 860, 600)
        self._set_busy(True)
        queries.list_models()

    def _build(self) -> None:
        self.list.setFixedWidth(260)
        left = QVBoxLayout()
        left.addWidget(self.list)
        left.addWidget(self.import_)
        right = QVBoxLayout()
        right.addWidget(self.card)
        row = QHBoxLayout()
        row.addWidget(self.use)
        row.addWidget(self.remove)
        row.addStretch(1)
        right.addLayout(row)
        columns = QHBoxLayout()
        columns.setSpacing(MARGIN)
        columns.addLayout(left)
        columns.addLayout(right, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.message, 1)
        bottom.addWidget(close_button(self))
        layout = column(self, margin=MARGIN)
        layout.addLayout(columns, 1)
        layout.addWidget(self._busy)
        layout.addLayout(bottom)
        keep_room(self._busy)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Models"))
        self.list.setAccessibleName(self.tr("Models on this machine"))
        self.card.setAccessibleName(self.tr("Model card"))
        self._busy.setAccessibleName(self.tr("Working"))
        self.use.setText(self.tr("&Use this model"))
        self.import_.setText(self.tr("&Import the published one\u2026"))
        self.import_.setToolTip(self.tr("From a folder with the files published in 2021"))
        self.remove.setText(self.tr("&Remove\u2026"))
        self._show_models()

    def current(self) -> ModelEntry | None:
        """Return the selected model."""
        row = self.list.currentRow()
        return self._models[row] if 0 <= row < len(self._models) else None

    def _show_models(self) -> None:
        looked_at = self.current()
        wanted = self._to_select or (looked_at.id if looked_at else self._settings.get(MODEL))
        self.list.clear()
        for model in self._models:
            item = QListWidgetItem(icon("warning", "warn") if model.problem else icon("model"), self._line(model))
            self.list.addItem(item)
        self.list.setCurrentRow(next((i for i, model in enumerate(self._models) if model.id == wanted), 0))

    def _line(self, model: ModelEntry) -> str:
        if model.problem:
            remark = self.tr("unusable")
        elif model.id == self._settings.get(MODEL):
            remark = self.tr("in use")
        elif model.ships_with_app:
            remark = self.tr("comes with MandoHit")
        else:
            remark = self.tr("made {date}").format(date=model.created)
        return f"{model.id}\n{remark}"

    def _show_card(self) -> None:
        model = self.current()
        in_use = model is not None and model.id == self._settings.get(MODEL)
        self.use.setEnabled(model is not None and model.problem is None and not in_use)
        self.remove.setEnabled(model is not None and not model.ships_with_app and not in_use)
        if model is None:
            self.card.clear()
        elif model.problem:
            self.card.setPlainText(sentences.failure(model.problem))
        else:
            self.card.setMarkdown(model.text)

    def _use(self) -> None:
        if self.use.isEnabled() and (model := self.current()):
            self._settings.set(MODEL, model.id)
            self._show_models()
            self._say(self.tr("Your songs are scored again with {model}.").format(model=model.id))

    def _choose_import(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder with the published files"))
        if not folder:
            return
        asked = NameDialog({model.id for model in self._models}, SUGGESTED_ID, self)
        if asked.exec() == QDialog.DialogCode.Accepted:
            self.message.clear()
            self._set_busy(True)
            self._queries.import_model(Path(folder), asked.name.text())

    def _confirm_removal(self) -> None:
        model = self.current()
        if model is None:
            return
        question = self.tr("Remove {model} from this machine? Results scored with it stay in the history.")
        answer = QMessageBox.question(self, self.tr("Remove a model"), question.format(model=model.id))
        if answer == QMessageBox.StandardButton.Yes:
            self._set_busy(True)
            self._queries.remove_model(model.id)

    def _on_models(self, models: list[ModelEntry]) -> None:
        self._models = models
        self._set_busy(False)
        self._show_models()
        self._to_select = ""

    def _on_imported(self, name: str) -> None:
        self._say(self.tr("{model} was imported.").format(model=name))
        self._to_select = name
        self._queries.list_models()

    def _on_removed(self, name: str) -> None:
        self._say(self.tr("{model} was removed.").format(model=name))
        self._queries.list_models()

    def _on_failed(self, what: str, failure: Failure) -> None:
        if what in ASKED:
            self._set_busy(False)
            self._say(sentences.failure(failure), role="warn")

    def _say(self, text: str, role: str = "muted") -> None:
        set_role(self.message, role)
        self.message.setText(text)

    def _set_busy(self, busy: bool) -> None:
        self._busy.setVisible(busy)
        self.import_.setEnabled(not busy)
        self.setCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.ArrowCursor)
