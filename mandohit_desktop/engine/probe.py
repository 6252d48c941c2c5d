"""What the watcher asks about a quiet file: is it whole? Bytes, container and open writers taken together."""

import os
from pathlib import Path

from mandohit_desktop.watch.stability import Verdict
from mandohit_desktop.watch.writers import is_open_for_writing
from models.containers import Ending
from models.errors import AudioError, AudioNotPermitted
from models.probe import probe_ends

TAIL_BYTES = 2**17


def probe(path: str) -> Verdict:
    """Return what a quick look at a file tells.

    Where nobody can say whether a writer has the file open, a format that does not tell its length, or an end of
    nothing but zeros (as in space that was allotted beforehand), leaves it unsure.
    """
    open_for_writing = is_open_for_writing(path)
    try:
        ending = probe_ends(Path(path))
        if open_for_writing:
            return Verdict.OPEN
        if ending is Ending.LEFT_OPEN:
            return Verdict.UNSURE
        if open_for_writing is None and (ending is Ending.UNTOLD or _ends_in_zeros(path)):
            return Verdict.UNSURE
    except (AudioNotPermitted, PermissionError):
        return Verdict.DENIED
    except (AudioError, OSError):
        return Verdict.INCOMPLETE
    return Verdict.WHOLE


def _ends_in_zeros(path: str) -> bool:
    with Path(path).open("rb") as file:
        file.seek(-min(TAIL_BYTES, file.seek(0, os.SEEK_END)), os.SEEK_END)
        return not any(file.read())
