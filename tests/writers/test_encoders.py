"""What real encoders write is read whole and scored as the wav is; half of it is refused or carries a notice.

Every encoder runs at 44.1 kHz stereo and, in turn, at one other rate and number of channels;
`python3 run.py benchmark writers --matrix` runs all of them.
"""

import itertools
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from mandohit_desktop.engine.registry import shipped_model
from models.errors import AudioError
from models.report import ScoreReport
from models.scorer import Scorer
from models.spec import Protocol
from tests.writers.encoders import CHANNELS, MP3_FRAME, RATES_HZ, SONG_S, WRITERS, Writer, write_wav

USUAL, *OTHERS = itertools.product(RATES_HZ, CHANNELS)
CASES = [
    pytest.param(writer, rate_hz, n_channels, id=f"{writer.name} {writer.extension} {rate_hz} Hz {n_channels} ch")
    for i, writer in enumerate(WRITERS)
    for rate_hz, n_channels in (USUAL, OTHERS[i % len(OTHERS)])
]
REFUSED = {"audio.truncated", "audio.not_decodable", "audio.empty"}

Score = Callable[[Path], ScoreReport]


@pytest.fixture(scope="module")
def score() -> Score:
    scorer = Scorer(shipped_model())
    return lambda path: scorer.score_file(path, Protocol.MATCHED)


@pytest.fixture(scope="module")
def wav(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, int], Path]:
    folder = tmp_path_factory.mktemp("sources")
    return cache(lambda rate_hz, n_channels: write_wav(folder / f"{rate_hz} {n_channels}.wav", rate_hz, n_channels))


@pytest.fixture(scope="module")
def wav_score(score: Score, wav: Callable[[int, int], Path]) -> Callable[[int, int], float]:
    return cache(lambda rate_hz, n_channels: score(wav(rate_hz, n_channels)).raw_score)


@pytest.mark.parametrize(("writer", "rate_hz", "n_channels"), CASES)
def test_whole_is_scored_as_the_wav_and_half_is_not_taken_for_whole(
    writer: Writer, rate_hz: int, n_channels: int, score: Score, wav, wav_score, tmp_path: Path
) -> None:
    if missing := writer.missing():
        pytest.skip(missing)
    file = tmp_path / f"song{writer.extension}"
    writer.write(wav(rate_hz, n_channels), file)
    report = score(file)
    excess = (report.duration_s - SONG_S) * rate_hz
    assert -MP3_FRAME <= round(excess) <= MP3_FRAME + writer.extra_frames
    assert abs(report.raw_score - wav_score(rate_hz, n_channels)) <= writer.score_within
    half = tmp_path / f"half{writer.extension}"
    half.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    try:
        warnings = [notice.code for notice in score(half).warnings]
    except AudioError as error:
        assert error.code in REFUSED
    else:
        assert "end_unknown" in warnings
