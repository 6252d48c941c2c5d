"""What a score means beside real songs: ranks, intervals, chances read from the tables; damaged tables are refused."""

import dataclasses
import json
import math
from typing import Any

import numpy as np
import pytest

from models.errors import BundleDamaged
from models.reasons import TypicalSong
from models.reference import Reference
from models.spec import SPEC, Protocol
from tests.conftest import popularity_cdf

TYPICAL = TypicalSong(4.0, 8.0, (0.25,) * SPEC.regressor.n_tags)


def reference(
    quantiles: tuple[float, ...] = (0.0, 10.0, 20.0, 30.0, 40.0), counts: dict[int, int] | None = None
) -> Reference:
    counts = counts or {0: 50, 10: 30, 60: 20}
    return Reference(
        predictions={Protocol.MATCHED: quantiles, Protocol.PUBLISHED: tuple(100.0 + q for q in quantiles)},
        popularity_counts=tuple(counts.get(i, 0) for i in range(101)),
        ranks=(10.0, 50.0, 90.0),
        interval_low=(0.0, 1.0, 5.0),
        interval_high=(4.0, 8.0, 28.0),
        top_decile=(0.02, 0.1, 0.3),
        popularity_cdf=popularity_cdf(0.06, 0.04, 0.02),
        typical=dict.fromkeys(Protocol, TYPICAL),
    )


@pytest.mark.parametrize(
    ("score", "percentile"),
    [(0.0, 0.0), (10.0, 25.0), (15.0, 37.5), (20.0, 50.0), (40.0, 100.0), (-9.0, 0.0), (99.0, 100.0)],
)
def test_percentile_is_the_rank_among_predictions(score: float, percentile: float) -> None:
    assert reference().percentile(score, Protocol.MATCHED) == pytest.approx(percentile)


def test_median_prediction_is_fifty() -> None:
    """Against raw popularity a median prediction already reached 68."""
    predictions = np.random.default_rng(1).gamma(2.0, 4.0, 5_001)
    quantiles = tuple(np.quantile(predictions, np.linspace(0, 1, 1_001)).tolist())
    assert reference(quantiles).percentile(float(np.median(predictions)), Protocol.MATCHED) == pytest.approx(50.0)


def test_each_protocol_has_its_own_table() -> None:
    assert reference().percentile(110.0, Protocol.PUBLISHED) == pytest.approx(25.0)
    assert reference().percentile(110.0, Protocol.MATCHED) == pytest.approx(100.0)


@pytest.mark.parametrize(
    ("quantiles", "score", "percentile"),
    [
        ((0.0, 5.0, 5.0, 5.0, 9.0), 5.0, 50.0),
        ((0.0, 5.0, 5.0, 5.0, 9.0), 4.999, 25.0),
        ((0.0, 5.0, 5.0, 5.0, 9.0), 5.001, 75.0),
        ((0.0, 0.0, 0.0, 1.0, 2.0), 0.0, 25.0),
        ((3.0, 3.0, 3.0, 3.0, 3.0), 3.0, 50.0),
    ],
)
def test_tied_predictions_share_their_mid_rank(quantiles: tuple[float, ...], score: float, percentile: float) -> None:
    assert reference(quantiles).percentile(score, Protocol.MATCHED) == pytest.approx(percentile, abs=0.01)


@pytest.mark.parametrize("n_decimals", [0, 1, 6])
def test_percentile_is_monotone_and_within_bounds(n_decimals: int) -> None:
    """Rounded tables are full of ties; scores lie on, between and beyond them."""
    rng = np.random.default_rng(n_decimals)
    quantiles = np.sort(np.round(rng.normal(6.0, 4.0, 201), n_decimals))
    table = reference(tuple(quantiles.tolist()))
    scores = np.sort(np.concatenate([quantiles, rng.uniform(-20.0, 40.0, 3_000)]))
    ranks = [table.percentile(float(score), Protocol.MATCHED) for score in scores]
    assert (np.diff(ranks) >= 0).all()
    assert min(ranks) == 0.0
    assert max(ranks) == 100.0


@pytest.mark.parametrize(
    ("score", "share"), [(-1.0, 0.0), (0.0, 0.0), (0.01, 50.0), (10.0, 50.0), (10.5, 80.0), (60.0, 80.0), (61.0, 100.0)]
)
def test_spotify_percentile_counts_songs_strictly_below(score: float, share: float) -> None:
    assert reference().spotify_percentile(score) == pytest.approx(share)


@pytest.mark.parametrize(
    ("percentile", "low", "high", "chance"),
    [
        (10.0, 0.0, 4.0, 0.02),
        (30.0, 0.5, 6.0, 0.06),
        (50.0, 1.0, 8.0, 0.1),
        (80.0, 4.0, 23.0, 0.25),
        (0.0, 0.0, 4.0, 0.02),
        (100.0, 5.0, 28.0, 0.3),
    ],
)
def test_interval_and_chance_are_interpolated(percentile: float, low: float, high: float, chance: float) -> None:
    assert reference().interval80(percentile) == pytest.approx((low, high))
    assert reference().chance_top_decile(percentile) == pytest.approx(chance)


def test_popularity_distribution_lies_between_those_of_the_ranks() -> None:
    table = reference()
    lower, between, upper = (
        table.popularity_distribution(percentile) for percentile in (50.0 / 3.0, 100.0 / 3.0, 50.0)
    )
    assert between.shape == (101,)
    assert between == pytest.approx((lower + upper) / 2.0)
    assert between.sum() == pytest.approx(1.0)
    assert lower.cumsum() == pytest.approx(np.array(table.popularity_cdf[0]))
    assert table.popularity_distribution(0.0) == pytest.approx(lower)


