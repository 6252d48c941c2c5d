"""Whether a quiet file is complete, by its bytes, its container and the programs that have it open."""

import os
from pathlib import Path

from mandohit_desktop.watch.stability import ProbeResult
from mandohit_desktop.watch.writers import is_open_for_writing
from models.ending import Ending
from models.errors import AudioError, AudioNotPermitted
from models.probe import probe_ends

TAIL_BYTES = 2**17


def probe(path: str) -> ProbeResult:
    """Return what a quick look at a file tells.

    A format that does not show its end leaves it unsure; so does an end of zeros, as in preallocated space, where it
    is unknown whether a program writes to the file.
    """
    open_for_writing = is_open_for_writing(path)
    try:
        ending = probe_ends(Path(path))
        if open_for_writing:
            return ProbeResult.OPEN
        if ending is not Ending.WHOLE or (open_for_writing is None and _ends_in_zeros(path)):
            return ProbeResult.UNSURE
    except (AudioNotPermitted, PermissionError):
        return ProbeResult.DENIED
    except (AudioError, OSError):
        return ProbeResult.INCOMPLETE
    return ProbeResult.WHOLE


def _ends_in_zeros(path: str) -> bool:
    with Path(path).open("rb") as file:
        file.seek(-min(TAIL_BYTES, file.seek(0, os.SEEK_END)), os.SEEK_END)
        return not any(file.read())
