"""One scored content, as the history keeps it: the columns a table sorts by, and the whole report as JSON."""

import dataclasses
import json
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from models.report import is_unlike

OUTDATED = "-1"
"""Ends the protocol of results that an older version scored by another measure, or that lack a part of today's."""


@dataclass(frozen=True)
class ModelKey:
    """What decides a score besides the sound: the model's weights and the protocol."""

    model_sha256: str
    protocol: str


@dataclass(frozen=True)
class Result:
    """One scored content. Scores on the scale of 0 to 100, percentile in percent, times in seconds.

    Attributes:
        scored_at: seconds since the epoch.
        raw_score: the score before it is kept within 0 to 100.
        report_json: the result object, see docs/result-format.md.
        detail_json: what the window shows beyond it, see `detail`.
    """

    model_sha256: str
    protocol: str
    model_id: str
    scored_at: float
    raw_score: float
    percentile: float
    interval_low: float
    interval_high: float
    loudness_lufs: float
    highlight_start_s: float
    report_json: str
    detail_json: str

    @classmethod
    def of(cls, report: dict[str, Any], detail: dict[str, Any], scored_at: float) -> "Result":
        """Make a result of a result object and what goes with it."""
        return cls(
            model_sha256=report["model"]["sha256"],
            protocol=report["protocol"],
            model_id=report["model"]["id"],
            scored_at=scored_at,
            raw_score=report["raw_score"],
            percentile=report["percentile"],
            interval_low=report["interval80"][0],
            interval_high=report["interval80"][1],
            loudness_lufs=report["loudness_lufs"],
            highlight_start_s=report["highlight"]["start_s"],
            report_json=json.dumps(report),
            detail_json=json.dumps(detail),
        )

    @property
    def key(self) -> ModelKey:
        """The model and protocol that gave it."""
        return ModelKey(self.model_sha256, self.protocol)

    @property
    def score(self) -> float:
        """The score kept within 0 to 100."""
        return min(100.0, max(0.0, self.raw_score))

    @property
    def strength(self) -> float | None:
        """The log-odds that tell what a difference from another song is worth; None in an outdated result."""
        return self.report.get("strength")

    @property
    def is_unlike_reference(self) -> bool:
        """Whether the song is unlike those that the model knows, so that its score means little."""
        return is_unlike(self.report.get("resemblance"))

    @cached_property
    def report(self) -> dict[str, Any]:
        """The result object."""
        return dict(json.loads(self.report_json))

    @cached_property
    def timeline(self) -> tuple[list[float], list[float]]:
        """The middle of each window, in seconds, and its score; NaN where it is too quiet to have one."""
        windows, highlight = self.report["windows"], self.report["highlight"]
        half_s = (highlight["end_s"] - highlight["start_s"]) / 2.0
        scores = [math.nan if window["score"] is None else window["score"] for window in windows]
        return [window["start_s"] + half_s for window in windows], scores

    @property
    def is_outdated(self) -> bool:
        """Whether an older version scored it, by another measure than today's."""
        return self.protocol.endswith(OUTDATED)

    def is_sound(self) -> bool:
        """Tell whether the report can be read and is that of the columns beside it."""
        try:
            return Result.of(self.report, self.detail, self.scored_at) == self
        except (ValueError, LookupError, TypeError):
            return False

    @cached_property
    def detail(self) -> dict[str, Any]:
        """What the window shows beyond the report, and what tells takes.

        `steps`: the inception CNN's values over the highlight; `notices`: [code, values] of each warning;
        `fingerprint`: see `models.fingerprint`.
        """
        return dict(json.loads(self.detail_json))


COLUMNS = tuple(field.name for field in dataclasses.fields(Result))
"""The columns of the result table that make a `Result`, in order."""
