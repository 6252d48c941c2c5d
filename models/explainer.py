"""Takes a score apart, exactly: what the inception CNN adds to the typical score, and what each group of tags adds.

The score is a weighted mean of two predictions, so its distance from the typical song's is the sum of an inception part
and a tag part. The tag part is shared among groups of tags that mean the same by their Shapley values (Shapley 1953)
over all coalitions, without sampling. A coalition has this song's loadings in its groups and the reference songs' mean
loadings in all others. The empty one is worth the reference songs' mean tag score, so that the parts add up: the
regressor is not linear, and at the mean loadings it gives a little more, which thereby all groups share alike.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import torch
from torch import Tensor

from models.popularity_model import PopularityModel
from models.reasons import GroupPart, Reasons, TypicalSong

GROUPS_FILE = Path(__file__).parents[1] / "resources" / "tags.json"
OTHER = "other"
"""The group of tags that stand in no group, as a model with another vocabulary has them."""


@cache
def _group_of_tag() -> dict[str, str]:
    groups = json.loads(GROUPS_FILE.read_text(encoding="utf-8"))["groups"]
    return {tag: name for name, group in groups.items() for tag in group["tags"]}


class Explainer:
    """Takes one model's scores apart.

    Args:
        model: the networks.
        tags: names of the tags that the regressor reads, in the model's order.
    """

    def __init__(self, model: PopularityModel, tags: Sequence[str]) -> None:
        self._model = model
        groups = [_group_of_tag().get(tag, OTHER) for tag in tags]
        self._ids = tuple(dict.fromkeys(groups))
        members = coalitions(len(self._ids))
        self._own = members[:, [self._ids.index(group) for group in groups]].float()
        self._weights = shapley_weights(members)

    def explain(self, typical: TypicalSong, inception: float, loadings: Tensor) -> Reasons:
        """Return the parts of a song's score.

        Args:
            typical: the song to compare with.
            inception: the inception CNN's prediction.
            loadings: of the regressor's tags, [tags].
        """
        weight = self._model.spec.protocol.inception_weight
        mean = torch.tensor(typical.loadings)
        with torch.inference_mode():
            mixed = torch.addcmul(mean, self._own, loadings - mean)
            worth = self._model.regressor(mixed.to(self._model.standardiser_mean.device)).cpu().double()
            worth[0] = typical.tags
            values = (1.0 - weight) * (self._weights @ worth)
        parts = [GroupPart(*part) for part in zip(self._ids, values.tolist(), strict=True)]
        return Reasons(
            base=weight * typical.inception + (1.0 - weight) * typical.tags,
            inception=weight * (inception - typical.inception),
            groups=tuple(sorted(parts, key=lambda part: -abs(part.value))),
        )


def coalitions(n_players: int) -> Tensor:
    """Return who is in each coalition, [2^players, players]; the first has nobody, the last everybody."""
    return (torch.arange(2**n_players)[:, None] >> torch.arange(n_players)) % 2 == 1


def shapley_weights(members: Tensor) -> Tensor:
    """Return the weights, [players, coalitions], whose product with the coalitions' worth is the Shapley values.

    A player is worth what it adds to the others', on average over every order in which the players may come.
    """
    n_players, sizes = members.shape[1], members.sum(dim=1)
    chances = torch.tensor([1.0 / (n_players * math.comb(n_players - 1, k)) for k in range(n_players)]).double()
    joined, left = chances[(sizes - 1).clamp(min=0)], chances[sizes.clamp(max=n_players - 1)]
    return torch.where(members.T, joined, -left)
