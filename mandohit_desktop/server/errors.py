"""What the service itself can object to, and the HTTP status of every error.

The sentences and codes of songs come from the engine; these are about requests.
"""

from http import HTTPStatus
from typing import Any, ClassVar

from models.errors import AudioError, AudioNotDecodable, Cancelled, MandoHitError
from models.report import SCHEMA


class RequestError(MandoHitError):
    """A request cannot be served."""

    code = "request.invalid"
    status: ClassVar[HTTPStatus] = HTTPStatus.UNPROCESSABLE_ENTITY
    headers: ClassVar[dict[str, str]] = {}


class RequestMalformed(RequestError):
    """The body is not what its headers say."""

    code = "request.malformed"
    status = HTTPStatus.BAD_REQUEST


class NotMultipart(RequestError):
    """The body is no multipart form."""

    code = "request.not_multipart"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class NoFile(RequestError):
    """The form holds no file."""

    code = "request.no_file"


class TooManyFiles(RequestError):
    """More files than the request may hold."""

    code = "request.too_many_files"


class MixedProtocols(RequestError):
    """The songs were scored under different protocols, so that their scores cannot be compared."""

    code = "request.mixed_protocols"


class RequestTooLarge(RequestError):
    """The body is larger than the service takes."""

    code = "request.too_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class RequestTooSlow(RequestError):
    """The upload stalled."""

    code = "request.too_slow"
    status = HTTPStatus.REQUEST_TIMEOUT
    headers: ClassVar[dict[str, str]] = {"Connection": "close"}


class ForeignHost(RequestError):
    """The request names another machine, as in DNS rebinding."""

    code = "request.foreign_host"
    status = HTTPStatus.FORBIDDEN


class ForeignOrigin(RequestError):
    """The request was made by another site's page."""

    code = "request.foreign_origin"
    status = HTTPStatus.FORBIDDEN


class TokenRequired(RequestError):
    """The token is missing or wrong."""

    code = "request.token_required"
    status = HTTPStatus.UNAUTHORIZED
    headers: ClassVar[dict[str, str]] = {"WWW-Authenticate": "Bearer"}


class NotFound(RequestError):
    """There is nothing at this address, or no longer."""

    code = "request.not_found"
    status = HTTPStatus.NOT_FOUND


class NoSpace(RequestError):
    """The disk is full."""

    code = "server.no_space"
    status = HTTPStatus.INSUFFICIENT_STORAGE


class Busy(RequestError):
    """The queue is full.

    Args:
        retry_after_s: when it is worth trying again.
    """

    code = "server.busy"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("The queue is full.", f"Try again in {retry_after_s} s.")
        self.retry_after_s = retry_after_s


class Stopping(RequestError):
    """The service is about to end."""

    code = "server.stopping"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class SongTooLong(AudioError):
    """Scoring takes longer than one song may keep the service busy."""

    code = "audio.too_long"


def status_of(error: MandoHitError) -> HTTPStatus:
    """Return the status that an error is answered with."""
    if isinstance(error, RequestError):
        return error.status
    if isinstance(error, AudioNotDecodable):
        return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    if isinstance(error, AudioError):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(error, Cancelled):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.INTERNAL_SERVER_ERROR


def headers_of(error: MandoHitError) -> dict[str, str]:
    """Return the headers that belong to an error."""
    if isinstance(error, Busy):
        return {"Retry-After": str(error.retry_after_s)}
    return dict(error.headers) if isinstance(error, RequestError) else {}


def body_of(error: MandoHitError) -> dict[str, Any]:
    """Return the JSON that tells a request's error."""
    return {"schema": SCHEMA, "error": error.to_json()}
