"""From a file to a report: determinism, refusals, warnings, highlight, progress and cancelling."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models import recording
from models.bundle import Bundle
from models.errors import AudioMissing, AudioSilent, AudioTooShort, Cancelled
from models.scorer import Scorer
from models.spec import Protocol
from tests.synth import song


@pytest.fixture(scope="module")
def scorer(random_bundle: Bundle) -> Scorer:
    return Scorer(random_bundle)


@pytest.mark.parametrize("protocol", list(Protocol))
def test_same_file_same_json_on_any_number_of_threads(
    random_bundle: Bundle, song_file: Path, protocol: Protocol
) -> None:
    """To the byte, in one process on one machine."""
    texts = set()
    for n_threads in (1, 1, 2, 3):
        scorer = Scorer(random_bundle, "cpu", n_threads)
        texts.add(json.dumps(scorer.score_file(song_file, protocol).to_json()))
        scorer.run.close()
    assert len(texts) == 1


@pytest.mark.parametrize("protocol", list(Protocol))
@pytest.mark.parametrize(("seconds", "warns"), [(3.0, True), (8.0, True), (14.9, True), (15.0, False), (29.0, False)])
def test_short_sound_is_scored_with_a_warning(
    scorer: Scorer, write_audio: Callable[..., Path], seconds: float, warns: bool, protocol: Protocol
) -> None:
    report = scorer.score_file(write_audio("短.wav", song(seconds)), protocol)
    assert np.isfinite(report.raw_score)
    assert any(f"{seconds:.1f} s" in warning.text for warning in report.warnings) == warns
    assert len(report.windows) == 1
    assert report.highlight == (0.0, pytest.approx(seconds))


@pytest.mark.parametrize(("rate_hz", "warns"), [(8_000, True), (11_025, True), (16_000, False), (44_100, False)])
def test_sound_without_treble_is_scored_with_a_warning(
    scorer: Scorer, write_audio: Callable[..., Path], rate_hz: int, warns: bool
) -> None:
    report = scorer.score_file(write_audio("a.wav", song(16.0, rate_hz), rate_hz), Protocol.MATCHED)
    assert [warning.code for warning in report.warnings] == ["narrow_band"] * warns
    assert all(f"{rate_hz:,} Hz" in warning.text for warning in report.warnings)


@pytest.mark.parametrize(
    ("samples", "error"),
    [(song(2.9), AudioTooShort), (song(0.1), AudioTooShort), (np.zeros((220_500, 2)), AudioSilent)],
    ids=["2.9 s", "0.1 s", "silent"],
)
def test_what_cannot_be_scored(
    scorer: Scorer, write_audio: Callable[..., Path], samples: NDArray[np.float32], error: type[Exception]
) -> None:
    with pytest.raises(error):
        scorer.score_file(write_audio("a.wav", samples), Protocol.MATCHED)


@pytest.mark.parametrize(("gain_db", "warns"), [(-3.0, True), (9.0, False), (16.0, True)])
def test_published_warns_of_unusual_loudness(
    scorer: Scorer, write_audio: Callable[..., Path], gain_db: float, warns: bool
) -> None:
    """The song is at -20.5 LUFS, 9 LU below the reference songs."""
    path = write_audio("a.wav", song(16.0) * 10.0 ** (gain_db / 20.0), subtype="FLOAT")
    assert any("loudness" in warning.text for warning in scorer.score_file(path, Protocol.PUBLISHED).warnings) == warns
    assert scorer.score_file(path, Protocol.MATCHED).warnings == ()


@pytest.mark.parametrize(("loud_s", "start_s"), [(0.0, 0.0), (5.0, 5.0), (18.0, 20.0), (30.0, 26.0)])
def test_highlight_is_the_loudest_thirty_seconds(
    scorer: Scorer, write_audio: Callable[..., Path], loud_s: float, start_s: float
) -> None:
    samples, rate_hz = song(56.0, 16_000, 1), 16_000
    loud = slice(round(loud_s * rate_hz), round((loud_s + 30.0) * rate_hz))
    envelope = np.full((len(samples), 1), 0.1)
    envelope[loud] = 0.8
    report = scorer.score_file(write_audio("a.wav", samples * envelope, rate_hz), Protocol.MATCHED)
    assert report.highlight == pytest.approx((start_s, start_s + 30.0), abs=0.02)


def test_progress_rises_to_one(scorer: Scorer, song_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.audio.BLOCK_SAMPLES", 500_000)
    monkeypatch.setattr("models.scorer.WINDOWS_PER_STRETCH", 1)
    shares: list[float] = []
    scorer.score_file(song_file, Protocol.MATCHED, shares.append)
    assert len(shares) > 6
    assert all(0.0 < a <= b <= 1.0 for a, b in itertools.pairwise(shares))
    assert shares[-1] == 1.0
    assert any(share < 0.5 for share in shares)


@pytest.mark.parametrize("at", [0.0, 0.6])
@pytest.mark.parametrize("n_threads", [1, 2])
def test_cancelling_ends_the_work(random_bundle: Bundle, song_file: Path, at: float, n_threads: int) -> None:
    scorer = Scorer(random_bundle, "cpu", n_threads)

    def cancel(share: float) -> None:
        if share > at:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        scorer.score_file(song_file, Protocol.MATCHED, cancel)
    assert scorer.score_file(song_file, Protocol.MATCHED).duration_s == pytest.approx(42.0)
    scorer.run.close()


def test_file_that_vanishes_between_passes(
    scorer: Scorer, write_audio: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long recording is decoded twice; an export may be deleted in between."""
    monkeypatch.setattr(recording, "IN_MEMORY_S", 5.0)
    path = write_audio("a.wav", song(8.0))
    measured = recording.measure(path)
    path.unlink()
    with pytest.raises(AudioMissing):
        scorer.score_recording(measured, Protocol.MATCHED)


def test_sound_in_memory_scores_as_its_file(scorer: Scorer, write_audio: Callable[..., Path]) -> None:
    """To the last digit, in one process on one machine."""
    samples = song(32.0)
    path = write_audio("a.wav", samples, subtype="FLOAT")
    in_memory = scorer.score_samples(samples, 44_100, Protocol.MATCHED)
    assert in_memory.raw_score == scorer.score_file(path, Protocol.MATCHED).raw_score
    with pytest.raises(AudioTooShort):
        scorer.score_samples(samples[:0], 44_100, Protocol.MATCHED)
