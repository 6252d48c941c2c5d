"""Runs in the packaged application before its own code, on Linux: where libraries are looked for.

sounddevice finds the PortAudio in the bundle where the system has none. Programs of the system that MandoHit starts
(pactl, xdg-open) look for their libraries in the system, not in the bundle; this process has its own already.
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
