"""The examples of docs/api.md, run as they stand."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mandohit_desktop.server.conftest import Running

DOCUMENT = Path(__file__).parents[3] / "docs" / "api.md"


@pytest.fixture
def folder(tmp_path: Path, short_songs: list[Path]) -> Path:
    """Twelve songs, one of them with an awkward name, and a text file."""
    songs = tmp_path / "songs"
    songs.mkdir()
    for number in range(12):
        source = short_songs[number % 3]
        shutil.copy(source, songs / f"歌 {number}; take, two{source.suffix}")
    (songs / "notes.txt").write_text("no song")
    return tmp_path


def examples(language: str, service: Running) -> list[str]:
    text = DOCUMENT.read_text(encoding="utf-8").replace("http://127.0.0.1:8765", service.url.rstrip("/"))
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_python_keeps_the_best_ten(service: Running, folder: Path) -> None:
    example = examples("python", service)[0]
    assert example.count("\n") <= 11
    scores = [float(line.split()[0]) for line in run(folder, sys.executable, "-c", example).splitlines()]
    assert len(scores) == 10 and scores == sorted(scores, reverse=True)
    assert len(list((folder / "best").iterdir())) == 10


@pytest.mark.skipif(not all(map(shutil.which, ("sh", "curl", "jq"))), reason="needs curl and jq")
def test_curl_keeps_the_best_ten(service: Running, folder: Path) -> None:
    (example,) = examples("sh", service)
    assert len(run(folder, "sh", "-c", example).splitlines()) == 10
    assert len(list((folder / "best").iterdir())) == 10


def test_batch_is_followed_to_its_end(service: Running, folder: Path) -> None:
    printed = run(folder, sys.executable, "-c", examples("python", service)[1])
    assert "'done': 13, 'failed': 1" in printed
