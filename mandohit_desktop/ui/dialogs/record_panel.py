"""Recording: a device, a button, a level from the first second, the live spectrogram and the live score."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QWidget

from mandohit_desktop.capture.notices import NO_DEVICE
from mandohit_desktop.capture.recorder import RecorderState
from mandohit_desktop.capture.source import Device, Kind
from mandohit_desktop.core.notices import Notice
from mandohit_desktop.core.settings import RECORDING_DEVICE, RECORDINGS_FOLDER, Settings
from mandohit_desktop.jobs.recording import RecordingJob
from mandohit_desktop.ui.dialogs.live_views import LevelMeter, LiveSpectrogram
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import MARGIN
from mandohit_desktop.ui.style.widgets import ChoiceBox, button, card, column, field_grid, label
from mandohit_desktop.ui.text import sentences, wording
from mandohit_desktop.ui.text.i18n import Translated

SIZE = (620, 520)
NO_SCORE = "\u2013"


class RecordPanel(Translated, QDialog):
    """The dialog of recording; closing it leaves a recording under way.

    Args:
        settings: keep the device and the folder.
        recording: does the work.
    """

    def __init__(self, settings: Settings, recording: RecordingJob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._recording = settings, recording
        self._devices: list[Device] = []
        self._state = RecorderState()
        self._live: tuple[float, float] | None = None
        self._problem: Notice | None = None
        self.devices = ChoiceBox()
        self.devices.activated.connect(self._keep_device)
        self.refresh, self.record, self.choose = button(), button(primary=True, default=True), button()
        self.refresh.setIcon(icon("rescore"))
        self.choose.setIcon(icon("folder"))
        self.meter, self.spectrogram = LevelMeter(), LiveSpectrogram()
        self._device_name, self._folder_name = label(), label()
        self._folder = label("muted", wrap=True)
        self._elapsed, self._score = label("title"), label("title")
        self._under_score = label("muted")
        self._said = label("warn", wrap=True)
        self._build()
        self.refresh.clicked.connect(self._look)
        self.record.clicked.connect(self._toggle)
        self.choose.clicked.connect(self._choose_folder)
        recording.devices_listed.connect(self._on_devices)
        recording.failed.connect(self._on_failed)
        recording.state_changed.connect(self._on_state)
        recording.columns_added.connect(self.spectrogram.add_columns)
        recording.live_scored.connect(self._on_live)
        self.retranslate()
        self.resize(*SIZE)
        self._look()

    def _build(self) -> None:
        self._device_name.setBuddy(self.devices)
        self._folder_name.setBuddy(self.choose)
        choices = field_grid()
        for row, widgets in enumerate(
            ((self._device_name, self.devices, self.refresh), (self._folder_name, self._folder, self.choose))
        ):
            for place, widget in enumerate(widgets):
                choices.addWidget(widget, row, place)
        figures = QHBoxLayout()
        for widget, side in ((self._elapsed, Qt.AlignmentFlag.AlignLeft), (self._score, Qt.AlignmentFlag.AlignRight)):
            figures.addWidget(widget, 1, side)
        live = column()
        live.addLayout(figures)
        live.addWidget(self._under_score, 0, Qt.AlignmentFlag.AlignRight)
        live.addWidget(self.meter)
        live.addWidget(self.spectrogram, 1)
        live.addWidget(self._said)
        layout = column(self, margin=MARGIN)
        layout.addWidget(card(choices))
        layout.addWidget(card(live), 1)
        layout.addWidget(self.record)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Record"))
        self._device_name.setText(self.tr("Record &from"))
        self._folder_name.setText(self.tr("Keep in"))
        self.devices.setAccessibleName(self.tr("Record from"))
        self.refresh.setText(self.tr("Look &again"))
        self.choose.setText(self.tr("&Choose…"))
        self.choose.setAccessibleName(self.tr("Choose the folder for recordings"))
        self._folder.setText(str(self._recording.folder))
        self._show_devices()
        self._show_state()

    # Devices

    def _look(self) -> None:
        self._take([], None)
        self._recording.list_devices()

    def _on_devices(self, devices: list[Device]) -> None:
        self._take(devices, None if devices else NO_DEVICE)

    def _on_failed(self, notice: Notice) -> None:
        self._take([], notice)

    def _take(self, devices: list[Device], problem: Notice | None) -> None:
        self._devices, self._problem = devices, problem
        self._show_devices()
        self._show_state()

    def _show_devices(self) -> None:
        """Offer what there is; the one that was chosen last, or else what the computer plays."""
        wanted = self._settings.get(RECORDING_DEVICE)
        self.devices.clear()
        for device in self._devices:
            words = self.tr("{device} (what it plays)") if device.kind is Kind.OUTPUT else self.tr("{device} (input)")
            self.devices.addItem(words.format(device=device.name), device.id)
        known = self.devices.findData(wanted)
        usual = next((i for i, d in enumerate(self._devices) if d.is_default and d.kind is Kind.OUTPUT), 0)
        self.devices.setCurrentIndex(known if known >= 0 else usual)

    def _keep_device(self) -> None:
        self._settings.set(RECORDING_DEVICE, self.devices.currentData())

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Keep recordings in"), str(self._recording.folder))
        if chosen:
            self._settings.set(RECORDINGS_FOLDER, str(Path(chosen)))
            self._folder.setText(str(self._recording.folder))

    # Recording

    def _toggle(self) -> None:
        if self._recording.is_recording:
            self._recording.stop()
        elif 0 <= self.devices.currentIndex() < len(self._devices):
            self._live = None
            self.spectrogram.clear()
            self._recording.start(self._devices[self.devices.currentIndex()])
            self._on_state(RecorderState(recording=True))

    def _on_state(self, state: RecorderState) -> None:
        self._state = state
        self._show_state()

    def _on_live(self, score: float, seconds: float) -> None:
        self._live = (score, seconds)
        self._show_state()

    def _show_state(self) -> None:
        state, busy = self._state, self._recording.is_recording
        self.record.setText(self.tr("&Stop") if busy else self.tr("&Record"))
        self.record.setIcon(icon("stop" if busy else "record", "on_accent"))
        self.record.setEnabled(busy or bool(self._devices))
        self.devices.setEnabled(not busy)
        self.refresh.setEnabled(not busy)
        self.choose.setEnabled(not busy)
        self._elapsed.setText(wording.clock(state.elapsed_s))
        self._elapsed.setAccessibleName(self.tr("Recorded: {time}").format(time=wording.clock(state.elapsed_s)))
        self.meter.show_level(state.peak_dbfs, state.rms_dbfs)
        self._score.setText(wording.score(self._live[0]) if self._live else NO_SCORE)
        seconds = round(self._live[1]) if self._live else 30
        self._under_score.setText(self.tr("live score of the last {seconds} s").format(seconds=seconds))
        self._said.setText(self._words())

    def _words(self) -> str:
        """Return the messages: recent events, the current diagnosis, lost sound."""
        state = self._state
        said = [self._problem] if self._problem else []
        said += [*state.events[-2:], *([state.diagnosis] if state.diagnosis else [])]
        words = [sentences.notice(notice) for notice in said]
        if not self._devices and not self._problem:
            words.append(self.tr("Looking for devices…"))
        if state.n_overflows:
            words.append(self.tr("Sound was lost {count} times.").format(count=state.n_overflows))
        if state.path and not state.recording:
            words.append(self.tr("Kept as {file}.").format(file=state.path.name))
        return "\n".join(words)
