"""A server on this machine that answers as the sources' documents say, errors included."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def line(self) -> str:
        query = "&".join(f"{name}={value}" for name, value in self.query.items())
        return f"{self.path}?{query}" if query else self.path


@dataclass(frozen=True)
class Response:
    """What to answer; `sent` cuts the body off after so many bytes, whatever its length says."""

    body: Any = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: int | None = None

    def encoded(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Answer = Callable[[Request], Response]


class Loopback:
    """The server; `answers` maps the first part of a path to who answers below it."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.lines: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self._planned: list[tuple[str, Response]] = []
        self._held_after: int | None = None
        self._let_go = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01])
        self._thread.start()

    def close(self) -> None:
        self.let_go()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def plan(self, part: str, *responses: Response) -> None:
        """Answer the next requests whose line holds this part with these instead, each once."""
        self._planned += [(part, response) for response in responses]

    def hold(self, after: int) -> None:
        """Answer no request after so many until `let_go`: whoever asks gets no further, however fast it is."""
        self._let_go.clear()
        self._held_after = after

    def let_go(self) -> None:
        """Answer every request again."""
        self._held_after = None
        self._let_go.set()

    def count(self, part: str) -> int:
        with self._lock:
            return sum(part in line for line in self.lines)

    def repeated(self) -> dict[str, int]:
        """Requests that came more than once."""
        with self._lock:
            return {line: n for line, n in Counter(self.lines).items() if n > 1}

    def wait_for(self, n_requests: int) -> None:
        deadline = time.monotonic() + 60.0
        while len(self.lines) < n_requests:
            assert time.monotonic() < deadline, self.lines
            time.sleep(0.002)

    def _answer(self, request: Request) -> Response:
        with self._lock:
            self.lines.append(request.line)
            self.headers.append(request.headers)
            held = self._held_after is not None and len(self.lines) > self._held_after
        if held:
            self._let_go.wait()
        with self._lock:
            for index, (part, response) in enumerate(self._planned):
                if part in request.line:
                    del self._planned[index]
                    return response
        return self.answers[request.path.split("/")[1]](request)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 2**16  # head and body in one packet, else the other side waits 40 ms

            def _respond(self) -> None:
                url = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = Request(self.command, url.path, dict(parse_qsl(url.query)), dict(self.headers), body)
                response = loopback._answer(request)
                content = response.encoded()
                self.send_response(response.status)
                for name, value in {"Content-Type": "application/json", **response.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content[: response.sent])
                if response.sent is not None:
                    self.close_connection = True

            do_GET = do_POST = _respond  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        return Handler
