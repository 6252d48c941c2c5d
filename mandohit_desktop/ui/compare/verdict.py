"""What a difference between scores means, and which tags make it.

An 80 % interval is where real songs predicted like this one ended up, so it includes everything that a recording does
not show: the artist, the timing, luck. Two songs whose intervals overlap can well end up the other way round. Versions
of one song share all that; between them the question is only whether the difference exceeds what mastering makes.
Which differences are none, `models.difference` says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QCoreApplication

from mandohit_desktop.store.result import Result
from mandohit_desktop.ui.text import wording
from models.difference import songs_differ, superiority, versions_differ

MIN_SONGS, MAX_SONGS = 2, 6
"""How many songs can be compared at once."""


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


def meaning(better: Result, worse: Result, *, versions: bool = False) -> Meaning:
    """Return what the difference between two results, of two songs or of two versions of one, means."""
    if better.key != worse.key:
        return Meaning.NOT_COMPARABLE
    if versions:
        return Meaning.UNCERTAIN if versions_differ(better.raw_score - worse.raw_score) else Meaning.SAME
    if better.strength is None or worse.strength is None:
        return Meaning.NOT_COMPARABLE
    if not songs_differ(better.strength, worse.strength):
        return Meaning.SAME
    apart = worse.interval_high < better.interval_low or better.interval_high < worse.interval_low
    return Meaning.CLEAR if apart else Meaning.UNCERTAIN


def verdict(songs: Sequence[Compared], *, versions: bool = False) -> Verdict:
    """Say what the differences between songs mean.

    Args:
        songs: at least two, the best first.
        versions: whether they are versions of one song.
    """
    best = songs[0].result
    against = [meaning(best, song.result, versions=versions) for song in songs[1:]]
    if Meaning.NOT_COMPARABLE in against:
        return Verdict(
            Meaning.NOT_COMPARABLE,
            QCoreApplication.translate("Verdict", "These scores cannot be compared."),
            QCoreApplication.translate(
                "Verdict",
                "They come from different models, protocols or releases of MandoHit. Score the songs again first.",
            ),
        )
    if against[-1] is Meaning.SAME:
        return _same(songs, versions=versions)
    if versions:
        return _versions(songs)
    return _clear(songs) if against[0] is Meaning.CLEAR else _uncertain(songs)


def _same(songs: Sequence[Compared], *, versions: bool) -> Verdict:
    headline = QCoreApplication.translate("Verdict", "No difference worth speaking of.")
    if not versions:
        return Verdict(Meaning.SAME, headline, _chances(songs[0], songs[-1]))
    explanation = QCoreApplication.translate(
        "Verdict",
        "The scores lie within {difference} of each other. 2 dB of treble or bass, more or less, move a score as far.",
    )
    return Verdict(Meaning.SAME, headline, explanation.format(difference=_difference(songs[0], songs[-1])))


def _versions(songs: Sequence[Compared]) -> Verdict:
    return Verdict(
        Meaning.UNCERTAIN,
        QCoreApplication.translate("Verdict", "The model hears a difference between the versions."),
        QCoreApplication.translate(
            "Verdict",
            "{best} is predicted highest, {difference} above {last}: more than 2 dB of treble or bass would give. What "
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
    assert better.result.strength is not None
    assert worse.result.strength is not None
    share = superiority(better.result.strength, worse.result.strength)
    return QCoreApplication.translate(
        "Verdict",
        "Of 100 pairs of real songs predicted like {best} and {other}, the former was more popular in {count}.",
    ).format(best=better.title, other=worse.title, count=f"{100.0 * share:.0f}")


def differing_tags(songs: Sequence[Compared], n_tags: int) -> list[tuple[str, list[float]]]:
    """Return the tags whose loadings are furthest apart, each with its loading in every song."""
    loadings = [{tag["name"]: float(tag["loading"]) for tag in song.result.report["tags"]} for song in songs]
    rows = [(name, [each.get(name, 0.0) for each in loadings]) for name in loadings[0]]
    return sorted(rows, key=lambda row: min(row[1]) - max(row[1]))[:n_tags]
