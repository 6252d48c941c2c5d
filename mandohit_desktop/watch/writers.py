"""Does any program have a file open for writing? Linux can tell on local drives; elsewhere nobody knows."""

import contextlib
import os
import signal
import sys


def is_open_for_writing(path: str) -> bool | None:
    """Ask the kernel for a read lease, which it grants only where no writer has the file open (fcntl(2)).

    Returns:
        None where the system cannot tell.
    """
    if sys.platform != "linux":
        return None
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
