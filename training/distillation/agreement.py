"""How closely one model follows another on the same songs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from models.bundle import Bundle
from models.report import ScoreReport
from models.scorer import Scorer
from models.spec import Protocol
from training.arrays import Floats
from training.evaluation.metrics import spearman


@dataclass(frozen=True)
class Agreement:
    """How a student follows its teacher on the same songs under `matched`.

    Differences are absolute, on the popularity scale; `tag_correlation` is the mean over songs of the correlation
    between the two models' loadings of the 50 tags.
    """

    songs: int
    spearman: float
    mean_difference: float
    bias: float
    largest_difference: float
    inception_spearman: float
    inception_mean_difference: float
    tags_spearman: float
    tags_mean_difference: float
    tag_correlation: float

    def to_json(self) -> dict[str, float]:
        """Return the figures, rounded to four places."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def score_songs(bundle: Bundle, paths: Sequence[Path], protocol: Protocol) -> list[ScoreReport]:
    """Score songs with one model."""
    scorer = Scorer(bundle)
    return [scorer.score_file(path, protocol) for path in paths]


def agreement(student: Sequence[ScoreReport], teacher: Sequence[ScoreReport]) -> Agreement:
    """Compare two models' reports of the same songs, in the same order."""

    def both(name: str) -> tuple[Floats, Floats]:
        first, second = ([getattr(report, name) for report in reports] for reports in (student, teacher))
        return np.array(first), np.array(second)

    correlations = []
    for mine, other in zip(student, teacher, strict=True):
        loadings = {tag.name: tag.loading for tag in other.tags}
        pairs = np.array([(tag.loading, loadings[tag.name]) for tag in mine.tags])
        correlations.append(np.corrcoef(pairs.T)[0, 1])
    (score, wanted), inception, tags = both("raw_score"), both("inception"), both("tag_score")
    return Agreement(
        songs=len(student),
        spearman=spearman(score, wanted),
        mean_difference=float(np.abs(score - wanted).mean()),
        bias=float((score - wanted).mean()),
        largest_difference=float(np.abs(score - wanted).max()),
        inception_spearman=spearman(*inception),
        inception_mean_difference=float(np.abs(inception[0] - inception[1]).mean()),
        tags_spearman=spearman(*tags),
        tags_mean_difference=float(np.abs(tags[0] - tags[1]).mean()),
        tag_correlation=float(np.mean(correlations)),
    )
