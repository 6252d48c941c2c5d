"""Checkpoints from which a fit resumes exactly: tensors in safetensors, the rest in JSON, no pickle.

The tensors go to a file of their own name first; `checkpoint.json`, replaced in one step, then points to it. Whenever
the process dies, one whole checkpoint is there.
"""

import json
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor

from models.errors import CheckpointDamaged
from models.files import atomic_write

POINTER = "checkpoint.json"

Tensors = dict[str, Tensor]


def optimiser_tensors(state: dict[str, Any]) -> Tensors:
    """Return the tensors of an optimiser's state under flat names, `<parameter>.<name>`."""
    return {f"{i}.{key}": value for i, slots in state["state"].items() for key, value in slots.items()}


def optimiser_state(tensors: Tensors, groups: list[dict[str, Any]]) -> dict[str, Any]:
    """Return an optimiser's state dictionary from its tensors and its own parameter groups."""
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in tensors.items():
        index, key = name.split(".", 1)
        state.setdefault(int(index), {})[key] = value
    return {"state": state, "param_groups": groups}


def save_checkpoint(folder: Path, parts: dict[str, Tensors], facts: dict[str, Any], step: int) -> None:
    """Write a checkpoint and drop the one before.

    Args:
        folder: where it goes.
        parts: named groups of tensors; names hold no colon.
        facts: JSON values.
        step: gives the tensors' file its name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"step-{step:09d}.safetensors"
    flat = {
        f"{part}:{key}": value.detach().cpu().contiguous()
        for part, group in parts.items()
        for key, value in group.items()
    }
    with atomic_write(folder / name) as temporary:
        safetensors.torch.save_file(flat, temporary)
    with atomic_write(folder / POINTER) as temporary:
        temporary.write_text(json.dumps({"tensors": name, "facts": facts}) + "\n", encoding="utf-8")
    for old in folder.glob("step-*.safetensors"):
        if old.name != name:
            old.unlink(missing_ok=True)


def load_checkpoint(folder: Path) -> tuple[dict[str, Tensors], dict[str, Any]] | None:
    """Read the checkpoint of a folder; None where there is none.

    Raises:
        CheckpointDamaged: it cannot be read.
    """
    pointer = folder / POINTER
    if not pointer.exists():
        return None
    try:
        plain = json.loads(pointer.read_text(encoding="utf-8"))
        flat = safetensors.torch.load_file(folder / plain["tensors"])
        facts = dict(plain["facts"])
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise CheckpointDamaged(
            f"The checkpoint in {folder.name} cannot be read.", "Delete that folder to begin the fit anew."
        ) from error
    parts: dict[str, Tensors] = {}
    for name, value in flat.items():
        part, key = name.split(":", 1)
        parts.setdefault(part, {})[key] = value
    return parts, facts


def save_weights(network: torch.nn.Module, path: Path) -> None:
    """Write a network's weights whole."""
    state = {name: value.detach().cpu().contiguous() for name, value in network.state_dict().items()}
    with atomic_write(path) as temporary:
        safetensors.torch.save_file(state, temporary)
