"""Builds the application and this system's installer into dist/. `python3 run.py package` starts it.

python packaging/package.py          everything
python packaging/package.py deb      only the installer, from the application in dist/
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import check
import contents
import icon
import licence_texts
from contents import BUILD, ROOT

sys.path.insert(0, str(ROOT))
from mandohit_desktop import __version__

DIST = ROOT / "dist"
WORK = BUILD / "pyinstaller" / "build"
MAX_INSTALLER_BYTES = 350e6
FONT_PACKAGE = "fonts-wqy-microhei"
TOOLS = {"dpkg-deb": "dpkg", "apt-get": "apt", "strip": "binutils", "readelf": "binutils"}


def say(text: str) -> None:
    """Write a progress message to standard error."""
    sys.stderr.write(f"[package] {text}\n")


def stop(text: str) -> None:
    """Write a message and exit with code 1."""
    say(text)
    sys.exit(1)


def run(*command: str | Path, folder: Path = ROOT) -> None:
    """Run a program; stop if it fails."""
    if subprocess.call(list(map(str, command)), cwd=folder, stdout=sys.stderr):
        stop(f"{Path(command[0]).name} failed; the lines above say why.")


def fetch_font() -> list[licence_texts.Part]:
    """Copy the small Chinese font from its Debian package into the build folder; return its licence entry."""
    unpacked = licence_texts.unpacked(FONT_PACKAGE)
    contents.FONTS.mkdir(exist_ok=True)
    shutil.copyfile(next(unpacked.rglob("*.ttc")), contents.FONTS / "wqy-microhei.ttc")
    document = unpacked / "usr/share/doc" / FONT_PACKAGE / "copyright"
    texts = {"copyright": document, "Apache-2.0": licence_texts.COMMON_TEXTS / "Apache-2.0"}
    return [
        licence_texts.Part(
            "WenQuanYi Micro Hei",
            "Apache-2.0 or GPL-3.0-or-later with font exception",
            "https://packages.debian.org",
            texts,
        )
    ]


def build() -> Path:
    """Build the application with its licences and return its folder; stop if the check finds a fault."""
    linux = sys.platform.startswith("linux")
    if linux and (missing := sorted({package for tool, package in TOOLS.items() if not shutil.which(tool)})):
        stop(f"The installer for Linux is built on Debian or Ubuntu. Missing here: {', '.join(missing)}.")
    BUILD.mkdir(exist_ok=True)
    more = fetch_font() if linux else []
    if not linux:
        icon.draw(BUILD)
    say("Building the application; this takes some minutes")
    run(
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--log-level",
        "WARN",
        "--distpath",
        DIST,
        "--workpath",
        WORK.parent,
        "build.spec",
    )
    bundle = DIST / "mandohit"
    count = licence_texts.write(WORK, bundle / "_internal" / "resources" / "licences", more)
    say(f"Licences of {count} components")
    if sys.platform == "darwin":
        inside = DIST / "MandoHit.app" / "Contents" / "Resources" / "resources" / "licences"
        shutil.copytree(bundle / "_internal" / "resources" / "licences", inside, dirs_exist_ok=True)
    if linux:
        strip(bundle)
    found = list(check.faults(bundle, WORK))
    for fault in found:
        say(f"MISSING: {fault}")
    if found:
        stop("The application is not whole.")
    return bundle


def strip(bundle: Path) -> None:
    """Strip symbols (170 MB) from the libraries, except those in `*.libs`, which were patched after linking."""
    libraries = [path for path in bundle.rglob("*.so*") if path.is_file() and path.parent.suffix != ".libs"]
    run("strip", "--strip-unneeded", *(path for path in libraries if not path.is_symlink()))


def show_sizes(bundle: Path) -> None:
    """Print the largest parts of the application and the total, in MB."""
    sizes: Counter[str] = Counter()
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink():
            inside = path.relative_to(bundle).parts
            name = inside[1] if len(inside) > 2 and inside[0] == "_internal" else "program and single libraries"
            sizes[name.removesuffix(".libs")] += path.stat().st_size
    total, largest = sum(sizes.values()), sizes.most_common(16)
    rest = total - sum(size for _, size in largest)
    for name, size in [*largest, ("the rest", rest), ("installed", total)]:
        print(f"{size / 1e6:8.1f} MB  {name}")


def sha256(path: Path) -> str:
    """Return a file's SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(bundle: Path, installers: list[Path]) -> None:
    """Write the hash of every file in the format of `sha256sum --check`; print those of the installers."""
    files = sorted(path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink())
    lines = [f"{sha256(path)}  {path.relative_to(DIST).as_posix()}\n" for path in [*installers, *files]]
    manifest = DIST / f"mandohit-{__version__}-{sys.platform}.sha256"
    manifest.write_text("".join(lines), encoding="utf-8")
    for path in installers:
        print(f"{sha256(path)}  {path.name}  {path.stat().st_size / 1e6:.1f} MB")
    print(f"{sha256(manifest)}  {manifest.name}  ({len(lines)} files)")


def make_installer(bundle: Path) -> list[Path]:
    """Build this system's installer and return its files."""
    if sys.platform.startswith("linux"):
        import deb

        return [deb.make(bundle, DIST, BUILD, __version__)]
    if sys.platform == "win32":
        compiler = shutil.which("iscc") or r"C:\Program Files (x86)\Inno Setup 6\ISCC.exe"
        if not Path(compiler).is_file():
            stop("Inno Setup 6 is missing; get it from jrsoftware.org, then start again.")
        run(compiler, f"/DVersion={__version__}", ROOT / "packaging" / "windows" / "mandohit.iss")
        return sorted(DIST.glob(f"MandoHit-{__version__}-*.exe"))
    run("bash", ROOT / "packaging" / "macos" / "dmg.sh", __version__)
    return sorted(DIST.glob(f"MandoHit-{__version__}.dmg"))


def commit_time() -> str:
    """Return the Unix time of the built commit, used as the only date in the build; "0" if unknown."""
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "0"


def main() -> None:
    """Build and check the application, build the installer, list sizes and hashes."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", commit_time())
    os.environ["PYTHONHASHSEED"] = "1"
    try:
        bundle = DIST / "mandohit" if sys.argv[1:] == ["deb"] else build()
    except licence_texts.Unaccounted as fault:
        stop(str(fault))
    installers = make_installer(bundle)
    show_sizes(bundle)
    for path in installers:
        if path.stat().st_size > MAX_INSTALLER_BYTES:
            stop(f"{path.name} is larger than {MAX_INSTALLER_BYTES / 1e6:.0f} MB; what came in that was not wanted?")
    write_manifest(bundle, installers)


if __name__ == "__main__":
    main()
