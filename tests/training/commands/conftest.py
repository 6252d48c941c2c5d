"""Fixtures: the command line in this process and as a process of its own, beside the loopback server."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.training.corpus.conftest import loopback  # noqa: F401  # a fixture
from tests.training.corpus.sources import CLIENT_ID, CLIENT_SECRET
from training.cli import main

Run = Callable[..., int]
Start = Callable[..., subprocess.Popen[bytes]]
ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def without_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the keyring of whoever runs the tests out of them."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    for name in ("SPOTIPY_CLIENT_ID", "SPOTIPY_CLIENT_SECRET", "LISTENBRAINZ_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTIPY_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("SPOTIPY_CLIENT_SECRET", CLIENT_SECRET)


@pytest.fixture
def run() -> Iterator[Run]:
    """Run the command line here; returns its exit code."""
    handlers = {kind: signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM)}
    yield lambda *arguments: main([*map(str, arguments), "--progress", "none"])
    for kind, handler in handlers.items():
        signal.signal(kind, handler)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the command line as a process of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def run_process(*arguments: object) -> subprocess.Popen[bytes]:
        command: Sequence[str] = [sys.executable, "-m", "training", *map(str, arguments), "--progress", "json"]
        log = (tmp_path / f"process {len(started)}.txt").open("wb")
        with log:
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
        started.append(process)
        return process

    yield run_process
    for process in started:
        process.kill()
        process.wait()
