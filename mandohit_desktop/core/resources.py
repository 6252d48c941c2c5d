"""Where the files that ship with the application lie: icons, translations, tag names, licences."""

import sys
from importlib.metadata import distribution
from pathlib import Path

from mandohit_desktop import __version__


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, from source and from the packaged application alike."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).parents[2]))
    return root.joinpath("resources", *parts)


def legal_file(name: str) -> Path:
    """Return the path of `LICENSE` or `NOTICE`: at the root, or in the metadata of an installed wheel."""
    beside_code = resource().parent / name
    if beside_code.is_file():
        return beside_code
    return Path(str(distribution("mandohit").locate_file(f"mandohit-{__version__}.dist-info/licenses/{name}")))
