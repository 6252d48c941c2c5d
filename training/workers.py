"""Work spread over processes by joblib: on this machine, or on a Dask or Ray cluster that shares its folders."""

import os
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
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
    import joblib

    with ExitStack() as stack:
        _connect(workers, stack)
        backend = _local_backend() if workers.backend == "local" else workers.backend
        stack.enter_context(joblib.parallel_config(backend=backend, n_jobs=workers.jobs))
        parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1, pre_dispatch="2*n_jobs")
        results = parallel(joblib.delayed(work)(item) for item in items)
        try:
            yield from results
        finally:
            results.close()


def _local_backend() -> str:
    """Return joblib's processes of its own, or in the installed application, where only Python's own start, those."""
    if not getattr(sys, "frozen", False):
        return "loky"
    os.environ["JOBLIB_START_METHOD"] = "spawn"
    return "multiprocessing"


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
            f"The package for --backend {workers.backend} is not installed.", f"pip install {error.name}"
        ) from error
    except OSError as error:
        raise ConfigInvalid(f"The cluster at {workers.cluster} does not answer.", "Is its scheduler up?") from error
