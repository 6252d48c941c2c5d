"""Collects the licence of everything inside a built application, from PyInstaller's lists of included files.

Wheels contain their licences, Debian's libraries have theirs in /usr/share/doc, and libraries that wheels include
without a licence text are listed here. A file without a known licence stops the build.
"""

import ast
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from contents import BUILD, ROOT, normalised
from licences import licence_of

SITE = Path(sysconfig.get_path("purelib")).resolve()
STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib")).resolve()
COMMON_TEXTS = Path("/usr/share/common-licenses")
LICENCE_FILE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS|COPYRIGHT)", re.IGNORECASE)

VENDORED = {
    r"lib(avcodec|avdevice|avfilter|avformat|avutil|swresample|swscale)": ("FFmpeg", "GPL-2.0-or-later as built here"),
    r"libx264": ("x264", "GPL-2.0-or-later"),
    r"libx265": ("x265", "GPL-2.0-or-later"),
    r"libSvtAv1": ("SVT-AV1", "BSD-3-Clause-Clear"),
    r"libdav1d": ("dav1d", "BSD-2-Clause"),
    r"lib(gnutls|gnutlsxx)": ("GnuTLS", "LGPL-2.1-or-later"),
    r"lib(hogweed|nettle)": ("Nettle", "LGPL-3.0-or-later or GPL-2.0-or-later"),
    r"libgmp": ("GMP", "LGPL-3.0-or-later or GPL-2.0-or-later"),
    r"libunistring": ("libunistring", "LGPL-3.0-or-later or GPL-2.0-or-later"),
    r"libmp3lame": ("LAME", "LGPL-2.0-or-later"),
    r"libopencore": ("OpenCORE AMR", "Apache-2.0"),
    r"libopus": ("Opus", "BSD-3-Clause"),
    r"libvpx": ("libvpx", "BSD-3-Clause"),
    r"libvpl": ("oneVPL", "MIT"),
    r"lib(webp|webpmux|webpdemux|sharpyuv)": ("libwebp", "BSD-3-Clause"),
    r"libdrm": ("libdrm", "MIT"),
    r"libasound": ("alsa-lib", "LGPL-2.1-or-later"),
    r"lib(Xau|xcb)": ("X.Org", "MIT"),
    r"lib(gfortran|quadmath|gomp)": ("GCC runtime libraries", "GPL-3.0-or-later with GCC Runtime Library Exception"),
    r"libscipy_openblas": ("OpenBLAS", "BSD-3-Clause"),
    r"libavif": ("libavif", "BSD-2-Clause"),
    r"libbrotli": ("Brotli", "MIT"),
    r"libfreetype": ("FreeType", "FTL or GPL-2.0-or-later"),
    r"libharfbuzz": ("HarfBuzz", "MIT"),
    r"libjpeg": ("libjpeg-turbo", "IJG and BSD-3-Clause"),
    r"liblcms2": ("Little CMS", "MIT"),
    r"liblzma": ("XZ Utils", "0BSD"),
    r"libopenjp2": ("OpenJPEG", "BSD-2-Clause"),
    r"libpng": ("libpng", "libpng-2.0"),
    r"libtiff": ("libtiff", "libtiff"),
    r"libzstd": ("Zstandard", "BSD-3-Clause"),
}
"""Libraries that repaired wheels include in a folder `*.libs`: project and licence."""

DOCUMENTS = {
    "SVT-AV1": "libsvtav1enc1",
    "dav1d": "libdav1d6",
    "OpenCORE AMR": "libopencore-amrnb0",
    "Opus": "libopus0",
    "libvpx": "libvpx7",
    "oneVPL": "libvpl2",
    "libwebp": "libwebp7",
    "libdrm": "libdrm2",
    "X.Org": "libxcb1",
    "alsa-lib": "libasound2",
}
"""Debian packages with the copyright file of libraries whose wheel lacks it."""

TEXTS = {
    "GPL-2": "GPL-2",
    "GPL-3": "GPL-3",
    "LGPL-2.0": "LGPL-2",
    "LGPL-2.1": "LGPL-2.1",
    "LGPL-3": "LGPL-3",
    "Apache-2": "Apache-2.0",
}


class Unaccounted(Exception):
    """The application contains something whose licence is not known."""


@dataclass
class Part:
    """One component: a package, a library or Python itself.

    Attributes:
        name: name and, where known, version.
        licence: the licence as stated by its authors.
        source: where its source code is available.
        texts: files to copy, by their name in the target folder.
    """

    name: str
    licence: str
    source: str
    texts: dict[str, Path] = field(default_factory=dict)


def sources(work: Path) -> set[Path]:
    """Return the files that PyInstaller included, from its two tables of contents."""
    found = set()
    for table in ("COLLECT-00.toc", "PYZ-00.toc"):
        entries = ast.literal_eval((work / table).read_text(encoding="utf-8"))
        for entry in next(value for value in entries if isinstance(value, list)):
            if len(entry) > 1 and entry[1] not in {"", "-"}:
                found.add(Path(entry[1]))
    return found


