"""The fit: recipes, and that a fit which was killed or stopped comes to the same result."""

import csv
import json
import math
import os
import signal
import subprocess
import sys
import tomllib
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch

from models.errors import Cancelled, CheckpointDamaged, ConfigInvalid, DeviceUnavailable
from tests.training.conftest import Corpus
from training.config import PUBLISHED, Config
from training.features.shards import Features
from training.fit.dataset import EpochBatches, Songs, targets_of
from training.fit.hardware import Hardware
from training.fit.loop import BEST_FILE, CHECKPOINT_FOLDER, CURVES_FILE, fit
from training.fit.losses import fit_loss, ranking_loss
from training.fit.network import PopularityNetwork, fresh_network
from training.rebuild.pipeline import run_step
from training.rebuild.workspace import Workspace
from training.runtime.progress import Reporter
from training.runtime.stop import StopRequest
from training.runtime.workers import Workers

CPU = Hardware("cpu")


def songs(features: Features, start: int, stop: int) -> Songs:
    ids = tuple(sorted(features.songs))[start:stop]
    return Songs(ids, np.array([float(11 * i % 37) for i in range(len(ids))]), features)


def run(features: Features, folder: Path, config: Config, stop: StopRequest | None = None, **hardware: object) -> None:
    fit(
        songs(features, 0, 14), songs(features, 14, 24), folder, config.fit,
        hardware=replace(CPU, **hardware), reporter=Reporter(), stop=stop or StopRequest(),
    )  # fmt: skip


