"""What an older version scored by another measure is scored again, once, in the background."""

import dataclasses
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mandohit_desktop.jobs.worker import ModelInfo
from mandohit_desktop.store.history import Content, History
from mandohit_desktop.store.result import OUTDATED
from mandohit_desktop.ui.results.model import ResultsModel
from mandohit_desktop.ui.window.rescoring import Rescoring
from tests.mandohit_desktop.ui.songs import result


@pytest.fixture
def parent() -> QObject:
    return QObject()


def test_songs_of_an_older_version_are_scored_again_at_the_start(tmp_path: Path, qtbot: QtBot, parent: QObject) -> None:
    history, today = History(tmp_path / "history.sqlite3"), result(5.0)
    before = dataclasses.replace(today, protocol=today.protocol + OUTDATED)
    for name, found in (("old.wav", before), ("new.wav", today), ("gone.wav", before)):
        path = tmp_path / name
        if name != "gone.wav":
            path.write_bytes(b"RIFF")
        history.add(path, Content(name.ljust(64, "0"), 4, 1), found)
    added: list[Path] = []
    notes: list[str] = []
    scoring: Any = SimpleNamespace(add=added.extend, model=None)
    status: Any = SimpleNamespace(show_note=notes.append)
    rescoring = Rescoring(history, scoring, ResultsModel(), status, parent)
    rescoring.follow_model(ModelInfo("random-1", "cpu", today.key))
    assert added == [tmp_path / "old.wav"]
    assert len(notes) == 1
    rescoring.follow_model(ModelInfo("random-1", "cpu", today.key))
    assert len(notes) == 1
    history.close()
