"""The typical song of a bundle: the means over the reference songs from which a song's reasons start."""

from collections.abc import Sequence

import numpy as np

from models.reasons import TypicalSong
from models.report import ScoreReport
from training.arrays import Floats


def typical_song(inception: Floats, tags: Floats, loadings: Floats) -> TypicalSong:
    """Average both networks' predictions, [songs] each, and the loadings of the regressor's tags, [songs, tags]."""
    means = (round(float(mean), 5) for mean in loadings.mean(axis=0))
    return TypicalSong(round(float(inception.mean()), 4), round(float(tags.mean()), 4), tuple(means))


def typical_of(reports: Sequence[ScoreReport], tags: Sequence[str]) -> TypicalSong:
    """Average reports of one protocol; `tags` are the names of the regressor's tags, in the model's order."""
    loadings = [{tag.name: tag.loading for tag in report.tags} for report in reports]
    return typical_song(
        np.array([report.inception for report in reports]),
        np.array([report.tag_score for report in reports]),
        np.array([[song[tag] for tag in tags] for song in loadings]),
    )
