"""How closely one model follows another, against values known by hand."""

import dataclasses

import pytest

from models.report import ScoreReport, TagLoading, WindowScore
from training.distillation.agreement import agreement


def report(score: float, loading: float = 0.5) -> ScoreReport:
    return ScoreReport(
        file="a.wav", sha256="0", duration_s=30.0, loudness_lufs=-11.5, peak_dbfs=0.0, model_id="m", model_sha256="0",
        protocol="matched", device="cpu", raw_score=score, inception=score + 1, tag_score=score - 1, percentile=50.0,
        spotify_percentile=50.0, interval80=(0.0, 9.0), chance_top_decile=0.1, strength=0.0, highlight=(0.0, 30.0),
        best=WindowScore(0.0, score, -11.5), windows=(WindowScore(0.0, score, -11.5),), reasons=None, warnings=(),
        steps=(score + 1,), resemblance=None, described=(), fingerprint="",
        tags=(TagLoading("a", loading), TagLoading("b", 0.1), TagLoading("c", 0.0)),
    )  # fmt: skip


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
