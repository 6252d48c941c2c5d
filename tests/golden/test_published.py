"""The published weights on real clips give the published values: tags, mels and scores.

Needs the reference folder; see its README for what each file is and who made it.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
import torch

from models.audio import Resampler, downmix, open_audio
from models.bundle import Bundle, Card
from models.frontend import FrontEnd
from models.popularity_model import PopularityModel
from models.published import import_published, read_standardiser, read_tag_names
from models.recording import measure
from models.report import ScoreReport
from models.scorer import Scorer
from models.spec import SPEC, Protocol
from tests.conftest import random_card
from tests.models.test_scorer_invariance import cut_out

pytestmark = pytest.mark.reference

MELS = (
    "00A0BGtwcWUpsCk8hqEKBE",
    "0AD2UNcjUQOvbybBlQr5vL",
    "0AaMaVMwATukCWydy6mKiI",
    "0Ar71t10eWotan1HCLpay2",
    "0aFTsX1OwTaduoLBGihyPQ",
    "0accqFhzj6hAoAYWPNj084",
)
Reports = dict[str, dict[Protocol, ScoreReport]]
Array = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def model(reference_folder: Path) -> PopularityModel:
    standardiser = read_standardiser(reference_folder / "published")
    assert standardiser
    return import_published(reference_folder / "published", standardiser).requires_grad_(False)


@pytest.fixture(scope="module")
def scorer(reference_folder: Path, model: PopularityModel) -> Scorer:
    tags = tuple(read_tag_names(reference_folder / "published"))
    card = Card("published", tags, random_card().reference, {})
    return Scorer(Bundle(card, model, reference_folder), "cpu", 2)


@pytest.fixture(scope="module")
def golden(reference_folder: Path) -> list[dict[str, Any]]:
    lines = (reference_folder / "golden" / "published_values.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def reports(reference_folder: Path, scorer: Scorer, golden: list[dict[str, Any]]) -> Reports:
    """Every clip of the golden values under both protocols."""
    clips = [row["clip"] for row in golden]
    assert len(set(clips)) == 46
    return {
        clip: {protocol: scorer.score_file(reference_folder / "clips" / clip, protocol) for protocol in Protocol}
        for clip in clips
    }


def golden_mel(folder: Path, track: str) -> Array:
    mel: Array = np.load(folder / "golden" / f"mel_{track}.npy", allow_pickle=False)
    assert mel.shape == (128, 323)
    return mel


def decoded_mel(folder: Path, track: str) -> Array:
    """Return the popularity mel of all of a clip."""
    with open_audio(folder / "clips" / f"{track}.mp3") as stream:
        mono = np.concatenate([downmix(block) for block in stream.blocks])
        resampled = Resampler(stream.info.sample_rate_hz, SPEC.popularity_mel.sample_rate_hz).push(mono, last=True)
    mel: Array = FrontEnd().popularity_mel(torch.from_numpy(resampled), SPEC.popularity_mel.hop_length).numpy()
    return mel


@pytest.mark.parametrize("track", MELS)
def test_inception_score_of_the_published_mels(reference_folder: Path, model: PopularityModel, track: str) -> None:
    expected = json.loads((reference_folder / "golden" / "published_mels.json").read_text(encoding="utf-8"))
    with torch.inference_mode():
        score = model.inception(torch.from_numpy(golden_mel(reference_folder, track))[None]).item()
    assert score == pytest.approx(expected[f"mel_{track}.npy"]["inception"], abs=0.01)


@pytest.mark.parametrize("track", MELS)
def test_popularity_mel_of_the_clip_is_the_published_one(reference_folder: Path, track: str) -> None:
    """The published decoder kept the mp3's padding, which shifts the middle frames by one at most."""
    published, mine = golden_mel(reference_folder, track), decoded_mel(reference_folder, track)
    padded = np.pad(mine, ((0, 0), (1, 324 - min(324, mine.shape[1]))))
    n = padded.shape[1] - 323
    differences = [np.abs(padded[:, i : i + 323] - published)[:, 1:-1].max() / published.max() for i in range(n + 1)]
    assert min(differences) < 0.01


def test_tag_loadings(reports: Reports, golden: list[dict[str, Any]]) -> None:
    errors = np.array(
        [
            [
                abs(tag.loading - row["published_tags"][tag.name])
                for tag in reports[row["clip"]][Protocol.PUBLISHED].tags
            ]
            for row in golden
        ]
    )
    assert errors.shape == (46, 50)
    assert errors.max() < 0.03
    assert errors.mean() < 0.003


@pytest.mark.parametrize("protocol", list(Protocol))
@pytest.mark.parametrize(
    ("name", "attribute"), [("inception", "inception"), ("tags", "tag_score"), ("score", "raw_score")]
)
def test_scores(reports: Reports, golden: list[dict[str, Any]], protocol: Protocol, name: str, attribute: str) -> None:
    expected = [row[protocol.value][name] for row in golden]
    mine = [getattr(reports[row["clip"]][protocol], attribute) for row in golden]
    np.testing.assert_allclose(mine, expected, rtol=0, atol=0.05)


def test_loudness(reports: Reports, golden: list[dict[str, Any]]) -> None:
    """The golden meter normalises the high-pass's numerator and so reads 0.045 LU low."""
    mine = [reports[row["clip"]][Protocol.MATCHED].loudness_lufs for row in golden]
    np.testing.assert_allclose(mine, [row["integrated_lufs"] + 0.045 for row in golden], rtol=0, atol=0.02)


@pytest.fixture(scope="module")
def long_song(reference_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clips, one after the other: 60 s of real music."""
    path = tmp_path_factory.mktemp("long") / "song.wav"
    clips = [soundfile.read(reference_folder / "clips" / f"{track}.mp3", dtype="float32")[0] for track in MELS[:2]]
    soundfile.write(path, np.concatenate(clips), 44_100, subtype="FLOAT")
    return path


def test_windows_score_nearly_as_if_cut_out(scorer: Scorer, long_song: Path) -> None:
    """The tagger's long windows and paddings hear what lies around a window: 0.11 at most over six such songs."""
    whole, recording = scorer.score_file(long_song, Protocol.MATCHED), measure(long_song)
    alone = [
        scorer.score_recording(cut_out(recording, i), Protocol.MATCHED).raw_score for i in range(len(whole.windows))
    ]
    assert len(alone) == 7
    np.testing.assert_allclose([window.score for window in whole.windows], alone, rtol=0, atol=0.2)


def test_stretches_hardly_show(scorer: Scorer, long_song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = scorer.score_file(long_song, Protocol.MATCHED)
    monkeypatch.setattr("models.scorer.WINDOWS_PER_STRETCH", 2)
    parts = scorer.score_file(long_song, Protocol.MATCHED)
    np.testing.assert_allclose([w.score for w in parts.windows], [w.score for w in whole.windows], rtol=0, atol=0.2)