def curves(folder: Path) -> list[dict[str, str]]:
    with (folder / CURVES_FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class StopAfter(StopRequest):
    """Asks for a stop once it was consulted so many times."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self._left = steps

    def asked(self) -> bool:
        self._left -= 1
        return self._left <= 0


@pytest.mark.parametrize("recipe", ["mandohit", "published"])
def test_a_stopped_fit_comes_to_the_same_weights(
    recipe: str, features: Features, small_config: Config, tmp_path: Path
) -> None:
    config = small_config
    if recipe == "published":
        config = replace(config, fit=replace(PUBLISHED.fit, epochs=2, batch=4))
    run(features, tmp_path / "whole", config)
    for steps in (2, 3):
        with pytest.raises(Cancelled):
            run(features, tmp_path / "parts", config, StopAfter(steps))
    run(features, tmp_path / "parts", config)
    for name in (BEST_FILE, CURVES_FILE):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "parts" / name).read_bytes()
    assert [row["step"] for row in curves(tmp_path / "whole")] == ["3", "6"]


@pytest.fixture
def workspace(corpus: Corpus, small_config: Config, tmp_path: Path) -> tuple[Workspace, Path]:
    """A workspace whose next step is the fit, and its configuration as a file."""
    config = replace(small_config, fit=replace(small_config.fit, epochs=8))
    path = tmp_path / "設定.toml"
    lines = ['base = "mandohit"']
    for section in ("features", "split", "fit"):
        values = asdict(getattr(config, section)).items()
        lines += [f"[{section}]", *(f"{key} = {json.dumps(value)}" for key, value in values)]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert tomllib.loads(path.read_text(encoding="utf-8"))
    space = Workspace(corpus.manifest_file, tmp_path / "work", config, hardware=CPU, workers=Workers(1))
    run_step(space, "features")
    run_step(space, "split")
    return space, path


def start_fit(space: Workspace, config: Path) -> "subprocess.Popen[str]":
    command = ["fit", "--manifest", space.manifest_file, "--work", space.folder, "--config", config]
    return subprocess.Popen(
        [sys.executable, "-m", "training", *command, "--device", "cpu", "--progress", "json", "--stop-on-eof"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=Path(__file__).parents[3],
    )  # fmt: skip


def wait_for_step(process: "subprocess.Popen[str]", step: int) -> None:
    assert process.stdout
    for line in process.stdout:
        if json.loads(line)["done"] >= step:
            return
    pytest.fail("the fit ended too soon")


def test_a_killed_fit_goes_on_to_the_same_weights(workspace: tuple[Workspace, Path], tmp_path: Path) -> None:
    space, config = workspace
    whole = replace(space, folder=space.folder)
    fit(
        whole.songs("train"), whole.songs("validation"), tmp_path / "whole", space.config.fit,
        hardware=CPU, reporter=Reporter(), stop=StopRequest(),
    )  # fmt: skip
    with start_fit(space, config) as killed:
        wait_for_step(killed, 1)
        killed.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    assert killed.returncode != 0
    with start_fit(space, config) as stopped:
        wait_for_step(stopped, 3)
        stopped.communicate()
    assert stopped.returncode == 130
    run_step(space, "fit")
    for name in (BEST_FILE, CURVES_FILE):
        assert (tmp_path / "whole" / name).read_bytes() == (space.fit_folder / name).read_bytes()


def test_signals_ask_for_a_stop() -> None:
    before = {kind: signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM)}
    try:
        stop = StopRequest()
        stop.listen(stdin=False)
        signal.raise_signal(signal.SIGTERM)
        assert stop.asked()
        with pytest.raises(Cancelled):
            stop.check()
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


class StopOnceThere(StopRequest):
    """Asks for a stop once a file is there."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def asked(self) -> bool:
        return self._path.exists()


def test_two_processes_fit_together_and_stop_together(features: Features, small_config: Config, tmp_path: Path) -> None:
    endless = replace(small_config, fit=replace(small_config.fit, epochs=100_000, patience=100_000))
    with pytest.raises(Cancelled):
        run(features, tmp_path, endless, StopOnceThere(tmp_path / CURVES_FILE), devices=2)
    rows = curves(tmp_path)
    assert rows
    assert all(math.isfinite(float(value)) for row in rows for value in row.values())
    facts = json.loads((tmp_path / CHECKPOINT_FOLDER / "checkpoint.json").read_text(encoding="utf-8"))["facts"]
    assert facts["state"]["step"] >= 3 * len(rows)


def test_bfloat16(features: Features, small_config: Config, tmp_path: Path) -> None:
    run(features, tmp_path, small_config, precision="bf16-mixed")
    assert math.isfinite(float(curves(tmp_path)[-1]["validation_mse"]))


def test_a_damaged_checkpoint_is_named(features: Features, small_config: Config, tmp_path: Path) -> None:
    (tmp_path / CHECKPOINT_FOLDER).mkdir()
    (tmp_path / CHECKPOINT_FOLDER / "checkpoint.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CheckpointDamaged):
        run(features, tmp_path, small_config)


def test_another_configuration_starts_anew(features: Features, small_config: Config, tmp_path: Path) -> None:
    run(features, tmp_path, small_config)
    other = replace(small_config, fit=replace(small_config.fit, seed=2))
    run(features, tmp_path, other)
    run(features, tmp_path / "fresh", other)
    assert (tmp_path / BEST_FILE).read_bytes() == (tmp_path / "fresh" / BEST_FILE).read_bytes()


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_device_that_is_not_there(features: Features, small_config: Config, tmp_path: Path) -> None:
    with pytest.raises(DeviceUnavailable):
        run(features, tmp_path, small_config, device="cuda")


def test_the_fit_learns(features: Features, small_config: Config, tmp_path: Path) -> None:
    """The training songs' targets can be learnt by heart."""
    known = songs(features, 0, 12)
    recipe = replace(
        small_config.fit, epochs=30, batch=12, patience=30, dropout=0.0, gain_db=0.0, averaging=0.0, learning_rate=3e-3,
        checkpoint_s=1e9,
    )  # fmt: skip
    fit(known, known, tmp_path, recipe, hardware=CPU, reporter=Reporter(), stop=StopRequest())
    errors = [float(row["validation_mse"]) for row in curves(tmp_path)]
    assert min(errors) < 0.3 * np.var(known.targets)
    network = PopularityNetwork(0.0).eval()
    network.load_state_dict(safetensors.torch.load_file(tmp_path / BEST_FILE))
    mels, tags = (
        torch.from_numpy(features.mels(known.ids[0]))[None],
        torch.from_numpy(features.tags(known.ids[0]))[None],
    )
    with torch.no_grad():
        before = network.components(mels, tags)
        inception, regressor = network.folded()
        assert float(inception(mels[0]).mean()) == pytest.approx(float(before[0]), rel=1e-3)
        assert float(regressor(tags)) == pytest.approx(float(before[1]), rel=1e-3)


def test_every_song_comes_once_an_epoch(features: Features, small_config: Config) -> None:
    known = songs(features, 0, 12)
    halves = [EpochBatches(known, small_config.fit, 3, rank, 2) for rank in range(2)]
    targets = torch.cat([half[i][2] for i in range(len(halves[0])) for half in halves])
    assert sorted(targets.tolist()) == sorted(known.targets.tolist())
    again = EpochBatches(known, small_config.fit, 3, 0, 2)
    assert all(torch.equal(a, b) for a, b in zip(halves[0][1], again[1], strict=True))


def test_published_weights_are_drawn_as_then(features: Features) -> None:
    network = fresh_network(PUBLISHED.fit, songs(features, 0, 12))
    widest = network.inception.branches[2].get_parameter("weight").detach()
    limit = math.sqrt(6.0 / (140 * 16 * (1 + 16)))
    assert 0.99 * limit < float(widest.abs().max()) <= limit
    assert float(network.regressor.layers[0].get_parameter("bias").detach().abs().max()) == 0.0
    assert torch.equal(network.input_scale, torch.ones(128, 1))


def test_ranking_counts_pairs_that_are_clearly_apart() -> None:
    targets = torch.tensor([0.0, 1.0, 10.0])
    right, wrong = torch.tensor([0.0, 0.0, 9.0]), torch.tensor([9.0, 9.0, 0.0])
    assert ranking_loss(right, targets, 2.0) < ranking_loss(wrong, targets, 2.0)
    assert float(ranking_loss(wrong, targets, 20.0)) == 0.0
    assert float(fit_loss(right, targets, 0.0, 2.0)) == pytest.approx((0 + 1 + 1) / 3)


def test_labels_of_two_sources_meet_on_one_scale(corpus: Corpus) -> None:
    counts = (10,) * 51 + (0,) * 50
    first = [replace(track, popularity=float(i)) for i, track in enumerate(corpus.tracks[:5])]
    second = [
        replace(track, popularity=1e6 * i, label_source="deezer.rank") for i, track in enumerate(corpus.tracks[5:10])
    ]
    both = first + second
    targets = targets_of(both, both, "percentile", counts)
    assert targets[:5].tolist() == targets[5:].tolist() == sorted(targets[:5])
    assert targets[2] == pytest.approx(25.0)
    with pytest.raises(ConfigInvalid):
        targets_of(both, both, "raw", counts)
    assert targets_of(first, first, "raw", counts).tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
