"""Helpers that damage a bundle on disk the way a careless or a cunning hand would."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import safetensors.torch
from torch import Tensor

CARD, WEIGHTS = "card.json", "model.safetensors"
State = dict[str, Tensor]


def edit_card(folder: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Change the card in place."""
    plain = json.loads((folder / CARD).read_text(encoding="utf-8"))
    edit(plain)
    (folder / CARD).write_text(json.dumps(plain), encoding="utf-8")


def replace_weights(folder: Path, data: bytes) -> None:
    """Replace the weights and record their hash, as a forger would."""
    (folder / WEIGHTS).write_bytes(data)
    edit_card(folder, lambda plain: plain["weights"].update(sha256=hashlib.sha256(data).hexdigest()))


def edit_weights(folder: Path, edit: Callable[[State], object]) -> None:
    """Change the tensors and record the new hash."""
    state = safetensors.torch.load((folder / WEIGHTS).read_bytes())
    edit(state)
    replace_weights(folder, safetensors.torch.save(state))


def content(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
