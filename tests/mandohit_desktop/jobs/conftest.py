"""A stub engine under the scoring, a history, and files that need no audio."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mandohit_desktop.core.paths import history_file
from mandohit_desktop.engine import batch, registry
from mandohit_desktop.store.history import History
from tests.mandohit_desktop.jobs.stub_engine import Stub


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    made = Stub()
    monkeypatch.setattr(registry, "load_model", made.load_model)
    monkeypatch.setattr(batch, "Engine", made.engine)
    yield made
    made.proceed.set()


@pytest.fixture
def history() -> Iterator[History]:
    made = History(history_file())
    yield made
    made.close()


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[Path]]:
    """Write files that only the stub engine can score."""

    def write(*names: str) -> list[Path]:
        for name in names:
            (tmp_path / name).write_text(name)
        return [tmp_path / name for name in names]

    return write
