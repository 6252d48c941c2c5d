"""Model > Rebuild: choose songs and recipe, follow the training, stop and resume it, install the new model."""

from collections.abc import Mapping

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.settings import MODEL, Settings
from mandohit_desktop.jobs.engine_queries import EngineQueries, ModelEntry
from mandohit_desktop.jobs.rebuild import Phase
from mandohit_desktop.jobs.training import Training
from mandohit_desktop.ui.rebuild.form import RebuildForm
from mandohit_desktop.ui.rebuild.run_view import RebuildRunView
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import MARGIN, SPACING
from mandohit_desktop.ui.style.widgets import button, close_button, label, resize_within_screen, scrolled
from mandohit_desktop.ui.text import sentences
from mandohit_desktop.ui.text.i18n import Translated


class RebuildDialog(Translated, QDialog):
    """The form, or the training that is under way or over. Closing it does not end the training.

    Args:
        settings: keep the choices and the model in use.
        training: what it steers and shows.
        queries: lists models and devices, and installs the new model.
    """

    def __init__(
        self, settings: Settings, training: Training, queries: EngineQueries, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings, self._training, self._queries = settings, training, queries
        self._installed: set[str] = set()
        self.form = RebuildForm(settings)
        self.view = RebuildRunView(training)
        self.message = label("warn", wrap=True)
        self.start, self.stop, self.change = button(primary=True), button(), button()
        self.stop.setIcon(icon("stop"))
        self.start.clicked.connect(self._start)
        self.stop.clicked.connect(training.stop)
        self.change.clicked.connect(lambda: self._show_page(self._form_page))
        self.view.install.clicked.connect(self._install)
        self.view.report.clicked.connect(self._open_report)
        self._build()
        for line in (self.form.name, self.form.work.line):
            line.textChanged.connect(self._show_state)
        training.changed.connect(self._show_state)
        training.ended.connect(self._on_ended)
        queries.models_listed.connect(self._on_models)
        queries.devices_listed.connect(self._on_devices)
        queries.model_installed.connect(self._on_installed)
        queries.failed.connect(self._on_failed)
        self._show_page(self.view if training.state.rebuild else self._form_page)
        self.retranslate()
        resize_within_screen(self, 920, 720)
        queries.list_models()
        queries.list_devices()

    def _build(self) -> None:
        self._form_page = scrolled(self.form)
        self._pages = QStackedWidget()
        for page in (self._form_page, self.view):
            self._pages.addWidget(page)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        bottom.setSpacing(SPACING)
        bottom.addWidget(self.message, 1)
        for widget in (self.change, self.stop, self.start, close_button(self)):
            bottom.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages, 1)
        layout.addLayout(bottom)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Rebuild the model"))
        self._form_page.setAccessibleName(self.tr("Songs and recipe"))
        self.stop.setText(self.tr("&Stop"))
        self.stop.setToolTip(self.tr("Keeps the checkpoint; it can go on from there"))
        self.change.setText(self.tr("&Change\u2026"))
        self._show_state()

    def _show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.message.clear()
        self.view.show_state()
        self._show_state()

    def _show_state(self) -> None:
        state, on_form = self._training.state, self._pages.currentWidget() is self._form_page
        broke_off = state.phase in (Phase.STOPPED, Phase.FAILED)
        goes_on = self.form.rebuild().is_begun() if on_form else broke_off
        self.start.setText(self.tr("&Go on") if goes_on else self.tr("&Start"))
        self.start.setVisible(on_form or broke_off)
        self.start.setEnabled(not state.is_under_way)
        self.stop.setVisible(not on_form and state.is_under_way)
        self.stop.setEnabled(state.phase is Phase.RUNNING)
        self.change.setVisible(not on_form and not state.is_under_way)
        self.view.install.setEnabled(bool(state.rebuild) and self._name() not in self._installed)

    def _name(self) -> str:
        rebuild = self._training.state.rebuild
        return rebuild.name if rebuild else ""

    def _start(self) -> None:
        """Start what the form describes, or resume what was stopped."""
        rebuild = self._training.state.rebuild
        if self._pages.currentWidget() is self._form_page or rebuild is None:
            if problem := self.form.problem():
                self.message.setText(problem)
                return
            self.form.remember()
            rebuild = self.form.rebuild()
        self._training.start(rebuild)
        self._show_page(self.view)
        (self.stop if self._training.state.is_under_way else self.change).setFocus()

    def _on_ended(self) -> None:
        if self._pages.currentWidget() is self.view:
            (self.view.install if self._training.state.outcome else self.start).setFocus()

    def _install(self) -> None:
        if outcome := self._training.state.outcome:
            self.view.install.setEnabled(False)
            self._queries.install_model(outcome.bundle)

    def _open_report(self) -> None:
        if outcome := self._training.state.outcome:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(outcome.report)))

    def _on_installed(self, name: str) -> None:
        self._settings.set(MODEL, name)
        self.message.setText(self.tr("Your songs are scored again with {model}.").format(model=name))
        self._queries.list_models()

    def _on_models(self, models: list[ModelEntry]) -> None:
        self._installed = {model.id for model in models}
        self.form.set_taken(self._installed)
        self._show_state()

    def _on_devices(self, devices: Mapping[str, str]) -> None:
        self.form.set_devices(devices)

    def _on_failed(self, what: str, failure: Failure) -> None:
        if what == "install_model":
            self._show_state()
            self.message.setText(sentences.failure(failure))
