"""Slow, broken and vanishing clients: the service answers the next one and keeps nothing."""

import errno
import socket
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.server import service as service_module
from mandohit_desktop.server import uploads
from mandohit_desktop.server.limits import Limits
from tests.mandohit_desktop.server.conftest import PATIENCE_S, Running, form, running, talk, wait_until

HEAD = (
    b"POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    b"Content-Length: 100000\r\n\r\n"
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
)


def connect(service: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE_S)


def still_serves(service: Running, song: Path) -> bool:
    with service.client() as client:
        return client.post("/v1/score", files=form(song, field="file")).status_code == 200


def test_client_that_vanishes_during_its_upload_leaves_nothing(service: Running, short_songs) -> None:
    with connect(service) as connection:
        connection.sendall(HEAD + b"half a song")
        wait_until(lambda: len(service.uploads()) == 1)
    wait_until(lambda: service.leftovers() == [])
    assert still_serves(service, short_songs[0])


def test_client_that_vanishes_while_it_waits_cancels_its_song(service: Running, short_songs, hold_songs) -> None:
    hold_songs()
    with service.client() as client:
        batch = client.post("/v1/batch", files=form(*short_songs)).json()
        with pytest.raises(httpx.ReadTimeout):
            client.post(
                "/v1/score", files=form(short_songs[0], field="file"), timeout=httpx.Timeout(PATIENCE_S, read=0.5)
            )
        wait_until(lambda: len(service.leftovers()) == 1)
        assert client.get(f"/v1/jobs/{batch['id']}").json()["state"] in ("queued", "running")
        client.post(f"/v1/jobs/{batch['id']}/cancel")


def test_stalled_upload_is_given_up(engine: Engine, short_songs, tmp_path: Path) -> None:
    with running(engine, tmp_path / "spool", replace(Limits(), stall_s=0.2)) as service:
        answer = talk(service.port, HEAD + b"half a song")
        assert answer.startswith(b"HTTP/1.1 408") and b"request.too_slow" in answer
        wait_until(lambda: service.leftovers() == [])
        assert still_serves(service, short_songs[0])


def test_trickling_upload_is_given_up(engine: Engine, tmp_path: Path) -> None:
    limits = replace(Limits(), stall_s=0.5, slowest_bytes_per_s=100_000)
    with running(engine, tmp_path / "spool", limits) as service, connect(service) as connection:
        connection.sendall(HEAD)
        connection.settimeout(0.1)
        answer, started = b"", time.monotonic()
        while not answer and time.monotonic() - started < PATIENCE_S:
            connection.sendall(b"a")
            try:
                answer = connection.recv(65_536)
            except TimeoutError:
                continue
        assert answer.startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("text", [b"", b"GET / HTT", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: "])
def test_connection_without_a_request_is_hung_up_on(service: Running, monkeypatch, text: bytes) -> None:
    monkeypatch.setattr(service_module, "IDLE_CHECK_S", 0.1)
    assert talk(service.port, text) == b""


@pytest.mark.parametrize(
    "text",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
        b"POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
    ids=["tls", "nonsense", "no host", "length", "negative length", "huge header"],
)
def test_rubbish_is_answered_with_400(service: Running, short_songs, text: bytes) -> None:
    answer = talk(service.port, text)
    assert answer.startswith(b"HTTP/1.1 400") and b"Traceback" not in answer
    assert still_serves(service, short_songs[0])


def test_full_disk_is_told_and_leaves_nothing(service: Running, client: httpx.Client, short_songs, monkeypatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads._Form, "_write", full)
    answer = client.post("/v1/score", files=form(short_songs[0], field="file"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (507, "server.no_space")
    assert service.uploads() == []


def test_cleaned_cache_is_made_anew(engine: Engine, short_songs, tmp_path: Path) -> None:
    with running(engine, tmp_path / "spool") as service:
        service.spool.rmdir()
        assert still_serves(service, short_songs[0])
