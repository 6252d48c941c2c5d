"""Features against the application's own scores, resuming, and the corpus standardiser."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
import safetensors.torch
import soundfile
import torch

from models import bundle
from models.errors import Cancelled, FeaturesInvalid, TooFewSongs
from models.scorer import Scorer
from models.shipped import SHIPPED
from models.spec import Protocol
from tests.synth import song
from tests.training.conftest import N_SONGS, Corpus
from training.config import MANDOHIT, PUBLISHED, Config
from training.features import shards
from training.features.build import STANDARDISER_FILE, features_folder, make_features, sounds_of
from training.features.extract import Extractor
from training.features.shards import Features, Shard, SongRows, shard_numbers, write_shard
from training.fit.network import PopularityNetwork
from training.runtime.mel_statistics import tagging_moments
from training.runtime.progress import Reporter
from training.runtime.stop import StopRequest
from training.runtime.workers import Workers


def make(corpus: Corpus, work: Path, config: Config, workers: Workers | None = None, n_songs: int = 9) -> Features:
    folder = features_folder(work, config.features)
    make_features(
        sounds_of(corpus.manifest_file)[:n_songs], folder, config.features,
        workers=workers or Workers(1), reporter=Reporter(), stop=StopRequest(),
    )  # fmt: skip
    return Features(folder)


def test_every_song_has_features_or_a_reason(features: Features) -> None:
    assert sorted(features.songs) == [f"track-{i:02d}" for i in range(N_SONGS)]
    assert [(failure.track_id, failure.code) for failure in features.failures] == [
        ("track-broken", "audio.not_decodable")
    ]
    assert features.mels("track-03").shape == (4, 128, 323)
    assert features.tags("track-03").shape == (50,)


@pytest.mark.parametrize("protocol", list(Protocol))
@pytest.mark.parametrize("duration_s", [5.0, 65.0])
def test_predictions_from_features_are_the_scores_of_the_application(
    protocol: Protocol, duration_s: float, tmp_path: Path
) -> None:
    path = tmp_path / "song.wav"
    soundfile.write(path, song(duration_s, seed=5), 44_100)
    shipped = bundle.load(SHIPPED / "mandohit-base-1")
    extracted = Extractor(replace(MANDOHIT.features, protocol=protocol)).song(path)
    network = PopularityNetwork(0.0).eval()
    network.inception, network.regressor = shipped.model.inception, shipped.model.regressor
    power = torch.from_numpy(extracted.mels.astype(np.float32) ** 2)
    with torch.inference_mode():
        scores = network.fused(*network.components(power, torch.from_numpy(extracted.tags)))
    report = Scorer(shipped).score_file(path, protocol)
    assert float(scores[0]) == pytest.approx(report.raw_score, abs=0.01)
    if protocol is Protocol.MATCHED:
        assert extracted.starts_s[0] == report.highlight[0]
        by_start = {window.start_s: window.score for window in report.windows}
        assert scores.tolist() == pytest.approx([by_start[start] for start in extracted.starts_s], abs=0.05)


def test_a_run_goes_on_where_it_stopped(
    corpus: Corpus, small_config: Config, features: Features, tmp_path: Path
) -> None:
    """The same to the bit, for all of it happens in one process on one machine."""
    half = make(corpus, tmp_path, small_config, n_songs=8)
    stamps = {path: path.stat().st_mtime_ns for path in half.folder.iterdir()}
    whole = make(corpus, tmp_path, small_config, n_songs=N_SONGS + 1)
    assert all(path.stat().st_mtime_ns == stamp for path, stamp in stamps.items())
    assert sorted(whole.songs) == sorted(features.songs)
    for name in features.songs:
        assert np.array_equal(whole.mels(name), features.mels(name))
        assert np.array_equal(whole.tags(name), features.tags(name))


def test_a_stop_keeps_what_is_finished(corpus: Corpus, small_config: Config, tmp_path: Path) -> None:
    stop, folder = StopRequest(), features_folder(tmp_path, small_config.features)
    stop.ask()
    with pytest.raises(Cancelled):
        make_features(
            sounds_of(corpus.manifest_file), folder, small_config.features,
            workers=Workers(1), reporter=Reporter(), stop=stop,
        )  # fmt: skip
    assert shard_numbers(folder) == [0]


def test_features_of_another_recipe_are_refused(corpus: Corpus, small_config: Config, tmp_path: Path) -> None:
    made = make(corpus, tmp_path, small_config)
    with pytest.raises(FeaturesInvalid):
        make_features(
            sounds_of(corpus.manifest_file), made.folder, PUBLISHED.features,
            workers=Workers(1), reporter=Reporter(), stop=StopRequest(),
        )  # fmt: skip


def test_a_damaged_shard_is_named(corpus: Corpus, small_config: Config, tmp_path: Path) -> None:
    made = make(corpus, tmp_path, small_config)
    (made.folder / "shard-000001.tags.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(FeaturesInvalid, match="shard-000001"):
        Features(made.folder)


def test_no_songs(small_config: Config, tmp_path: Path) -> None:
    with pytest.raises(TooFewSongs):
        make_features([], tmp_path, small_config.features, workers=Workers(1), reporter=Reporter(), stop=StopRequest())


def test_corpus_standardiser_is_of_the_sound_as_it_is(corpus: Corpus, tmp_path: Path) -> None:
    config = replace(PUBLISHED, features=replace(PUBLISHED.features, shard_tracks=8))
    made = make(corpus, tmp_path, config, n_songs=N_SONGS + 1)
    measured = safetensors.torch.load_file(made.folder / STANDARDISER_FILE)
    mean, std = tagging_moments(sorted(corpus.manifest_file.parent.glob("*.wav"))).standardiser()
    torch.testing.assert_close(measured["mean"], mean, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(measured["std"], std, rtol=1e-3, atol=1e-3)
    assert made.mels("track-00").shape == (1, 128, 323)


@pytest.fixture
def dask_scheduler() -> Iterator[str]:
    """A local Dask cluster of two workers, as its own command line starts it."""
    code = (
        "import sys\nfrom distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:\n"
        "        print(cluster.scheduler_address, flush=True)\n        sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stdin
        yield process.stdout.readline().strip()
        process.stdin.close()
        process.wait(60)


def test_the_same_features_come_from_a_dask_cluster(
    corpus: Corpus, small_config: Config, features: Features, dask_scheduler: str, tmp_path: Path
) -> None:
    made = make(corpus, tmp_path, small_config, Workers(2, "dask", dask_scheduler), n_songs=N_SONGS + 1)
    assert sorted(made.songs) == sorted(features.songs)
    for name in features.songs:  # nearly the same: its processes may run on other machines
        np.testing.assert_allclose(made.mels(name), features.mels(name), rtol=0.01, atol=1e-6)


@pytest.mark.skipif(os.name == "nt", reason="Windows does not count open files")
def test_few_files_are_open_however_many_shards_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "OPEN_SHARDS", 3)
    rng, mels = np.random.default_rng(1), []
    for number in range(12):
        mels.append(rng.random((1, 1, 128, 323)).astype(np.float16))
        song_rows = SongRows(f"song {number}", 0, (0.0,), "", -11.5, 30.0)
        write_shard(tmp_path, number, Shard((song_rows,), (), mels[-1], rng.random((1, 50), dtype=np.float32)))
    before = psutil.Process().num_fds()
    stored = Features(tmp_path)
    for number in reversed(range(12)):
        expected = np.square(mels[number][0, 0].astype(np.float32))
        assert np.array_equal(stored.mel(f"song {number}"), expected)
    assert psutil.Process().num_fds() - before <= 3
