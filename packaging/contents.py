"""Rules for the contents of the packaged application, used by build.spec and by the check of the result.

Code is included if it is imported and its package is named in requirements.txt. Other files in the source folders are
included too; files that were found to be unused are excluded by name.
"""

import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
OWN = ("mandohit_desktop", "models", "training")
FONTS = BUILD / "fonts"
"""Where the build puts the font, from which PyInstaller includes it."""

NEVER_IMPORTED = (
    "tkinter",
    "readline",  # would include a GPL library for a prompt that the application does not have
    "setuptools",
    "pkg_resources",
    "pip",
    "_distutils_hack",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtDesigner",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "pyqtgraph.examples",
    "pyqtgraph.jupyter",
    "torch.utils.tensorboard",
    "matplotlib.backends.backend_qtagg",
    "matplotlib.backends.backend_qt5agg",
    "fsspec.implementations.http",
    "aiohttp",
    "hypothesis",
)
"""Modules to exclude: no code that a user can start imports them, and they would pull in further modules."""

LEFT_OUT = {
    "librosa": "the baseline's descriptors; they bring numba and LLVM, 210 MB, and need the source installation",
    "dask": "training on a cluster, from the source installation",
    "distributed": "training on a cluster, from the source installation",
    "ray": "training on a cluster, from the source installation",
    "soundcard": "records the system's sound on Windows only",
    "winreg": "Windows only",
    "msvcrt": "Windows only",
}
"""Modules that the project's code imports but the application omits; any other missing module stops the build."""

DROPPED = tuple(
    re.compile(pattern)
    for pattern in (
        r"torch/bin/(?!torch_shm_manager)",  # test programs and protoc
        r"torch/(test|include|share)/",
        r"torch/lib/lib(aoti_custom_ops|backend_with_compiler|jitbackend_test|torchbind_test)\.so",
        r"PySide6/(assistant|designer|linguist|lrelease|lupdate|qml|svgtoqml|doc|glue|include|typesystems|support|scripts)",
        r"PySide6/Qt/translations/(?!qtbase_zh_)",
        r"PySide6/Qt/(qml|libexec|metatypes|resources)/",
        r"PySide6/Qt/plugins/(qmltooling|sqldrivers|designer|networkinformation|tls|egldeviceintegrations|assetimporters)/",
        r"PySide6/Qt/plugins/platforms/libq(eglfs|linuxfb|minimalegl|vnc|vkkhrdisplay)",
        r"PySide6/Qt/plugins/platformthemes/libqgtk3",  # links the build machine's GTK
        r"(PySide6/Qt/lib/)?libQt6(Qml|Quick|Designer|Sql|Test|Labs|ShaderTools|Pdf|VirtualKeyboard|Eglfs|EglFS|EglFs)",
        r"matplotlib/mpl-data/sample_data/",
        r"sklearn/datasets/(data|images|descr)/",
        r"(.*/)?tests?/(?!.*\.so$)",
        r".*\.(pyi|pxd|pyx|pyx\.tp|h|hpp|c|cpp|cu|cuh|cmake|a|lib|f90|f2py_f2cmap)$",
    )
)
"""Unused files of the included packages, as patterns of their path in the bundle."""

FROM_THE_SYSTEM = {
    r"(libc|libm|libdl|libpthread|librt|libutil|libresolv|libmvec|ld-linux.*)\.so": "libc6 (>= 2.36)",
    r"libstdc\+\+\.so": "libstdc++6 (>= 12)",
    r"libgcc_s\.so": "libgcc-s1",
    r"lib(GL|GLX|OpenGL|GLdispatch)\.so": "libgl1",
    r"libEGL\.so": "libegl1",
    r"libdrm\.so": "libdrm2",
    r"libxcb\.so": "libxcb1",
    r"libX11\.so": "libx11-6",
    r"libwayland-client\.so": "libwayland-client0",
    r"libwayland-cursor\.so": "libwayland-cursor0",
    r"libwayland-egl\.so": "libwayland-egl1",
    r"libX11-xcb\.so": "libx11-xcb1",
    r"lib(fontconfig|freetype|expat)\.so": "libfontconfig1",
    r"lib(glib|gthread|gobject|gio|gmodule)-2\.0\.so": "libglib2.0-0 | libglib2.0-0t64",
    r"lib(dbus-1|systemd)\.so": "libdbus-1-3",
    r"libasound\.so": "libasound2 | libasound2t64",
}
"""Linux libraries that must come from the user's system, because they communicate with the kernel, the driver, the
fonts, the session or the sound server; and the Debian packages that contain them. Every desktop system has these."""


@cache
def required() -> frozenset[str]:
    """Return the normalised names of the packages in requirements.txt that this system needs."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]
    return frozenset(normalised(one.name) for one in wanted if one.marker is None or one.marker.evaluate())


def normalised(name: str) -> str:
    """Return a package's normalised name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def foreign() -> list[str]:
    """Return the importable modules of this environment that belong to packages requirements.txt does not name."""
    wanted = required() | {"mandohit"}
    return sorted(
        module
        for module, owners in packages_distributions().items()
        if module.isidentifier() and module not in OWN and not wanted & {normalised(owner) for owner in owners}
    )


def files_beside_code() -> list[tuple[str, str]]:
    """Return (file, folder in the bundle) of every file of this project that is not code."""
    everything = (path for top in (*OWN, "resources") for path in sorted((ROOT / top).rglob("*")) if path.is_file())
    found = [(path, path.parent.relative_to(ROOT)) for path in everything if path.suffix not in {".py", ".pyc", ".ts"}]
    found += [(path, Path("resources", "fonts")) for path in sorted(FONTS.glob("*.ttc"))]
    found += [(ROOT / name, Path()) for name in ("LICENSE", "NOTICE")]
    return [(str(path), str(folder)) for path, folder in found]


def system_package(library: str) -> str | None:
    """Return the Debian package that a Linux library must come from, or None for one that is in the bundle."""
    return next((package for pattern, package in FROM_THE_SYSTEM.items() if re.match(pattern + r"\b", library)), None)


def stays_out(place: str) -> bool:
    """Return whether a file is excluded, by its path in the bundle."""
    place = place.replace("\\", "/")
    if (metadata := re.match(r"(.+)-[^-]+\.dist-info/", place)) and normalised(metadata[1]) not in required():
        return True
    if sys.platform.startswith("linux") and system_package(place):
        return True
    return any(pattern.match(place) for pattern in DROPPED)
