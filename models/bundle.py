"""A model on disk: a folder with `model.safetensors`, `card.json` and `MODEL_CARD.md`.

Beside them lies `resemblance.safetensors`, if the model knows what its songs are like. Nothing is unpickled. The card
contains the whole specification, the SHA-256 of both tensor files and the reference tables;
loading refuses a bundle that does not match them, with an error that states the reason.
"""

import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
from safetensors import SafetensorError

from models.errors import BundleDamaged, BundleError, BundleMissing, SpecMismatch
from models.popularity_model import PopularityModel
from models.reference import Reference
from models.resemblance import Resemblance
from models.spec import SPEC

SCHEMA = 1
WEIGHTS_FILE = "model.safetensors"
CARD_FILE = "card.json"
TEXT_FILE = "MODEL_CARD.md"
RESEMBLANCE_FILE = "resemblance.safetensors"
MAX_CARD_BYTES = 4 * 2**20
_ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_REINSTALL = "Install the model again."


@dataclass(frozen=True)
class Card:
    """Description of a model, stored as `card.json`.

    Attributes:
        id: short name; lower-case letters, digits, dot, dash and underscore.
        tags: the tagger's vocabulary in output order.
        reference: tables that turn a score into percentile, interval and chance.
        about: further entries, each a JSON value: provenance, training_data, split, metrics, licence.
        created: ISO 8601 time in UTC.
        weights_sha256: SHA-256 of the weights file; filled in by `save`.
        resemblance_sha256: SHA-256 of the resemblance file, empty where there is none; filled in by `save`.
    """

    id: str
    tags: tuple[str, ...]
    reference: Reference
    about: dict[str, Any]
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    weights_sha256: str = ""
    resemblance_sha256: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the content of `card.json`."""
        known = {"file": RESEMBLANCE_FILE, "sha256": self.resemblance_sha256} if self.resemblance_sha256 else None
        return {
            "schema": SCHEMA,
            "id": self.id,
            "created": self.created,
            "weights": {"file": WEIGHTS_FILE, "sha256": self.weights_sha256},
            "resemblance": known,
            **self.about,
            "spec": SPEC.to_json(),
            "tags": list(self.tags),
            "reference": self.reference.to_json(),
        }


@dataclass(frozen=True)
class Bundle:
    """A loaded model; `resemblance` is None in bundles made before there was any, or of too few songs."""

    card: Card
    model: PopularityModel
    folder: Path
    resemblance: Resemblance | None = None


def check_id(name: str) -> str:
    """Return the name if it can be a model's id.

    Raises:
        BundleError: the name is not valid.
    """
    if not _ID_PATTERN.fullmatch(name):
        raise BundleError(f"{name!r} cannot be a model's name.", "Use lower-case letters, digits, dots and dashes.")
    return name


def read_card(folder: Path) -> Card:
    """Read and check a bundle's card, without its weights.

    Raises:
        BundleMissing: the folder has no card.
        BundleDamaged: the card cannot be read or is inconsistent.
        SpecMismatch: the card has another format or another specification.
    """
    path = folder / CARD_FILE
    if not path.is_file():
        raise BundleMissing(f"There is no model in {folder}.", "`mandohit models list` shows what is installed.")
    if path.stat().st_size > MAX_CARD_BYTES:
        raise BundleDamaged("The model's card is far too large.", _REINSTALL)
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        if plain["schema"] != SCHEMA:
            raise SpecMismatch(f"The model's card has format {plain['schema']}.", "Update MandoHit.")
        name, created, sha256 = str(plain["id"]), str(plain["created"]), str(plain["weights"]["sha256"])
        resemblance_sha256 = str(plain["resemblance"]["sha256"]) if plain.get("resemblance") else ""
        tags, spec, tables = tuple(map(str, plain["tags"])), dict(plain["spec"]), plain["reference"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BundleDamaged("The model's card cannot be read.", _REINSTALL) from error
    if differences := SPEC.differences(spec):
        raise SpecMismatch(
            f"The model was made for another signal path ({', '.join(differences[:3])}).",
            "Use a model made for this version of MandoHit.",
        )
    if len(tags) != SPEC.tagger.n_tags:
        raise BundleDamaged(f"The model's card names {len(tags)} tags.", _REINSTALL)
    known = {"schema", "id", "created", "weights", "resemblance", "spec", "tags", "reference"}
    about = {key: value for key, value in plain.items() if key not in known}
    return Card(check_id(name), tags, Reference.from_json(tables), about, created, sha256, resemblance_sha256)


def load(folder: Path) -> Bundle:
    """Load a bundle, verifying hash, specification and shapes.

    Raises:
        BundleError: one of its subclasses.
    """
    card = read_card(folder)
    data = _read(folder / WEIGHTS_FILE, card.weights_sha256, "weights")
    model = PopularityModel()
    try:
        state = safetensors.torch.load(data)
        model.load_state_dict(state, strict=True)
    except (SafetensorError, RuntimeError) as error:
        raise BundleDamaged("The model's weights do not fit the network.", _REINSTALL) from error
    if not all(torch.isfinite(value).all() for value in state.values()):
        raise BundleDamaged("The model's weights hold values that are not numbers.", _REINSTALL)
    return Bundle(card, model.eval().requires_grad_(False), folder, _resemblance(folder, card.resemblance_sha256))


def _resemblance(folder: Path, sha256: str) -> Resemblance | None:
    if not sha256:
        return None
    data = _read(folder / RESEMBLANCE_FILE, sha256, "resemblance tables")
    try:
        tensors = safetensors.torch.load(data)
    except SafetensorError as error:
        raise BundleDamaged("The model's resemblance tables cannot be read.", _REINSTALL) from error
    return Resemblance.from_tensors(tensors)


def _read(path: Path, sha256: str, name: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BundleDamaged(f"The model's {name} cannot be read.", _REINSTALL) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BundleDamaged(f"The model's {name} do not match their recorded hash.", _REINSTALL)
    return data


def save(folder: Path, model: PopularityModel, card: Card, text: str, resemblance: Resemblance | None = None) -> None:
    """Write a bundle atomically.

    Args:
        folder: target folder; an existing bundle is replaced.
        model: the weights.
        card: description; its hashes are computed here.
        text: the model card for readers, Markdown.
        resemblance: what the reference songs are like, if that is known.

    Raises:
        BundleError: the id is not valid.
        OSError: the folder cannot be written.
    """
    check_id(card.id)
    data = safetensors.torch.save({name: value.contiguous() for name, value in model.state_dict().items()})
    tables = safetensors.torch.save(resemblance.to_tensors()) if resemblance else b""
    hashed = replace(
        card,
        weights_sha256=hashlib.sha256(data).hexdigest(),
        resemblance_sha256=hashlib.sha256(tables).hexdigest() if tables else "",
    )
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        (partial / WEIGHTS_FILE).write_bytes(data)
        if tables:
            (partial / RESEMBLANCE_FILE).write_bytes(tables)
        (partial / CARD_FILE).write_text(
            json.dumps(hashed.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        (partial / TEXT_FILE).write_text(text, encoding="utf-8")
        partial.chmod(0o755)
        _replace(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _replace(new: Path, folder: Path) -> None:
    """Replace one folder by another; if that fails, the old one stays."""
    if not folder.exists():
        new.rename(folder)
        return
    old = new.with_name(f"{new.name}.old")
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
