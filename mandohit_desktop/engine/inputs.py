"""From what the user names, files and folders, to the list of files to score."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from models.audio import EXTENSIONS


def is_audio_name(path: Path) -> bool:
    """Tell whether a file found in a folder is worth trying: an audio extension and no hidden name."""
    return path.suffix.lower() in EXTENSIONS and not path.name.startswith((".", "~"))


def expand(paths: Iterable[Path], *, recursive: bool) -> Iterator[Path]:
    """Yield files as given and each folder's audio files in order of name.

    A folder without audio is yielded itself, so that it is reported rather than passed over.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        entries = path.rglob("*") if recursive else path.iterdir()
        try:
            found = sorted(entry for entry in entries if is_audio_name(entry) and entry.is_file())
        except OSError:
            found = []
        yield from found or [path]
