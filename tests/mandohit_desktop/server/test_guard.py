"""Who is let in: hosts, origins, the token, sizes; and what every answer carries."""

import re
import socket
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.server.guard import SECURITY_HEADERS, Hosts, host_of, is_loopback
from mandohit_desktop.server.limits import Limits
from mandohit_desktop.server.service import bind, url_of
from tests.mandohit_desktop.server.conftest import Running, form, running, talk

TOKEN = "correct horse battery staple"


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost", "LOCALHOST:1", "[::1]:8765", "127.8.8.8"])
def test_loopback_names_are_answered(client: httpx.Client, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8765",
        "192.168.1.5",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "",
        "[",
        "0.0.0.0",
    ],
)
def test_rebound_hosts_are_refused(client: httpx.Client, host: str) -> None:
    for path in ("/", "/healthz", "/v1/model", "/page/app.js", "/openapi.json"):
        answer = client.get(path, headers={"Host": host})
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "request.foreign_host")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:3000", "https://127.0.0.1", "http://[", ""]
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/score"), ("GET", "/v1/model"), ("POST", "/v1/jobs/x/cancel")]
)
def test_other_sites_pages_are_refused(client: httpx.Client, method: str, path: str, origin: str, short_songs) -> None:
    files = form(short_songs[0], field="file") if path == "/v1/score" else None
    answer = client.request(method, path, headers={"Origin": origin}, files=files)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "request.foreign_origin")
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_pictures_in_other_sites_pages_are_refused(client: httpx.Client, site: str) -> None:
    answer = client.get("/v1/model", headers={"Sec-Fetch-Site": site})
    assert answer.json()["error"]["code"] == "request.foreign_origin"


def test_own_page_is_let_in(client: httpx.Client, service: Running) -> None:
    headers = {"Origin": f"http://127.0.0.1:{service.port}", "Sec-Fetch-Site": "same-origin"}
    assert client.get("/v1/model", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/", "/healthz", "/v1/model", "/page/app.css", "/nothing", "/openapi.json"])
def test_every_answer_carries_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "server" not in headers


def test_page_brings_everything_along(client: httpx.Client) -> None:
    page = client.get("/").text
    assert not re.search(r"https?://(?!www\.w3\.org)", page)
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", page), "forbidden by the page's own policy"
    for path in re.findall(r'(?:src|href)="(/page/[^"]+)"', page):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/page/../app.py", "/page/%2e%2e/app.py", "/page//etc/passwd", "/page/..%5capp.py"])
def test_only_the_page_is_served(service: Running, path: str) -> None:
    answer = talk(service.port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 404")


@pytest.mark.parametrize("path", ["/v1/score", "/v1/batch"])
def test_too_large_is_said_before_the_body_is_read(service: Running, path: str) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    for expect in ("", "Expect: 100-continue\r\n"):
        answer = talk(service.port, f"{head}{expect}Content-Length: {Limits().request_bytes + 1}\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 413")
        assert b"request.too_large" in answer
    assert service.uploads() == []


def test_too_large_is_noticed_while_it_streams(engine: Engine, tmp_path: Path) -> None:
    def endless():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(100):
            yield b"a" * 10_000

    with (
        running(engine, tmp_path / "spool", replace(Limits(), request_bytes=50_000)) as service,
        service.client() as client,
    ):
        answer = client.post(
            "/v1/score", content=endless(), headers={"Content-Type": "multipart/form-data; boundary=x"}
        )
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "request.too_large")
        assert service.leftovers() == []


def test_token_is_asked_of_the_api_alone(engine: Engine, tmp_path: Path) -> None:
    with running(engine, tmp_path / "spool", token=TOKEN) as service, service.client() as client:
        for header in (
            "",
            TOKEN,
            f"Basic {TOKEN}",
            f"Bearer {TOKEN[:-1]}",
            "Bearer",
            f"Bearer {TOKEN}x",
            "Bearer \xe4",
        ):
            answer = client.get("/v1/model", headers={"Authorization": header.encode("latin-1")})
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "request.token_required")
            assert answer.headers["www-authenticate"] == "Bearer"
            assert TOKEN not in answer.text
        assert client.get("/v1/model", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert [client.get(path).status_code for path in ("/", "/healthz", "/page/app.js")] == [200] * 3


def test_names_of_a_service_for_others() -> None:
    hosts = Hosts("0.0.0.0")
    assert all(host in hosts for host in ("192.168.1.5", "localhost", socket.gethostname().lower(), "fe80::1"))
    assert not any(host in hosts for host in ("evil.example", "", "192.168.1.5.evil.example"))
    assert "music.lan" in Hosts("music.lan")


def test_printed_address_can_be_opened() -> None:
    for bound, printed in (("127.0.0.1", "127.0.0.1"), ("0.0.0.0", socket.gethostname())):
        with bind(bound, 0) as listener:
            assert url_of(listener) == f"http://{printed}:{listener.getsockname()[1]}/"
            assert printed.lower() in Hosts(bound)


def test_hosts_are_read_from_headers() -> None:
    assert [host_of(text) for text in ("A.b:1", "[::1]:2", "[", "a@b", "")] == ["a.b", "::1", "", "b", ""]
    assert is_loopback("127.1.2.3") and not is_loopback("128.0.0.1")
