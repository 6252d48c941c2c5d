"""The ranked table that `mandohit score` prints; knows that Chinese characters are two columns wide."""

import math
import unicodedata
from collections.abc import Sequence

from mandohit_desktop.engine.batch import Engine, Outcome
from models.report import ScoreReport

UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
HEADINGS = ("Score", "Percentile", "80 % interval", "Top 10 %", "LUFS", "Highlight", "Song")
NOTE = "Predicted popularity (0-100), not quality: good for ranking a batch, weak for one song."


def width(text: str) -> int:
    """Return how many terminal columns a text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def printable(text: str) -> str:
    """Return a text with what would move a terminal's cursor or turn its writing round shown as escapes."""
    return "".join(
        repr(character)[1:-1]
        if unicodedata.category(character) in UNPRINTABLE and character not in JOINERS
        else character
        for character in text
    )


def clock(seconds: float) -> str:
    """Return a time as m:ss."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def whole(value: float) -> str:
    """Return a number without decimals, a half rounded up as the window and the page do."""
    return str(math.floor(value + 0.5))


def percentile(value: float) -> str:
    """Return a percentile in whole steps; nothing beats all or none."""
    if not 1.0 <= value <= 99.0:
        return "< 1" if value < 1.0 else "> 99"
    return whole(value)


def _cells(report: ScoreReport) -> tuple[str, ...]:
    low, high = report.interval80
    start, end = report.highlight
    return (
        f"{report.score:.1f}",
        percentile(report.percentile),
        f"{whole(low)} to {whole(high)}",
        f"{whole(100 * report.chance_top_decile)} %",
        f"{report.loudness_lufs:.1f}",
        f"{clock(start)}-{clock(end)}",
        printable(report.file),
    )


def ranked_table(outcomes: Sequence[Outcome], engine: Engine) -> str:
    """Return the scored songs as a table, best first, with its footnotes; empty when nothing was scored."""
    reports = sorted((o.report for o in outcomes if o.report), key=lambda report: -report.raw_score)
    if not reports:
        return ""
    rows = [HEADINGS, *(_cells(report) for report in reports)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = []
    for row in rows:
        numbers = [" " * (size - width(cell)) + cell for cell, size in zip(row[:-1], widths, strict=False)]
        lines.append("  ".join([*numbers, row[-1]]))
    lines.append("")
    lines.extend(f"{printable(report.file)}: {warning.text}" for report in reports for warning in report.warnings)
    first = reports[0]
    lines.append(f"{NOTE}\nModel {first.model_id}, protocol {first.protocol}, on {engine.device}.")
    return "\n".join(lines)
