"""The API: score one song, score a batch as a job, follow, cancel, pick, look at the model."""

import asyncio
import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from pydantic import ValidationError

from mandohit_desktop import __version__
from mandohit_desktop.server import schemas
from mandohit_desktop.server.errors import NotFound, RequestError, Stopping
from mandohit_desktop.server.jobs import BatchJob
from mandohit_desktop.server.limits import Limits
from mandohit_desktop.server.picks import pick_songs
from mandohit_desktop.server.queue import BatchQueue
from mandohit_desktop.server.uploads import receive_small, receive_uploads
from models.difference import EQUAL_BELOW
from models.report import SCHEMA
from models.spec import Protocol

FOLLOW_S = 0.25
PULSE_S = 10.0
REFUSALS = {
    400: "The form is broken",
    401: "The token is missing or wrong",
    403: "A foreign host or origin",
    408: "The upload stalled",
    413: "The body is too large",
    415: "No multipart form",
    422: "An argument is wrong, or there is no file",
    429: "The queue is full; Retry-After says when to try again",
    500: "A fault in MandoHit",
    503: "The service is stopping",
    507: "The disk is full",
}
EVENT = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "event": {"enum": ["progress", "result", "end"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
        "id": {"type": "string"},
    },
}
EVENTS = "`progress` carries the job without its results, `result` one song, `end` the job without its results."


Responses = dict[int | str, dict[str, Any]]


def _answer(status: int, model: Any) -> Responses:
    return {status: {"model": model}}


def _refusals(*statuses: int) -> Responses:
    return {status: {"model": schemas.Refused, "description": REFUSALS[status]} for status in (401, 403, *statuses)}


def _form(field: str, *, many: bool) -> dict[str, Any]:
    """Describe a multipart body with one file or several, which the routes read by themselves, streaming."""
    file = {"type": "string", "format": "binary"}
    shape = {"type": "array", "items": file, "minItems": 1} if many else file
    body = {"type": "object", "required": [field], "properties": {field: shape}}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": body}}}}


UPLOAD_REFUSALS = (400, 408, 413, 415, 422, 429, 500, 503, 507)
NO_JOB: Responses = {404: {"model": schemas.Refused, "description": "There is no such job"}}
ONE_SONG: Responses = {
    status: {"model": schemas.Failed | schemas.Refused, "description": text}
    for status, text in ((415, "Not audio"), (422, "The song cannot be scored"), (500, "A fault in MandoHit"))
}
ProtocolQuery = Annotated[
    Protocol, Query(description="`matched`: every 30 s, loudness matched; `published`: as in 2021")
]


def make_router(queue: BatchQueue, limits: Limits) -> APIRouter:
    """Return the routes that serve this queue."""
    router = APIRouter()
    _add_scoring(router, queue, limits)
    _add_jobs(router, queue)
    _add_picks(router, queue, limits)
    _add_facts(router, queue, limits)
    return router


def _add_scoring(router: APIRouter, queue: BatchQueue, limits: Limits) -> None:
    @router.post(
        "/v1/score",
        summary="Score one song",
        responses=_answer(200, schemas.Scored) | _refusals(*UPLOAD_REFUSALS) | ONE_SONG,
        openapi_extra=_form("file", many=False),
    )
    async def score(request: Request, protocol: ProtocolQuery = Protocol.MATCHED) -> Response:
        with queue.admit(_announced(request, limits)) as admission:
            uploads = await receive_uploads(request, admission.folder, limits, 1)
            job = queue.submit(admission, uploads, protocol, spectrograms=False)
        try:
            await _finished_or_gone(request, job)
        finally:
            queue.forget(job)
        if not job.results:
            raise Stopping("The service is stopping.", "Start it again, then send the song again.")
        return JSONResponse(job.results[0].line, job.results[0].status)

    @router.post(
        "/v1/batch",
        status_code=HTTPStatus.ACCEPTED,
        summary="Score several songs as a job",
        responses=_answer(202, schemas.JobShape) | _refusals(*UPLOAD_REFUSALS),
        openapi_extra=_form("files", many=True),
    )
    async def batch(
        request: Request,
        protocol: ProtocolQuery = Protocol.MATCHED,
        spectrogram: Annotated[bool, Query(description="draw each song's spectrogram, too")] = False,
    ) -> Response:
        with queue.admit(_announced(request, limits)) as admission:
            uploads = await receive_uploads(request, admission.folder, limits, limits.songs_per_batch)
            job = queue.submit(admission, uploads, protocol, spectrograms=spectrogram)
        return JSONResponse(job.to_json(), HTTPStatus.ACCEPTED, {"Location": f"/v1/jobs/{job.id}"})


