"""Checks a built application before it is put into an installer; any fault stops the build."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

import contents
from linked import needed
from packaging.requirements import Requirement

MAX_INSTALLED_MB = 1000
EVERYWHERE = (
    "torch/lib/*torch_cpu*",
    "models/weights/mandohit-base-1/model.safetensors",
    "models/weights/mandohit-base-1/resemblance.safetensors",
    "resources/tags.json",
    "resources/licences/README.md",
)
ON_LINUX = (
    "libportaudio.so.2",
    "resources/fonts/wqy-microhei.ttc",
    "torch/bin/torch_shm_manager",
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "PySide6/Qt/plugins/platforms/libqwayland*.so",
    "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
    "PySide6/Qt/plugins/imageformats/libqsvg.so",
    "PySide6/Qt/translations/qtbase_zh_TW.qm",
)


def faults(bundle: Path, work: Path) -> Iterator[str]:
    """Yield a sentence for each fault of a built application.

    Args:
        bundle: the folder with the program and its folder `_internal`.
        work: PyInstaller's working folder.
    """
    inside = bundle / "_internal"
    yield from _unpinned()
    yield from _missing_modules(work)
    for source, folder in contents.files_beside_code():
        place = Path(folder) / Path(source).name
        if not contents.stays_out(place.as_posix()) and not (inside / place).is_file():
            yield f"{place} is not in the application"
    linux = sys.platform.startswith("linux")
    for pattern in (*EVERYWHERE, *(ON_LINUX if linux else ())):
        if not any(inside.glob(pattern)):
            yield f"{pattern} is not in the application"
    for source in (contents.ROOT / "resources").rglob("*.ts"):
        if not (inside / source.relative_to(contents.ROOT)).with_suffix(".qm").is_file():
            yield f"{source.name} was not compiled: the .qm file is missing"
    yield from _unlicensed(inside)
    if linux:
        yield from _unknown_libraries(bundle)
    size_mb = size_of(bundle) / 1e6
    if size_mb > MAX_INSTALLED_MB:
        yield f"the application takes {size_mb:.0f} MB; {MAX_INSTALLED_MB} are allowed"
    yield from _does_not_run(bundle)


def size_of(folder: Path) -> int:
    """Return the total size of all files below a folder, in bytes, without symbolic links."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _unlicensed(inside: Path) -> Iterator[str]:
    table = inside / "resources" / "licences" / "README.md"
    listed = table.read_text(encoding="utf-8") if table.is_file() else ""
    for name in sorted(contents.required()):
        package = distribution(name)
        if f"| {package.name} {package.version} |" not in listed:
            yield f"{name} has no licence in the application"


def _unpinned() -> Iterator[str]:
    """Check that requirements.txt names every dependency of the required packages, because only those are bundled."""
    for name in sorted(contents.required()):
        for line in distribution(name).requires or []:
            one = Requirement(line)
            needed_here = one.marker is None or one.marker.evaluate({"extra": ""})
            if needed_here and contents.normalised(one.name) not in contents.required():
                yield f"{name} needs {one.name}, which requirements.txt does not name"


def _missing_modules(work: Path) -> Iterator[str]:
    """Read PyInstaller's list of modules not found, restricted to imports by this project's own code."""
    text = next(work.glob("warn-*.txt")).read_text(encoding="utf-8")
    line = r"^(?:missing|excluded|invalid) module named '?([\w.]+)'? - imported by (.*)$"
    for name, importers in re.findall(line, text, re.MULTILINE):
        own = [one for one in re.findall(r"([\w.]+) \(", importers) if one.split(".")[0] in contents.OWN]
        if own and name.split(".")[0] not in contents.LEFT_OUT and _is_module(name):
            yield f"{', '.join(own)}: imports {name}, which is not in the application"


def _is_module(name: str) -> bool:
    """Return whether a name is a module; the list also contains names inside modules."""
    if "." not in name:
        return True
    try:
        return find_spec(name) is not None
    except ImportError:
        return False


def _unknown_libraries(bundle: Path) -> Iterator[str]:
    """Check that every linked library is in the bundle or in a package that the .deb depends on."""
    files = [path for path in bundle.rglob("*") if path.is_file()]
    links = needed(files)
    present = {path.name for path in files}
    for library in sorted(set().union(*links.values()) - present):
        if not contents.system_package(library):
            users = [path.name for path, libraries in links.items() if library in libraries]
            yield f"{library}, which {users[0]} links, is neither in the application nor in a package it depends on"


def _does_not_run(bundle: Path) -> Iterator[str]:
    program = bundle / ("mandohit.exe" if os.name == "nt" else "mandohit")
    with tempfile.TemporaryDirectory() as home:
        for words in (["--version"], ["doctor"], ["train", "--help"]):
            environment = {"MANDOHIT_HOME": home, "PATH": os.defpath, "LANG": "C.UTF-8"}
            done = subprocess.run([program, *words], capture_output=True, text=True, env=environment, check=False)
            if done.returncode:
                yield f"`mandohit {' '.join(words)}` ends with {done.returncode}:\n{done.stdout}{done.stderr}"
