"""The private folder: whose it is, and what becomes of it when its owner dies."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mandohit_desktop.server.spool import open_spool

OWNER = (
    "import sys; from pathlib import Path; from mandohit_desktop.server.spool import open_spool\n"
    "with open_spool(Path(sys.argv[1])) as folder:\n"
    "    (folder / 'song').write_text('x'); print(folder, flush=True); sys.stdin.read()\n"
)


@pytest.fixture
def owner(tmp_path: Path):
    """Another process that holds a folder of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process, Path(process.stdout.readline().strip())
        process.kill()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_nobody_else_may_look(tmp_path: Path) -> None:
    with open_spool(tmp_path / "uploads") as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_folder_goes_with_its_owner(tmp_path: Path) -> None:
    with open_spool(tmp_path) as folder:
        (folder / "song").write_text("x")
    assert list(tmp_path.iterdir()) == []


def test_living_neighbours_are_left_alone(tmp_path: Path, owner) -> None:
    _, theirs = owner
    with open_spool(tmp_path) as ours:
        assert sorted(tmp_path.iterdir()) == sorted([ours, theirs])
        assert (theirs / "song").exists()


def test_dead_neighbours_are_swept(tmp_path: Path, owner) -> None:
    process, theirs = owner
    process.kill()
    process.wait()
    assert theirs.exists()
    with open_spool(tmp_path) as ours:
        assert list(tmp_path.iterdir()) == [ours]


def test_what_is_no_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path.parent)
    with open_spool(tmp_path):
        assert (tmp_path / "note").exists() and (tmp_path / "link").exists()
