"""What a difference between scores means, and which tags make it.

An 80 % interval is where real songs predicted like this one ended up, so it includes everything that a recording does
not show: the artist, the timing, luck. Two songs whose intervals overlap can well end up the other way round. Versions
of one song share all that; between them the question is only whether the difference exceeds the model's own jitter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QCoreApplication

from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.text import wording

MIN_SONGS, MAX_SONGS = 2, 6
"""How many songs can be compared at once."""
JITTER = 0.35
"""How far an inaudible change (a later start, another encoder) moves 90 % of scores at most; measured by
`benchmarks.robustness`, see docs/model-card.md."""


@dataclass(frozen=True)
class Compared:
    """One side of a comparison."""

    title: str
    result: Result


class Meaning(IntEnum):
    """What a difference between two results means, from nothing to much."""

    NOT_COMPARABLE = 0
    SAME = 1
    UNCERTAIN = 2
    CLEAR = 3


@dataclass(frozen=True)
class Verdict:
    """A comparison in words: what it means, in one line and in full."""

    meaning: Meaning
    headline: str
    explanation: str


def ranked(songs: Sequence[Compared]) -> list[Compared]:
    """Return the songs, the best first."""
    return sorted(songs, key=lambda song: -song.result.raw_score)


def meaning(better: Result, worse: Result) -> Meaning:
    """Return what the difference between two results means."""
    if better.key != worse.key:
        return Meaning.NOT_COMPARABLE
    if abs(better.raw_score - worse.raw_score) <= JITTER:
        return Meaning.SAME
    apart = worse.interval_high < better.interval_low or better.interval_high < worse.interval_low
    return Meaning.CLEAR if apart else Meaning.UNCERTAIN


def verdict(songs: Sequence[Compared], *, versions: bool = False) -> Verdict:
    """Say what the differences between songs mean.

    Args:
        songs: at least two, the best first.
        versions: whether they are versions of one song.
    """
    if len({song.result.key for song in songs}) > 1:
        return Verdict(
            Meaning.NOT_COMPARABLE,
            QCoreApplication.translate("Verdict", "These scores cannot be compared."),
            QCoreApplication.translate(
                "Verdict",
                "They come from different models or protocols. Score the songs again under one of them first.",
            ),
        )
    found = meaning(songs[0].result, songs[1].result)
    if found is Meaning.SAME and len(songs) > 2 and meaning(songs[0].result, songs[-1].result) is not Meaning.SAME:
        found = Meaning.UNCERTAIN
    if found is Meaning.SAME:
        return _same(songs)
    if versions:
        return _versions(songs)
    return _clear(songs) if found is Meaning.CLEAR else _uncertain(songs)


def _same(songs: Sequence[Compared]) -> Verdict:
    return Verdict(
        Meaning.SAME,
        QCoreApplication.translate("Verdict", "No difference worth speaking of."),
        QCoreApplication.translate(
            "Verdict",
            "The scores lie within {difference} of each other. Starting a file a moment later or encoding it again can "
            "move a score as far.",
        ).format(difference=_difference(songs[0], songs[-1])),
    )


def _versions(songs: Sequence[Compared]) -> Verdict:
    return Verdict(
        Meaning.UNCERTAIN,
        QCoreApplication.translate("Verdict", "The model hears a difference between the versions."),
        QCoreApplication.translate(
            "Verdict",
            "{best} is predicted highest, {difference} above {last}: more than encoding a file again would give. What "
            "makes the intervals wide, such as artist and timing, is the same for all versions. Whether listeners "
            "would follow the model is another question: trust your ears first.",
        ).format(best=songs[0].title, last=songs[-1].title, difference=_difference(songs[0], songs[-1])),
    )


def _clear(songs: Sequence[Compared]) -> Verdict:
    return Verdict(
        Meaning.CLEAR,
        QCoreApplication.translate("Verdict", "A clear difference."),
        QCoreApplication.translate(
            "Verdict",
            "{best} is predicted {difference} above {next}, and their 80 % intervals do not overlap. {chances}",
        ).format(
            best=songs[0].title,
            next=songs[1].title,
            difference=_difference(songs[0], songs[1]),
            chances=_chances(songs[0], songs[1]),
        ),
    )


def _uncertain(songs: Sequence[Compared]) -> Verdict:
    best, *others = songs
    behind = [song for song in others if meaning(best.result, song.result) is Meaning.CLEAR]
    explanation = QCoreApplication.translate(
        "Verdict",
        "{best} is predicted highest, {difference} above {last}, but their 80 % intervals overlap. {chances}",
    )
    close = [song for song in others if song not in behind]
    text = explanation.format(
        best=best.title,
        last=close[-1].title,
        difference=_difference(best, close[-1]),
        chances=_chances(best, close[-1]),
    )
    if behind:
        clear = QCoreApplication.translate("Verdict", "Clearly behind: {titles}.")
        text = f"{text} {clear.format(titles=', '.join(song.title for song in behind))}"
    return Verdict(
        Meaning.UNCERTAIN,
        QCoreApplication.translate("Verdict", "Within the model's uncertainty: do not choose by this alone."),
        text,
    )


def _difference(better: Compared, worse: Compared) -> str:
    return wording.score(better.result.raw_score - worse.result.raw_score)


def _chances(better: Compared, worse: Compared) -> str:
    return QCoreApplication.translate(
        "Verdict",
        "Of real songs predicted like {best}, {best_chance} reached the top tenth; of those predicted like {other}, "
        "{other_chance} did.",
    ).format(
        best=better.title,
        other=worse.title,
        best_chance=wording.chance(better.result.report["chance_top_decile"]),
        other_chance=wording.chance(worse.result.report["chance_top_decile"]),
    )


def differing_tags(songs: Sequence[Compared], n_tags: int) -> list[tuple[str, list[float]]]:
    """Return the tags whose loadings are furthest apart, each with its loading in every song."""
    loadings = [{tag["name"]: float(tag["loading"]) for tag in song.result.report["tags"]} for song in songs]
    rows = [(name, [each.get(name, 0.0) for each in loadings]) for name in loadings[0]]
    return sorted(rows, key=lambda row: min(row[1]) - max(row[1]))[:n_tags]
