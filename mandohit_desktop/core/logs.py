"""Logging to a rotating file; nothing is logged to the terminal."""

import logging
import logging.handlers

from mandohit_desktop.core.paths import log_file

MAX_BYTES = 1_000_000
BACKUPS = 5


def start_logging() -> None:
    """Send all log records of level INFO and above to the log file; without a writable place, to nowhere."""
    logging.raiseExceptions = False  # a full disk is no reason to print tracebacks
    path = log_file()
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=MAX_BYTES, backupCount=BACKUPS, encoding="utf-8", errors="backslashreplace", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
