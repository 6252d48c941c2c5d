"""Recording in the window: the recorder's state twenty times a second, a live spectrogram and a live score.

The libraries of sound are imported when they are first needed, not while the window comes up.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mandohit_desktop.capture.live import LIVE_EVERY_S, LIVE_S
from mandohit_desktop.core.paths import recordings_folder
from mandohit_desktop.core.settings import RECORDINGS_FOLDER, Settings
from mandohit_desktop.jobs.background import submit
from mandohit_desktop.jobs.main_thread_signals import MainThreadSignals
from mandohit_desktop.jobs.scoring import Scoring

if TYPE_CHECKING:
    from mandohit_desktop.capture.recorder import Recorder, RecorderState
    from mandohit_desktop.capture.source import Device
    from mandohit_desktop.capture.spectrum import LiveSpectrum

log = logging.getLogger(__name__)

LOOK_MS = 50


class RecordingJob(MainThreadSignals):
    """Records one thing at a time. Lives on the window's thread; so do all its signals.

    Args:
        settings: where recordings are kept.
        scoring: gives the live score, and scores what was recorded.
    """

    devices_listed = Signal(object)
    """A list of `Device`s."""
    failed = Signal(object)
    """A `Notice`: why there are no devices."""
    state_changed = Signal(object)
    """A `RecorderState`, twenty times a second while a recording is under way and once when it has ended."""
    columns_added = Signal(object)
    """New columns of the live spectrogram."""
    live_scored = Signal(float, float)
    """The score of the last seconds, and how many those are."""
    recovered = Signal(object)
    """A list of `Path`s: recordings that an earlier run could not finish."""
    finished = Signal(object)
    """The final `RecorderState`."""

    def __init__(self, settings: Settings, scoring: Scoring, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings, self._scoring = settings, scoring
        self._recorder: Recorder | None = None
        self._spectrum: LiveSpectrum | None = None
        self._next_live_s = LIVE_EVERY_S
        self._live_is_due = threading.Event()
        self._background = ThreadPoolExecutor(1, "mandohit-capture")
        self._scores = ThreadPoolExecutor(1, "mandohit-live")
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_recording(self) -> bool:
        """Whether a recording is under way."""
        return self._recorder is not None

    @property
    def folder(self) -> Path:
        """Where recordings are kept."""
        return Path(self._settings.get(RECORDINGS_FOLDER) or recordings_folder())

    def list_devices(self) -> None:
        """Ask what can be recorded."""
        submit(self._background, self._list)

    def recover(self) -> None:
        """Complete recordings that a crash left unfinished, wherever they lie."""
        submit(self._background, self._recover)

    def _list(self) -> None:
        from mandohit_desktop.capture import notices
        from mandohit_desktop.capture.devices import list_devices
        from mandohit_desktop.capture.source import CaptureError

        try:
            self._post(self.devices_listed, list_devices())
        except CaptureError as error:
            self._post(self.failed, error.notice)
        except Exception as error:
            log.exception("Listing the devices failed")
            self._post(self.failed, notices.NO_AUDIO_SYSTEM.about(reason=type(error).__name__))

    def _recover(self) -> None:
        from mandohit_desktop.capture.flac import recover

        if paths := recover():
            self._post(self.recovered, paths)

    def start(self, device: "Device") -> None:
        """Begin to record a device."""
        from mandohit_desktop.capture.recorder import Recorder

        if self._recorder:
            return
        self._recorder = Recorder(device, self.folder)
        self._spectrum, self._next_live_s = None, LIVE_EVERY_S
        self._recorder.start()
        self._timer.start()

    def stop(self) -> None:
        """End the recording; `finished` follows."""
        if self._recorder:
            self._recorder.end()

    @Slot()
    def _look(self) -> None:
        recorder = self._recorder
        if recorder is None:
            return
        state = recorder.state
        self._show_sound(recorder, state)
        if state.recording:
            self.state_changed.emit(state)
            return
        self._timer.stop()
        self._recorder = None
        self.state_changed.emit(state)
        self.finished.emit(state)

    def _show_sound(self, recorder: "Recorder", state: "RecorderState") -> None:
        recent = recorder.recent(1.0)
        if recent is None:
            return
        from mandohit_desktop.capture.spectrum import LiveSpectrum

        samples, rate_hz, n_pushed = recent
        self._spectrum = self._spectrum or LiveSpectrum(rate_hz)
        columns = self._spectrum.columns(samples, n_pushed)
        if columns.shape[1]:
            self.columns_added.emit(columns)
        if state.elapsed_s >= self._next_live_s and not self._live_is_due.is_set():
            self._next_live_s = state.elapsed_s + LIVE_EVERY_S
            self._live_is_due.set()
            submit(self._scores, self._score, recorder)

    def _score(self, recorder: "Recorder") -> None:
        try:
            recent = recorder.recent(LIVE_S)
            if recent is None:
                return
            samples, rate_hz, _ = recent
            score = self._scoring.score_samples(samples, rate_hz)
            if score is not None:
                self._post(self.live_scored, score, len(samples) / rate_hz)
        finally:
            self._live_is_due.clear()

    def close(self) -> None:
        """End a recording that is under way, keeping it, and all threads. No signal comes after this."""
        self.blockSignals(True)
        self._timer.stop()
        if self._recorder:
            self._recorder.stop()
            self._recorder = None
        self._background.shutdown(cancel_futures=True)
        self._scores.shutdown(cancel_futures=True)
