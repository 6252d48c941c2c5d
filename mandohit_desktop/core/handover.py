"""Handing picked songs over: copies, moves and playlists that never overwrite a file and never lose one.

A copy appears under its name only when it is whole and its hash is that of the content that was scored. A move is such
a copy whose source is removed afterwards, so that an interruption leaves the song in one place or in both.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from mandohit_desktop.core.export import Line
from models.files import atomic_write

PLAYLIST_START = "#EXTM3U"


@dataclass(frozen=True)
class HandedOver:
    """What became of one song.

    Attributes:
        source: where it was.
        target: where it is now; None where that failed.
        moved: whether it is no more where it was.
        problem: a sentence that says why it failed.
    """

    source: Path
    target: Path | None
    moved: bool = False
    problem: str = ""


def hand_over(lines: Iterable[Line], folder: Path, *, move: bool) -> Generator[HandedOver, None, None]:
    """Copy or move the files of result lines into a folder, one after the other; the folder is made if missing.

    A file that lies there already, with the same content, is left as it is; another one of the same name keeps its name
    and the new one gets a number.

    Raises:
        OSError: the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for line in lines:
        source = Path(line["file"])
        try:
            target = _handed_over(source, line["sha256"], folder, move=move)
            yield HandedOver(source, target, moved=move and target != source)
        except ValueError as error:
            yield HandedOver(source, None, problem=str(error))
        except OSError as error:
            yield HandedOver(source, None, problem=f"{error.strerror or error}.")


def _handed_over(source: Path, sha256: str, folder: Path, *, move: bool) -> Path:
    if source.resolve().parent == folder.resolve():
        return source
    for target in _names(source.name, folder):
        if os.path.lexists(target):
            if target.is_symlink() or not target.is_file() or _sha256(target) != sha256:
                continue
        elif not _copied(source, sha256, target):
            continue
        if move:
            if _sha256(source) != sha256:
                raise ValueError(
                    "The file changed since it was scored: it was copied as it was scored, and left there."
                )
            source.unlink()
        return target
    raise AssertionError("there is always another name")


def _names(name: str, folder: Path) -> Iterator[Path]:
    yield folder / name
    stem, suffix = Path(name).stem, Path(name).suffix
    yield from (folder / f"{stem} ({number}){suffix}" for number in count(2))


def _copied(source: Path, sha256: str, target: Path) -> bool:
    """Copy a file; return whether its name was still free."""
    descriptor, name = tempfile.mkstemp(prefix=".mandohit-", suffix=".part", dir=target.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        shutil.copy2(source, temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        if _sha256(temporary) != sha256:
            raise ValueError("The file is not the one that was scored (any more): it changed.")
        return _published(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _published(temporary: Path, target: Path) -> bool:
    """Give a file its name unless another has it; an exclusively made empty file holds the name until then."""
    try:
        target.open("xb").close()
    except FileExistsError:
        return False
    temporary.replace(target)
    return True


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def playlist_problem(path: Path) -> str | None:
    """Say why a playlist cannot be written there."""
    if not path.parent.is_dir():
        return f"there is no folder {path.parent} to write into."
    if path.exists() and not (path.is_file() and _is_playlist(path)):
        return f"{path} is there already and no playlist; choose another name."
    return None


def _is_playlist(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(PLAYLIST_START)) == PLAYLIST_START.encode()


def write_playlist(path: Path, lines: Sequence[Line]) -> None:
    """Write an extended M3U of result lines, best first, with absolute paths.

    Raises:
        OSError: it cannot be written.
    """
    entries = [PLAYLIST_START]
    for line in lines:
        file = Path(line["file"]).absolute()
        entries += [f"#EXTINF:{round(line['duration_s'])},{_on_one_line(file.stem)}", str(file)]
    with atomic_write(path) as temporary:
        temporary.write_bytes(os.fsencode("\n".join(entries) + "\n"))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
