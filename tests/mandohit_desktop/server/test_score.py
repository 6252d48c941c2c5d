"""`POST /v1/score`: the command line's line, and the reason where there is none."""

import json
from pathlib import Path

import httpx
import numpy as np
import pytest

from mandohit_desktop.engine.batch import Engine
from models.spec import Protocol
from tests.mandohit_desktop.server.conftest import Running, form, wait_until
from tests.synth import song


def score(client: httpx.Client, name: str, content: bytes, **options: object) -> httpx.Response:
    return client.post("/v1/score", files={"file": (name, content)}, **options)


@pytest.mark.parametrize("protocol", list(Protocol))
def test_answers_with_the_line_of_the_engine(
    client: httpx.Client, engine: Engine, short_songs: list[Path], protocol: Protocol
) -> None:
    """To the last digit, for service and engine are one process on one machine."""
    path = short_songs[0]
    answer = score(client, path.name, path.read_bytes(), params={"protocol": protocol.value})
    assert answer.status_code == 200
    (outcome,) = engine.score_all([path], protocol)
    assert answer.json() == json.loads(json.dumps(outcome.to_json())) | {"file": path.name}
    assert answer.json()["protocol"] == protocol.value


def test_uploads_are_gone_when_the_answer_is_there(client: httpx.Client, service: Running, short_songs) -> None:
    assert score(client, "a.wav", short_songs[0].read_bytes()).status_code == 200
    wait_until(lambda: service.leftovers() == [])


@pytest.mark.parametrize(
    ("samples", "status", "code"),
    [
        (None, 415, "audio.not_decodable"),
        (np.zeros(160_000), 422, "audio.silent"),
        (song(1.0, 16_000), 422, "audio.too_short"),
        (np.full(160_000, np.nan, dtype=np.float32), 422, "audio.invalid_samples"),
    ],
    ids=["text", "silent", "short", "nan"],
)
def test_songs_without_a_score_get_status_and_reason(
    client: httpx.Client, write_audio, samples, status: int, code: str
) -> None:
    content = b"no song" if samples is None else write_audio("x.wav", samples, 16_000, subtype="FLOAT").read_bytes()
    answer = score(client, "夜曲.wav", content)
    assert answer.status_code == status
    assert answer.json()["file"] == "夜曲.wav"
    assert answer.json()["error"]["code"] == code
    assert "Traceback" not in answer.text


def test_half_a_file_is_called_truncated(client: httpx.Client, short_songs: list[Path]) -> None:
    whole = short_songs[0].read_bytes()
    answer = score(client, "half.wav", whole[: len(whole) // 2])
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "audio.truncated")


def test_empty_file_is_called_empty(client: httpx.Client) -> None:
    answer = score(client, "empty.wav", b"")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "audio.empty")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../../etc/evil.wav", "evil.wav"),
        ("C:\\Users\\我\\歌.wav", "歌.wav"),
        ("/dev/stdin", "stdin"),
        ("..", ".."),
        ("a\u202egnp.wav", "agnp.wav"),
        ("長" * 500 + ".wav", "長" * 196 + ".wav"),
    ],
)
def test_names_are_labels_and_never_paths(client: httpx.Client, service: Running, short_songs, sent, shown) -> None:
    before = {path for path in service.spool.parent.rglob("*") if path.parent != service.spool}
    assert score(client, sent, short_songs[0].read_bytes()).json()["file"] == shown
    wait_until(lambda: service.leftovers() == [])
    assert {path for path in service.spool.parent.rglob("*") if path.parent != service.spool} == before


@pytest.mark.parametrize(
    ("request_parts", "status", "code"),
    [
        ({"content": b"abc"}, 415, "request.not_multipart"),
        ({"data": {"a": "b"}}, 415, "request.not_multipart"),
        ({"files": {"file": (None, b"no name")}}, 422, "request.no_file"),
        ({"files": [("file", ("a", b"1")), ("file", ("b", b"2"))]}, 422, "request.too_many_files"),
        ({"files": {"file": ("a", b"1")}, "params": {"protocol": "loud"}}, 422, "request.invalid"),
    ],
)
def test_wrong_requests_are_told_what_is_wrong(client: httpx.Client, request_parts, status: int, code: str) -> None:
    answer = client.post("/v1/score", **request_parts)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"--x\r\nno header\r\n", "request.malformed"),
        (b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf', "request.malformed"),
        (b"rubbish", "request.malformed"),
        (b"--x\r\nA: " + b"a" * 100_000 + b"\r\n\r\n\r\n--x--\r\n", "request.malformed"),
    ],
)
def test_broken_forms_are_refused(client: httpx.Client, service: Running, body: bytes, code: str) -> None:
    answer = client.post("/v1/score", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert service.leftovers() == []


def test_fault_of_the_engine_is_no_traceback(client, service: Running, short_songs, monkeypatch) -> None:
    def faulty(*arguments: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(service.queue, "submit", faulty)
    answer = client.post("/v1/score", files=form(short_songs[0], field="file"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal")
    assert "secret" not in answer.text
    assert service.leftovers() == []


def test_unknown_addresses_and_methods_have_the_same_form(client: httpx.Client) -> None:
    assert client.get("/v1/nothing").json()["error"]["code"] == "request.not_found"
    answer = client.get("/v1/score")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.json()["error"]["code"] == "request.method"


def test_model_and_health(client: httpx.Client, engine: Engine) -> None:
    model = client.get("/v1/model").json()
    assert (model["id"], model["sha256"]) == (engine.card.id, engine.card.weights_sha256)
    assert client.get("/healthz").json()["status"] == "ok"
