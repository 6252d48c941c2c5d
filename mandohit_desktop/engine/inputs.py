"""From what the user names, files and folders, to the list of files to score."""

import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from models.audio import EXTENSIONS


def is_audio_name(path: Path) -> bool:
    """Tell whether a file found in a folder is worth trying: an audio extension and no hidden name."""
    return path.suffix.lower() in EXTENSIONS and not path.name.startswith((".", "~"))


def expand(paths: Iterable[Path], *, recursive: bool) -> Iterator[Path]:
    """Yield files as given and each folder's audio files in order of name, each file once.

    A folder without audio, a link to nothing, and what the system does not allow looking at are yielded themselves, so
    that they are reported rather than passed over.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _found(path, recursive) if _is(Path.is_dir, path, otherwise=False) else [path]:
            place = os.path.join(os.path.realpath(found.parent), found.name)  # noqa: PTH118  `resolve` fails on loops
            if place not in seen:
                seen.add(place)
                yield found


def _is(kind: Callable[[Path], bool], path: Path, *, otherwise: bool) -> bool:
    try:
        return kind(path)
    except OSError:
        return otherwise


def _found(folder: Path, recursive: bool) -> list[Path]:
    walk = os.walk(folder) if recursive else itertools.islice(os.walk(folder), 1)
    entries = (Path(place, name) for place, below, names in walk for name in (*below, *names))
    found = sorted(entry for entry in entries if is_audio_name(entry) and _is(_is_file, entry, otherwise=True))
    return found or [folder]


def _is_file(path: Path) -> bool:
    return path.is_file() or (path.is_symlink() and not path.exists())
