"""Work spread over processes of this machine, or by joblib over a Dask or Ray cluster that shares its folders."""

import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from models.errors import ConfigInvalid

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_PROCESSES = 61
"""More than these a pool cannot wait for on Windows."""


@dataclass(frozen=True)
class Workers:
    """Where the work goes.

    Attributes:
        jobs: processes; -1 means one a processor, and 1 works in this process.
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
    import joblib

    if workers.backend == "local":
        jobs = workers.jobs if workers.jobs > 0 else joblib.cpu_count()
        yield from map(work, items) if jobs == 1 else _spread_here(work, items, min(jobs, MOST_PROCESSES))
        return
    with ExitStack() as stack:
        _connect(workers, stack)
        stack.enter_context(joblib.parallel_config(backend=workers.backend, n_jobs=workers.jobs))
        parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1, pre_dispatch="2*n_jobs")
        results = parallel(joblib.delayed(work)(item) for item in items)
        try:
            # Not `yield from`, which would close them before the warning is silenced.
            for result in results:  # noqa: UP028
                yield result
        finally:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # that work was dropped, which is what closing means
                results.close()


def _spread_here(work: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> Generator[Result, None, None]:
    rest = iter(items)
    with ProcessPoolExecutor(jobs, get_context("spawn"), _watch_starter, (os.getpid(),)) as pool:
        under_way = {pool.submit(work, item) for item in islice(rest, 2 * jobs)}
        try:
            while under_way:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                under_way |= {pool.submit(work, item) for item in islice(rest, len(done))}
                yield from (future.result() for future in done)
        finally:
            pool.shutdown(cancel_futures=True)


def _watch_starter(starter: int) -> None:
    """Leave Ctrl-C to the process that started this worker, and end when that is killed."""

    def end_with_starter() -> None:
        while os.getppid() == starter:
            time.sleep(1.0)
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_starter, name="watch-starter", daemon=True).start()


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
