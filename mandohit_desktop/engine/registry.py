"""The models on this machine: the one that ships with the application, and the user's own."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from mandohit_desktop.core.paths import models_folder
from models import bundle
from models.bundle import Bundle, Card
from models.errors import BundleDamaged, BundleError, BundleMissing
from models.reference import Reference
from models.shipped import DEFAULT_ID, SHIPPED


@dataclass(frozen=True)
class Installed:
    """A bundle's folder, and its card or what is wrong with it."""

    folder: Path
    card: Card | None
    problem: BundleError | None
    ships_with_app: bool


def _folders(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))


def installed_models() -> list[Installed]:
    """Return every model on this machine, each read and checked in full, the shipped ones first."""
    found = []
    for root in (SHIPPED, models_folder()):
        for folder in _folders(root):
            card, problem = None, None
            try:
                card = load_folder(folder).card
            except BundleError as error:
                problem = error
            found.append(Installed(folder, card, problem, root == SHIPPED))
    return found


def card_text(folder: Path) -> str:
    """Return a model's card for people, in Markdown; empty where it has none."""
    try:
        return (folder / bundle.TEXT_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def find_model(name_or_folder: str) -> Path:
    """Return the folder of a model given by id or by path.

    Raises:
        BundleMissing: there is no such model.
    """
    for root in (SHIPPED, models_folder()):
        if name_or_folder in {folder.name for folder in _folders(root)}:
            return root / name_or_folder
    folder = Path(name_or_folder)
    if (folder / bundle.CARD_FILE).is_file():
        return folder
    if folder.is_dir():
        raise BundleMissing(
            f"The folder {folder} holds no model.", f"A model's folder has a {bundle.CARD_FILE} and its weights in it."
        )
    raise BundleMissing(f"There is no model named {name_or_folder}.", "`mandohit models list` shows what is installed.")


def load_model(name_or_folder: str = DEFAULT_ID) -> Bundle:
    """Load a model given by id or by folder.

    Raises:
        BundleError: one of its kinds.
    """
    return load_folder(find_model(name_or_folder))


def load_reference(name_or_folder: str, weights_sha256: str) -> Reference:
    """Return the reference tables of the model that gave some scores.

    Raises:
        BundleError: one of its kinds; BundleMissing where the model has other weights than those.
    """
    card = load_model(name_or_folder).card
    if card.weights_sha256 != weights_sha256:
        raise BundleMissing("Another model scored these songs than the one in use.", "Score them again.")
    return card.reference


def load_folder(folder: Path) -> Bundle:
    """Load the model in a folder; where one of the user's own is damaged, say how to get it whole again.

    Raises:
        BundleError: one of its kinds.
    """
    try:
        return bundle.load(folder)
    except (BundleDamaged, BundleMissing) as error:
        if folder.parent != models_folder():
            raise
        remedy = f"`mandohit models remove {folder.name}` removes it; then import or install it again."
        raise type(error)(error.message, remedy) from error


def install_model(source: Path) -> str:
    """Copy a bundle among the user's own models, whole or not at all, and return its id.

    Raises:
        BundleError: it is damaged, there is one of its name, or it cannot be written.
    """
    name = bundle.load(source).card.id
    target = models_folder() / name
    if target.exists() or (SHIPPED / name).exists():
        raise BundleError(
            f"There is a model named {name} already.", "Remove that one, or give the new one another name."
        )
    temporary = target.with_name(f".{name}.{os.getpid()}.part")
    try:
        shutil.copytree(source, temporary)
        temporary.rename(target)
    except OSError as error:
        raise BundleError(f"{target} cannot be written: {error.strerror}.", "Is the disk full?") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return name


def remove_model(name: str) -> Path:
    """Remove one of the user's own models, whole or damaged, and return the folder it was in.

    Raises:
        BundleMissing: there is no such model.
        BundleError: it ships with the application, or its files cannot be removed.
    """
    if name in {folder.name for folder in _folders(SHIPPED)}:
        raise BundleError(f"{name} ships with MandoHit and stays.", "Only models of your own can be removed.")
    folder = models_folder() / name
    if folder not in _folders(models_folder()):
        raise BundleMissing(f"There is no model named {name}.", "`mandohit models list` shows what is installed.")
    try:
        if folder.is_symlink():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    except OSError as error:
        raise BundleError(
            f"{folder} cannot be removed: {error.strerror}.", "Is it in use, or write-protected?"
        ) from error
    return folder


def shipped_model() -> Bundle:
    """Load the model that ships with the application."""
    return bundle.load(SHIPPED / DEFAULT_ID)
