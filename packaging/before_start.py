"""Runs in the packaged application before its own code, on Linux: sets where libraries are searched.

sounddevice finds the PortAudio in the bundle where the system has none. System programs that MandoHit starts (pactl,
xdg-open) must load their libraries from the system, not from the bundle; this process has already loaded its own.
"""

import ctypes.util
import os
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

_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if _before is not None:
    os.environ["LD_LIBRARY_PATH"] = _before
