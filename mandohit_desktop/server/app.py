"""The application: the API's routes, the page, one form of error for everything, and the guard around them."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from mandohit_desktop import __version__
from mandohit_desktop.core.resources import resource
from mandohit_desktop.server.errors import RequestError, body_of, headers_of, status_of
from mandohit_desktop.server.guard import Guard, Hosts
from mandohit_desktop.server.limits import Limits
from mandohit_desktop.server.queue import BatchQueue
from mandohit_desktop.server.routes import make_router
from models.errors import MandoHitError
from models.report import SCHEMA

ABOUT = (
    "Predicts the popularity (0-100, Spotify's scale) a song would reach among Mando-pop releases. "
    "Everything runs on this machine. Predicted popularity, not quality: good for ranking a batch, weak for one song."
)
CLIENT_CLOSED = 499
UNDECLARED = {404: ("request.not_found", "There is nothing here."), 405: ("request.method", "Not with this method.")}


def create_app(queue: BatchQueue, limits: Limits, *, host: str, token: str | None) -> FastAPI:
    """Return the application.

    Args:
        queue: where songs are scored; the caller starts and stops it.
        limits: the bounds.
        host: what the service is bound to.
        token: what callers of the API must present; None for no token.
    """
    app = FastAPI(title="MandoHit", version=__version__, description=ABOUT, docs_url=None, redoc_url=None)
    app.add_exception_handler(MandoHitError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.include_router(make_router(queue, limits))
    _add_page(app)
    app.add_middleware(Guard, hosts=Hosts(host), token=token, limits=limits)
    if token:
        _declare_token(app)
    return app


def _add_page(app: FastAPI) -> None:
    page = Path(str(files("mandohit_desktop.server") / "page"))
    addresses = {
        "/": page / "index.html",
        "/page/icon.svg": resource("icons", "mandohit.svg"),
        "/page/tags.json": resource("tags.json"),
    }
    for address, path in addresses.items():
        app.add_route(address, _file(path), include_in_schema=False)
    app.mount("/page", StaticFiles(directory=page))


def _file(path: Path) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return FileResponse(path)

    return answer


def _declare_token(app: FastAPI) -> None:
    """Say in the OpenAPI description that the API wants a token."""
    description: dict[str, Any] = app.openapi()
    description.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path, operations in description["paths"].items():
        if path.startswith("/v1/"):
            for operation in operations.values():
                operation["security"] = [{"token": []}]


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, MandoHitError)
    return JSONResponse(body_of(error), status_of(error), headers_of(error))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:])
    return JSONResponse(body_of(RequestError(f"{place}: {first['msg']}.")), HTTPStatus.UNPROCESSABLE_ENTITY)


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, text = UNDECLARED.get(error.status_code, ("request.invalid", str(error.detail)))
    body = {"schema": SCHEMA, "error": {"code": code, "message": text}}
    return JSONResponse(body, error.status_code, error.headers)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=CLIENT_CLOSED)
