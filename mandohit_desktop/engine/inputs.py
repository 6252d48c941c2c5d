"""From what the user names, files and folders, to the list of files to score."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from models.audio import EXTENSIONS


def is_audio_name(path: Path) -> bool:
    """Tell whether a file found in a folder is worth trying: an audio extension and no hidden name."""
    return path.suffix.lower() in EXTENSIONS and not path.name.startswith((".", "~"))


def expand(paths: Iterable[Path], *, recursive: bool) -> Iterator[Path]:
    """Yield files as given and each folder's audio files in order of name, each file once.

    A folder without audio and a link to nothing are yielded themselves, so that they are reported rather than passed
    over.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _found(path, recursive) if _is_folder(path) else [path]:
            if (place := found.parent.resolve() / found.name) not in seen:
                seen.add(place)
                yield found


def _is_folder(path: Path) -> bool:
    """Tell whether it is a folder; what the system does not allow looking at is taken for a file."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _found(folder: Path, recursive: bool) -> list[Path]:
    entries = folder.rglob("*") if recursive else folder.iterdir()
    try:
        found = sorted(entry for entry in entries if is_audio_name(entry) and (entry.is_file() or _is_broken(entry)))
    except OSError:
        found = []
    return found or [folder]


def _is_broken(path: Path) -> bool:
    return path.is_symlink() and not path.exists()
