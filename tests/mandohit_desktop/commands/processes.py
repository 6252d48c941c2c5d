"""The command line as processes of their own, that can be killed."""

import json
import os
import queue
import subprocess
import sys
import threading


class Process:
    """A running `mandohit watch --json` and the lines it prints."""

    def __init__(self, arguments: list[str]) -> None:
        command = [sys.executable, "-m", "mandohit_desktop", "watch", "--json", *arguments]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=dict(os.environ)
        )
        self.lines: queue.Queue[dict[str, object]] = queue.Queue()
        self.said: queue.Queue[str] = queue.Queue()
        self._readers = [threading.Thread(target=self._read_lines), threading.Thread(target=self._read_words)]
        for reader in self._readers:
            reader.start()

    def _read_lines(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self.lines.put(json.loads(line))

    def _read_words(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self.said.put(line)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for reader in self._readers:
            reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            assert stream
            stream.close()
