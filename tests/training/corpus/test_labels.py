"""Labels as percentiles within their source."""

import numpy as np
import pytest

from models.errors import ManifestInvalid
from training.corpus.labels import LabelScale
from training.corpus.track import Track


def labelled(source: str, *values: float) -> list[Track]:
    return [Track(f"{source}{i}", popularity=value, label_source=source) for i, value in enumerate(values)]


def test_sources_share_only_their_order() -> None:
    spotify, deezer = labelled("spotify.popularity", 0, 0, 3, 63), labelled("deezer.rank", 1e5, 2e5, 4e5, 9e5)
    scale = LabelScale.fit([*spotify, *deezer])
    assert scale.percentiles(spotify).tolist() == [25.0, 25.0, 62.5, 87.5]
    assert scale.percentiles(deezer).tolist() == [12.5, 37.5, 62.5, 87.5]


def test_held_out_songs_are_placed_among_the_training_songs() -> None:
    scale = LabelScale.fit(labelled("charts", 10, 20))
    assert scale.percentiles(labelled("charts", 0, 10, 15, 99)).tolist() == [0.0, 25.0, 50.0, 100.0]


def test_no_label_is_no_percentile() -> None:
    scale = LabelScale.fit([*labelled("charts", 1), Track("unlabelled")])
    assert np.isnan(scale.percentiles([Track("unlabelled")])[0])


def test_a_source_never_seen_is_refused() -> None:
    with pytest.raises(ManifestInvalid, match="charts"):
        LabelScale.fit(labelled("other", 1)).percentiles(labelled("charts", 1))
