"""JSON over HTTP for the sources without a client library of their own.

`MANDOHIT_CORPUS_SERVER` sends every source's requests to a server on this machine, for tests; nowhere else, because
the requests carry credentials.
"""

import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests

from models.errors import CorpusError, NotAllowed
from training.corpus.rate_limiter import GoneError, RateLimiter, TryLaterError, retry_after_s

SERVER_VARIABLE = "MANDOHIT_CORPUS_SERVER"
TIMEOUT_S = (10.0, 30.0)
"""To connect, and between two reads."""


def base_url(source: str, address: str) -> str:
    """Return a source's address, or its stand-in on this machine where the environment names one.

    Raises:
        CorpusError: the stand-in is not on this machine.
    """
    server = os.environ.get(SERVER_VARIABLE)
    if not server:
        return address
    if urlsplit(server).hostname not in ("127.0.0.1", "::1"):
        raise CorpusError(f"{SERVER_VARIABLE} names a server that is not on this machine.", "Unset it.")
    return f"{server.rstrip('/')}/{source}{urlsplit(address).path}"


class JsonClient:
    """A client of one source, within its rate limit.

    Args:
        source: the name in messages and in a stand-in's address.
        address: where its paths begin, with a slash at the end.
        limiter: its rate limiter.
        refusal: checks every answer and raises, where a source reports errors with status 200.
        headers: sent with every request.
    """

    def __init__(
        self,
        source: str,
        address: str,
        limiter: RateLimiter,
        refusal: Callable[[Any], None] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self._source = source
        self._base = base_url(source, address)
        self._limiter = limiter
        self._refusal = refusal
        self._session = requests.Session()
        self._session.headers.update(headers or {})

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def get(self, path: str, **parameters: str | int) -> Any:
        """Return the JSON at a path.

        Raises:
            GoneError: there is nothing there.
            NotAllowed, QuotaExceeded, SourceUnreachable, Cancelled.
        """
        return self._limiter.ask(lambda: self._once("GET", path, params=parameters))

    def post(self, path: str, body: Any) -> Any:
        """Return the JSON that answers a JSON body; raises what `get` raises."""
        return self._limiter.ask(lambda: self._once("POST", path, json=body))

    def _once(self, method: str, path: str, **content: Any) -> Any:
        try:
            response = self._session.request(method, self._base + path, timeout=TIMEOUT_S, **content)
        except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
            raise TryLaterError("no connection, or one that breaks off") from error
        self._respect_limit(response)
        check_status(self._source, response)
        try:
            answer = response.json()
        except requests.JSONDecodeError as error:
            raise TryLaterError("the answer is not what it should be") from error
        if self._refusal is not None:
            self._refusal(answer)
        return answer

    def _respect_limit(self, response: requests.Response) -> None:
        """Hold the next request where the answer says that the allowance is used up (ListenBrainz does)."""
        left, reset_s = (response.headers.get(f"X-RateLimit-{name}", "") for name in ("Remaining", "Reset-In"))
        if left == "0" and reset_s.isdigit():
            self._limiter.hold(float(reset_s))


def check_status(source: str, response: requests.Response) -> None:
    """Raise what an HTTP status means.

    Raises:
        GoneError, NotAllowed, TryLaterError.
    """
    status = response.status_code
    if status in (404, 410):
        raise GoneError(f"{source} has nothing there")
    if status == 429 or status >= 500:
        raise TryLaterError(f"status {status}", retry_after_s(response.headers.get("Retry-After")))
    if status >= 400:
        raise NotAllowed(f"{source} refuses the request (status {status}).")