def _add_jobs(router: APIRouter, queue: BatchQueue) -> None:
    @router.get(
        "/v1/jobs/{job_id}",
        summary="A job and its results, best first",
        responses=_answer(200, schemas.JobShape) | NO_JOB | _refusals(),
    )
    async def job(job_id: str) -> Response:
        return JSONResponse(queue.get(job_id).to_json())

    @router.post(
        "/v1/jobs/{job_id}/cancel",
        summary="Stop a job; what it has scored is kept",
        responses=_answer(200, schemas.JobSummary) | NO_JOB | _refusals(),
    )
    async def cancel(job_id: str) -> Response:
        found = queue.get(job_id)
        queue.cancel(found)
        return JSONResponse(found.summary())

    @router.get(
        "/v1/jobs/{job_id}/events",
        summary="Follow a job: server-sent events",
        description=EVENTS,
        response_class=StreamingResponse,
        responses={200: {"content": {"text/event-stream": {"schema": EVENT}}}} | NO_JOB | _refusals(),
    )
    async def events(job_id: str, last_event_id: Annotated[str, Header()] = "") -> Response:
        seen = int(last_event_id) if last_event_id.isdecimal() and len(last_event_id) < 9 else 0
        return StreamingResponse(_events(queue.get(job_id), seen), media_type="text/event-stream")

    @router.get(
        "/v1/jobs/{job_id}/songs/{index}/spectrogram.png",
        summary="A song's spectrogram",
        response_class=FileResponse,
        responses={200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}}
        | NO_JOB
        | _refusals(422),
    )
    async def spectrogram(job_id: str, index: int) -> Response:
        spectrograms = {result.index: result.spectrogram for result in queue.get(job_id).results}
        path = spectrograms.get(index)
        if path is None:
            raise NotFound(
                "This song has no spectrogram.", "Ask for it with ?spectrogram=true when you send the songs."
            )
        return FileResponse(path, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def _add_picks(router: APIRouter, queue: BatchQueue, limits: Limits) -> None:
    one_at_a_time = asyncio.Lock()

    @router.post(
        "/v1/picks",
        status_code=HTTPStatus.CREATED,
        summary="Pick the few to keep of the songs that jobs have scored so far",
        responses=_answer(201, schemas.PickShape) | NO_JOB | _refusals(408, 413, 422, 500),
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": schemas.PickWanted.model_json_schema()}},
            }
        },
    )
    async def pick(request: Request) -> Response:
        wanted = _pick_wanted(await receive_small(request, limits))
        jobs = [queue.get(job_id) for job_id in dict.fromkeys(wanted.jobs)]
        async with one_at_a_time:
            picked = await run_in_threadpool(pick_songs, jobs, queue.engine.card.reference, wanted.choice())
        queue.keep_pick(picked)
        return JSONResponse(picked.body, HTTPStatus.CREATED, {"Location": f"/v1/picks/{picked.id}"})

    @router.get(
        "/v1/picks/{pick_id}",
        summary="A pick again",
        responses=_answer(200, schemas.PickShape)
        | {404: {"model": schemas.Refused, "description": "There is no such pick"}}
        | _refusals(),
    )
    async def pick_again(pick_id: str) -> Response:
        return JSONResponse(queue.get_pick(pick_id).body)


def _pick_wanted(body: bytes) -> schemas.PickWanted:
    try:
        return schemas.PickWanted.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "body"
        raise RequestError(f"{place}: {first['msg']}.") from error


def _add_facts(router: APIRouter, queue: BatchQueue, limits: Limits) -> None:
    @router.get("/v1/model", summary="The loaded model", responses=_answer(200, schemas.LoadedModel) | _refusals())
    async def model() -> Response:
        card = queue.engine.card
        return JSONResponse(
            {
                "schema": SCHEMA,
                "id": card.id,
                "sha256": card.weights_sha256,
                "device": queue.engine.device,
                "protocols": [protocol.value for protocol in Protocol],
                "tags": list(card.tags),
                "equal_below": EQUAL_BELOW,
                "limits": {"request_bytes": limits.request_bytes, "songs_per_batch": limits.songs_per_batch},
            }
        )

    @router.get(
        "/healthz", summary="Is the service up?", responses={200: {"model": schemas.Health}, 403: _refusals()[403]}
    )
    async def healthz() -> Response:
        return JSONResponse({"status": "ok", "version": __version__})


def _announced(request: Request, limits: Limits) -> int:
    """Return how large the body is; without a word from the client, as large as it may be."""
    return int(request.headers.get("content-length") or limits.request_bytes)


async def _finished_or_gone(request: Request, job: BatchJob) -> None:
    """Wait until the job is finished or its client has gone."""
    finished = asyncio.ensure_future(asyncio.wrap_future(job.finished))
    gone = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait({finished, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _events(job: BatchJob, seen: int) -> AsyncIterator[str]:
    """Yield a job's events from the one after `seen`, until it is finished."""
    finished = asyncio.wrap_future(job.finished)
    sent, sent_at = None, 0.0
    clock = asyncio.get_running_loop().time
    while True:
        is_last = job.finished.done()
        for number, result in enumerate(list(job.results)[seen:], seen + 1):
            yield _event("result", result.to_json(job.id), number)
            seen = number
        summary = job.summary()
        if is_last:
            yield _event("end", summary)
            return
        if summary != sent or clock() - sent_at > PULSE_S:
            sent, sent_at = summary, clock()
            yield _event("progress", summary)
        await asyncio.wait({finished}, timeout=FOLLOW_S)


def _event(kind: str, data: dict[str, Any], number: int | None = None) -> str:
    name = f"id: {number}\n" if number else ""
    return f"{name}event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
