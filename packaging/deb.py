"""Builds the Debian package: the application in /opt, `mandohit` on the PATH, a menu entry, an icon, "open with"."""

import os
import shutil
import subprocess
from pathlib import Path

from contents import FROM_THE_SYSTEM, ROOT

LINUX = Path(__file__).parent / "linux"
CONTROL = """\
Package: mandohit
Version: {version}
Architecture: {architecture}
Maintainer: The MandoHit authors <mandohit@localhost>
Installed-Size: {kilobytes}
Section: sound
Priority: optional
Depends: {depends}
Recommends: libasound2-plugins, libpulse0
Description: predicts which Mando-pop songs could catch on
 MandoHit listens to a song and predicts the popularity it would reach among
 Mando-pop releases: score, percentile, interval, the strongest 30 seconds and
 the tags it heard. Everything runs on this machine, without a network.
"""


def make(bundle: Path, target: Path, build: Path, version: str) -> Path:
    """Build the package of an application and return its path.

    Args:
        bundle: the application's folder.
        target: the folder for the package.
        build: a folder for the package's file tree.
        version: the application's version.

    Raises:
        CalledProcessError: dpkg failed.
    """
    tree = build / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle, tree / "opt" / "mandohit", symlinks=True, copy_function=os.link)
    for source, place in (
        (LINUX / "mandohit.desktop", "usr/share/applications/mandohit.desktop"),
        (LINUX / "mandohit.metainfo.xml", "usr/share/metainfo/mandohit.metainfo.xml"),
        (ROOT / "resources" / "icons" / "mandohit.svg", "usr/share/icons/hicolor/scalable/apps/mandohit.svg"),
        (bundle / "_internal" / "resources" / "licences" / "README.md", "usr/share/doc/mandohit/copyright"),
    ):
        (tree / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, tree / place)
    (tree / "usr" / "bin").mkdir()
    (tree / "usr" / "bin" / "mandohit").symlink_to("/opt/mandohit/mandohit")
    kilobytes = _make_readable(tree) // 1024
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    depends = ", ".join(dict.fromkeys(FROM_THE_SYSTEM.values()))
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(
        CONTROL.format(version=version, architecture=architecture, kilobytes=kilobytes, depends=depends),
        encoding="utf-8",
    )
    package = target / f"mandohit_{version}_{architecture}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z10", "--build", tree, package],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(tree)
    return package


def _make_readable(tree: Path) -> int:
    """Make the tree readable for all users, independent of the builder's umask; return its size in bytes."""
    total = 0
    for path in [tree, *tree.rglob("*")]:
        if path.is_symlink():
            continue
        runs = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if runs else 0o644)
        total += path.stat().st_size
    return total
