"""Fixtures: the loopback server, and waiting that takes no time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.training.corpus.loopback import Loopback
from training.corpus.state import CrawlState
from training.corpus.web import SERVER_VARIABLE


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    server = Loopback()
    monkeypatch.setenv(SERVER_VARIABLE, server.address)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield server
    server.close()


class NoWaiting:
    """Stands in for a stop that never comes; waiting returns at once and is noted, s."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self.asked = False

    def wait(self, timeout: float, /) -> bool:
        self.waited.append(timeout)
        return self.asked


@pytest.fixture
def waiting() -> NoWaiting:
    return NoWaiting()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[CrawlState]:
    with CrawlState(tmp_path / "crawl.sqlite", "test") as found:
        yield found
