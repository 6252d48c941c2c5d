"""The typical song: means of predictions and loadings, the tags in the model's order whatever the report's."""

import numpy as np

from models.bundle import Bundle
from models.scorer import Scorer
from models.spec import SPEC, Protocol
from tests.synth import song
from training.evaluation.typical import typical_of, typical_song


def test_means_are_rounded() -> None:
    typical = typical_song(np.array([1.0, 2.0]), np.array([3.0, 4.000_01]), np.array([[0.0, 0.5], [0.000_001, 1.0]]))
    assert (typical.inception, typical.tags, typical.loadings) == (1.5, 3.5, (0.0, 0.75))


def test_one_report_is_its_own_mean(random_bundle: Bundle) -> None:
    report = Scorer(random_bundle).score_samples(song(30.0, 22_050), 22_050, Protocol.MATCHED)
    typical = typical_of([report], random_bundle.card.tags[: SPEC.regressor.n_tags])
    by_name = {tag.name: tag.loading for tag in report.tags}
    assert typical.inception == round(report.inception, 4)
    assert typical.tags == round(report.tag_score, 4)
    assert typical.loadings == tuple(round(by_name[f"tag {i}"], 5) for i in range(50))
