"""What a fitted network says about songs, from their stored features; the same as scoring their sound."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors.torch
import torch

from models.popularity_model import PopularityModel
from training.arrays import Floats
from training.features.extract import set_standardiser
from training.fit.dataset import HighlightBatches, Songs
from training.fit.network import PopularityNetwork

BATCH_SONGS = 64


@dataclass(frozen=True)
class Predictions:
    """Scores of songs, [songs] each: fused, of the inception CNN, of the tag regressor."""

    score: Floats
    inception: Floats
    tags: Floats


def load_network(weights: Path) -> PopularityNetwork:
    """Return a fitted network, ready for use."""
    network = PopularityNetwork(dropout=0.0)
    network.load_state_dict(safetensors.torch.load_file(weights))
    return network.eval()


@torch.no_grad()
def predict(network: PopularityNetwork, songs: Songs) -> Predictions:
    """Predict songs by their highlight, as scoring does."""
    batches = HighlightBatches(songs, BATCH_SONGS)
    parts = []
    for i in range(len(batches)):
        mels, tags, _ = batches[i]
        inception, regressed = network.components(mels, tags)
        parts.append(torch.stack([network.fused(inception, regressed), inception, regressed]).double().numpy())
    score, inception_score, tag_score = np.concatenate(parts, axis=1)
    return Predictions(score, inception_score, tag_score)


def assembled(weights: Path, tagger: PopularityModel, standardiser: Path | None) -> PopularityModel:
    """Put a whole model together: the fitted networks, and the tagger that made their tags."""
    model = PopularityModel()
    model.load_state_dict(tagger.state_dict())
    model.inception, model.regressor = load_network(weights).folded()
    if standardiser:
        set_standardiser(model, standardiser)
    return model.eval().requires_grad_(False)
