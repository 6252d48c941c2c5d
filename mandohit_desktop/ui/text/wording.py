"""How numbers are written: scores, percentiles, intervals, times. One place, so that all views agree."""

import math
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.text import sentences
from models.difference import songs_differ, versions_differ

MINUS = "\u2212"
DOUBT = "?"
"""Stands before a score that means little."""
EQUAL = "="
"""Shown for a difference that is worth nothing."""

translate = QCoreApplication.translate


def score(value: float) -> str:
    """Return a score with one decimal."""
    return QLocale().toString(value, "f", 1).replace("-", MINUS)


def score_of(result: Result) -> str:
    """Return a result's score, with a question mark where it means little."""
    return f"{DOUBT} {score(result.score)}" if result.is_unlike_reference else score(result.score)


def figure(value: float) -> str:
    """Return a measure with two decimals; a dash for what is not a number."""
    return QLocale().toString(value, "f", 2).replace("-", MINUS) if math.isfinite(value) else "\u2013"


def signed(value: float) -> str:
    """Return points with their sign and two decimals."""
    return f"{'+' if value >= 0.0 else MINUS}{QLocale().toString(abs(value), 'f', 2)}"


def difference(value: float) -> str:
    """Return a difference of scores with its sign."""
    return f"{'+' if value > 0 else MINUS}{QLocale().toString(abs(value), 'f', 1)}"


def change(value: float | None) -> str:
    """Return a change between versions; a dash where there is nothing to compare with."""
    if value is None:
        return "\u2013"
    return difference(value) if versions_differ(value) else EQUAL


def equal_change() -> str:
    """Return what the sign for no change between versions means."""
    return translate("Wording", "=: no more than 2 dB of treble or bass change a score")


def change_role(value: float | None) -> str:
    """Return the role in which a change between versions is shown: `good`, `bad`, or `muted` where there is none."""
    if value is None or not versions_differ(value):
        return "muted"
    return "good" if value > 0 else "bad"


def rank(number: int, *, is_equal: bool) -> str:
    """Return a song's number in a ranking, or the sign for no clear difference from the numbered song above."""
    return EQUAL if is_equal else QLocale().toString(number)


def equal_rank() -> str:
    """Return what the sign for no clear difference in a ranking means."""
    return translate("Wording", "=: no clear difference from the numbered song above")


def are_apart(result: Result, other: Result) -> bool:
    """Return whether the difference between two songs' scores is worth a rank of its own."""
    if result.strength is None or other.strength is None:
        return True
    return songs_differ(result.strength, other.strength)


def percentile(value: float) -> str:
    """Return a percentile in words; nothing beats all or none."""
    if value > 99.0:
        return translate("Wording", "Beats more than 99 % of real songs' predictions")
    if value < 1.0:
        return translate("Wording", "Beats fewer than 1 % of real songs' predictions")
    return translate("Wording", "Beats {share} % of real songs' predictions").format(
        share=QLocale().toString(value, "f", 0)
    )


def interval(low: float, high: float) -> str:
    """Return an 80 % interval."""
    return translate("Wording", "{low}\u2013{high}").format(
        low=QLocale().toString(low, "f", 0), high=QLocale().toString(high, "f", 0)
    )


def chance(value: float) -> str:
    """Return a probability or a share in percent; never 0 or 100, since a prediction is never certain."""
    if not 0.01 <= value <= 0.99:
        return translate("Wording", "< 1 %") if value < 0.01 else translate("Wording", "> 99 %")
    return translate("Wording", "{share} %").format(share=QLocale().toString(100.0 * value, "f", 0))


def clock(seconds: float) -> str:
    """Return a position in a song, as m:ss or h:mm:ss."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def loudness(lufs: float) -> str:
    """Return an integrated loudness."""
    return f"{score(lufs)} LUFS"


def time_left(seconds: float | None) -> str:
    """Return the remaining time."""
    if seconds is None:
        return translate("Wording", "estimating\u2026")
    if seconds < 60:
        n_seconds = max(1, round(seconds))
        return translate("Wording", "%n s left", "", n_seconds)
    n_minutes = round(seconds / 60)
    return translate("Wording", "%n min left", "", n_minutes)


def when(epoch_s: float) -> str:
    """Return a moment: the time for today, else the date and time."""
    moment = QDateTime.fromSecsSinceEpoch(int(epoch_s))
    if time.localtime(epoch_s)[:3] == time.localtime()[:3]:
        return QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def title(path: Path) -> str:
    """Return a song's title: its file's name without the extension."""
    return path.stem or path.name


def summary(name: str, result: Result) -> str:
    """Return the content of a score card as one sentence, for screen readers."""
    said = translate(
        "Wording", "{name}: predicted popularity {score}, {percentile}, likely between {low} and {high}."
    ).format(
        name=name,
        score=score(result.score),
        percentile=percentile(result.percentile).lower(),
        low=score(result.interval_low),
        high=score(result.interval_high),
    )
    return f"{said} {sentences.doubt(result)}".strip()
