"""Running independent pieces of one song's work side by side.

Every tensor operation uses one thread, so a result does not depend on how many processors there are; speed comes from
running whole pieces at once. A batch runs whole songs at once instead.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import torch

T = TypeVar("T")


class Runner:
    """Runs pieces of work on a pool of threads, or in place where there is only one."""

    def __init__(self, n_threads: int) -> None:
        torch.set_num_threads(1)
        self._pool = ThreadPoolExecutor(n_threads, "mandohit-piece") if n_threads > 1 else None

    def __call__(self, *pieces: Callable[[], T]) -> list[T]:
        """Run the pieces and return their results in order; the first error is raised once all have ended."""
        if self._pool is None:
            return [_without_gradients(piece) for piece in pieces]
        futures = [self._pool.submit(_without_gradients, piece) for piece in pieces]
        errors = [error for future in futures if (error := future.exception())]
        if errors:
            raise errors[0]
        return [future.result() for future in futures]

    def close(self) -> None:
        """End the threads."""
        if self._pool is not None:
            self._pool.shutdown()


def _without_gradients(piece: Callable[[], T]) -> T:
    with torch.inference_mode():
        return piece()
