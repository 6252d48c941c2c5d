"""The wheel: what it carries, and that it scores a song and opens the window where there is no source beside it."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("models", "training", "mandohit_desktop", "resources", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
OPEN_WINDOW = """
import models, mandohit_desktop
from PySide6.QtWidgets import QApplication
from mandohit_desktop.app import Application
from mandohit_desktop.core.resources import legal_file
app = QApplication([])
application = Application(app)
application.window.show()
app.processEvents()
print(application.window.isVisible(), "MandoHit" in legal_file("NOTICE").read_text())
print(models.__file__, mandohit_desktop.__file__, sep="\\n")
application.close()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the working tree, built without a network."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=shutil.ignore_patterns("__pycache__", "fonts", "licences"))
        else:
            shutil.copy(path, source / name)
    command = ["pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(out), "."]
    done = subprocess.run([sys.executable, "-m", *command], cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content as pip lays it out: one folder for the import path."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(code: list[str], installed: Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "MANDOHIT_HOME": str(home)}
    return subprocess.run(
        [sys.executable, *code], cwd=home, env=environment, capture_output=True, text=True, check=False
    )


def test_the_wheel_carries_the_application_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tops = {name.partition("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"models", "training", "mandohit_desktop", "resources"}
    shipped = [path for folder in ("icons", "marks") for path in (ROOT / "resources" / folder).iterdir()]
    shipped += [ROOT / "resources" / "tags.json", ROOT / "resources" / "translations" / "mandohit_zh_TW.qm"]
    assert {path.relative_to(ROOT).as_posix() for path in shipped} <= names
    assert "mandohit_desktop/server/page/index.html" in names
    assert "models/weights/mandohit-base-1/model.safetensors" in names


def test_the_wheel_scores_a_song(installed: Path, song_file: Path, tmp_path: Path) -> None:
    done = run(["-m", "mandohit_desktop", "score", str(song_file)], installed, tmp_path)
    assert done.returncode == 0, done.stderr
    assert song_file.name in done.stdout


def test_the_wheel_opens_the_window(installed: Path, tmp_path: Path) -> None:
    done = run(["-c", OPEN_WINDOW], installed, tmp_path)
    assert done.returncode == 0, done.stderr
    shown, *places = done.stdout.splitlines()
    assert shown == "True True"
    assert all(Path(place).is_relative_to(installed) for place in places)
