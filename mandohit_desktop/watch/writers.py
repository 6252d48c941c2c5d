"""Whether a program has a file open for writing: known on Linux for local drives, unknown elsewhere."""

import contextlib
import os
import re
import signal
import sys
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
REMOTE = ("9p", "afs", "ceph", "cifs", "fuse", "ncpfs", "nfs", "smb")
"""How the names of file systems begin whose writers may be on another machine."""


def is_open_for_writing(path: str) -> bool | None:
    """Ask the kernel for a read lease, which it grants only where no writer has the file open (fcntl(2)).

    Returns:
        None where the system cannot tell.
    """
    if sys.platform == "linux" and not is_remote(path):
        import fcntl

        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            # A writer that comes along while the lease is held sends a signal, SIGIO by default, which would end us.
            fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except BlockingIOError:
            return True
        except OSError:
            return None
        finally:
            with contextlib.suppress(OSError):
                fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            os.close(descriptor)
        return False
    return None


def is_remote(path: str) -> bool:
    """Tell whether a file lies on a network drive, of whose writers the kernel knows nothing."""
    real = os.path.realpath(path)
    kind, longest = "", 0
    try:
        lines = MOUNTS.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return False
    for line in lines:
        _, point, name, *_ = line.split(" ")
        folder = re.sub(r"\\([0-7]{3})", lambda escape: chr(int(escape[1], 8)), point)
        if (real == folder or real.startswith(folder.rstrip("/") + "/")) and len(folder) >= longest:
            kind, longest = name, len(folder)
    return kind.startswith(REMOTE)
