"""Spotify's Web API through spotipy, without its retries, token file and logging.

spotipy by itself sleeps for hours on a 429, loses the reason of a refusal when told not to, writes tokens to a file in
the current folder, and logs them when debugging. Here it gets a session that retries nothing, keeps its token in
memory, and stays silent; `RateLimiter` limits the rate and waits.
"""

import logging
import warnings
from collections.abc import Callable
from typing import Any

import requests
import spotipy
from spotipy.cache_handler import MemoryCacheHandler
from spotipy.exceptions import SpotifyException, SpotifyOauthError
from spotipy.oauth2 import SpotifyClientCredentials

from models.errors import CredentialsMissing, NotAllowed
from training.corpus.credentials import Secret
from training.corpus.rate_limiter import GoneError, RateLimiter, TryLaterError, quota_exceeded, retry_after_s
from training.corpus.web import TIMEOUT_S, base_url

API = "https://api.spotify.com/v1/"
ACCOUNTS = "https://accounts.spotify.com/api/token"


class MalformedError(Exception):
    """The request was refused as malformed, which is how Spotify answers a page size above its limit."""


class _ClientCredentials(SpotifyClientCredentials):  # type: ignore[misc]  # spotipy has no types
    """Client credentials whose token comes from where the API is."""

    @property
    def OAUTH_TOKEN_URL(self) -> str:  # noqa: N802  # spotipy's name
        return base_url("spotify", ACCOUNTS)


class SpotifyAccess:
    """Spotify's API as one application sees it.

    Args:
        client_id: the application's id.
        client_secret: its secret.
        limiter: Spotify's rate limiter.
    """

    def __init__(self, client_id: Secret, client_secret: Secret, limiter: RateLimiter) -> None:
        logging.getLogger("spotipy").setLevel(logging.CRITICAL)
        self._limiter = limiter
        self._session = requests.Session()
        self._token = MemoryCacheHandler()
        self._spotify = spotipy.Spotify(
            auth_manager=_ClientCredentials(
                client_id.value,
                client_secret.value,
                requests_session=self._session,
                requests_timeout=TIMEOUT_S,
                cache_handler=self._token,
            ),
            requests_session=self._session,
            requests_timeout=TIMEOUT_S,
        )
        self._spotify.prefix = base_url("spotify", API)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def ask(self, call: Callable[[spotipy.Spotify], Any]) -> Any:
        """Return what one call of spotipy's returns.

        Raises:
            GoneError: there is no such thing (any more).
            MalformedError: the page is larger than allowed.
            NotAllowed: these credentials may not ask this.
            CredentialsMissing: Spotify does not know the credentials.
            QuotaExceeded, SourceUnreachable, Cancelled.
        """
        try:
            return self._limiter.ask(lambda: self._once(call))
        except _TokenExpiredError:
            self._token.save_token_to_cache(None)
        try:
            return self._limiter.ask(lambda: self._once(call))
        except _TokenExpiredError as error:
            raise NotAllowed("Spotify refuses its own new token.", "Is this computer's clock right?") from error

    def _once(self, call: Callable[[spotipy.Spotify], Any]) -> Any:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                answer = call(self._spotify)
        except SpotifyException as error:
            raise _meaning(error) from None
        except SpotifyOauthError as error:
            raise _meaning_of_no_token(error) from None
        except requests.RequestException:
            raise TryLaterError("no connection, or one that breaks off") from None
        if answer is None:
            raise TryLaterError("the answer is not what it should be")
        return answer


class _TokenExpiredError(Exception):
    """The token has to be fetched anew."""


def _meaning(error: SpotifyException) -> Exception:
    after_s = retry_after_s(error.headers.get("Retry-After"))
    said = str(error.msg).rpartition("\n")[2].strip()
    match error.http_status:
        case 400:
            return MalformedError(said)
        case 401:
            return _TokenExpiredError(said)
        case 404:
            return GoneError(said)
        case 429 if error.reason == "QUOTA_EXCEEDED":
            return quota_exceeded("Spotify", after_s)
        case 429 | 500 | 502 | 503 | 504 as status:
            return TryLaterError(f"status {status}", after_s)
        case _ if "premium" in said.lower():
            return NotAllowed(
                "Spotify wants the owner of the application to have an active Premium subscription.",
                "Renew it, or use the deezer or listenbrainz corpus.",
            )
        case status:
            return NotAllowed(f"Spotify does not allow this with your credentials (status {status}: {said}).")


def _meaning_of_no_token(error: SpotifyOauthError) -> Exception:
    response = getattr(error.__context__, "response", None)
    if response is not None and (response.status_code == 429 or response.status_code >= 500):
        after_s = retry_after_s(response.headers.get("Retry-After"))
        return TryLaterError(f"status {response.status_code} instead of a token", after_s)
    return CredentialsMissing(
        "Spotify does not know these credentials.", "Copy client id and secret again from the developer dashboard."
    )
