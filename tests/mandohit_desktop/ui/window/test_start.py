"""The window comes up before anything heavy is loaded, whatever state the settings are in."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMessageBox

from mandohit_desktop.app import Application
from mandohit_desktop.core.paths import settings_file
from tests.mandohit_desktop.ui.conftest import close

ROOT = Path(__file__).parents[4]
HEAVY = ("torch", "soundfile", "av", "sounddevice", "pyqtgraph", "scipy", "pandas", "training.rebuild", "fastapi")
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


def test_damaged_settings_are_set_aside_and_that_is_told(qapp: QApplication, own_home: Path) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('{"watched_folders": [')
    application = Application(qapp)
    box = application.window.findChild(QMessageBox)
    assert application.settings.set_aside is not None
    assert box is not None and application.settings.set_aside.name in box.text()
    close(application)
