"""One window a user: later starts hand their files over."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFileOpenEvent
from pytestqt.qtbot import QtBot

from mandohit_desktop.jobs.instance import FirstInstance, hand_over

PATIENCE_MS = 60_000
CODE = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFileOpenEvent
from mandohit_desktop.jobs.instance import hand_over
app = QCoreApplication([])
sys.exit(0 if hand_over([Path(text) for text in sys.argv[2:]], Path(sys.argv[1])) else 3)
"""


def test_nobody_is_there(qapp: QCoreApplication, tmp_path: Path) -> None:
    assert not hand_over([tmp_path / "a.wav"], tmp_path)


def test_a_later_start_hands_its_files_over(qapp: QCoreApplication, qtbot: QtBot, tmp_path: Path) -> None:
    first = FirstInstance(tmp_path)
    paths = [tmp_path / "一.wav", tmp_path / "b c.wav"]
    with qtbot.waitSignal(first.handed_over, timeout=PATIENCE_MS) as heard:
        later = subprocess.Popen([sys.executable, "-c", CODE, str(tmp_path), *map(str, paths)])
    assert heard.args == [paths]
    assert later.wait(60) == 0
    first.close()
    assert not hand_over([], tmp_path)


def test_a_crashed_first_start_blocks_nobody(qapp: QCoreApplication, qtbot: QtBot, tmp_path: Path) -> None:
    code = CODE.replace("sys.exit(", "from mandohit_desktop.jobs.instance import FirstInstance\n"
                        "first = FirstInstance(Path(sys.argv[1]))\nimport os; os._exit(1)\nsys.exit(")  # fmt: skip
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    first = FirstInstance(tmp_path)
    with qtbot.waitSignal(first.handed_over, timeout=PATIENCE_MS) as heard:
        later = subprocess.Popen([sys.executable, "-c", CODE, str(tmp_path)])
    assert heard.args == [[]]
    assert later.wait(60) == 0
    first.close()


def test_takes_the_files_that_macos_sends(qapp: QCoreApplication, qtbot: QtBot, tmp_path: Path) -> None:
    first = FirstInstance(tmp_path)
    with qtbot.waitSignal(first.handed_over, timeout=PATIENCE_MS) as heard:
        assert first.eventFilter(qapp, QFileOpenEvent(str(tmp_path / "歌.wav")))
    assert heard.args == [[tmp_path / "歌.wav"]]
    assert not first.eventFilter(qapp, QEvent(QEvent.Type.Timer))
    first.close()
