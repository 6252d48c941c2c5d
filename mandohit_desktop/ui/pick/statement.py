"""What a pick gains, and what was left out, in words."""

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from mandohit_desktop.ui.text import wording

if TYPE_CHECKING:
    from mandohit_desktop.jobs.engine_queries import Pick

translate = QCoreApplication.translate


def headline(pick: "Pick") -> str:
    """Return the chance that the most popular song is kept."""
    text = translate("Pick", "Keeping {keep} of {n}: the most popular is among them with a chance of {chance}")
    gains = _gains(pick)
    return text.format(keep=pick.keep, n=len(pick.ranking), chance=wording.chance(gains["chance_best_kept"]))


def gains_text(pick: "Pick") -> str:
    """Return what else is expected, and what luck would give."""
    gains = _gains(pick)
    top, mean = gains["expected_top_decile"], gains["mean_popularity"]
    top_luck, mean_luck = gains["expected_top_decile_by_luck"], gains["mean_popularity_by_luck"]
    sentences = [
        translate("Pick", "By luck: {chance}.").format(chance=wording.chance(gains["chance_best_kept_by_luck"])),
        translate("Pick", "Expected among the kept: {top} songs of the top 10 % (by luck {top_luck}).").format(
            top=wording.score(top), top_luck=wording.score(top_luck)
        ),
        translate("Pick", "Their mean popularity: {mean} (by luck {mean_luck}).").format(
            mean=wording.score(mean), mean_luck=wording.score(mean_luck)
        ),
    ]
    if pick.near_cut:
        near = translate("Pick", "As good as the last one kept: the next {count}, marked =.")
        sentences.append(near.format(count=pick.near_cut))
    return " ".join(sentences)


def caveat() -> str:
    """Return where the figures come from."""
    return translate("Pick", "These figures come from songs of many artists; within one author's batch expect less.")


def left_out(pick: "Pick") -> str:
    """Return how many songs do not compete, and why; empty where all do."""
    counts = Counter(left["reason"] for left in pick.left_out)
    n_takes = sum(len(take) - 1 for take in pick.takes)
    reasons = [
        (counts["failed"], translate("Pick", "failed: {count}")),
        (counts["unlike_reference"], translate("Pick", "unlike the songs this model knows: {count}")),
        (counts["short"], translate("Pick", "shorter than 15 s: {count}")),
        (n_takes, translate("Pick", "other takes of a song: {count}")),
    ]
    told = [text.format(count=count) for count, text in reasons if count]
    return translate("Pick", "Left out: {reasons}").format(reasons="; ".join(told)) if told else ""


def left_out_files(pick: "Pick") -> str:
    """Return the files that do not compete, one a line."""
    takes = [file for take in pick.takes for file in take[1:]]
    return "\n".join([*(left["file"] for left in pick.left_out), *takes])


def _gains(pick: "Pick") -> dict[str, float]:
    return {name: value or 0.0 for name, value in pick.gains().items()}
