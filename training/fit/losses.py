"""What the fit minimises: the squared error, and how often two songs are put in the wrong order.

The pairwise term is the logistic ranking loss of RankNet (Burges et al. 2005) over pairs whose targets are clearly
apart; pairs that tie, a seventh of all, are left out (Yu et al. 2017 draw their pairs from apart strata likewise).
"""

from torch import Tensor
from torch.nn import functional as F

RANKING_SCALE = 5.0
"""Difference of two predictions, in popularity, from which their order counts as correct."""


def ranking_loss(predictions: Tensor, targets: Tensor, margin: float) -> Tensor:
    """Return the mean logistic loss of all pairs whose targets differ by more than the margin; 0 without such pairs.

    Args:
        predictions: [songs].
        targets: [songs], same scale.
        margin: smallest difference that counts.
    """
    higher = targets[:, None] - targets[None, :] > margin
    if not bool(higher.any()):
        return predictions.sum() * 0.0
    difference = (predictions[:, None] - predictions[None, :])[higher]
    return F.softplus(-difference / RANKING_SCALE).mean()


def fit_loss(predictions: Tensor, targets: Tensor, ranking_weight: float, margin: float) -> Tensor:
    """Return the squared error plus the weighted ranking loss of a batch, [songs] each."""
    loss = F.mse_loss(predictions, targets)
    if ranking_weight:
        loss = loss + ranking_weight * ranking_loss(predictions, targets, margin)
    return loss
