"""The whole chain on a tiny corpus: from a manifest to a bundle that the application scores with."""

import csv
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mandohit_desktop.cli import main as mandohit
from models import bundle
from models.errors import SongsMixedUp, StepMissing
from models.scorer import Scorer
from models.spec import Protocol
from tests.training.conftest import Corpus
from training.cli import main
from training.config import Config
from training.fit.hardware import Hardware
from training.rebuild.evaluate import evaluate
from training.rebuild.pipeline import STEPS, run_all, run_step
from training.rebuild.uncalibrated import uncalibrated_folder
from training.rebuild.workspace import Workspace
from training.runtime.workers import Workers


@pytest.fixture(scope="module")
def finished(corpus: Corpus, small_config: Config, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A finished rebuild."""
    space = Workspace(
        corpus.manifest_file, tmp_path_factory.mktemp("work"), small_config, "tiny-1", Hardware("cpu"), Workers(1)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.rebuild.evaluate.CONSISTENCY_SONGS", 2)
        patch.setattr("training.rebuild.evaluate.NUISANCE_SONGS", 2)
        patch.setattr("training.rebuild.evaluate.BOOTSTRAP_ROUNDS", 100)
        patch.setattr("training.evaluation.resemblance_table.FEWEST_SONGS", 5)
        patch.setattr("training.evaluation.resemblance_table.SHORT_S", 3.0)
        run_all(space)
    return space


def test_the_bundle_is_whole_and_scores(
    finished: Workspace, corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mandohit(["models", "verify", str(finished.bundle_folder)]) == 0
    sound = finished.sound_files(finished.split.test[:1])[0]
    capsys.readouterr()
    assert mandohit(["score", "--json", "--model", str(finished.bundle_folder), str(sound)]) == 0
    result = json.loads(capsys.readouterr().out)
    with finished.predictions_file.open(encoding="utf-8", newline="") as file:
        predicted = {row["track_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert result["raw_score"] == pytest.approx(predicted[finished.split.test[0]], abs=0.02)
    assert result["model"]["id"] == "tiny-1"
    low, high = result["interval80"]
    assert 0.0 <= low <= high <= 100.0


def test_the_bundle_knows_what_its_training_songs_are_like(finished: Workspace) -> None:
    resemblance = bundle.load(finished.bundle_folder).resemblance
    assert resemblance is not None
    assert resemblance.distances.size == len(finished.split.train)


def test_the_card_tells_how_it_was_made(finished: Workspace) -> None:
    about = bundle.load(finished.bundle_folder).card.about
    assert about["split"]["digest"] == finished.split.digest()
    assert about["leaky"] is False
    assert about["training_data"]["labels"] == {"spotify.popularity": 25}
    assert "show nothing" in about["metrics"]["verdict"]
    assert about["recipe"]["fit"]["epochs"] == 2


def test_the_report_needs_nothing_else(finished: Workspace) -> None:
    text = finished.report_file.read_text(encoding="utf-8")
    assert text.count("<svg") >= 5
    assert not re.search(r"(?:src|href)=\"(?!#|data:)", text)
    assert "6 test songs show nothing" in text
    assert "ridge on 50 tags" in text
    assert "mp3 at 128 kb/s" in text


def test_figures_are_those_of_the_predictions(finished: Workspace) -> None:
    found = json.loads(finished.evaluation_file.read_text(encoding="utf-8"))
    with finished.predictions_file.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["side"] == "test"]
    errors = [float(row["score"]) - float(row["target"]) for row in rows]
    header = b"track_id,side,label,label_source,target,score,inception,tags\r\n"
    assert finished.predictions_file.read_bytes().startswith(header)
    assert all(row[name] == f"{float(row[name]):.4f}" for row in rows for name in ("target", "score"))
    assert found["model"]["mse"] == pytest.approx(np.mean(np.square(errors)), rel=1e-3)
    assert found["identity"]["checked"] == found["nuisance"]["gain +6 dB"]["songs"] == 2
    assert found["identity"]["largest_difference"] < 0.02
    assert found["nuisance"]["gain +6 dB"]["largest"] < 0.1
    assert found["left_out"] == 1


def test_done_steps_are_not_done_again(finished: Workspace) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in finished.folder.rglob("*") if path.is_file()}
    run_all(replace(finished))
    assert {path: path.stat().st_mtime_ns for path in finished.folder.rglob("*") if path.is_file()} == stamps


def test_a_step_needs_those_before(finished: Workspace, tmp_path: Path) -> None:
    space = replace(finished, folder=tmp_path)
    for name in STEPS:
        if name not in {"check", "features"}:
            with pytest.raises(StepMissing):
                run_step(space, name)


def test_percentiles_of_both_protocols_are_filled(finished: Workspace) -> None:
    loaded = bundle.load(finished.bundle_folder)
    sound = finished.sound_files(finished.split.validation[:1])[0]
    for protocol in Protocol:
        assert len(set(loaded.card.reference.predictions[protocol])) > 1
        report = Scorer(loaded).score_file(sound, protocol)
        assert 0.0 <= report.percentile <= 100.0
        assert report.reasons is not None
        assert report.reasons.total == pytest.approx(report.raw_score, abs=0.001)


def test_songs_with_other_songs_tags_are_found_out(finished: Workspace, tmp_path: Path) -> None:
    shutil.copytree(finished.folder, tmp_path / "work")
    space = replace(finished, folder=tmp_path / "work")
    for path in space.features_folder.glob("*.tags.npy"):
        np.save(path, np.roll(np.load(path), 1, axis=0))
    with pytest.raises(SongsMixedUp, match="tags are another song's"):
        evaluate(space)


def test_another_fit_makes_another_uncalibrated_model(finished: Workspace, tmp_path: Path) -> None:
    shutil.copytree(finished.folder, tmp_path / "work")
    config = replace(finished.config, fit=replace(finished.config.fit, seed=5))
    space = replace(finished, folder=tmp_path / "work", config=config)
    run_step(space, "fit")
    first, second = (bundle.read_card(uncalibrated_folder(s)).weights_sha256 for s in (finished, space))
    assert first != second


def test_the_command_line_reports_and_explains(
    finished: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--manifest", str(finished.manifest_file), "--work", str(tmp_path), "--device", "cpu", "--jobs", "1"]
    assert main(["split", *options, "--progress", "json"]) == 1
    output = capsys.readouterr()
    assert json.loads(output.out)["error"]["code"] == "training.step_missing"
    assert "Run it first" in output.err
    assert main(["features", *options, "--progress", "json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["step"] for line in lines} == {"features"}
    assert lines[-1]["state"] == "done"
    assert lines[-1]["done"] == lines[-1]["total"] == 25
    assert main(["features", *options, "--progress", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"step": "features", "state": "skipped"}
    assert main(["all", *options, "--id", "No Name"]) == 1
    assert "cannot be a model's name" in capsys.readouterr().err
    assert main(["features", *options[:2], "--work", str(finished.manifest_file), "--progress", "json"]) == 1
    assert "cannot be read or written" in json.loads(capsys.readouterr().out)["error"]["message"]
    assert main(["fit", *options, "--config", "nowhere.toml"]) == 1
    assert "neither a configuration" in capsys.readouterr().err
