"""Weights that do not fit although their hash is right, pickles in disguise, and saves that break off."""

import io
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
import safetensors.torch
import torch

from models import bundle
from models.bundle import Bundle
from models.errors import BundleDamaged, BundleError
from models.popularity_model import PopularityModel
from tests.conftest import random_card
from tests.models.bundle_damage import State, content, edit_weights, replace_weights

NAME = "inception.dense1.weight"
MISFITS: dict[str, Callable[[State], object]] = {
    "NaN": lambda state: state[NAME].view(-1)[5].fill_(float("nan")),
    "infinite": lambda state: state["standardiser_std"].view(-1)[0].fill_(float("inf")),
    "missing": lambda state: state.pop(NAME),
    "no statistics": lambda state: state.pop("standardiser_mean"),
    "one more": lambda state: state.update(extra=torch.zeros(3)),
    "renamed": lambda state: state.update(other=state.pop(NAME)),
    "other shape": lambda state: state.update({NAME: state[NAME][:-1].contiguous()}),
    "transposed": lambda state: state.update({NAME: state[NAME].transpose(0, 1).contiguous()}),
    "nothing": lambda state: state.clear(),
}


class _Planted:
    """Unpickling this would create the file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("edit", MISFITS.values(), ids=MISFITS.keys())
def test_weights_that_do_not_fit(bundle_copy: Path, edit: Callable[[State], object]) -> None:
    edit_weights(bundle_copy, edit)
    with pytest.raises(BundleDamaged) as caught:
        bundle.load(bundle_copy)
    assert caught.value.message


@pytest.mark.parametrize("data", [b"", b"\0" * 8, b"\xff" * 64, b"<html>404</html>"], ids=["empty", "0", "ff", "page"])
def test_weights_that_are_no_weights(bundle_copy: Path, data: bytes) -> None:
    replace_weights(bundle_copy, data)
    with pytest.raises(BundleDamaged):
        bundle.load(bundle_copy)


def test_truncated_weights_with_a_right_hash(bundle_copy: Path) -> None:
    whole = (bundle_copy / bundle.WEIGHTS_FILE).read_bytes()
    for share in (0.00001, 0.001, 0.5, 0.9999):
        replace_weights(bundle_copy, whole[: int(share * len(whole))])
        with pytest.raises(BundleDamaged):
            bundle.load(bundle_copy)


def test_no_pickle_is_read(bundle_copy: Path, tmp_path: Path) -> None:
    planted = tmp_path / "planted"
    saved = io.BytesIO()
    torch.save({"x": _Planted(planted)}, saved)
    for data in (saved.getvalue(), pickle.dumps(_Planted(planted))):
        replace_weights(bundle_copy, data)
        with pytest.raises(BundleDamaged):
            bundle.load(bundle_copy)
    assert not planted.exists()


def test_a_torch_file_of_the_right_weights_is_refused(bundle_copy: Path, random_bundle: Bundle) -> None:
    saved = io.BytesIO()
    torch.save(random_bundle.model.state_dict(), saved)
    replace_weights(bundle_copy, saved.getvalue())
    with pytest.raises(BundleDamaged):
        bundle.load(bundle_copy)


@pytest.mark.parametrize("method", ["write_bytes", "write_text", "chmod", "rename"])
@pytest.mark.parametrize("older", [True, False])
def test_an_interrupted_save_leaves_things_as_they_were(
    bundle_copy: Path, random_bundle: Bundle, monkeypatch: pytest.MonkeyPatch, method: str, older: bool
) -> None:
    """The disk is full, or the program is stopped, at any step."""
    folder = bundle_copy if older else bundle_copy.with_name("new")
    before = content(bundle_copy.parent)

    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, method, fail)
        with pytest.raises(OSError, match="No space"):
            bundle.save(folder, PopularityModel(), random_card("random-1"), "# new\n")
    assert content(bundle_copy.parent) == before
    assert [path.name for path in bundle_copy.parent.iterdir()] == ["random-1"]
    assert bundle.load(bundle_copy).card.weights_sha256 == random_bundle.card.weights_sha256


def test_saving_again_replaces_the_older_bundle_whole(bundle_copy: Path) -> None:
    (bundle_copy / "stale.txt").write_text("from the older bundle", encoding="utf-8")
    model = PopularityModel()
    bundle.save(bundle_copy, model, random_card("random-1"), "# 新\n")
    assert set(content(bundle_copy)) == {"model.safetensors", "card.json", "MODEL_CARD.md"}
    assert (bundle_copy / "MODEL_CARD.md").read_text(encoding="utf-8") == "# 新\n"
    assert [path.name for path in bundle_copy.parent.iterdir()] == ["random-1"]
    state = safetensors.torch.load((bundle_copy / bundle.WEIGHTS_FILE).read_bytes())
    assert torch.equal(state[NAME], model.state_dict()[NAME])


@pytest.mark.parametrize("name", ["", "../up", "a/b", "Base", "-dash", "歌", "a" * 65, "a b", "a\n"])
def test_names_that_cannot_be_ids(tmp_path: Path, name: str) -> None:
    with pytest.raises(BundleError):
        bundle.save(tmp_path / "m", PopularityModel(), random_card(name), "")
    assert list(tmp_path.glob("*m*")) == []


@pytest.mark.parametrize("name", ["a", "mandohit-base-1", "my_model.v2", "0", "a" * 64])
def test_names_that_can(name: str) -> None:
    assert bundle.check_id(name) == name
