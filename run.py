#!/usr/bin/env python3
"""Set MandoHit up on a fresh machine and start it: needs Python 3.11 to 3.13 and its standard library only.

    python3 run.py [ARGUMENTS]                  start `mandohit` with these arguments
    python3 run.py test [ARGUMENTS]             run the whole test suite, arguments go to pytest
    python3 run.py benchmark NAME [ARGUMENTS]   run one of benchmarks/, for example scoring
    python3 run.py package                      build this system's installer into dist/

The first start makes a virtual environment in `.venv`, installs the pinned packages and checks the system libraries;
later starts only compare one hash. Installers are built in an environment of their own, every package's hash checked.
"""

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PACKAGING = sys.argv[1:] == ["package"]
VENV = ROOT / "build" / "venv" if PACKAGING else ROOT / ".venv"
OLDEST, NEWEST = (3, 11), (3, 13)
TORCH_INDEX_VARIABLE = "MANDOHIT_TORCH_INDEX"
NVIDIA_DRIVER = Path("/proc/driver/nvidia")
SYSTEM_LIBRARIES = {
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
    "libz.so.1": "zlib1g",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "fontconfig",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libportaudio.so.2": "libportaudio2",
}
"""Shared libraries that the wheels expect on Linux, and the Debian package of each."""
TEST_PROCESSES = "2"
TEST_PROGRAMS = {
    "chromium": ["chromium"],
    "pulseaudio": ["pulseaudio", "libasound2-plugins"],
    "paplay": ["pulseaudio-utils"],
    "curl": ["curl"],
    "jq": ["jq"],
    "readelf": ["binutils"],
    "lame": ["lame"],
    "sox": ["sox", "libsox-fmt-mp3"],
    "flac": ["flac"],
    "oggenc": ["vorbis-tools"],
    "opusenc": ["opus-tools"],
    "ffmpeg": ["ffmpeg"],
    "wavpack": ["wavpack"],
}
TEST_LIBRARIES = {"libatomic.so.1": "libatomic1"}
"""Programs and libraries that only tests use, and the Debian packages of each; without them those tests skip."""


def say(text: str) -> None:
    """Tell the user what happens, apart from the program's own output."""
    print(f"[mandohit] {text}", file=sys.stderr, flush=True)


def stop(text: str) -> None:
    """End with a sentence."""
    say(text)
    sys.exit(1)


def use_fitting_python() -> None:
    """Go on under a Python that the packages support, or say which one to install."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            sys.exit(subprocess.call([other, str(ROOT / "run.py"), *sys.argv[1:]]))
    stop(f"MandoHit needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}. Get one from python.org.")


def install_debian(packages: list[str]) -> None:
    """Install missing Debian packages as root, or print the one command that does."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        stop(f"These packages are missing: {', '.join(packages)} (Debian's names). Install them, then start again.")
    if os.geteuid() != 0:
        stop(f"Some system packages are missing. Install them, then start again:\n\n    sudo {' '.join(command)}\n")
    say(f"Installing system packages: {' '.join(packages)}")
    subprocess.call(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL)
    if subprocess.call(command, stdout=sys.stderr, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}):
        stop(f"The system packages could not be installed. Try yourself: {' '.join(command)}")


def check_system_packages() -> None:
    """On Linux, see that Python can make virtual environments and has every shared library that the packages expect."""
    if not sys.platform.startswith("linux"):
        return
    missing = []
    try:
        import ensurepip  # noqa: F401  Debian keeps it in a package of its own
    except ImportError:
        missing.append(f"python3.{sys.version_info[1]}-venv")
    missing += missing_libraries(SYSTEM_LIBRARIES)
    if missing:
        install_debian(missing)


def missing_libraries(packages: dict[str, str]) -> list[str]:
    """Return the packages of the shared libraries that cannot be loaded."""
    missing = []
    for library, package in packages.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def offer_test_programs() -> None:
    """Install what only tests use where that is possible without a question; go on without it otherwise."""
    if not shutil.which("apt-get"):
        return
    missing = [packages for program, packages in TEST_PROGRAMS.items() if not shutil.which(program)]
    packages = [package for packages in missing for package in packages] + missing_libraries(TEST_LIBRARIES)
    if not packages:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        say(f"Some tests will skip; to run them, too: sudo {' '.join(install)}")
        return
    say(f"Installing what only tests use: {' '.join(packages)}")
    subprocess.call(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL)
    if subprocess.call(install, stdout=sys.stderr, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}):
        say("That did not work; the tests that need it will skip.")


