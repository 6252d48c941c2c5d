"""Finds the shared libraries that Linux programs and libraries link."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

ELF = b"\x7fELF"
LOADED_BY_NAME = ("libpython", "libportaudio")


def needed(files: Iterable[Path]) -> dict[Path, set[str]]:
    """Return the names of the libraries that each ELF file links directly; other files are skipped."""
    programs = [path for path in files if path.is_file() and _starts_with(path, ELF)]
    if not programs:
        return {}
    done = subprocess.run(["readelf", "-d", *map(str, programs)], capture_output=True, text=True, check=False)
    found: dict[Path, set[str]] = {}
    current = programs[0]
    for line in done.stdout.splitlines():
        if line.startswith("File: "):
            current = Path(line.removeprefix("File: "))
        elif match := re.search(r"\(NEEDED\).*\[(.+?)\]", line):
            found.setdefault(current, set()).add(match[1])
    return found


def without_orphans(binaries: list[tuple[str, str, str]], folders: tuple[Path, ...]) -> list[tuple[str, str, str]]:
    """Return PyInstaller's list of binaries without the system libraries that no remaining binary links.

    Args:
        binaries: entries (path in the bundle, source, kind).
        folders: binaries from these folders belong to the application and are always kept.
    """
    links = needed(Path(source) for _, source, _ in binaries)
    by_name = {Path(place).name: (place, source, kind) for place, source, kind in binaries}
    reached = [entry for entry in binaries if any(Path(entry[1]).is_relative_to(folder) for folder in folders)]
    reached += [entry for entry in binaries if Path(entry[0]).name.startswith(LOADED_BY_NAME)]
    kept = set(reached)
    while reached:
        for name in links.get(Path(reached.pop()[1]), ()):
            entry = by_name.get(name)
            if entry and entry not in kept:
                kept.add(entry)
                reached.append(entry)
    return [entry for entry in binaries if entry in kept or entry[2] == "SYMLINK"]


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic
