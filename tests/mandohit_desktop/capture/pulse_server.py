"""A PulseAudio server of the test's own, with a sink that leads nowhere and whose monitor can be recorded."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = ("pulseaudio", "pactl", "paplay")
SINK = "mandohit"
RATE_HZ = 44_100


def missing_programs() -> list[str]:
    return [program for program in PROGRAMS if not shutil.which(program)]


class PulseServer:
    """Runs until `kill`; the environment variables that lead to it are set by the caller."""

    def __init__(self, home: Path) -> None:
        self.environment = {
            "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PULSE_RUNTIME_PATH": str(home / "pulse"),
        }  # fmt: skip
        command = ["pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "--system=false", "--disallow-exit", "-n"]
        command += ["--log-target=stderr", "--load=module-native-protocol-unix"]
        command += [f"--load=module-null-sink sink_name={SINK} rate={RATE_HZ}"]
        environment = {**os.environ, **self.environment}
        self._process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        for _ in range(200):
            if subprocess.run(["pactl", "info"], env=environment, capture_output=True, check=False).returncode == 0:
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("PulseAudio did not start")

    def control(self, *words: str) -> str:
        done = subprocess.run(
            ["pactl", *words], env={**os.environ, **self.environment}, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def unload_sink(self, sink: str = SINK) -> None:
        for line in self.control("list", "short", "modules").splitlines():
            if f"sink_name={sink}" in line:
                self.control("unload-module", line.split()[0])

    def load_sink(self, sink: str = SINK, rate_hz: int = RATE_HZ) -> None:
        self.control("load-module", "module-null-sink", f"sink_name={sink}", f"rate={rate_hz}")

    def play(self, path: Path) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(["paplay", f"--device={SINK}", path], env={**os.environ, **self.environment})

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def pulse_server() -> Iterator[PulseServer]:
    """Start a server in a short-named folder (socket paths are limited) and end it."""
    home = Path(tempfile.mkdtemp(prefix="pa-"))
    server = PulseServer(home)
    try:
        yield server
    finally:
        server.kill()
        shutil.rmtree(home, ignore_errors=True)
