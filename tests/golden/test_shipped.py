"""The model that ships: whole, of this signal path, and following the published one on real songs it never heard."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from mandohit_desktop.engine.registry import shipped_model
from models.bundle import Bundle, Card
from models.published import import_published, read_tag_names
from models.scorer import Scorer
from models.spec import Protocol
from training.distillation.main import follow, unknown_reference

MIN_SONGS = 20
LATE_STARTS_MS = (93, 160)


@pytest.fixture(scope="module")
def shipped() -> Bundle:
    return shipped_model()


@pytest.fixture(scope="module")
def held_out(shipped: Bundle, reference_folder: Path) -> list[Path]:
    """Real songs that the card lists as held out."""
    listed = [entry["file"] for entry in shipped.card.about["training_data"]["files"] if entry["held_out"]]
    found = [path for name in listed if (path := reference_folder / "clips" / name).is_file()]
    assert len(found) > MIN_SONGS
    return found


def test_card_says_where_everything_comes_from(shipped: Bundle) -> None:
    about = shipped.card.about
    assert shipped.card.id == "mandohit-base-1"
    assert {"provenance", "training_data", "split", "recipe", "metrics", "reference_sources", "licence"} <= set(about)
    assert about["metrics"]["held_out"]["songs"] >= 20
    assert sum(shipped.card.reference.popularity_counts) == 9237


@pytest.mark.reference
def test_it_follows_the_published_model_on_songs_it_never_heard(
    shipped: Bundle, held_out: list[Path], reference_folder: Path
) -> None:
    published = reference_folder / "published"
    model = import_published(published, (shipped.model.standardiser_mean, shipped.model.standardiser_std))
    card = Card("teacher", tuple(read_tag_names(published)), unknown_reference(), {})
    result = follow(shipped, Bundle(card, model, published), held_out)
    assert result.spearman >= 0.98
    assert result.mean_difference <= 0.45
    assert result.tag_correlation >= 0.97


@pytest.mark.reference
def test_it_is_steady_when_a_song_starts_late(shipped: Bundle, held_out: list[Path], tmp_path: Path) -> None:
    scorer, target = Scorer(shipped), tmp_path / "late.wav"

    def inception(samples: NDArray[np.float32]) -> float:
        soundfile.write(target, samples, 44_100, subtype="FLOAT")
        return scorer.score_file(target, Protocol.MATCHED).inception

    changes = []
    for path in held_out:
        samples = soundfile.read(path, dtype="float32")[0]
        whole = inception(samples)
        changes.append([abs(inception(samples[44_100 * late // 1000 :]) - whole) for late in LATE_STARTS_MS])
    assert np.quantile(changes, 0.9, axis=0).max() < 0.3
    assert np.max(changes) < 1.5


@pytest.mark.reference
def test_a_window_of_a_song_scores_as_if_exported_alone(shipped: Bundle, held_out: list[Path], tmp_path: Path) -> None:
    """Three clips of different levels, one after the other."""
    scorer = Scorer(shipped)
    levels = 10.0 ** (np.array([-6.0, 0.0, -3.0]) / 20.0)
    clips = [soundfile.read(path, dtype="float32")[0] for path in held_out[:3]]
    joined = np.concatenate([level * clip for level, clip in zip(levels, clips, strict=True)])
    soundfile.write(tmp_path / "song.wav", joined, 44_100, subtype="FLOAT")
    report = scorer.score_file(tmp_path / "song.wav", Protocol.MATCHED)
    differences = []
    for window in report.windows:
        assert window.score is not None
        start = int(window.start_s * 44_100)
        soundfile.write(tmp_path / "cut.wav", joined[start : start + 30 * 44_100], 44_100, subtype="FLOAT")
        alone = scorer.score_file(tmp_path / "cut.wav", Protocol.MATCHED)
        differences.append(abs(alone.raw_score - window.score))
    assert len(differences) == 13
    assert np.median(differences) < 0.15
    assert max(differences) < 0.5


def test_noise_and_tones_are_unlike_songs(shipped: Bundle) -> None:
    scorer, rng = Scorer(shipped), np.random.default_rng(1)
    seconds = np.arange(30 * 44_100) / 44_100
    for sound in (rng.uniform(-0.3, 0.3, seconds.size), 0.3 * np.sin(2 * np.pi * 440.0 * seconds)):
        report = scorer.score_samples(sound.astype(np.float32)[:, None], 44_100, Protocol.MATCHED)
        assert report.resemblance is not None
        assert report.resemblance < 1.0
        assert "unlike_reference" in [notice.code for notice in report.warnings]


@pytest.mark.reference
def test_real_songs_are_like_songs(shipped: Bundle, reference_folder: Path) -> None:
    scorer = Scorer(shipped)
    songs = sorted((reference_folder / "full_songs").glob("song_*.mp3"))[::2]
    resemblances = [scorer.score_file(path, Protocol.MATCHED).resemblance for path in songs]
    assert len(resemblances) > 5
    assert sum(value is not None and value >= 2.0 for value in resemblances) >= len(resemblances) - 1
