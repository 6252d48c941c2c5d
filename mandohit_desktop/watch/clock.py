"""The clocks of the watcher, in one place so that tests can replace them."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """Three ways to tell the time, each a function that returns seconds."""

    now: Callable[[], float] = time.monotonic
    """For measuring how long something has lasted."""
    wall: Callable[[], float] = time.time
    """The scale of files' modification times."""
    cpu: Callable[[], float] = time.thread_time
    """What the watcher's own thread has used up."""
