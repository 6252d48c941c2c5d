"""The real service on a loopback port, with a random model, and its page in a real browser."""

import contextlib
import ctypes.util
import re
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import soundfile
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.server.limits import Limits
from mandohit_desktop.server.queue import BatchQueue
from mandohit_desktop.server.service import Service, bind, url_of
from models.bundle import Bundle
from tests.synth import song

PATIENCE_S = 120.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Running:
    """A service that runs, and what is behind it."""

    url: str
    port: int
    queue: BatchQueue
    spool: Path

    def client(self, **options: object) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=PATIENCE_S, trust_env=False, **options)

    def uploads(self) -> list[Path]:
        return [path for path in self.spool.rglob("*") if path.is_file() and path.suffix != ".png"]

    def leftovers(self) -> list[Path]:
        return sorted(self.spool.iterdir())


def talk(port: int, text: bytes) -> bytes:
    """Send bytes and return what is answered until the service hangs up or the answer is whole."""
    answer = b""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as connection,
        contextlib.suppress(ConnectionResetError),
    ):
        connection.sendall(text)
        while not _is_whole(answer) and (block := connection.recv(65_536)):
            answer += block
    return answer


def _is_whole(answer: bytes) -> bool:
    """Tell whether an answer is as long as it says it is."""
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    return length is not None and len(body) >= int(length[1])


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


@contextmanager
def running(engine: Engine, spool: Path, limits: Limits | None = None, token: str | None = None) -> Iterator[Running]:
    limits = limits or Limits()
    spool.mkdir(parents=True)
    queue = BatchQueue(engine, spool, limits)
    with bind("127.0.0.1", 0) as listener:
        service = Service(queue, limits, host="127.0.0.1", token=token)
        thread = threading.Thread(target=service.serve_on, args=(listener,))
        thread.start()
        try:
            wait_until(lambda: service.started)
            yield Running(url_of(listener), listener.getsockname()[1], queue, spool)
        finally:
            service.should_exit = True
            thread.join(PATIENCE_S)
    assert not thread.is_alive()


@pytest.fixture(scope="session")
def engine(random_bundle: Bundle) -> Engine:
    return Engine(random_bundle, "cpu")


@pytest.fixture(scope="module")
def service(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(engine, tmp_path_factory.mktemp("server") / "spool") as it:
        yield it


@pytest.fixture(scope="module")
def client(service: Running) -> Iterator[httpx.Client]:
    with service.client() as it:
        yield it


@pytest.fixture(scope="session")
def short_songs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three songs of 4 s with Chinese names."""
    folder = tmp_path_factory.mktemp("short")
    paths = [folder / name for name in ("月台.wav", "雨後 \u266a.flac", "夜車.wav")]
    for seed, path in enumerate(paths):
        soundfile.write(path, song(4.0, 16_000, seed=seed), 16_000)
    return paths


def form(*paths: Path, field: str = "files") -> list[tuple[str, tuple[str, bytes]]]:
    return [(field, (path.name, path.read_bytes())) for path in paths]


def finished(client: httpx.Client, job: dict) -> dict:
    """Wait for a job's end and return it."""
    seen: dict = {}

    def is_over() -> bool:
        seen.update(client.get(f"/v1/jobs/{job['id']}").json())
        return seen["state"] in ("done", "cancelled")

    wait_until(is_over)
    return seen


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if sys.platform == "linux" and not ctypes.util.find_library("atomic"):
        pytest.skip("Playwright needs libatomic1")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"there is no browser ({', '.join(BROWSERS)})")
    expect.set_options(timeout=120_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, service: Running, complaints: list[str]) -> Iterator[Page]:
    """A page that must neither complain nor ask anybody but the service."""

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: request.url.startswith((service.url, "blob:")) or complaints.append(request.url))
    page.goto(service.url)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Four songs that compete, another take of the first, and one that is too short to."""
    folder = tmp_path_factory.mktemp("keep")
    names = {"一.wav": 1.0, "二.wav": 0.83, "三.wav": 0.91, "四.wav": 1.09}
    for seed, (name, tempo) in enumerate(names.items()):
        soundfile.write(folder / name, song(20.0, round(16_000 * tempo), seed=seed), 16_000)
    shutil.copy(folder / "一.wav", folder / "一 copy.wav")
    soundfile.write(folder / "short.wav", song(5.0, 16_000), 16_000)
    return sorted(folder.iterdir())


def upload(page: Page, *paths: Path) -> None:
    page.set_input_files("#files", list(paths))
    expect(page.locator("#status-text")).to_contain_text("Done")
