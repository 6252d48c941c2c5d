"""The models on this machine: the one that ships with the application, and the user's own."""

from dataclasses import dataclass
from pathlib import Path

from mandohit_desktop.core.paths import models_folder
from models import bundle
from models.bundle import SHIPPED, Bundle, Card
from models.errors import BundleError, BundleMissing

DEFAULT_ID = "mandohit-base-1"


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
    """Return every model on this machine, the shipped ones first."""
    found = []
    for root in (SHIPPED, models_folder()):
        for folder in _folders(root):
            card, problem = None, None
            try:
                card = bundle.read_card(folder)
            except BundleError as error:
                problem = error
            found.append(Installed(folder, card, problem, root == SHIPPED))
    return found


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
    raise BundleMissing(f"There is no model named {name_or_folder}.", "`mandohit models list` shows what is installed.")


def load_model(name_or_folder: str = DEFAULT_ID) -> Bundle:
    """Load a model given by id or by folder.

    Raises:
        BundleError: one of its kinds.
    """
    return bundle.load(find_model(name_or_folder))


def shipped_model() -> Bundle:
    """Load the model that ships with the application."""
    return bundle.load(SHIPPED / DEFAULT_ID)
