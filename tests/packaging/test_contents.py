"""What goes into the packaged application, and that it can be told what is missing."""

import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from models.audio import EXTENSIONS

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the build's scripts import each other, as when they run."""
    monkeypatch.syspath_prepend(str(PACKAGING))


@pytest.fixture
def contents(scripts) -> ModuleType:
    import contents

    return contents


def test_only_required_packages_go_in(contents) -> None:
    foreign = contents.foreign()
    assert {"pytest", "mypy", "librosa"} <= set(foreign)
    assert not {"torch", "numpy", "PySide6", "uvicorn", *contents.OWN} & set(foreign)


def test_files_beside_the_code_go_in(contents) -> None:
    places = {f"{folder}/{Path(source).name}" for source, folder in contents.files_beside_code()}
    assert {
        "models/weights/mandohit-base-1/model.safetensors",
        "mandohit_desktop/server/page/index.html",
        "resources/icons/mandohit.svg",
        "resources/translations/mandohit_zh_TW.qm",
        "./LICENSE",
    } <= places
    assert not any(place.endswith((".py", ".pyc", ".ts")) for place in places)


@pytest.mark.parametrize(
    ("place", "stays_out"),
    [
        ("torch/bin/protoc", True),
        ("torch/bin/torch_shm_manager", False),
        ("torch/lib/libtorch_cpu.so", False),
        ("PySide6/Qt/translations/qtbase_zh_TW.qm", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", True),
        ("scipy/optimize/tests/data.npz", True),
        ("pytest-9.2.0.dist-info/METADATA", True),
        ("torch-2.13.0+cpu.dist-info/METADATA", False),
    ],
)
def test_what_is_dropped(contents, place: str, stays_out: bool) -> None:
    assert contents.stays_out(place) is stays_out


@pytest.mark.skipif(not shutil.which("readelf"), reason="needs binutils")
def test_libraries_that_nothing_links_stay_out(scripts, tmp_path: Path) -> None:
    from linked import needed, without_orphans

    python = Path(sys.executable).resolve()
    linked = sorted(needed([python])[python])
    assert any(name.startswith("libc.so") for name in linked)
    unlinked = [("libnobody.so.1", str(python), "BINARY"), (linked[0], str(python), "BINARY")]
    kept = without_orphans([("bin/python", str(python), "BINARY"), *unlinked], (tmp_path,))
    assert kept == []  # nothing of the application's own is left, so nothing is reached
    (tmp_path / "own").write_bytes(python.read_bytes())
    own = ("own", str(tmp_path / "own"), "BINARY")
    assert without_orphans([own, *unlinked], (tmp_path,)) == [own, unlinked[1]]


def test_what_packages_need_is_pinned(scripts) -> None:
    """What PyTorch's builds for graphics cards need on top is not: a release takes the build for processors."""
    from check import _unpinned

    accelerated = re.compile(r"torch needs (cuda|nvidia|rocm|triton|pytorch-triton)\b")
    assert [fault for fault in _unpinned() if not accelerated.match(fault)] == []


def test_missing_modules_stop_the_build(scripts, tmp_path: Path) -> None:
    from check import _missing_modules

    (tmp_path / "warn-build.txt").write_text(
        "missing module named librosa - imported by training.evaluation.descriptors (delayed)\n"
        "missing module named pydantic.BaseModel - imported by mandohit_desktop.server.schemas (top-level)\n"
        "missing module named vanished - imported by somebody (top-level), models.audio (delayed)\n"
        "excluded module named tkinter - imported by matplotlib.backends (optional)\n",
        encoding="utf-8",
    )
    assert list(_missing_modules(tmp_path)) == ["models.audio: imports vanished, which is not in the application"]


def test_open_with_offers_formats_that_can_be_read() -> None:
    script = (PACKAGING / "windows" / "mandohit.iss").read_text(encoding="utf-8")
    endings = set(re.findall(r'\{#Supported\("(\.\w+)"\)\}', script))
    assert endings
    assert endings <= EXTENSIONS