def test_superiority_of_equals_is_even_and_both_sides_make_one() -> None:
    table = reference()
    for percentile in np.linspace(0.0, 100.0, 41):
        assert table.superiority(percentile, percentile) == 0.5
        assert table.superiority(percentile, 30.0) + table.superiority(30.0, percentile) == pytest.approx(1.0)


def test_superiority_rises_without_steps() -> None:
    percentiles = np.linspace(0.0, 100.0, 1001)
    chances = np.array([reference().superiority(percentile, 40.0) for percentile in percentiles])
    assert (np.diff(chances) >= 0.0).all()
    assert np.diff(chances).max() < 0.002
    assert chances[-1] > chances[0] + 0.2
    against = [reference().superiority(40.0, percentile) for percentile in percentiles]
    assert (np.diff(against) <= 0.0).all()


@pytest.mark.parametrize(("percentile", "other"), [(90.0, 10.0), (50.0, 10.0), (90.0, 50.0), (70.0, 20.0)])
def test_superiority_is_that_of_the_distributions(percentile: float, other: float) -> None:
    """More popular, or equally popular in half of the cases."""
    one, another = (reference().popularity_distribution(each) for each in (percentile, other))
    wins = one @ (another.cumsum() - another / 2.0)
    assert reference().superiority(percentile, other) == pytest.approx(wins, abs=0.02)


def test_ranks_that_never_meet_are_nearly_certain() -> None:
    never, always = (0.0,) * 100 + (1.0,), (1.0,) * 101
    table = dataclasses.replace(reference(), popularity_cdf=(always, always, never))
    assert 0.95 < table.superiority(90.0, 10.0) < 1.0


def test_tables_survive_json() -> None:
    assert Reference.from_json(json.loads(json.dumps(reference().to_json()))) == reference()


DAMAGES: dict[str, Any] = {
    "one protocol": {"predictions": {"matched": [0.0, 1.0]}},
    "unknown protocol": {"predictions": {"matched": [0, 1], "published": [0, 1], "other": [0, 1]}},
    "predictions not a table": {"predictions": [1, 2]},
    "predictions fall": {"predictions": {"matched": [1.0, 0.0], "published": [0.0, 1.0]}},
    "one prediction": {"predictions": {"matched": [1.0], "published": [0.0, 1.0]}},
    "prediction NaN": {"predictions": {"matched": [0.0, math.nan], "published": [0.0, 1.0]}},
    "prediction infinite": {"predictions": {"matched": [0.0, math.inf], "published": [0.0, 1.0]}},
    "too few counts": {"popularity_counts": [1] * 100},
    "no songs": {"popularity_counts": [0] * 101},
    "counts are words": {"popularity_counts": ["many"] * 101},
    "count infinite": {"popularity_counts": [math.inf] * 101},
    "count negative": {"popularity_counts": [-5, *[1] * 100]},
    "ranks fall": {"ranks": [90.0, 50.0, 10.0]},
    "ranks missing": {"ranks": None},
    "interval too short": {"interval_low": [0.0, 1.0]},
    "interval NaN": {"interval_high": [1.0, math.nan, 3.0]},
    "interval upside down": {"interval_low": [50.0, 50.0, 50.0]},
    "chance is a word": {"top_decile": ["a", "b", "c"]},
    "means of one protocol": {"typical": {"matched": TYPICAL.to_json()}},
    "means not a table": {"typical": [1.0]},
    "mean missing": {"typical": {key: {"inception": 1.0, "tags": 1.0} for key in Protocol}},
    "mean NaN": {"typical": {key: {**TYPICAL.to_json(), "tags": math.nan} for key in Protocol}},
    "too few mean loadings": {"typical": {key: {**TYPICAL.to_json(), "loadings": [0.1] * 49} for key in Protocol}},
    "mean loading above one": {"typical": {key: {**TYPICAL.to_json(), "loadings": [1.1] * 50} for key in Protocol}},
    "chance above one": {"top_decile": [0.1, 0.2, 30.0]},
    "no distributions": {"popularity_cdf": []},
    "distribution too short": {"popularity_cdf": [[1.0] * 100] * 3},
    "distribution falls": {"popularity_cdf": [[0.5, 0.4, *[1.0] * 99]] * 3},
    "distribution without end": {"popularity_cdf": [[0.5] * 101] * 3},
    "share negative": {"popularity_cdf": [[-0.5, *[1.0] * 100]] * 3},
    "share NaN": {"popularity_cdf": [[math.nan, *[1.0] * 100]] * 3},
    "distribution rises with rank": {"popularity_cdf": [[0.1, *[1.0] * 100], [1.0] * 101, [1.0] * 101]},
    "distributions are numbers": {"popularity_cdf": [1.0, 1.0, 1.0]},
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_tables_are_refused(damage: dict[str, Any]) -> None:
    with pytest.raises(BundleDamaged):
        Reference.from_json({**reference().to_json(), **damage})


@pytest.mark.parametrize("missing", [each.name for each in dataclasses.fields(Reference) if each.name != "typical"])
def test_missing_tables_are_refused(missing: str) -> None:
    plain = reference().to_json()
    del plain[missing]
    with pytest.raises(BundleDamaged):
        Reference.from_json(plain)


def test_a_bundle_from_before_there_were_means_is_read() -> None:
    plain = reference().to_json()
    del plain["typical"]
    assert Reference.from_json(plain) == dataclasses.replace(reference(), typical=None)


@pytest.mark.parametrize("plain", [None, [], "tables", 3])
def test_what_is_no_table_is_refused(plain: Any) -> None:
    with pytest.raises(BundleDamaged):
        Reference.from_json(plain)
