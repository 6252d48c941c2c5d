"""The status bar: which model scores, on what device, under which protocol; and short notes."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QMainWindow, QStatusBar

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.jobs.rebuild import TrainingState
from mandohit_desktop.jobs.worker import ModelChoice, ModelInfo
from mandohit_desktop.ui.text import sentences
from mandohit_desktop.ui.text.i18n import Translated

NOTE_MS = 10_000


class StatusBar(Translated, QStatusBar):
    """Model on the left, device and protocol on the right."""

    def __init__(self, parent: QMainWindow) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._shown: ModelChoice | ModelInfo | Failure | None = None
        self._model, self._device, self._note = QLabel(), QLabel(), QLabel()
        for label in (self._model, self._device):
            label.setContentsMargins(10, 4, 10, 4)
        self._note.setProperty("role", "muted")
        self._fade = QTimer(self, singleShot=True, interval=NOTE_MS)
        self._fade.timeout.connect(self._note.clear)
        self.addWidget(self._model)
        self.addWidget(self._note, 1)
        self.addPermanentWidget(self._device)
        self.retranslate()

    def show_loading(self, choice: ModelChoice) -> None:
        """Say that a model is being loaded."""
        self._show(choice)

    def show_model(self, model: ModelInfo) -> None:
        """Say that a model is ready."""
        self._show(model)

    def show_failure(self, failure: Failure) -> None:
        """Say why a model cannot be used."""
        self._show(failure)

    def show_training_end(self, training: TrainingState) -> None:
        """Say for some seconds that a training has made a model, or failed; nothing if it was stopped."""
        if training.outcome:
            self.show_note(self.tr("The new model is ready: Model > Rebuild"))
        elif training.failure:
            self.show_note(self.tr("The training has failed: Model > Rebuild tells more"))

    def show_note(self, text: str) -> None:
        """Show a note for some seconds."""
        self._note.setText(text)
        self._fade.start()

    @property
    def text(self) -> str:
        """The bar's text, for screen readers."""
        return " \u00b7 ".join(filter(None, (self._model.text(), self._note.text(), self._device.text())))

    def _show(self, what: ModelChoice | ModelInfo | Failure) -> None:
        self._shown = what
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        shown = self._shown
        if isinstance(shown, ModelChoice):
            self._model.setText(self.tr("Loading {model}\u2026").format(model=shown.model))
        elif isinstance(shown, ModelInfo):
            self._model.setText(self.tr("{model} is ready").format(model=shown.id))
            protocol = self.protocol_name(shown.key.protocol)
            self._device.setText(f"{self.device_name(shown.device)} \u00b7 {protocol}")
        elif isinstance(shown, Failure):
            self._model.setText(f"\u26a0 {sentences.failure(shown)}")
        self.setAccessibleName(self.text)

    def device_name(self, device: str) -> str:
        """Return a device's name for the user."""
        return {"cpu": self.tr("Processor"), "cuda": self.tr("NVIDIA GPU"), "mps": self.tr("Apple GPU")}[device]

    def protocol_name(self, protocol: str) -> str:
        """Return a protocol's name for the user."""
        return {"matched": self.tr("loudness matched"), "published": self.tr("as published in 2021")}[protocol]
