"""The running service: a bound socket, the queue and uvicorn, with time limits for slow clients."""

import asyncio
import ipaddress
import socket

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from mandohit_desktop.server.app import create_app
from mandohit_desktop.server.limits import Limits
from mandohit_desktop.server.queue import BatchQueue

MAX_CONNECTIONS = 200
IDLE_CHECK_S = 15.0
GRACE_S = 2
JOIN_S = 10.0


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one.

    Raises:
        OSError: the address is not this machine's, or in use.
    """
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    return socket.create_server(address, family=family)


def reaches_others(listener: socket.socket) -> bool:
    """Tell whether other machines can connect."""
    return not ipaddress.ip_address(listener.getsockname()[0]).is_loopback


def url_of(listener: socket.socket) -> str:
    """Return the address of the page; by this machine's name where it listens on all its addresses."""
    host, port = listener.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = socket.gethostname()
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class TimeLimitedProtocol(H11Protocol):
    """HTTP that hangs up on a client that stays connected without completing a request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start watching the connection."""
        super().connection_made(transport)
        self._look_again()

    def _look_again(self) -> None:
        self._idle_timer = self.loop.call_later(IDLE_CHECK_S, self._check_idle, self.cycle)

    def _check_idle(self, earlier: object) -> None:
        if self.transport.is_closing():
            return
        serving = self.cycle is not None and not self.cycle.response_complete
        if not serving and self.cycle is earlier:
            self.transport.abort()
        else:
            self._look_again()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        self._idle_timer.cancel()
        super().connection_lost(exc)


class Service(uvicorn.Server):
    """The server; when it is asked to stop, its jobs are stopped first, so that whoever waits gets an answer."""

    def __init__(self, queue: BatchQueue, limits: Limits, *, host: str, token: str | None) -> None:
        self._queue = queue
        super().__init__(
            uvicorn.Config(
                create_app(queue, limits, host=host, token=token),
                http=TimeLimitedProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=MAX_CONNECTIONS,
                timeout_graceful_shutdown=GRACE_S,
            )
        )

    def serve_on(self, listener: socket.socket) -> None:
        """Serve until stopped by a signal or by `should_exit`."""
        self._queue.start()
        try:
            self.run([listener])
        finally:
            self._queue.stop()
            self._queue.join(JOIN_S)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the jobs, then the connections."""
        self._queue.stop()
        await super().shutdown(sockets)
