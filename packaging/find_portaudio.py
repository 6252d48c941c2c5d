"""Before the application starts: lets sounddevice find the PortAudio in the bundle where the system has none."""

import ctypes.util
import sys
from pathlib import Path

_search = ctypes.util.find_library


def _find_library(name: str) -> str | None:
    found = _search(name)
    if found is None and name == "portaudio":
        bundled = Path(sys._MEIPASS) / "libportaudio.so.2"  # type: ignore[attr-defined]
        return str(bundled) if bundled.is_file() else None
    return found


ctypes.util.find_library = _find_library
