"""Work on a thread pool whose result is not awaited: its exceptions are reported instead of discarded."""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future


def submit(pool: Executor, work: Callable[..., object], *arguments: object) -> None:
    """Run work on a pool; what it raises goes where an uncaught exception of a thread goes: to the log and the user."""
    pool.submit(work, *arguments).add_done_callback(_report)


def _report(future: "Future[object]") -> None:
    error = None if future.cancelled() else future.exception()
    if error is not None:
        caught = (type(error), error, error.__traceback__, threading.current_thread())
        threading.excepthook(threading.ExceptHookArgs(caught))
