"""The recorder: a thread that reads a device and writes a file, and a state that any thread may read.

Memory does not grow with the length of a recording: sound goes straight to disk, and only the last half minute is kept
for the live views. Whatever happens, what was recorded until then is kept.
"""

import logging
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import soxr

from mandohit_desktop.capture import notices
from mandohit_desktop.capture.devices import open_source
from mandohit_desktop.capture.flac import FlacWriter, name_by_time
from mandohit_desktop.capture.meter import FLOOR_DBFS, Meter
from mandohit_desktop.capture.ring import Ring
from mandohit_desktop.capture.source import (
    CaptureError,
    Device,
    DeviceLost,
    OpenSource,
    Samples,
    SystemAudioSource,
)  # fmt: skip
from mandohit_desktop.core.notices import Notice
from mandohit_desktop.core.paths import recordings_folder

log = logging.getLogger(__name__)

KEPT_S = 30.0
READ_FOR_S = 0.25
RETURN_WITHIN_S = 5.0
RETRY_EVERY_S = 0.5
CHECK_DISK_EVERY_S = 2.0
DISK_RESERVE_BYTES = 32 * 2**20
STOP_WITHIN_S = 10.0


@dataclass(frozen=True)
class RecorderState:
    """The state of a recording.

    Attributes:
        recording: whether it is under way.
        elapsed_s: how much has arrived from the device.
        peak_dbfs, rms_dbfs: the level of what arrived last.
        n_overflows: how often sound was lost because the computer could not keep up.
        diagnosis: what seems to be wrong right now.
        events: what has happened so far, in order.
        path: the finished file.
    """

    recording: bool = False
    elapsed_s: float = 0.0
    peak_dbfs: float = FLOOR_DBFS
    rms_dbfs: float = FLOOR_DBFS
    n_overflows: int = 0
    diagnosis: Notice | None = None
    events: tuple[Notice, ...] = ()
    path: Path | None = None


