"""The calibrate step: tables from the validation songs, and their interval's coverage on the test songs."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.errors import StepMissing
from models.files import atomic_write
from models.reasons import TypicalSong
from models.reference import Reference
from models.spec import SPEC, Protocol
from training.arrays import Floats
from training.contract import Step
from training.evaluation.reference_tables import make_reference, popularity_counts, rank_tables, share_inside
from training.evaluation.typical import typical_of, typical_song
from training.fit.loop import BEST_FILE
from training.fit.predict import Predictions, load_network, predict
from training.rebuild.uncalibrated import reports_of_sound
from training.rebuild.workspace import Workspace
from training.runtime.sampling import evenly_spaced

STEP = Step.CALIBRATE
OTHER_PROTOCOL_SONGS = 300
"""Songs scored from their sound for the percentiles of the protocol that was not trained."""


@dataclass(frozen=True)
class Calibration:
    """A bundle's tables and what they were made from.

    Attributes:
        reference: the tables.
        coverage: share of the test songs inside the 80 % interval.
        songs: validation songs that made the tables.
        judged: test songs that judged them.
    """

    reference: Reference
    coverage: float
    songs: int
    judged: int

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        facts = {"coverage": round(self.coverage, 4), "songs": self.songs, "judged": self.judged}
        return {**facts, "reference": self.reference.to_json()}


def held_out_predictions(space: Workspace, side: str) -> tuple[Predictions, Floats]:
    """Return the fitted network's predictions of one side's songs, and their targets.

    Raises:
        StepMissing: there is no fit.
    """
    weights = space.fit_folder / BEST_FILE
    if not weights.exists():
        raise StepMissing("There are no fitted weights.", "Run `fit` first.")
    songs = space.songs(side)
    return predict(load_network(weights), songs), songs.targets


def calibrate(space: Workspace) -> None:
    """Make the tables and write them."""
    predictions, targets = held_out_predictions(space, "validation")
    judged, real = held_out_predictions(space, "test")
    coverage = share_inside(predictions.score, rank_tables(predictions.score, targets), judged.score, real)
    counts = space.popularity_counts if space.config.fit.target == "percentile" else popularity_counts(targets)
    scores, typical = _by_protocol(space, predictions)
    reference = make_reference(scores, predictions.score, targets, counts, typical)
    result = Calibration(reference, coverage, len(targets), len(real))
    with atomic_write(space.reference_file) as temporary:
        temporary.write_text(json.dumps(result.to_json(), indent=1) + "\n", encoding="utf-8")


def _by_protocol(
    space: Workspace, predictions: Predictions
) -> tuple[dict[Protocol, Floats], dict[Protocol, TypicalSong]]:
    """Return the validation songs' scores and means under both protocols, the other one's from a sample's sound."""
    trained = space.config.features.protocol
    loadings = np.array([space.features.tags(song) for song in space.split.validation], dtype=np.float64)
    scores = {trained: predictions.score}
    typical = {trained: typical_song(predictions.inception, predictions.tags, loadings)}
    for protocol in set(Protocol) - {trained}:
        sample = evenly_spaced(space.split.validation, OTHER_PROTOCOL_SONGS)
        reports = reports_of_sound(space, sample, protocol, STEP)
        # Without sound the trained protocol's scores stand in.
        heard = len(reports) > 1
        scores[protocol] = np.array([report.raw_score for report in reports]) if heard else scores[trained]
        tags = space.tagger.card.tags[: SPEC.regressor.n_tags]
        typical[protocol] = typical_of(reports, tags) if heard else typical[trained]
    return scores, typical


def read_calibration(space: Workspace) -> Calibration:
    """Read what `calibrate` wrote."""
    plain = json.loads(space.reference_file.read_text(encoding="utf-8"))
    return Calibration(Reference.from_json(plain["reference"]), plain["coverage"], plain["songs"], plain["judged"])
