"""Atomic writing of files, and setting damaged ones aside; standard library only, so every package can use it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside a file, which replaces that file when the block ends without an exception.

    After an exception, the temporary file is removed and the old content stays. Parent folders are created.

    Raises:
        OSError: the folder cannot be created, or the file cannot be replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Rename a damaged file to a name that contains the UTC time, in the same folder, and return the new path.

    Raises:
        OSError: the file cannot be moved.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    path.replace(aside)
    return aside
