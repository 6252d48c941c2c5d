"""Playback of one song at a time.

A thread of its own decodes the file block by block and hands it to the output device. Pausing ends that work and
resuming starts it anew at the same place, so a paused song holds neither the file nor the device.
"""

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.jobs.outputs import LATENCY_S, open_output

log = logging.getLogger(__name__)

DISPLAY_INTERVAL_MS = 33
STALLED_S = 8.0
STOP_DEADLINE_S = 2.0
STALLED = Failure("output.unavailable", "The output device stopped working.", "Check the system's sound settings.")


@dataclass(frozen=True, eq=False)
class _Order:
    """What to play: a file from `start_s` to `end_s`, or to its end, on a device."""

    path: Path
    start_s: float
    end_s: float | None
    device: str
    given_at: float


@dataclass(frozen=True)
class _Clock:
    """How far an order is: seconds handed to the device, when that was noted, and how many it still holds."""

    order: _Order
    handed_s: float
    noted_at: float
    latency_s: float

    def position_s(self) -> float:
        """Return what is heard now."""
        heard_s = self.handed_s - self.latency_s + time.monotonic() - self.noted_at
        return self.order.start_s + min(self.handed_s, max(0.0, heard_s))


class Player(QObject):
    """Plays a file. Lives on the window's thread; so do its signals.

    Args:
        device: the output device's name; empty for the system's default.
    """

    position_changed = Signal(float)
    """Seconds from the song's start: thirty times a second while it plays, and after every jump."""
    playing_changed = Signal(bool)
    failed = Signal(object)
    """A `Failure`: playing ended, or could not begin."""

    _ended = Signal(object, object)

    def __init__(self, device: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.device = device
        self.path: Path | None = None
        self._position_s = 0.0
        self._end_s: float | None = None
        self._ready = threading.Condition()
        self._order: _Order | None = None
        self._done: _Order | None = None
        self._clock: _Clock | None = None
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()
        self._timer = QTimer(self, interval=DISPLAY_INTERVAL_MS)
        self._timer.timeout.connect(self._show)
        self._ended.connect(self._on_ended)

    @property
    def is_playing(self) -> bool:
        """Whether a song plays or is about to."""
        return self._order is not None

    @property
    def position_s(self) -> float:
        """Seconds from the song's start to what is heard now."""
        order, clock = self._order, self._clock
        if order is None:
            return self._position_s
        return clock.position_s() if clock and clock.order is order else order.start_s

    def load(self, path: Path | None) -> None:
        """Load another song, at its start; stops the one before. Nothing is opened until it is played."""
        self._give(None)
        self.path, self._position_s, self._end_s = path, 0.0, None
        self.position_changed.emit(0.0)

    def use_device(self, name: str) -> None:
        """Play on another device from now on; a song that plays moves there."""
        self.device = name
        if self._order:
            self.play()

    def play(self, start_s: float | None = None, end_s: float | None = None) -> None:
        """Play from a position, the present one if None, to another, the song's end if None."""
        if self.path is None:
            return
        if start_s is None:
            start_s, end_s = self.position_s, self._end_s
        self._end_s = end_s
        self._give(_Order(self.path, start_s, end_s, self.device, time.monotonic()))
        self.position_changed.emit(start_s)

    def pause(self) -> None:
        """Stop here; `play` resumes here."""
        self._position_s = self.position_s
        self._give(None)

    def toggle(self) -> None:
        """Pause if it plays, else play."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, position_s: float) -> None:
        """Go to a position, playing on if it plays; the end of a range no longer counts."""
        self._position_s, self._end_s = max(0.0, position_s), None
        if self.is_playing:
            self.play(self._position_s)
        else:
            self.position_changed.emit(self._position_s)

    def close(self) -> None:
        """Stop, and end the thread."""
        self._closing.set()
        self._give(None)
        if self._thread:
            self._thread.join(STOP_DEADLINE_S)
            if self._thread.is_alive():
                log.error("The output device does not let go")

    def _give(self, order: _Order | None) -> None:
        """Replace the order that the thread works on."""
        was_playing = self.is_playing
        with self._ready:
            self._order = order
            self._ready.notify()
        if order and (self._thread is None or not self._thread.is_alive()):
            self._thread = threading.Thread(target=self._work, name="mandohit-player", daemon=True)
            self._thread.start()
        if self.is_playing != was_playing:
            if self.is_playing:
                self._timer.start()
            else:
                self._timer.stop()
            self.playing_changed.emit(self.is_playing)

    @Slot()
    def _show(self) -> None:
        order, clock = self._order, self._clock
        if order is None:
            return
        alive_at = clock.noted_at if clock and clock.order is order else order.given_at
        if time.monotonic() - alive_at > STALLED_S:
            self._thread = None  # It hangs in the device's driver and may never end.
            self._on_ended(order, STALLED)
        else:
            self.position_changed.emit(self.position_s)

    @Slot(object, object)
    def _on_ended(self, order: _Order, failure: Failure | None) -> None:
        if order is not self._order:
            return
        self.pause()
        self._end_s = None
        if failure is None:
            self._position_s = 0.0 if order.end_s is None else order.end_s
        self.position_changed.emit(self._position_s)
        if failure:
            self.failed.emit(failure)

    def _work(self) -> None:
        """Play orders until the player closes; the thread's body."""
        while (order := self._next()) is not None:
            failure = None
            try:
                self._play(order)
            except Exception as error:  # noqa: BLE001  every fault becomes a value for the window
                failure = Failure.of(error)
            self._done = order
            self._ended.emit(order, failure)

    def _next(self) -> _Order | None:
        """Wait for the next order; None where this thread has nothing more to do."""
        me = threading.current_thread()
        with self._ready:
            while self._thread is me and not self._closing.is_set():
                if self._order not in (None, self._done):
                    return self._order
                self._ready.wait()
        return None

    def _play(self, order: _Order) -> None:
        from mandohit_desktop.engine.playback import at_rate, open_playback

        with (
            open_playback(order.path, order.start_s) as sound,
            open_output(order.device, sound.info.sample_rate_hz, sound.info.n_channels) as output,
        ):
            rate_hz = round(output.samplerate)
            n_left = None if order.end_s is None else round((order.end_s - order.start_s) * rate_hz)
            n_handed = 0
            for block in at_rate(sound, rate_hz).blocks:
                if self._order is not order:
                    return
                part = block if n_left is None else block[: n_left - n_handed]
                output.write(part)
                n_handed += len(part)
                self._clock = _Clock(order, n_handed / rate_hz, time.monotonic(), output.latency)
                if n_handed == n_left:
                    break
            self._drain(order, output)

    def _drain(self, order: _Order, output: Any) -> None:
        """Let the device play what it holds, unless something else is wanted."""
        until = time.monotonic() + max(LATENCY_S, output.latency)
        while self._order is order and time.monotonic() < until:
            time.sleep(0.01)