def parts(work: Path) -> Iterator[Part]:
    """Yield every component of a built application.

    Raises:
        Unaccounted: a file belongs to no known component.
    """
    owners = {SITE / file: package for package in distributions() for file in package.files or []}
    packages: dict[str, Distribution] = {"pyinstaller": distribution("pyinstaller")}
    libraries: dict[str, str] = {}
    for path in sorted(sources(work)):
        if not path.is_relative_to(SITE) and (path.is_relative_to(ROOT) or path.is_relative_to(STANDARD_LIBRARY)):
            continue
        if (owner := owners.get(path) or owners.get(path.resolve())) is not None:
            packages[normalised(owner.name)] = owner
            if path.parent.suffix == ".libs":
                libraries.update([_vendored(path)])
        elif not _is_python(path) and path.is_file():
            if sys.platform.startswith("linux"):
                libraries.setdefault(_debian_package(path), "")
            else:
                libraries["run-time libraries of the system"] = "as the system's maker states"
    yield _python()
    for name in sorted(packages):
        yield _from_wheel(packages[name])
    for name, licence in sorted(libraries.items()):
        yield Part(name, licence, "see its project", _texts(name, licence)) if licence else _from_debian(name)


def _is_python(path: Path) -> bool:
    if not sys.platform.startswith("linux") and path.is_relative_to(sys.base_prefix):
        return True
    return path.name.startswith("libpython") or "PyInstaller" in path.parts or path.suffix == ".zip"


def _vendored(path: Path) -> tuple[str, str]:
    for pattern, known in VENDORED.items():
        if re.match(pattern, path.name):
            return known
    raise Unaccounted(f"{path.name} in {path.parent.name}: add it to VENDORED in packaging/licence_texts.py")


def _debian_package(path: Path) -> str:
    for candidate in (path, path.resolve(), Path(str(path.resolve()).removeprefix("/usr")), Path("/usr" + str(path))):
        done = subprocess.run(["dpkg", "-S", str(candidate)], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.split(":")[0]
    raise Unaccounted(f"{path} belongs to no wheel and no Debian package")


def _python() -> Part:
    texts = {"LICENSE.txt": STANDARD_LIBRARY / "LICENSE.txt"}
    return Part("CPython", "PSF-2.0", "https://www.python.org", {k: v for k, v in texts.items() if v.is_file()})


def _from_wheel(package: Distribution) -> Part:
    licence = licence_of(package.name)
    texts = {}
    for file in package.files or []:
        named = ".dist-info" in file.parts[0] and LICENCE_FILE.search("-".join(file.parts[1:]))
        if named or file.name == "COPYING":
            texts["-".join(file.parts[1:])] = Path(str(package.locate_file(file)))
    source = f"the source distribution {package.name} {package.version} of the Python Package Index"
    if not licence and not texts:
        raise Unaccounted(f"{package.name}: its wheel names no licence")
    return Part(f"{package.name} {package.version}", licence, source, texts or _common(licence))


def _from_debian(package: str) -> Part:
    document = Path("/usr/share/doc") / package / "copyright"
    if not document.is_file():
        raise Unaccounted(f"{package}: {document} is missing")
    version = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True
    )
    return Part(
        f"{package} {version.stdout}", "see its copyright file", "https://packages.debian.org", {"copyright": document}
    )


def unpacked(package: str) -> Path:
    """Return the folder of a Debian package's files, downloaded and unpacked into the build folder.

    Raises:
        Unaccounted: apt-get cannot download it.
    """
    folder = BUILD / "debian" / package
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        command = ["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", package]
        if subprocess.run(command, cwd=folder.parent, check=False).returncode:
            raise Unaccounted(f"apt-get cannot download {package}. Is the network up? Try `apt-get update`.")
        archive = next(folder.parent.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
    return folder


def _texts(name: str, licence: str) -> dict[str, Path]:
    texts = _common(licence)
    if name in DOCUMENTS and sys.platform.startswith("linux"):
        texts["copyright"] = unpacked(DOCUMENTS[name]) / "usr/share/doc" / DOCUMENTS[name] / "copyright"
    return texts


def _common(licence: str) -> dict[str, Path]:
    return {
        text: COMMON_TEXTS / text for key, text in TEXTS.items() if key in licence and (COMMON_TEXTS / text).is_file()
    }


def write(work: Path, target: Path, more: list[Part]) -> int:
    """Write all licences into a folder, with a table in README.md; return the number of components.

    Raises:
        Unaccounted: a file belongs to no known component, or a licence is not known.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    lines = [
        "# Licences", "",
        "MandoHit is under the MIT licence. This application also contains, unchanged:", "",
        "| Component | Licence | Source |", "|---|---|---|",
    ]  # fmt: skip
    everything = [*parts(work), *more]
    for part in everything:
        lines.append(f"| {part.name} | {part.licence or 'see its text'} | {part.source} |")
        folder = target / re.sub(r"[ /:]", "-", part.name)
        for name, path in part.texts.items():
            folder.mkdir(exist_ok=True)
            shutil.copyfile(path, folder / name)
    lines += ["", "The folders beside this file hold the texts.", ""]
    (target / "README.md").write_text("\n".join(lines), encoding="utf-8")
    return len(everything)
