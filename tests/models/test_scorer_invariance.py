"""What must not change a `matched` score: export gain, mono or stereo, the other windows, the recording's length.

These are the published service's faults. The weights are random and the scores small, so
differences are judged beside the spread of the windows' scores.
"""

import dataclasses
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from models import audio, recording, scorer
from models.bundle import Bundle
from models.recording import Recording, Signals, measure
from models.report import ScoreReport
from models.scorer import Scorer
from models.spec import SPEC, Protocol
from models.windows import Windows
from tests.synth import song

RATE_HZ = 22_050


@pytest.fixture(scope="module")
def one(random_bundle: Bundle) -> Scorer:
    return Scorer(random_bundle)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, one: Scorer) -> ScoreReport:
    """The report of a song of 52 s that others are compared with: six windows."""
    path = tmp_path_factory.mktemp("invariance") / "plain.wav"
    soundfile.write(path, song(52.0, RATE_HZ), RATE_HZ, subtype="FLOAT")
    return one.score_file(path, Protocol.MATCHED)


def scores(report: ScoreReport) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([window.score for window in report.windows], dtype=np.float64)


def spread(report: ScoreReport) -> float:
    """Return how far apart the windows' scores lie, after checking that they do."""
    result = float(np.ptp(scores(report)))
    assert result > 1e-3
    return result


def assert_same_scores(report: ScoreReport, plain: ScoreReport, tolerance: float = 1e-2) -> None:
    assert [window.start_s for window in report.windows] == [window.start_s for window in plain.windows]
    assert np.abs(scores(report) - scores(plain)).max() < min(0.1, tolerance * spread(plain))
    assert report.highlight == plain.highlight


@pytest.mark.parametrize("gain_db", [-12.0, -6.0, 3.0, 6.0])
def test_gain_does_not_matter(
    one: Scorer, plain: ScoreReport, write_audio: Callable[..., Path], gain_db: float
) -> None:
    path = write_audio("a.wav", song(52.0, RATE_HZ) * 10.0 ** (gain_db / 20.0), RATE_HZ, subtype="FLOAT")
    report = one.score_file(path, Protocol.MATCHED)
    assert report.loudness_lufs - plain.loudness_lufs == pytest.approx(gain_db, abs=0.01)
    assert_same_scores(report, plain)


def test_gain_does_matter_to_the_published_protocol(
    one: Scorer, plain: ScoreReport, write_audio: Callable[..., Path]
) -> None:
    """Which shows that the test above would notice."""
    louder = write_audio("a.wav", song(52.0, RATE_HZ) * 2.0, RATE_HZ, subtype="FLOAT")
    before, after = (one.score_file(path, Protocol.PUBLISHED) for path in (Path(plain.file), louder))
    assert abs(after.raw_score - before.raw_score) > 0.1 * spread(plain)


def test_mono_scores_as_its_dual_mono_twin(one: Scorer, write_audio: Callable[..., Path]) -> None:
    mono = song(42.0, RATE_HZ, 1)
    single = one.score_file(write_audio("mono.wav", mono, RATE_HZ), Protocol.MATCHED)
    double = one.score_file(write_audio("stereo.wav", np.repeat(mono, 2, axis=1), RATE_HZ), Protocol.MATCHED)
    assert_same_scores(single, double, 1e-4)
    assert double.loudness_lufs - single.loudness_lufs == pytest.approx(3.01, abs=0.001)


@pytest.mark.parametrize("container", [("a.flac", "PCM_24"), ("a.aiff", "PCM_24"), ("b.wav", "PCM_24")])
def test_lossless_containers_score_alike(
    one: Scorer, plain: ScoreReport, write_audio: Callable[..., Path], container: tuple[str, str]
) -> None:
    path = write_audio(container[0], song(52.0, RATE_HZ), RATE_HZ, subtype=container[1])
    assert_same_scores(one.score_file(path, Protocol.MATCHED), plain)


def cut_out(whole: Recording, index: int) -> Recording:
    """Return one window of a recording as a recording of its own."""
    assert whole.signals
    windows = Windows.over(whole.n_samples, SPEC)
    start, tag_start = windows.popularity[index], windows.tagging[index]
    signals = Signals(
        whole.signals.popularity[start : start + windows.lengths[0]],
        whole.signals.tagging[tag_start : tag_start + windows.lengths[1]],
    )
    n_samples = (len(signals.popularity), len(signals.tagging))
    first = round(windows.starts_s[index] / whole.step_s)
    return dataclasses.replace(
        whole,
        signals=signals,
        n_samples=n_samples,
        duration_s=30.0,
        energies=whole.energies[first : first + round(30.0 / whole.step_s)],
        loudness_lufs=whole.window_lufs(windows.starts_s[index], 30.0),
    )


