"""The private folder that uploads wait in.

Each process has its own, for its user's eyes alone, and holds a lock in it. The system drops the lock when the process
ends, however it ends, so the next start can tell a dead owner from a living one and sweeps what it left.
"""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

log = logging.getLogger(__name__)

LOCK_FILE = "lock"


@contextmanager
def open_spool(root: Path) -> Iterator[Path]:
    """Sweep what dead processes left below `root`, then yield a new private folder; it is removed at the end.

    Raises:
        OSError: the place cannot be written to.
    """
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(root)
    folder, lock = _claimed(root)
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _claimed(root: Path) -> tuple[Path, FileLock]:
    """Make a folder (mode 0700) and lock it; anew if a sweep elsewhere was faster."""
    while True:
        folder = Path(tempfile.mkdtemp(dir=root))
        lock = FileLock(folder / LOCK_FILE)
        try:
            lock.acquire(timeout=0)
        except (Timeout, FileNotFoundError):
            continue
        return folder, lock


def sweep(root: Path) -> None:
    """Remove the folders whose owners are dead."""
    for folder in root.iterdir():
        if not folder.is_dir() or folder.is_symlink():
            continue
        lock = FileLock(folder / LOCK_FILE)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            continue
        # Emptied under the lock, or another process could claim it in between; Windows keeps a locked file till later.
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)
        log.info("Swept what an earlier process left in %s", folder)
