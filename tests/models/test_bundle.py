"""The on-disk model: it comes back as it was saved, every damage is refused by name."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from models import bundle
from models.bundle import Bundle
from models.errors import BundleDamaged, BundleError, BundleMissing, SpecMismatch
from models.popularity_model import PopularityModel
from tests.conftest import random_card
from tests.models.bundle_damage import CARD, WEIGHTS, content, edit_card
from training.evaluation.resemblance_table import FEWEST_SONGS, resemblance_table

RESEMBLANCE = "resemblance.safetensors"


def test_round_trip(tmp_path: Path) -> None:
    torch.manual_seed(9)
    model, card = PopularityModel(), random_card("mine-2")
    bundle.save(tmp_path / "mine-2", model, card, "# mine\n")
    loaded = bundle.load(tmp_path / "mine-2")
    state = loaded.model.state_dict()
    assert state.keys() == model.state_dict().keys()
    assert all(torch.equal(state[name], value) for name, value in model.state_dict().items())
    assert (loaded.card.id, loaded.card.tags, loaded.card.created) == ("mine-2", card.tags, card.created)
    assert (loaded.card.reference, loaded.card.about) == (card.reference, {"licence": "none"})
    assert not loaded.model.training
    assert not any(parameter.requires_grad for parameter in loaded.model.parameters())


def test_a_bundle_is_three_files(bundle_copy: Path) -> None:
    assert set(content(bundle_copy)) == {"model.safetensors", "card.json", "MODEL_CARD.md"}
    card = json.loads((bundle_copy / CARD).read_text(encoding="utf-8"))
    assert card["weights"] == {
        "file": "model.safetensors",
        "sha256": hashlib.sha256((bundle_copy / WEIGHTS).read_bytes()).hexdigest(),
    }


def test_same_weights_same_hash(random_bundle: Bundle, tmp_path: Path) -> None:
    bundle.save(tmp_path / "again", random_bundle.model, random_card("again"), "")
    assert bundle.load(tmp_path / "again").card.weights_sha256 == random_bundle.card.weights_sha256


def test_other_weights_other_hash(random_bundle: Bundle, tmp_path: Path) -> None:
    bundle.save(tmp_path / "other", PopularityModel(), random_card("other"), "")
    assert bundle.read_card(tmp_path / "other").weights_sha256 != random_bundle.card.weights_sha256


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999])
def test_flipped_byte_in_the_weights(bundle_copy: Path, share: float) -> None:
    data = bytearray((bundle_copy / WEIGHTS).read_bytes())
    data[int(share * len(data))] ^= 1
    (bundle_copy / WEIGHTS).write_bytes(data)
    with pytest.raises(BundleDamaged, match="hash"):
        bundle.load(bundle_copy)


CARD_EDITS: dict[str, tuple[Callable[[dict[str, Any]], object], type[BundleError]]] = {
    "other hash": (lambda card: card["weights"].update(sha256="0" * 64), BundleDamaged),
    "no hash": (lambda card: card.pop("weights"), BundleDamaged),
    "weights a word": (lambda card: card.update(weights="w"), BundleDamaged),
    "other number": (lambda card: card["spec"]["popularity_mel"].update(hop_length=1024), SpecMismatch),
    "number missing": (lambda card: card["spec"]["protocol"].pop("hop_s"), SpecMismatch),
    "unknown part": (lambda card: card["spec"].update(vocoder={}), SpecMismatch),
    "spec a word": (lambda card: card.update(spec="s"), BundleDamaged),
    "other schema": (lambda card: card.update(schema=2), SpecMismatch),
    "no schema": (lambda card: card.pop("schema"), BundleDamaged),
    "too few tags": (lambda card: card["tags"].pop(), BundleDamaged),
    "tags a number": (lambda card: card.update(tags=188), BundleDamaged),
    "id climbs": (lambda card: card.update(id="../evil"), BundleError),
    "id in capitals": (lambda card: card.update(id="Base"), BundleError),
    "id empty": (lambda card: card.update(id=""), BundleError),
    "no tables": (lambda card: card.pop("reference"), BundleDamaged),
    "tables damaged": (lambda card: card["reference"].update(ranks=[3, 2, 1]), BundleDamaged),
}


@pytest.mark.parametrize(("edit", "error"), CARD_EDITS.values(), ids=CARD_EDITS.keys())
def test_card_that_does_not_fit(
    bundle_copy: Path, edit: Callable[[dict[str, Any]], object], error: type[BundleError]
) -> None:
    edit_card(bundle_copy, edit)
    with pytest.raises(BundleError) as caught:
        bundle.load(bundle_copy)
    assert type(caught.value) is error
    assert caught.value.message


def test_spec_mismatch_names_the_field(bundle_copy: Path) -> None:
    edit_card(bundle_copy, lambda card: card["spec"]["tag_mel"].update(log_gain=1.0))
    with pytest.raises(SpecMismatch, match=r"tag_mel\.log_gain"):
        bundle.load(bundle_copy)


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"null", b"3", b'"card"', b"\xff\xfe\x00", b"[" * 100_000, b'{"schema": 1}', b'{"schema":NaN}'],
    ids=["empty", "open", "list", "null", "number", "string", "bytes", "deep", "bare", "nan"],
)
def test_card_that_is_no_card(bundle_copy: Path, text: bytes) -> None:
    (bundle_copy / CARD).write_bytes(text)
    with pytest.raises((BundleDamaged, SpecMismatch)):
        bundle.load(bundle_copy)


def test_huge_card_is_not_read(bundle_copy: Path) -> None:
    with (bundle_copy / CARD).open("ab") as file:
        file.truncate(bundle.MAX_CARD_BYTES + 1)
    with pytest.raises(BundleDamaged, match="large"):
        bundle.load(bundle_copy)


@pytest.mark.parametrize("missing", [CARD, WEIGHTS, None])
def test_missing_files(bundle_copy: Path, missing: str | None) -> None:
    if missing is None:
        shutil.rmtree(bundle_copy)
    else:
        (bundle_copy / missing).unlink()
    with pytest.raises(BundleDamaged if missing == WEIGHTS else BundleMissing):
        bundle.load(bundle_copy)


@pytest.fixture
def knowing_bundle(random_bundle: Bundle, tmp_path: Path) -> Path:
    """A bundle that knows what its songs are like."""
    songs = np.random.default_rng(1).normal(size=(FEWEST_SONGS, 60))
    bundle.save(tmp_path / "knows", random_bundle.model, random_card("knows"), "", resemblance_table(songs))
    return tmp_path / "knows"


def test_what_songs_are_like_comes_back(knowing_bundle: Path) -> None:
    loaded = bundle.load(knowing_bundle)
    assert loaded.resemblance is not None
    assert loaded.resemblance.distances.size == FEWEST_SONGS
    data = (knowing_bundle / RESEMBLANCE).read_bytes()
    assert loaded.card.resemblance_sha256 == hashlib.sha256(data).hexdigest()


def test_a_card_of_before_there_was_resemblance_loads(bundle_copy: Path) -> None:
    edit_card(bundle_copy, lambda card: card.pop("resemblance"))
    assert bundle.load(bundle_copy).resemblance is None


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1])])
def test_damaged_resemblance_is_refused(knowing_bundle: Path, damage: Callable[[Path], object]) -> None:
    damage(knowing_bundle / RESEMBLANCE)
    with pytest.raises(BundleDamaged, match="resemblance tables"):
        bundle.load(knowing_bundle)


def test_resemblance_of_another_form_is_refused(knowing_bundle: Path) -> None:
    """The hash is right, the content is not."""
    data = (knowing_bundle / WEIGHTS).read_bytes()
    (knowing_bundle / RESEMBLANCE).write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    edit_card(knowing_bundle, lambda card: card["resemblance"].update(sha256=sha256))
    with pytest.raises(BundleDamaged, match="resemblance tables"):
        bundle.load(knowing_bundle)
