"""The ranked table that `mandohit score` prints; knows that Chinese characters are two columns wide."""

import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from mandohit_desktop.core.export import Line
from mandohit_desktop.store.result import Result
from models.difference import EQUAL_BELOW, places, versions_differ
from models.report import is_unlike

UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
HEADINGS = ("#", "Score", "Percentile", "80 % interval", "Top 10 %", "LUFS", "Highlight", "Song")
DOUBT = "?"
EQUAL = "="
CUT = "-"
EQUAL_NOTE = (
    f"{EQUAL} is no clear difference from the numbered song above: of 100 such pairs of real songs, the higher "
    f"was the more popular in fewer than {100.0 * EQUAL_BELOW:.0f}."
)
NOTE = "Predicted popularity (0-100), not quality: good for ranking a batch, weak for one song."


def width(text: str) -> int:
    """Return how many terminal columns a text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def printable(text: str) -> str:
    """Return a text whose control and direction characters are shown as escapes."""
    return "".join(
        repr(character)[1:-1]
        if unicodedata.category(character) in UNPRINTABLE and character not in JOINERS
        else character
        for character in text
    )


def clock(seconds: float) -> str:
    """Return a time as m:ss."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def number(value: float, decimals: int = 0) -> str:
    """Return a number with so many decimals, a half rounded away from zero as in the window."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def percent(value: float) -> str:
    """Return a percentage in whole steps; nothing is quite certain, and no song beats all or none."""
    if not 1.0 <= value <= 99.0:
        return "< 1" if value < 1.0 else "> 99"
    return number(value)


def marked_score(score: float, *, doubtful: bool) -> str:
    """Return a score, with a question mark where it means little."""
    return f"{DOUBT} {number(score, 1)}" if doubtful else number(score, 1)


def ranks(result: Result) -> str:
    """Return score and percentile as one line says them."""
    score = marked_score(result.score, doubtful=result.is_unlike_reference)
    return f"{score:>5}  percentile {percent(result.percentile):>4}"


def change(value: float) -> str:
    """Return a change of score between versions of a song."""
    return f"{'-' if value < 0.0 else '+'}{number(abs(value), 1)}" if versions_differ(value) else EQUAL


def _cells(place: int | None, line: Line) -> tuple[str, ...]:
    low, high = line["interval80"]
    return (
        str(place or EQUAL),
        marked_score(line["score"], doubtful=is_unlike(line.get("resemblance"))),
        percent(line["percentile"]),
        f"{number(low)} to {number(high)}",
        f"{percent(100 * line['chance_top_decile'])} %",
        number(line["loudness_lufs"], 1),
        f"{clock(line['highlight']['start_s'])}-{clock(line['highlight']['end_s'])}",
        printable(line["file"]),
    )


def ranked_table(reports: Sequence[Line], top: int | None = None, keep: int | None = None) -> str:
    """Return result lines as a table, best first, with its footnotes; empty when there is none.

    Args:
        reports: of the scored songs.
        top: how many of the best to show; None for all.
        keep: after how many songs to draw a line; None for no line.
    """
    ranked = sorted(reports, key=lambda report: -report["raw_score"])
    if not ranked:
        return ""
    shown = ranked[:top]
    ranking = places(report["strength"] for report in shown)
    lines = _aligned([HEADINGS, *map(_cells, ranking, shown)])
    if keep is not None:
        cut = f" the {keep} above are kept " if keep > 1 else " the one above is kept "
        lines.insert(1 + keep, cut.center(max(map(width, lines)), CUT))
    if len(shown) < len(ranked):
        lines.append(f"The best {len(shown)} of {len(ranked)} songs.")
    lines.append("")
    lines.extend(f"{printable(report['file'])}: {text}" for report in shown for text in report["warnings"])
    if None in ranking:
        lines.append(EQUAL_NOTE)
    first, devices = ranked[0], sorted({report["device"] for report in shown})
    lines.append(f"{NOTE}\nModel {first['model']['id']}, protocol {first['protocol']}, on {' and '.join(devices)}.")
    return "\n".join(lines)


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return rows as lines: all columns but the last to the right."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        numbers = [" " * (size - width(cell)) + cell for cell, size in zip(row[:-1], widths, strict=False)]
        lines.append("  ".join([*numbers, row[-1]]))
    return lines