class Recorder:
    """Makes one recording.

    Args:
        device: what to record.
        target: the file to be, or the folder for a file named by the time.
        open_device: opens the device.
        now: a clock in seconds.
        free_bytes: tells how much room a folder has.
    """

    def __init__(
        self,
        device: Device,
        target: Path,
        *,
        open_device: OpenSource = open_source,
        now: Callable[[], float] = time.monotonic,
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self.device = device
        is_file = target.suffix.lower() == ".flac"
        self._target = target if is_file else target / name_by_time(datetime.now())
        self._open, self._now, self._free_bytes = open_device, now, free_bytes
        self._state = RecorderState(recording=True)
        self._ring: Ring | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mandohit-record", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end(self) -> None:
        """Request the end of the recording; its state says when the file is complete."""
        self._stopping.set()

    def stop(self) -> RecorderState:
        """End the recording, wait until its file is whole and return the final state."""
        self.end()
        self._thread.join(STOP_WITHIN_S)
        return self._state

    @property
    def state(self) -> RecorderState:
        """The present state."""
        return self._state

    def recent(self, seconds: float) -> tuple[Samples, int, int] | None:
        """Return the last seconds, [frames, channels], their rate in Hz and how many frames there ever were."""
        ring = self._ring
        return (ring.last(seconds), ring.rate_hz, ring.n_pushed) if ring else None

    def _event(self, notice: Notice) -> None:
        self._state = replace(self._state, events=(*self._state.events, notice))

    def _run(self) -> None:
        try:
            self._record()
        except CaptureError as error:
            self._event(error.notice)
        except Exception as error:
            log.exception("Recording failed")
            self._event(notices.CANNOT_OPEN.about(device=self.device.name, reason=type(error).__name__))
        self._state = replace(self._state, recording=False, diagnosis=None)

    def _record(self) -> None:
        source = self._open(self.device)
        try:
            writer = FlacWriter(self._target, source.rate_hz, source.n_channels)
        except (OSError, RuntimeError) as error:
            source.close()
            raise CaptureError(self._cannot_write(error)) from error
        self._ring = Ring(KEPT_S, source.rate_hz, source.n_channels)
        session = _Session(source, Meter(self.device, source.rate_hz, self._now()))
        try:
            while not self._stopping.is_set():
                self._step(session, writer, READ_FOR_S)
            self._step(session, writer, 0.0)
        except _Ended as end:
            self._event(end.notice)
        finally:
            session.source.close()
            self._finish(writer)

    def _step(self, session: "_Session", writer: FlacWriter, timeout_s: float) -> None:
        """Read once and pass on what came."""
        try:
            samples = session.read(timeout_s)
        except DeviceLost as lost:
            self._reopen(session, lost.notice)
            return
        now_s = self._now()
        if samples is not None:
            session.meter.push(samples, now_s)
            if self._ring:
                self._ring.push(samples)
            self._write(session, writer, samples, now_s)
        self._state = replace(
            self._state,
            elapsed_s=session.n_frames / session.rate_hz,
            peak_dbfs=session.meter.peak_dbfs,
            rms_dbfs=session.meter.rms_dbfs,
            n_overflows=session.n_overflows,
            diagnosis=session.meter.diagnosis(now_s),
        )
        if (changed := session.take_rate_change()) is not None:
            device, kept_hz = self.device.name, session.rate_hz
            self._event(notices.RATE_CHANGED.about(device=device, rate_hz=changed, kept_hz=kept_hz))

    def _write(self, session: "_Session", writer: FlacWriter, samples: Samples, now_s: float) -> None:
        try:
            if now_s >= session.check_disk_at_s:
                session.check_disk_at_s = now_s + CHECK_DISK_EVERY_S
                self._check_disk()
            writer.write(samples)
        except OSError as error:
            log.warning("Writing the recording failed: %s", error)
            raise _Ended(notices.DISK_FULL) from error

    def _check_disk(self) -> None:
        folder = self._target.parent
        try:
            free_bytes = self._free_bytes(folder)
        except OSError as error:
            log.warning("The folder of the recording is out of reach: %s", error)
            raise _Ended(notices.FOLDER_GONE.about(folder=str(folder))) from error
        if free_bytes < DISK_RESERVE_BYTES:
            raise _Ended(notices.DISK_FULL)

    def _reopen(self, session: "_Session", lost: Notice) -> None:
        """Wait a few seconds for a lost device to return, as after a change of its format."""
        session.source.close()
        end_s = self._now() + RETURN_WITHIN_S
        while not self._stopping.wait(RETRY_EVERY_S):
            try:
                session.replace_source(self._open(self.device, session.rate_hz))
            except CaptureError:
                if self._now() >= end_s:
                    break
                continue
            self._event(notices.CAME_BACK.about(device=self.device.name))
            return
        raise _Ended(lost)

    def _finish(self, writer: FlacWriter) -> None:
        try:
            path = writer.finish(recordings_folder())
        except OSError as error:
            self._event(self._cannot_write(error))
            return
        if path is None:
            self._event(notices.TOO_SHORT)
        elif path.parent != self._target.parent:
            self._event(notices.SAVED_ELSEWHERE.about(folder=str(self._target.parent), file=str(path)))
        self._state = replace(self._state, path=path)

    def _cannot_write(self, error: Exception) -> Notice:
        reason = getattr(error, "strerror", None) or str(error)
        return notices.CANNOT_WRITE.about(folder=str(self._target.parent), reason=reason)


class _Ended(Exception):
    """Ends the recording; the notice gives the reason."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.text)
        self.notice = notice


class _Session:
    """An open source brought to the file's rate and channels, and what was counted over all of them."""

    def __init__(self, source: SystemAudioSource, meter: Meter) -> None:
        self.source, self.meter = source, meter
        self.rate_hz, self._n_channels = source.rate_hz, source.n_channels
        self.n_frames = 0
        self.check_disk_at_s = 0.0
        self._n_overflows_before = 0
        self._resampler: soxr.ResampleStream | None = None
        self._source_rate_hz = source.rate_hz
        self._rate_change: int | None = None

    @property
    def n_overflows(self) -> int:
        return self._n_overflows_before + self.source.n_overflows

    def replace_source(self, source: SystemAudioSource) -> None:
        self._n_overflows_before = self.n_overflows
        self.source = source

    def take_rate_change(self) -> int | None:
        """Return the rate the device has just changed to, once."""
        changed, self._rate_change = self._rate_change, None
        return changed

    def read(self, timeout_s: float) -> Samples | None:
        """Return what has arrived, at the file's rate and with its channels."""
        samples = self.source.read(timeout_s)
        if samples is None or not len(samples):
            return None
        if self.source.rate_hz != self._source_rate_hz:
            self._source_rate_hz = self._rate_change = self.source.rate_hz
            same = self._source_rate_hz == self.rate_hz
            self._resampler = (
                None
                if same
                else soxr.ResampleStream(self._source_rate_hz, self.rate_hz, self._n_channels, "float32", "HQ")
            )
        if samples.shape[1] != self._n_channels:
            samples = np.repeat(samples.mean(axis=1, keepdims=True), self._n_channels, axis=1)
        if self._resampler:
            samples = np.asarray(self._resampler.resample_chunk(samples), dtype=np.float32)
        self.n_frames += len(samples)
        return samples
