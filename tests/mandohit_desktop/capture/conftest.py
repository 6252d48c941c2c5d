"""Devices that do as they are told, and a PulseAudio server where one can be had."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mandohit_desktop.capture.recorder import Recorder, RecorderState
from tests import sound_server
from tests.sound_server import SoundServer

DEADLINE_S = 20.0


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SoundServer]:
    server = sound_server.start(tmp_path)
    monkeypatch.setenv("PULSE_SERVER", server.address)
    yield server
    server.stop()


@pytest.fixture
def wait_until() -> Callable[[Callable[[], bool]], None]:
    def wait(happened: Callable[[], bool]) -> None:
        end = time.monotonic() + DEADLINE_S
        while not happened():
            assert time.monotonic() < end
            time.sleep(0.02)

    return wait


@pytest.fixture
def finished(wait_until: Callable[[Callable[[], bool]], None]) -> Callable[[Recorder], RecorderState]:
    """Wait until a recording has ended by itself."""

    def wait(recorder: Recorder) -> RecorderState:
        wait_until(lambda: not recorder.state.recording)
        return recorder.stop()

    return wait


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "錄音"
