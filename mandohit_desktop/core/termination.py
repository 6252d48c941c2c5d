"""The signals by which a system asks a program to end, beside Ctrl-C's.

SIGTERM comes from `kill` and a shutdown, SIGHUP from a terminal that is closed, SIGBREAK on Windows from Ctrl-Break.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")


@contextmanager
def on_termination(handler: Callable[[int, FrameType | None], Any]) -> Iterator[None]:
    """Call a handler for the first such signal while the block runs, and ignore the others; main thread only.

    A signal that the program was started to ignore, as by `nohup`, stays ignored.
    """
    kinds = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
    before = {kind: signal.getsignal(kind) for kind in kinds if signal.getsignal(kind) is not signal.SIG_IGN}

    def once(kind: int, frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        handler(kind, frame)

    for kind in before:
        signal.signal(kind, once)
    try:
        yield
    finally:
        for kind, handled in before.items():
            signal.signal(kind, handled)
