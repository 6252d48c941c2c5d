"""What every request passes before the application sees it, and every answer on its way out.

A browser will send requests to this machine for any site that asks it to. The guard lets through only requests that
name this service as their host (so a foreign name that resolves to this machine gets nowhere) and that no other site's
page made, asks for the token where there is one, refuses a body that announces too much before reading any of it, and
turns whatever goes wrong into the one form of error.
"""

import hmac
import ipaddress
import json
import logging
import socket
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mandohit_desktop.engine.batch import UnexpectedError
from mandohit_desktop.server.errors import (
    ForeignHost,
    ForeignOrigin,
    TokenRequired,
    body_of,
    headers_of,
    status_of,
)
from mandohit_desktop.server.limits import Limits
from mandohit_desktop.server.uploads import too_large
from models.errors import MandoHitError

log = logging.getLogger(__name__)

API = "/v1/"
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def host_of(netloc: str) -> str:
    """Return the host of `host[:port]` in lower case, without the brackets of IPv6; empty if it makes no sense."""
    try:
        return urlsplit(f"//{netloc}").hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine's own loopback, by address or as `localhost`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Hosts:
    """The names this service answers to.

    Bound to loopback, its addresses and `localhost`. Bound elsewhere, any address (rebinding needs a name) and this
    machine's names.
    """

    def __init__(self, bound: str) -> None:
        self._open = not is_loopback(bound)
        own = socket.gethostname().lower()
        self._names = {bound.lower(), own, f"{own}.local"} if self._open else set()

    def __contains__(self, host: str) -> bool:
        if is_loopback(host) or host in self._names:
            return True
        try:
            return self._open and bool(ipaddress.ip_address(host))
        except ValueError:
            return False


class Guard:
    """ASGI middleware around the whole application.

    Args:
        app: what it guards.
        hosts: the names this service answers to.
        token: what the API's callers must present; None for no token.
        limits: the bounds.
    """

    def __init__(self, app: ASGIApp, *, hosts: Hosts, token: str | None, limits: Limits) -> None:
        self._app = app
        self._hosts = hosts
        self._token = token.encode() if token else None
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store" if scope["path"].startswith(API) else "no-cache")
            await send(message)

        try:
            self._check(scope["path"], Headers(scope=scope))
            await self._app(scope, receive, send_with_headers)
        except MandoHitError as error:
            await _answer(error, send_with_headers)
        except Exception:
            if started:
                raise
            log.exception("%s %r failed", scope["method"], scope["path"])
            await _answer(
                UnexpectedError("Something unexpected went wrong.", "The log has the details."), send_with_headers
            )

    def _check(self, path: str, headers: Headers) -> None:
        host = headers.get("host", "")
        if host_of(host) not in self._hosts:
            raise ForeignHost("This service does not answer to that host name.", "Use the address it printed at start.")
        if _is_foreign(path, host, headers):
            raise ForeignOrigin("Another site's page made this request.", "Open the service's own page.")
        if self._token and path.startswith(API) and not self._is_authorised(headers.get("authorization", "")):
            raise TokenRequired("The token is missing or wrong.", "Send it as Authorization: Bearer TOKEN.")
        if int(headers.get("content-length") or 0) > self._limits.request_bytes:
            raise too_large(self._limits)

    def _is_authorised(self, header: str) -> bool:
        kind, _, presented = header.partition(" ")
        return kind.lower() == "bearer" and hmac.compare_digest(presented.strip().encode("latin-1"), self._token or b"")


def _is_foreign(path: str, host: str, headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2].lower() != host.lower():
        return True
    return path.startswith(API) and headers.get("sec-fetch-site", "none") not in ("same-origin", "none")


async def _answer(error: MandoHitError, send: Send) -> None:
    body = json.dumps(body_of(error), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))} | headers_of(error)
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": int(status_of(error)), "headers": raw})
    await send({"type": "http.response.body", "body": body})
