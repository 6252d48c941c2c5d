"""Whether it was a full disk that stopped something: what the system and SQLite call it."""

import errno
import sqlite3

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FULL_FOR_SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}


def is_full(error: BaseException) -> bool:
    """Tell whether an error means that there is no room on the disk."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in FULL_FOR_SQLITE
    return isinstance(error, OSError) and error.errno in FULL
