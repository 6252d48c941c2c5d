"""The report of a scored song: its public JSON, and that its numbers agree with each other."""

import dataclasses
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from models.bundle import Bundle
from models.report import ScoreReport
from models.scorer import Scorer
from models.spec import Protocol
from tests.synth import song
from training.evaluation.resemblance_table import FEWEST_SONGS, resemblance_table

KEYS = [
    *("schema", "file", "sha256", "duration_s", "loudness_lufs", "peak_dbfs", "model", "protocol", "device"),
    *("score", "raw_score", "percentile", "spotify_percentile", "interval80", "chance_top_decile", "strength"),
    "resemblance",
    *("components", "highlight", "best", "windows", "tags", "reasons", "warnings"),
]


@pytest.fixture(scope="module", params=list(Protocol))
def report(request: pytest.FixtureRequest, random_bundle: Bundle, song_file: Path) -> ScoreReport:
    return Scorer(random_bundle).score_file(song_file, request.param)


def test_json_is_that_of_schema_2(report: ScoreReport) -> None:
    """Programs rely on it."""
    plain = report.to_json()
    assert list(plain) == KEYS
    assert plain["schema"] == 2
    assert list(plain["model"]) == ["id", "sha256"]
    assert list(plain["components"]) == ["inception", "tags"]
    assert list(plain["highlight"]) == ["start_s", "end_s"]
    assert {tuple(window) for window in [plain["best"], *plain["windows"]]} == {("start_s", "score", "loudness_lufs")}
    assert {tuple(tag) for tag in plain["tags"]} == {("name", "loading")}
    assert list(plain["reasons"]) == ["base", "inception", "groups", "total"]
    assert {tuple(group) for group in plain["reasons"]["groups"]} == {("id", "value")}
    assert len(plain["interval80"]) == 2
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_report_says_what_was_measured(report: ScoreReport, song_file: Path, random_bundle: Bundle) -> None:
    assert report.file == str(song_file)
    assert report.sha256 == hashlib.sha256(song_file.read_bytes()).hexdigest()
    assert report.duration_s == pytest.approx(42.0)
    assert report.peak_dbfs == pytest.approx(20 * np.log10(np.abs(song(42.0)).max()), abs=0.01)
    assert (report.model_id, report.model_sha256) == ("random-1", random_bundle.card.weights_sha256)
    assert report.device == "cpu"


def test_report_hangs_together(report: ScoreReport, random_bundle: Bundle) -> None:
    table = random_bundle.card.reference
    assert report.raw_score == pytest.approx((report.inception + report.tag_score) / 2, abs=1e-6)
    assert report.percentile == table.percentile(report.raw_score, Protocol(report.protocol))
    assert report.spotify_percentile == table.spotify_percentile(report.raw_score)
    assert report.interval80 == table.interval80(report.percentile)
    assert report.chance_top_decile == table.chance_top_decile(report.percentile)
    assert report.strength == table.strength(report.percentile)
    start_s, end_s = report.highlight
    assert report.raw_score == next(window.score for window in report.windows if window.start_s == start_s)
    assert end_s - start_s == pytest.approx(30.0)


def test_tags_are_the_first_fifty_strongest_first(report: ScoreReport) -> None:
    loadings = [tag.loading for tag in report.tags]
    assert {tag.name for tag in report.tags} == {f"tag {i}" for i in range(50)}
    assert loadings == sorted(loadings, reverse=True)
    assert all(0.0 < loading < 1.0 for loading in loadings)


def test_windows_of_each_protocol(report: ScoreReport) -> None:
    starts = [window.start_s for window in report.windows]
    if report.protocol == "matched":
        assert starts == [0.0, 4.992, 9.984, 12.0]
    else:
        assert starts == [pytest.approx(6.0, abs=0.1)]


@pytest.mark.parametrize(("raw", "score"), [(-3.2, 0.0), (0.0, 0.0), (41.5, 41.5), (100.0, 100.0), (123.0, 100.0)])
def test_score_is_the_raw_score_within_bounds(report: ScoreReport, raw: float, score: float) -> None:
    plain = dataclasses.replace(report, raw_score=raw).to_json()
    assert (plain["score"], plain["raw_score"]) == (score, raw)


def test_steps_explain_the_inception_score(report: ScoreReport) -> None:
    assert len(report.steps) == 78
    assert np.mean(report.steps) == pytest.approx(report.inception, abs=1e-4)


def test_the_highlight_is_described_in_whatever_stretch_it_lies(
    random_bundle: Bundle, song_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scorer = Scorer(random_bundle)
    whole = scorer.score_file(song_file, Protocol.MATCHED)
    monkeypatch.setattr("models.scorer.WINDOWS_PER_STRETCH", 1)
    apart = scorer.score_file(song_file, Protocol.MATCHED)
    assert len(whole.windows) > 1
    assert apart.described == pytest.approx(whole.described, abs=1e-3)


def test_a_model_that_does_not_know_its_songs_tells_no_resemblance(report: ScoreReport) -> None:
    assert report.resemblance is None
    assert report.to_json()["resemblance"] is None
    assert "unlike_reference" not in [notice.code for notice in report.warnings]


@pytest.mark.parametrize(("seconds", "known"), [(14.0, False), (16.0, True)])
def test_a_short_recording_is_not_judged(random_bundle: Bundle, seconds: float, known: bool) -> None:
    n_features = len(Scorer(random_bundle).score_samples(song(4.0), 44_100, Protocol.MATCHED).described)
    songs = np.random.default_rng(1).normal(size=(FEWEST_SONGS, n_features))
    scorer = Scorer(dataclasses.replace(random_bundle, resemblance=resemblance_table(songs)))
    assert (scorer.score_samples(song(seconds), 44_100, Protocol.MATCHED).resemblance is not None) == known
