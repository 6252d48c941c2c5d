"""The measures, against values known by hand."""

import dataclasses

import numpy as np
import pytest

from models.report import ScoreReport, TagLoading, WindowScore
from training.distillation.agreement import agreement
from training.evaluation.metrics import mid_ranks, spearman


def report(score: float, loading: float = 0.5) -> ScoreReport:
    return ScoreReport(
        file="a.wav", sha256="0", duration_s=30.0, loudness_lufs=-11.5, peak_dbfs=0.0, model_id="m", model_sha256="0",
        protocol="matched", device="cpu", raw_score=score, inception=score + 1, tag_score=score - 1, percentile=50.0,
        spotify_percentile=50.0, interval80=(0.0, 9.0), chance_top_decile=0.1, highlight=(0.0, 30.0),
        windows=(WindowScore(0.0, score),), steps=(score + 1,), warnings=(),
        tags=(TagLoading("a", loading), TagLoading("b", 0.1), TagLoading("c", 0.0)),
    )  # fmt: skip


def test_equal_values_share_their_rank() -> None:
    assert mid_ranks(np.array([10.0, 20.0, 10.0, 30.0])).tolist() == [1.5, 3.0, 1.5, 4.0]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [([1, 2, 3], [10, 20, 30], 1.0), ([1, 2, 3], [3, 2, 1], -1.0), ([1, 2, 3, 4], [2, 1, 4, 3], 0.6)],
)
def test_spearman(a: list[int], b: list[int], expected: float) -> None:
    assert spearman(np.array(a, float), np.array(b, float)) == pytest.approx(expected)


def test_agreement_counts_differences_and_finds_tags_by_name() -> None:
    teacher = [report(s, s / 10) for s in (1.0, 2.0, 3.0)]
    student = [
        dataclasses.replace(r, raw_score=r.raw_score + d, tags=r.tags[::-1])
        for r, d in zip(teacher, (0.5, -0.25, 1.5), strict=True)
    ]
    result = agreement(student, teacher)
    assert result.songs == 3
    assert result.mean_difference == pytest.approx(2.25 / 3)
    assert result.bias == pytest.approx(1.75 / 3)
    assert result.largest_difference == pytest.approx(1.5)
    assert result.tag_correlation == pytest.approx(1.0)
    assert result.spearman == pytest.approx(1.0)
