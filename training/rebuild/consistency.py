"""Whether mels, tags and labels belong to the same song: the test run of 2021 paired songs with other songs' tags.

Some songs' features are computed again from the sound, compared with the stored ones, and the song is scored by the
application's own scorer; a difference ends the evaluation.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from models import bundle
from models.errors import AudioError, SongsMixedUp
from models.scorer import Scorer
from training.arrays import Floats
from training.features.extract import Extractor
from training.rebuild.uncalibrated import uncalibrated_folder
from training.rebuild.workspace import Workspace

TAG_TOLERANCE = 1e-3
MEL_TOLERANCE = 0.01
SCORE_TOLERANCE = 0.1


@dataclass(frozen=True)
class Consistency:
    """How many songs were checked, how many had no sound any more, and how far scores were apart at most."""

    checked: int
    without_sound: int
    largest_difference: float


def check_consistency(
    space: Workspace, songs: list[str], predictions: Floats, on_song: Callable[[], None] = lambda: None
) -> Consistency:
    """Check songs, [songs], against their sound.

    Args:
        space: the rebuild.
        songs: ids.
        predictions: what the evaluation holds their scores to be.
        on_song: called after each.

    Raises:
        SongsMixedUp: something belongs to another song.
    """
    extractor = Extractor(space.config.features, space.standardiser_file)
    scorer = Scorer(bundle.load(uncalibrated_folder(space)))
    differences = []
    for name, path, prediction in zip(songs, space.sound_files(songs), predictions, strict=True):
        try:
            fresh = extractor.song(path)
            score = scorer.score_file(path, space.config.features.protocol).raw_score
        except AudioError:
            on_song()
            continue
        stored = space.features.songs[name]
        power = np.square(fresh.mels[0].astype(np.float32))
        if fresh.sha256 != stored.sha256:
            raise _mixed_up(name, "the sound file is another one now")
        if np.abs(fresh.tags[0] - space.features.tags(name)).max() > TAG_TOLERANCE:
            raise _mixed_up(name, "the stored tags are another song's")
        if np.abs(power - space.features.mels(name)).max() > MEL_TOLERANCE * power.max():
            raise _mixed_up(name, "the stored mels are another song's")
        if abs(score - prediction) > SCORE_TOLERANCE:
            raise _mixed_up(name, f"its score is {score:.2f}, but {prediction:.2f} in the evaluation")
        differences.append(abs(score - float(prediction)))
        on_song()
    return Consistency(len(differences), len(songs) - len(differences), max(differences, default=0.0))


def _mixed_up(name: str, what: str) -> SongsMixedUp:
    return SongsMixedUp(f"{name}: {what}.", "Delete the features and compute them again.")
