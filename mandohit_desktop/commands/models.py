"""`mandohit models`: list, info, verify, remove, import-published, install."""

import argparse
import sys
from pathlib import Path

from mandohit_desktop.engine import published
from mandohit_desktop.engine.registry import card_text, find_model, installed_models, load_model, remove_model
from models import exit_codes
from models.bundle import read_card
from models.errors import BundleError, BundleMissing, MandoHitError


def run(options: argparse.Namespace) -> int:
    """Run one action."""
    actions = {
        "list": _list,
        "info": _info,
        "verify": _verify,
        "remove": _remove,
        "import-published": _import,
        "install": _install,
    }
    try:
        return actions[options.action](options)
    except MandoHitError as error:
        print(f"mandohit models: {error.text}", file=sys.stderr)
        return exit_codes.USAGE if isinstance(error, BundleMissing) else exit_codes.FAILED


def _list(options: argparse.Namespace) -> int:
    del options
    for model in installed_models():
        origin = "ships with MandoHit" if model.ships_with_app else str(model.folder)
        if model.card:
            print(f"{model.card.id}  created {model.card.created[:10]}, {origin}")
        elif model.problem:
            print(f"{model.folder.name}  unusable: {model.problem.text}")
    return exit_codes.OK


def _info(options: argparse.Namespace) -> int:
    folder = find_model(options.model)
    card = read_card(folder)
    print(f"{card.id}\nFolder: {folder}\nCreated: {card.created}\nWeights sha256: {card.weights_sha256}\n")
    print(card_text(folder).rstrip())
    return exit_codes.OK


def _verify(options: argparse.Namespace) -> int:
    names = options.models or [str(model.folder) for model in installed_models()]
    worst = exit_codes.OK
    for name in names:
        try:
            loaded = load_model(name)
            print(f"{loaded.card.id}: whole. Weights sha256 {loaded.card.weights_sha256}")
        except BundleError as error:
            print(f"{Path(name).name}: {error.text}", file=sys.stderr)
            worst = exit_codes.FAILED
    return worst


def _remove(options: argparse.Namespace) -> int:
    print(f"Removed {options.model}, which was in {remove_model(options.model)}.")
    return exit_codes.OK


def _import(options: argparse.Namespace) -> int:
    folder = published.import_from(options.source, options.id)
    print(f"Imported as {options.id} into {folder}.")
    return exit_codes.OK


def _install(options: argparse.Namespace) -> int:
    folder = published.install(options.name, on_file=lambda name: print(f"Fetching {name}", flush=True))
    print(f"Installed as {options.name} into {folder}. Use it with --model {options.name}.")
    return exit_codes.OK
