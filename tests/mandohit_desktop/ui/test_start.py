"""The window comes up before anything heavy is loaded."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
HEAVY = ("torch", "soundfile", "av", "sounddevice", "pyqtgraph", "scipy", "training", "fastapi")
CODE = f"""
import sys
from PySide6.QtWidgets import QApplication
from mandohit_desktop.app import Application
app = QApplication([])
application = Application(app)
application.window.show()
app.processEvents()
print(*(name for name in {HEAVY!r} if name in sys.modules))
application.close()
"""


def test_nothing_heavy_is_imported_when_the_window_is_on_screen(own_home: Path) -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