@pytest.mark.parametrize("index", range(6))
def test_a_window_scores_as_if_cut_out(one: Scorer, plain: ScoreReport, index: int) -> None:
    alone = one.score_recording(cut_out(measure(Path(plain.file)), index), Protocol.MATCHED)
    assert len(alone.windows) == 1
    assert alone.raw_score == pytest.approx(plain.windows[index].score, abs=1e-2 * spread(plain))


def test_a_soft_part_scores_as_loud_as_alone_and_a_very_soft_one_not_at_all(
    one: Scorer, write_audio: Callable[..., Path]
) -> None:
    """The first minute is 8 dB down, then one is 30 dB down, then one is as it was."""
    samples = np.tile(song(60.0, RATE_HZ), (3, 1))
    levels = np.repeat(10.0 ** (np.array([-8.0, -30.0, 0.0]) / 20.0), 60 * RATE_HZ)[:, None]
    report = one.score_file(write_audio("a.wav", samples * levels, RATE_HZ, subtype="FLOAT"), Protocol.MATCHED)
    by_start = {round(window.start_s): window for window in report.windows}
    loud = one.score_file(write_audio("b.wav", samples, RATE_HZ, subtype="FLOAT"), Protocol.MATCHED)
    expected = {round(window.start_s): window.score for window in loud.windows}
    assert by_start[10].score == pytest.approx(expected[10], abs=0.02 * spread(loud))
    assert by_start[140].score == pytest.approx(expected[140], abs=0.02 * spread(loud))
    assert [start for start, window in by_start.items() if window.score is None] == [60 + 5 * i for i in range(7)]
    assert report.highlight[0] > 119.9
    assert report.best.score == max(window.score for window in report.windows if window.score is not None)


def test_a_burst_in_silence_is_heard(one: Scorer, write_audio: Callable[..., Path]) -> None:
    """Its window has far less short-term loudness in the mean than the soft music around, which is too quiet."""
    samples = song(179.0, RATE_HZ)
    levels = np.repeat(
        10.0 ** (np.array([-45.0, -200.0, 0.0, -200.0, -45.0]) / 20.0), np.array([60, 28, 3, 28, 60]) * RATE_HZ
    )
    report = one.score_file(write_audio("a.wav", samples * levels[:, None], RATE_HZ, subtype="FLOAT"), Protocol.MATCHED)
    assert report.highlight[0] < 88.0 < report.highlight[1]
    by_start = {window.start_s: window.score for window in report.windows}
    assert by_start[report.highlight[0]] == report.raw_score
    assert report.best.score == max(score for score in by_start.values() if score is not None)


def test_the_highlights_inception_score_is_exact(one: Scorer, plain: ScoreReport) -> None:
    """Within float precision: no column of the inception CNN sees sound outside its window."""
    index = [window.start_s for window in plain.windows].index(plain.highlight[0])
    assert index > 0
    alone = one.score_recording(cut_out(measure(Path(plain.file)), index), Protocol.MATCHED)
    assert alone.inception == pytest.approx(plain.inception, rel=1e-5)


@pytest.mark.parametrize("protocol", list(Protocol))
@pytest.mark.parametrize("block_samples", [2**22, 100_003])
def test_a_recording_too_long_for_memory_scores_the_same(
    one: Scorer, plain: ScoreReport, monkeypatch: pytest.MonkeyPatch, protocol: Protocol, block_samples: int
) -> None:
    in_memory = one.score_file(Path(plain.file), protocol)
    monkeypatch.setattr(recording, "IN_MEMORY_S", 10.0)
    monkeypatch.setattr(audio, "BLOCK_SAMPLES", block_samples)
    assert measure(Path(plain.file)).signals is None
    assert scores(one.score_file(Path(plain.file), protocol)) == pytest.approx(scores(in_memory), abs=1e-6)


@pytest.mark.parametrize("in_memory_s", [10.0, 900.0])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_stretches_do_not_show(
    one: Scorer, plain: ScoreReport, monkeypatch: pytest.MonkeyPatch, size: int, in_memory_s: float
) -> None:
    monkeypatch.setattr(recording, "IN_MEMORY_S", in_memory_s)
    monkeypatch.setattr(audio, "BLOCK_SAMPLES", 300_000)
    monkeypatch.setattr(scorer, "WINDOWS_PER_STRETCH", size)
    assert_same_scores(one.score_file(Path(plain.file), Protocol.MATCHED), plain)


def test_memory_does_not_grow_with_the_recording(
    write_audio: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "IN_MEMORY_S", 10.0)
    monkeypatch.setattr(audio, "BLOCK_SAMPLES", 40_000)
    peaks = []
    for seconds in (30.0, 150.0):
        path = write_audio(f"{seconds}.wav", np.resize(song(10.0, 8_000, 1), (round(8_000 * seconds), 1)), 8_000)
        tracemalloc.start()
        measure(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
