"""Where the files that ship with the application lie: icons, translations, tag names, licences."""

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, from source and from the packaged application alike."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).parents[2]))
    return root.joinpath("resources", *parts)


def legal_file(name: str) -> Path:
    """Return the path of `LICENSE` or `NOTICE`, which lie at the root."""
    return resource().parent / name
