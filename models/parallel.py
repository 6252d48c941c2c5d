"""Runs independent tasks of one song in parallel.

Every tensor operation uses a single thread, so a result does not depend on the number of processors; speed comes from
running several tasks at the same time. A batch runs several songs at the same time instead.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import torch

T = TypeVar("T")


class Runner:
    """Runs callables on a thread pool, or in the calling thread if `n_threads` is 1."""

    def __init__(self, n_threads: int) -> None:
        torch.set_num_threads(1)
        self._pool = ThreadPoolExecutor(n_threads, "mandohit-piece") if n_threads > 1 else None

    def __call__(self, *pieces: Callable[[], T]) -> list[T]:
        """Run the callables and return their results in order; the first exception is raised after all have ended."""
        if self._pool is None:
            return [_without_gradients(piece) for piece in pieces]
        futures = [self._pool.submit(_without_gradients, piece) for piece in pieces]
        errors = [error for future in futures if (error := future.exception())]
        if errors:
            raise errors[0]
        return [future.result() for future in futures]

    def close(self) -> None:
        """Shut down the thread pool."""
        if self._pool is not None:
            self._pool.shutdown()


def _without_gradients(piece: Callable[[], T]) -> T:
    with torch.inference_mode():
        return piece()
