"""Writes `resources/third-party.json`, the list of packages and licences that Help > About shows.

Run it after changing `requirements.txt`: `python packaging/licences.py`.
"""

import json
import re
from importlib.metadata import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "resources" / "third-party.json"
LONGEST_NAME = 80
ELSEWHERE = {
    "pywin32-ctypes": "BSD-3-Clause",
    "soundcard": "BSD-3-Clause",
    "colorama": "BSD-3-Clause",
    "async-timeout": "Apache-2.0",
}
"""Licences of packages that only other systems or Python versions need, from their licence files."""


def pinned() -> dict[str, str]:
    """Return the versions of the run-time packages, by name."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([A-Za-z0-9_.-]+)==([^ ;]+)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def licence_of(package: str) -> str:
    """Return a package's licence as stated in its metadata.

    Raises:
        PackageNotFoundError: the package is not installed.
    """
    if package in ELSEWHERE:
        return ELSEWHERE[package]
    about = metadata(package)
    named = about.get("License-Expression") or about.get("License") or ""
    if named and "\n" not in named and len(named) <= LONGEST_NAME:
        return str(named)
    classifiers = [text.split(" :: ")[-1] for text in about.get_all("Classifier") or [] if text.startswith("License")]
    return ", ".join(classifiers) or str(named).splitlines()[0].strip("= ")


def main() -> None:
    """Write the list of packages and licences."""
    rows = [
        {"name": name, "version": version, "licence": licence_of(name)}
        for name, version in sorted(pinned().items(), key=lambda item: item[0].lower())
    ]
    TARGET.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
