"""A progress bar with the time left, on a terminal only; weighs each file by its size."""

import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from tqdm import tqdm

BAR = "{percentage:3.0f}% {bar} {postfix[0]} of {postfix[1]} songs, {remaining} left"


def _size(path: Path) -> int:
    try:
        return max(1, path.stat().st_size)
    except OSError:
        return 1


class ProgressBar:
    """Shows how much of a batch is done; `update` may be called from any thread."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._sizes = [_size(path) for path in paths]
        self._shares = [0.0] * len(paths)
        self._lock = threading.Lock()
        self._bar = tqdm(
            total=sum(self._sizes),
            bar_format=BAR,
            postfix=[0, len(paths)],
            disable=not sys.stderr.isatty(),
            leave=False,
            file=sys.stderr,
            mininterval=0.2,
        )

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self._bar.close()

    def update(self, index: int, share: float) -> None:
        """Note that this share of one input is done."""
        with self._lock:
            gained = max(0.0, share - self._shares[index])
            self._shares[index] += gained
            if not self._bar.disable:
                self._bar.postfix[0] = sum(done >= 1.0 for done in self._shares)
            self._bar.update(gained * self._sizes[index])

    def pause(self) -> None:
        """Clear the bar's line before something else is printed."""
        with self._lock:
            self._bar.clear()
