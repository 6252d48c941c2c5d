"""Stopping a run so that nothing is lost: the step under way ends, its checkpoint is written, and the process goes.

SIGINT and SIGTERM ask for it; where a program started the run (`--stop-on-eof`), so does closing its standard input,
which is what Windows has instead of signals. A second signal ends the process at once.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from models.errors import Cancelled

STOP_POLL_S = 0.2


class StopRequest:
    """Whether somebody asked for a stop."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def listen(self, *, stdin: bool) -> None:
        """Take SIGINT and SIGTERM, and the end of standard input if wanted; main thread only."""
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, self._on_signal)
        if stdin:
            threading.Thread(target=self._wait_for_end_of_input, name="stop-on-eof", daemon=True).start()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del frame
        self.ask()
        signal.signal(number, signal.SIG_DFL)

    def _wait_for_end_of_input(self) -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        self.ask()

    def ask(self) -> None:
        """Ask for a stop."""
        self._asked.set()

    def asked(self) -> bool:
        """Tell whether a stop was asked for."""
        return self._asked.is_set()

    def wait(self, timeout: float, /) -> bool:
        """Wait this many seconds, or until a stop is asked for, and tell whether it is."""
        return self._asked.wait(timeout)

    def check(self) -> None:
        """Raise if a stop was asked for.

        Raises:
            Cancelled: it was.
        """
        if self.asked():
            raise Cancelled("Stopped.", "Start it again to go on from here.")


@contextmanager
def passed_on(stop: StopRequest, flag: Path) -> Iterator[None]:
    """Tell the processes of a fit, through a file, that their starter was asked to stop."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(STOP_POLL_S):
            if stop.asked():
                flag.touch()

    watcher = threading.Thread(target=watch, name="pass-on-stop", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
        flag.unlink(missing_ok=True)
