"""Renders the application's icon from the SVG in the formats of Windows and macOS."""

import os
from pathlib import Path

from contents import ROOT
from PIL import Image
from PySide6.QtGui import QGuiApplication, QIcon

SIDE = 1024
WINDOWS_SIZES = [(side, side) for side in (16, 24, 32, 48, 64, 128, 256)]


def draw(folder: Path) -> tuple[Path, Path]:
    """Write mandohit.ico and mandohit.icns into a folder and return their paths."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication.instance() or QGuiApplication([])
    png = folder / "mandohit.png"
    QIcon(str(ROOT / "resources" / "icons" / "mandohit.svg")).pixmap(SIDE, SIDE).save(str(png))
    del app
    with Image.open(png) as picture:
        picture.save(folder / "mandohit.ico", sizes=WINDOWS_SIZES)
        picture.save(folder / "mandohit.icns")
    return folder / "mandohit.ico", folder / "mandohit.icns"
