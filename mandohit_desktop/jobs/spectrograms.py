"""Spectrograms of songs for the window, drawn on a thread of their own; only the latest wanted is worth finishing."""

import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.engine.errors import Cancelled
from mandohit_desktop.jobs.background import submit
from mandohit_desktop.jobs.main_thread_signals import MainThreadSignals
from mandohit_desktop.store.history import Content

if TYPE_CHECKING:
    from mandohit_desktop.engine.spectrogram import SongSpectrogram as SongSpectrogram

N_KEPT = 16
CHANGED = Failure(
    "audio.outdated", "The file has changed since it was scored.", "Score it again to see and hear the new version."
)


class Spectrograms(MainThreadSignals):
    """Draws spectrograms in the background and keeps the last few. Lives on the window's thread; so do its signals."""

    ready = Signal(str, object)
    """The sha256 of a content and its `SongSpectrogram`."""
    failed = Signal(str, object)
    """The sha256 of a content and a `Failure`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, SongSpectrogram] = OrderedDict()
        self._wanted: str | None = None
        self._pool = ThreadPoolExecutor(1, "mandohit-spectrogram")

    def request(self, path: Path, content: Content) -> None:
        """Have a file's spectrogram drawn; whatever was asked for before is not wanted any more."""
        self._wanted = content.sha256
        if spectrogram := self._find(content.sha256):
            self.ready.emit(content.sha256, spectrogram)
        else:
            submit(self._pool, self._draw, path, content)

    def _find(self, sha256: str) -> "SongSpectrogram | None":
        with self._lock:
            if sha256 in self._kept:
                self._kept.move_to_end(sha256)
            return self._kept.get(sha256)

    def _keep(self, sha256: str, spectrogram: "SongSpectrogram") -> None:
        with self._lock:
            self._kept[sha256] = spectrogram
            while len(self._kept) > N_KEPT:
                self._kept.popitem(last=False)

    def _draw(self, path: Path, content: Content) -> None:
        """Draw one spectrogram, on the pool's thread."""

        def check(_share: float) -> None:
            if self._wanted != content.sha256:
                raise Cancelled("Stopped.")

        try:
            check(0.0)
            spectrogram = self._find(content.sha256)
            if spectrogram is None:
                if _has_changed(path, content):
                    self._post(self.failed, content.sha256, CHANGED)
                    return
                from mandohit_desktop.engine.spectrogram import song_spectrogram

                spectrogram = song_spectrogram(path, on_progress=check)
                self._keep(content.sha256, spectrogram)
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001  every fault becomes a value for the window
            self._post(self.failed, content.sha256, Failure.of(error))
            return
        self._post(self.ready, content.sha256, spectrogram)

    def close(self) -> None:
        """Stop drawing and end the thread."""
        self._wanted = None
        self._pool.shutdown(cancel_futures=True)


def _has_changed(path: Path, content: Content) -> bool:
    """Tell whether a file is there and is no longer what was scored."""
    try:
        status = path.stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) != (content.size, content.mtime_ns)
