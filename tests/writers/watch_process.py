"""`mandohit watch --json` as a process of its own: its lines, each with the moment it came."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

START_WITHIN_S = 120.0
STOP_WITHIN_S = 20.0
WITH_SHORTER_WAIT = (
    "import sys; from functools import partial; from mandohit_desktop.watch import service; "
    "service.WaitTimes = partial(service.WaitTimes, unsure_s=float(sys.argv.pop(1))); "
    "from mandohit_desktop.cli import main; sys.exit(main(sys.argv[1:]))"
)
"""The command, but a file whose end is unknown waits as long as the first argument says, not 30 s."""


class WatchProcess:
    """Watches a folder until it is stopped.

    Attributes:
        lines: each line as JSON, with the wall clock when it came.
        said: the lines on standard error.
        noise: the lines on standard output that are no JSON; there should be none.
        peak_mb: the most memory it used, known once it has ended.
    """

    def __init__(self, folder: Path, home: Path, *arguments: str, unsure_s: float | None = None) -> None:
        program = ["-m", "mandohit_desktop"] if unsure_s is None else ["-c", WITH_SHORTER_WAIT, str(unsure_s)]
        self._process = subprocess.Popen(
            [sys.executable, *program, "watch", "--json", "--device", "cpu", *arguments, str(folder)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            env=os.environ | {"MANDOHIT_HOME": str(home)},
        )  # fmt: skip
        self.lines: queue.Queue[tuple[float, dict[str, object]]] = queue.Queue()
        self.said: list[str] = []
        self.noise: list[str] = []
        self.peak_mb = 0
        self._watching = threading.Event()
        self._readers = [threading.Thread(target=self._read_lines), threading.Thread(target=self._read_words)]
        for reader in self._readers:
            reader.start()
        if not self._watching.wait(START_WITHIN_S) or not self.is_alive():
            self.stop()
            raise RuntimeError("mandohit watch did not start: " + "".join(self.said))

    def _read_lines(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("{"):
                self.lines.put((time.time(), json.loads(line)))
            else:
                self.noise.append(line)

    def _read_words(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self.said.append(line)
            self._watching.set()
        self._watching.set()

    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return self._process.poll() is None

    def stop(self) -> int:
        """End it as Ctrl-C does and return its exit code; a crash before is a code of its own."""
        if self.is_alive():
            status = Path(f"/proc/{self._process.pid}/status")
            if status.exists() and "VmHWM:" in (text := status.read_text()):
                self.peak_mb = int(text.split("VmHWM:")[1].split()[0]) // 1024
            self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for reader in self._readers:
            reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            assert stream
            stream.close()
        return self._process.returncode
