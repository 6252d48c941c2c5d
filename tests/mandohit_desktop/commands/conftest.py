"""Watching as processes, and a disk that a test can fill."""

import contextlib
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.bundle import Bundle
from tests.mandohit_desktop.commands.processes import Process

DISK_BYTES = 2**20


@pytest.fixture
def watch(random_bundle: Bundle) -> Iterator[Callable[..., Process]]:
    """Start `mandohit watch --json` with these arguments."""
    running: list[Process] = []

    def start(*arguments: str | Path) -> Process:
        running.append(Process(["--model", str(random_bundle.folder), "--device", "cpu", *map(str, arguments)]))
        return running[-1]

    yield start
    for process in running:
        process.kill()


class Disk:
    """A small file system of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._filler = folder, folder / "filler"

    def fill(self) -> None:
        """Leave no room."""
        with self._filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(512))

    def make_room(self) -> None:
        """Take back what `fill` wrote."""
        self._filler.unlink()


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """A disk of 1 MiB that holds MandoHit's home; skips where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"there is no mount: {error}")
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    monkeypatch.setenv("MANDOHIT_HOME", str(folder / "home"))
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
