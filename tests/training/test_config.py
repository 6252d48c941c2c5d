"""Configurations: the two recipes, files that change them, and what is refused."""

from multiprocessing import Pipe
from pathlib import Path

import pytest

from models.errors import ConfigInvalid
from training.config import MANDOHIT, PUBLISHED, Config, digest_of, load_config


@pytest.mark.parametrize("name", ["mandohit", "published"])
def test_recipes_by_name(name: str) -> None:
    assert load_config(name).name == name


def test_the_published_recipe_to_the_letter() -> None:
    fit = PUBLISHED.fit
    assert (fit.optimiser, fit.learning_rate, fit.batch, fit.dropout, fit.epochs) == ("adagrad", 0.005, 10, 0.25, 10)
    assert (fit.target, fit.ranking_weight, fit.averaging, fit.gain_db) == ("raw", 0.0, 0.0, 0.0)
    assert (PUBLISHED.features.windows, PUBLISHED.features.protocol.value) == (1, "published")


def test_a_file_changes_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "我的.toml"
    path.write_text(
        'base = "published"\n[fit]\nlearning_rate = 1\n[features]\nprotocol = "matched"\n', encoding="utf-8"
    )
    config = load_config(str(path))
    assert config.name == "我的"
    assert config.fit.learning_rate == 1.0
    assert config.features.protocol is MANDOHIT.features.protocol
    assert config.fit.optimiser == "adagrad"
    assert config.split == PUBLISHED.split
    assert config.to_json()["fit"]["learning_rate"] == 1.0


@pytest.mark.parametrize(
    ("config", "digest"),
    [(MANDOHIT, "0d3d607ec9270dd8"), (PUBLISHED, "3fbfa83b3cb5fc41")],
    ids=["mandohit", "published"],
)
def test_work_folders_of_earlier_versions_are_recognised(config: Config, digest: str) -> None:
    assert digest_of(config.to_json()) == digest


def test_a_configuration_is_a_key_and_goes_to_other_processes() -> None:
    here, there = Pipe()
    with here, there:
        here.send(PUBLISHED)
        copy = there.recv()
    assert copy == PUBLISHED
    assert hash(copy) == hash(PUBLISHED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('base = "best"', "base is none of"),
        ("[train]\nepochs = 3", "train is no section"),
        ("fit = 3", "fit is no section"),
        ("[fit]\nepoch = 3", "no value epoch"),
        ('[fit]\nepochs = "3"', "epochs is '3'"),
        ("[fit]\nepochs = 3.5", "epochs is 3.5, but must be a valid integer"),
        ("[fit]\ndropout = true", "dropout is True"),
        ("[split]\ntest_from = 2020-01-01", "test_from is datetime"),
        ("[fit]\nglorot = 1", "glorot is 1"),
        ('[fit]\noptimiser = "sgd"', "adagrad or adamw"),
        ('[features]\nprotocol = "loud"', "matched or published"),
        ("[fit", "neither a configuration nor"),
    ],
)
def test_what_makes_no_sense_is_named(text: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigInvalid, match=expected):
        load_config(str(tmp_path / "c.toml"))
