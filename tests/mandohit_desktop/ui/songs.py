"""Results and entries to show, made by hand."""

from pathlib import Path
from typing import Any

from mandohit_desktop.store.history import Content, Entry
from mandohit_desktop.store.result import Result

TAGS = {"female vocal": 0.6, "guitar": 0.3, "piano": 0.1}


def window(start_s: float, score: float | None) -> dict[str, float | None]:
    """Return a window of a report."""
    return {"start_s": start_s, "score": score, "loudness_lufs": -11.0}


def result(score: float, interval: tuple[float, float] = (0.0, 20.0), **changes: Any) -> Result:
    """Return a result of three windows; `changes` replace parts of the report."""
    report = {
        "schema": 2,
        "file": "a.wav",
        "duration_s": 40.0,
        "loudness_lufs": -11.0,
        "model": {"id": "random-1", "sha256": "0" * 64},
        "protocol": "matched",
        "score": score,
        "raw_score": score,
        "percentile": 10.0 * score,
        "interval80": list(interval),
        "chance_top_decile": score / 100.0,
        "strength": score / 10.0,
        "resemblance": 50.0,
        "highlight": {"start_s": 5.0, "end_s": 35.0},
        "best": window(10.0, score + 1),
        "windows": [window(5.0 * i, score + i - 1) for i in range(3)],
        "tags": [{"name": name, "loading": loading} for name, loading in TAGS.items()],
        "warnings": [],
        **changes,
    }
    return Result.of(report, {"steps": [], "notices": []}, 1_000_000.0)


def entry(name: str, found: Result | None, *, version: int = 1, previous: float | None = None) -> Entry:
    """Return a song of the history."""
    return Entry(1, Path("/songs") / name, version, Content("a" * 64, 1, 1), 0.0, found, previous)
