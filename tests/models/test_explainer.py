"""Why a score is what it is: the parts add up, they are the Shapley values, and every tag has its one group."""

import dataclasses
import itertools
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from models.bundle import Bundle, load
from models.explainer import GROUPS_FILE, Explainer, coalitions, shapley_weights
from models.reasons import Reasons, TypicalSong
from models.scorer import Scorer
from models.shipped import DEFAULT_ID, SHIPPED
from models.spec import SPEC, Protocol
from tests.synth import song

N_TAGS = SPEC.regressor.n_tags
LANGUAGES = ("en", "zh_TW", "zh_CN")


@pytest.fixture(scope="module")
def shipped() -> Bundle:
    return load(SHIPPED / DEFAULT_ID)


@pytest.fixture(scope="module")
def explainer(shipped: Bundle) -> Explainer:
    return Explainer(shipped.model, shipped.card.tags[:N_TAGS])


def by_permutations(worth: np.ndarray, n_players: int) -> np.ndarray:
    """What each player adds, averaged over every order, as the value is defined."""
    orders = list(itertools.permutations(range(n_players)))
    values = np.zeros(n_players)
    for order in orders:
        coalition = 0
        for player in order:
            values[player] += worth[coalition | 1 << player] - worth[coalition]
            coalition |= 1 << player
    return values / len(orders)


@pytest.mark.parametrize("n_players", [1, 2, 3, 5])
def test_weights_give_the_shapley_values(n_players: int) -> None:
    worth = np.random.default_rng(n_players).normal(size=2**n_players)
    values = shapley_weights(coalitions(n_players)) @ torch.from_numpy(worth)
    assert values.numpy() == pytest.approx(by_permutations(worth, n_players))


def test_coalitions_are_all_there() -> None:
    members = coalitions(3)
    assert not members[0].any() and members[-1].all()
    assert len(members.unique(dim=0)) == 8


def test_every_tag_of_the_regressor_is_in_exactly_one_of_twelve_groups(shipped: Bundle) -> None:
    groups = json.loads(GROUPS_FILE.read_text(encoding="utf-8"))["groups"]
    assert Counter(tag for group in groups.values() for tag in group["tags"]) == Counter(shipped.card.tags[:N_TAGS])
    assert len(groups) <= 12
    assert all(group[language] for group in groups.values() for language in LANGUAGES)


@pytest.mark.parametrize("protocol", list(Protocol))
def test_parts_add_up(shipped: Bundle, tmp_path: Path, protocol: Protocol) -> None:
    assert shipped.card.reference.typical is not None
    typical, scorer = shipped.card.reference.typical[protocol], Scorer(shipped)
    for seed in range(4):
        path = tmp_path / f"{seed}.wav"
        soundfile.write(path, song(31.0, 22_050, seed=seed), 22_050)
        report = scorer.score_file(path, protocol)
        reasons = report.reasons
        assert reasons is not None and len(reasons.groups) == 12
        assert reasons.base == pytest.approx((typical.inception + typical.tags) / 2)
        assert reasons.inception == pytest.approx((report.inception - typical.inception) / 2)
        tag_part = sum(group.value for group in reasons.groups)
        assert tag_part == pytest.approx((report.tag_score - typical.tags) / 2, abs=0.001)
        assert reasons.total == pytest.approx(report.raw_score, abs=0.001)
        plain = reasons.to_json()
        written = plain["base"] + plain["inception"] + sum(group["value"] for group in plain["groups"])
        assert written == pytest.approx(report.to_json()["raw_score"], abs=0.01)
        assert scorer.score_file(path, protocol).reasons == reasons


def test_parts_add_up_whatever_the_loadings(explainer: Explainer, shipped: Bundle) -> None:
    typical = TypicalSong(3.0, 8.0, tuple(np.linspace(0.0, 1.0, N_TAGS).tolist()))
    for seed in range(8):
        loadings = torch.from_numpy(np.random.default_rng(seed).random(N_TAGS)).float()
        reasons = explainer.explain(typical, 5.0, loadings)
        tag_score = float(shipped.model.regressor(loadings[None]))
        assert reasons.total == pytest.approx((5.0 + tag_score) / 2, abs=0.001)
        sizes = [abs(group.value) for group in reasons.groups]
        assert sizes == sorted(sizes, reverse=True)


def test_a_group_as_in_the_typical_song_adds_nothing(explainer: Explainer, shipped: Bundle) -> None:
    tags = shipped.card.tags[:N_TAGS]
    mean = torch.full((N_TAGS,), 0.2)
    typical = TypicalSong(3.0, float(shipped.model.regressor(mean[None])), tuple(mean.tolist()))
    loadings = mean.clone()
    loadings[[tags.index("guitar"), tags.index("piano")]] = 0.7
    moved = {group.id for group in explainer.explain(typical, 3.0, loadings).groups if abs(group.value) > 1e-4}
    assert moved == {"guitar", "piano"}


def test_tags_in_no_group_make_one_of_their_own(random_bundle: Bundle, song_file: Path) -> None:
    reasons = Scorer(random_bundle).score_file(song_file, Protocol.MATCHED).reasons
    assert isinstance(reasons, Reasons)
    assert [group.id for group in reasons.groups] == ["other"]


def test_a_model_without_means_gives_no_reasons(random_bundle: Bundle, song_file: Path) -> None:
    reference = dataclasses.replace(random_bundle.card.reference, typical=None)
    card = dataclasses.replace(random_bundle.card, reference=reference)
    report = Scorer(dataclasses.replace(random_bundle, card=card)).score_file(song_file, Protocol.MATCHED)
    assert report.reasons is None and report.to_json()["reasons"] is None


def test_the_shipped_means_are_those_of_the_shipped_predictions(shipped: Bundle) -> None:
    reference = shipped.card.reference
    assert reference.typical is not None
    for protocol, typical in reference.typical.items():
        mean = np.mean(reference.predictions[protocol])
        assert (typical.inception + typical.tags) / 2 == pytest.approx(mean, abs=0.1)
