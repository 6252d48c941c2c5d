"""A PulseAudio server with a sink that nobody hears, whose monitor tells what was played."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

RATE_HZ = 44_100
SINK = "ears"


class SoundServer:
    """One server of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.address = f"unix:{folder / 'native'}"
        self._environment = {
            **os.environ, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder), "PULSE_SERVER": self.address
        }  # fmt: skip
        command = [
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "-L", f"module-native-protocol-unix socket={folder / 'native'} auth-anonymous=1",
            "-L", f"module-null-sink sink_name={SINK} rate={RATE_HZ} channels=2",
        ]  # fmt: skip
        self._server = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def is_up(self) -> bool:
        """Tell whether the sink is there."""
        found = subprocess.run(
            ["pactl", "list", "short", "sinks"], env=self._environment, capture_output=True, text=True, check=False
        )
        return SINK in found.stdout

    @contextmanager
    def listening(self, path: Path) -> Iterator[None]:
        """Write what is heard to a file of raw float32 stereo."""
        command = [
            "parec", f"--device={SINK}.monitor", "--format=float32le", f"--rate={RATE_HZ}", "--channels=2",
            "--latency-msec=20", "--raw",
        ]  # fmt: skip
        with path.open("wb") as file, subprocess.Popen(command, env=self._environment, stdout=file) as recorder:
            yield
            time.sleep(0.3)
            recorder.terminate()

    def _control(self, *words: str) -> str:
        command = ["pactl", *words]
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, check=True).stdout

    def load_sink(self, sink: str = SINK, rate_hz: int = RATE_HZ) -> None:
        """Plug in a sink that nobody hears."""
        self._control("load-module", "module-null-sink", f"sink_name={sink}", f"rate={rate_hz}")

    def unload_sink(self, sink: str = SINK) -> None:
        """Unplug a sink."""
        for line in self._control("list", "short", "modules").splitlines():
            if f"sink_name={sink}" in line:
                self._control("unload-module", line.split()[0])

    def play(self, path: Path, sink: str = SINK) -> "subprocess.Popen[bytes]":
        """Begin to play a file into a sink, by a program of the server's own."""
        return subprocess.Popen(["paplay", f"--device={sink}", path], env=self._environment)

    def stop(self) -> None:
        """End it at once, as if it crashed."""
        self._server.kill()
        self._server.wait()


def start(folder: Path) -> SoundServer:
    """Start a server, or skip the test where the system has none."""
    if not all(shutil.which(program) for program in ("pulseaudio", "pactl", "parec", "paplay")):
        pytest.skip("PulseAudio is not installed")
    server = SoundServer(folder)
    for _ in range(100):
        if server.is_up():
            return server
        time.sleep(0.05)
    server.stop()
    pytest.skip("PulseAudio does not start here")


def heard(path: Path) -> np.ndarray:
    """Return what was heard, [frames, 2]."""
    samples = np.fromfile(path, dtype=np.float32)
    return samples[: len(samples) // 2 * 2].reshape(-1, 2)


def has_fallen_silent(path: Path) -> bool:
    """Tell whether something was heard and then nothing for a second: all that was played has come."""
    loud = np.abs(heard(path)).max(axis=1, initial=0.0) > 1e-3
    return bool(loud.any()) and not loud[-RATE_HZ:].any()
