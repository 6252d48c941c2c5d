"""`mandohit record`: records what the computer plays, with a level and a live score; then scores the file."""

import argparse
import contextlib
import errno
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from mandohit_desktop.capture import notices
from mandohit_desktop.capture.devices import default_device, find_device, list_devices
from mandohit_desktop.capture.flac import recover
from mandohit_desktop.capture.live import LIVE_EVERY_S, LIVE_S
from mandohit_desktop.capture.meter import METER_FLOOR_DB
from mandohit_desktop.capture.recorder import Recorder, RecorderState
from mandohit_desktop.capture.source import CaptureError, Device
from mandohit_desktop.commands.refusal import refuse
from mandohit_desktop.commands.table import clock, printable, ranks
from mandohit_desktop.core.paths import history_file, recordings_folder, settings_file
from mandohit_desktop.core.settings import RECORDINGS_FOLDER, Settings
from mandohit_desktop.core.termination import on_termination
from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.engine.cached_scorer import CachedScorer
from mandohit_desktop.engine.registry import load_model
from mandohit_desktop.store.history import History, NotKept
from mandohit_desktop.store.schema import HistoryTooNew
from models import exit_codes
from models.errors import AudioError, BundleError, DeviceUnavailable, MandoHitError
from models.spec import Protocol

LOOK_EVERY_S = 0.25
METER_CELLS = 20
CLEAR_LINE = "\r\x1b[K"


def run(options: argparse.Namespace) -> int:
    """Record until the time is over, Ctrl-C or a signal to end, then score.

    The exit code is 1 if there is no recording or no score.
    """
    if options.out and options.out.suffix and options.out.suffix.lower() != ".flac":
        return refuse("record", "recordings are FLAC files; name one NAME.flac, or a folder.")
    with _quiet_libraries():
        try:
            device = _device(options.device)
            engine = Engine(load_model(options.model))
        except CaptureError as error:
            return refuse("record", error.notice.text)
        except (BundleError, DeviceUnavailable) as error:
            return refuse("record", error.text)
        target = options.out or Path(Settings(settings_file()).get(RECORDINGS_FOLDER) or recordings_folder())
        for path in recover():
            _say(notices.RECOVERED.about(file=str(path)).text)
        with on_termination(signal.default_int_handler):
            return _record(device, target, engine, options.seconds)


def _device(wanted: str | None) -> Device:
    devices = list_devices()
    try:
        return find_device(devices, wanted) if wanted else default_device(devices)
    except CaptureError:
        for device in devices:
            print(f"{device.kind:6}  {device.id}  {device.name}", file=sys.stderr)
        raise


def _record(device: Device, target: Path, engine: Engine, seconds: float | None) -> int:
    recorder = Recorder(device, target)
    recorder.start()
    display = _Display(recorder, engine)
    end_s = time.monotonic() + (seconds if seconds is not None else float("inf"))
    try:
        _say(f"Recording {device.name}. Ctrl-C ends it.")
        while recorder.state.recording and time.monotonic() < end_s:
            time.sleep(LOOK_EVERY_S)
            display.update()
    except KeyboardInterrupt:
        pass
    finally:
        state = recorder.stop()
    display.finish(state)
    if state.path is None:
        return exit_codes.FAILED
    return _score(state.path, engine)


def _score(path: Path, engine: Engine) -> int:
    try:
        history = History(history_file())
    except (OSError, HistoryTooNew) as error:
        _say(f"The score is not kept, for the history cannot be opened: {error}.")
        history = History(Path(":memory:"))
    try:
        result = CachedScorer(engine, history, Protocol.MATCHED).score(path).result
        assert result is not None
        _say(f"{ranks(result)}  {printable(str(path))}", sys.stdout)
    except NotKept as error:
        _say(f"{ranks(error.result)}  {printable(str(path))}", sys.stdout)
        _say(error.text)
    except MandoHitError as error:
        _say(f"{path}: {error.text}")
        return exit_codes.FAILED
    finally:
        history.close()
    return exit_codes.OK


def _say(text: str, stream: TextIO | None = None, end: str = "\n") -> None:
    """Print, to standard error by default; a terminal that has been closed is written to no more."""
    stream = stream or sys.stderr
    try:
        print(text, end=end, file=stream, flush=True)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


class _Display:
    """One line that is written over and over on a terminal, and every event on a line of its own."""

    def __init__(self, recorder: Recorder, engine: Engine) -> None:
        self._recorder, self._engine = recorder, engine
        self._next_live_s = time.monotonic() + LIVE_EVERY_S
        self._live = ""
        self._n_events = 0
        self._diagnosis = ""
        self._is_terminal = sys.stderr.isatty()
        self._start = CLEAR_LINE if self._is_terminal else ""

    def update(self) -> None:
        """Show how the recording stands."""
        state = self._recorder.state
        if time.monotonic() >= self._next_live_s:
            self._next_live_s = time.monotonic() + LIVE_EVERY_S
            self._live = self._live_score()
        self._print_news(state)
        if self._is_terminal:
            _say(f"{self._start}{self._line(state)}", end="")

    def finish(self, state: RecorderState) -> None:
        """Show how it ended."""
        self._print_news(state)
        lost = f", sound was lost {state.n_overflows} times" if state.n_overflows else ""
        _say(f"{self._start}Recorded {clock(state.elapsed_s)}{lost}.")

    def _print_news(self, state: RecorderState) -> None:
        """Print the events and the diagnosis that are new."""
        words = [event.text for event in state.events[self._n_events :]]
        self._n_events = len(state.events)
        code = state.diagnosis.code if state.diagnosis else ""
        if state.diagnosis and code != self._diagnosis:
            words.append(state.diagnosis.text)
        self._diagnosis = code
        for text in words:
            _say(f"{self._start}{text}")

    def _live_score(self) -> str:
        recent = self._recorder.recent(LIVE_S)
        if recent is None:
            return ""
        samples, rate_hz, _ = recent
        try:
            report = self._engine.score_samples(samples, rate_hz, Protocol.MATCHED)
        except AudioError:
            return ""
        return f"last {min(LIVE_S, len(samples) / rate_hz):.0f} s: {report.score:.1f}"

    def _line(self, state: RecorderState) -> str:
        n_cells = round(METER_CELLS * (1.0 - max(METER_FLOOR_DB, state.peak_dbfs) / METER_FLOOR_DB))
        meter = "#" * n_cells + "." * (METER_CELLS - n_cells)
        lost = f"  lost {state.n_overflows}x" if state.n_overflows else ""
        return f"{clock(state.elapsed_s)}  {meter} {state.peak_dbfs:6.1f} dB{lost}  {self._live}"


@contextlib.contextmanager
def _quiet_libraries() -> Iterator[None]:
    """Keep what the sound libraries write to the terminal away from it; Python's own messages still get there."""
    try:
        shared = sys.stderr.fileno() == 2
    except OSError:
        shared = False
    if not shared:
        yield
        return
    real, before = os.dup(2), sys.stderr
    nowhere = os.open(os.devnull, os.O_WRONLY)
    sys.stderr = os.fdopen(real, "w", encoding="utf-8", errors="backslashreplace", buffering=1)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(real, 2)
        sys.stderr.close()
        os.close(nowhere)
        sys.stderr = before