def venv_python() -> Path:
    """Return the environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment_fits() -> bool:
    """Tell whether the environment was completed under this Python."""
    config = VENV / "pyvenv.cfg"
    return any(VENV.glob("*.stamp")) and f"version = {platform.python_version()}" in config.read_text()


def make_environment() -> None:
    """Create the virtual environment, anew where one was left unfinished or belongs to another Python."""
    if environment_fits():
        return
    say(f"Making a virtual environment in {VENV}")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        shutil.rmtree(VENV, ignore_errors=True)
        stop("The virtual environment could not be made; the lines above say why.")


def fingerprint(requirements: Path) -> str:
    """Return a hash of everything that decides what is installed."""
    digest = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for path in (ROOT / "requirements.txt", requirements, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install(name: str) -> None:
    """Install a list of pinned packages and MandoHit itself, unless that list is installed already."""
    requirements, stamp = ROOT / f"{name}.txt", VENV / f"{name}.stamp"
    wanted = fingerprint(requirements)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    check_system_packages()
    warn_of_cuda()
    make_environment()
    say("Installing the pinned packages; the first time this takes some minutes")
    pip = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    index = os.environ.get(TORCH_INDEX_VARIABLE)
    extra = ["--extra-index-url", index] if index else []
    if subprocess.call([*pip, *extra, "-r", str(requirements)]):
        stop("The packages could not be installed; the lines above say why. Is the network up?")
    if subprocess.call([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]):
        stop("MandoHit itself could not be installed; the lines above say why.")
    stamp.write_text(wanted)


def warn_of_cuda() -> None:
    """Warn that PyTorch's default build downloads CUDA, on a machine without an NVIDIA driver."""
    is_here = environment_fits() and any(VENV.glob("lib/python*/site-packages/torch"))
    if not sys.platform.startswith("linux") or is_here or os.environ.get(TORCH_INDEX_VARIABLE) or has_nvidia_driver():
        return
    say(
        "There is no NVIDIA driver here, and PyTorch's usual build for Linux may download about 3 GB for NVIDIA's\n"
        "graphics cards: 6 GB on disk instead of 2. For the small build press Ctrl-C now, set the variable\n"
        f"{TORCH_INDEX_VARIABLE} to the CPU index named on pytorch.org, and start again."
    )


def has_nvidia_driver() -> bool:
    """Tell whether PyTorch could use a graphics card of NVIDIA's."""
    return NVIDIA_DRIVER.exists() or not missing_libraries({"libcuda.so.1": "the driver"})


def start(module: str, arguments: list[str]) -> None:
    """Become the program."""
    command = [str(venv_python()), "-m", module, *arguments]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def main() -> None:
    """Set up what is missing, then start."""
    use_fitting_python()
    if sys.argv[1:2] == ["test"]:
        install("requirements-dev")
        offer_test_programs()
        os.chdir(ROOT)
        start("pytest", ["-n", TEST_PROCESSES, *sys.argv[2:]])
    elif sys.argv[1:2] == ["benchmark"]:
        names = sorted(path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py") if path.stem != "plain")
        if not set(sys.argv[2:3]) & set(names):
            stop(f"Name a benchmark: {', '.join(names)}.")
        install("requirements-dev")
        os.chdir(ROOT)
        start(f"benchmarks.{sys.argv[2]}", sys.argv[3:])
    elif PACKAGING:
        if sys.version_info[:2] != OLDEST:
            stop("Installers are built with Python 3.11, for which the hashes are known: python3.11 run.py package")
        install("requirements-package")
        command = [str(venv_python()), str(ROOT / "packaging" / "package.py")]
        sys.exit(subprocess.call(command, cwd=ROOT))
    else:
        install("requirements")
        start("mandohit_desktop", sys.argv[1:])


if __name__ == "__main__":
    main()
