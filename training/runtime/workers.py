"""Work spread over processes by joblib: on this machine, or on a Dask or Ray cluster that shares its folders."""

import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from models.errors import ConfigInvalid

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Workers:
    """Where the work goes.

    Attributes:
        jobs: processes; -1 means one a processor.
        backend: `local`, or the kind of cluster: `dask` or `ray`.
        cluster: address of a cluster's scheduler, for example tcp://127.0.0.1:8786.
    """

    jobs: int = -1
    backend: str = "local"
    cluster: str = ""


def spread(work: Callable[[Item], Result], items: Iterable[Item], workers: Workers) -> Generator[Result, None, None]:
    """Yield the results as they come, in any order; closing the iterator drops what has not begun.

    Raises:
        ConfigInvalid: the backend's package is not installed, or its cluster does not answer.
    """
    if workers.backend == "local" and getattr(sys, "frozen", False):
        yield from spread_over_own_processes(work, items, workers.jobs if workers.jobs > 0 else os.cpu_count() or 1)
        return
    import joblib

    with ExitStack() as stack:
        _connect(workers, stack)
        backend = "loky" if workers.backend == "local" else workers.backend
        stack.enter_context(joblib.parallel_config(backend=backend, n_jobs=workers.jobs))
        parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1, pre_dispatch="2*n_jobs")
        results = parallel(joblib.delayed(_watched)(work, item, os.getpid()) for item in items)
        try:
            # Not `yield from`, which would close them before the warning is silenced.
            for result in results:  # noqa: UP028
                yield result
        finally:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # that work was dropped, which is what closing means
                results.close()


def _watched(work: Callable[[Item], Result], item: Item, starter: int) -> Result:
    """Do a piece of work; a worker leaves Ctrl-C to its starter, and ends where that was killed."""
    if os.getppid() == starter:
        _watch(starter)
    return work(item)


@cache
def _watch(starter: int) -> None:
    def end_with_starter() -> None:
        while os.getppid() == starter:
            time.sleep(1.0)
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_starter, name="watch-starter", daemon=True).start()


def spread_over_own_processes(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Generator[Result, None, None]:
    """Do the same in the installed application, which can start Python's processes but not joblib's."""
    rest = iter(items)
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        under_way = {pool.submit(_watched, work, item, os.getpid()) for item in islice(rest, 2 * jobs)}
        try:
            while under_way:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                under_way |= {pool.submit(_watched, work, item, os.getpid()) for item in islice(rest, len(done))}
                yield from (future.result() for future in done)
        finally:
            pool.shutdown(cancel_futures=True)


def _connect(workers: Workers, stack: ExitStack) -> None:
    try:
        if workers.backend == "dask":
            from distributed import Client

            stack.enter_context(Client(workers.cluster or None))  # type: ignore[no-untyped-call]
        elif workers.backend == "ray":
            import ray
            from ray.util.joblib import register_ray

            ray.init(workers.cluster or None)
            stack.callback(ray.shutdown)
            register_ray()
    except ImportError as error:
        raise ConfigInvalid(
            f"The package for --backend {workers.backend} is not installed.",
            f"The installed application does without; in an installation from source: pip install {error.name}",
        ) from error
    except OSError as error:
        raise ConfigInvalid(f"The cluster at {workers.cluster} does not answer.", "Is its scheduler up?") from error
