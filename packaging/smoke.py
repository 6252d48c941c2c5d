"""Tests a .deb as its users will: on a minimal Debian without Python and without network, as an ordinary user.

    sudo python3 packaging/smoke.py dist/mandohit_1.0.0_amd64.deb [--older mandohit_0.9.0_amd64.deb]

Needs root, debootstrap, iproute2 and, before the application is tested, a Debian mirror. Prints every command and its
result; exits with 1 at the first check that fails.
"""

import argparse
import array
import math
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from wave import open as open_wave

USER, USER_ID = "producer", 1000
HOME = f"/home/{USER}"
MUSIC = f"{HOME}/音樂"
LOG = f"{HOME}/.local/state/MandoHit/log/mandohit.log"
DATA = f"{HOME}/.local/share/MandoHit"
BAD = re.compile(r"Traceback|ModuleNotFound|ImportError|No module named|cannot open shared object| (ERROR|CRITICAL) ")
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
SCREEN, SCREENS = ":77", Path("/tmp/.X11-unix")
CONFIG = """\
base = "mandohit"
[features]
shard_tracks = 8
[split]
validation = 0.25
test = 0.25
[fit]
epochs = 2
batch = 4
"""


class Failed(Exception):
    """A check failed."""


def tell(text: str) -> None:
    """Print a line of the log."""
    print(text, flush=True)


def expect(condition: object, sentence: str) -> None:
    """Raise `Failed` unless the condition holds; otherwise print the sentence."""
    if not condition:
        raise Failed(sentence)
    tell(f"   ok: {sentence}")


class Machine:
    """A minimal Debian in a folder (chroot).

    Args:
        root: the folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": HOME, "LANG": "C.UTF-8", **OFFSCREEN}

    def install_system(self, packages: list[str]) -> None:
        """Install Debian's minimal system and the package's dependencies into the folder."""
        command = ["debootstrap", "--variant=minbase", f"--include={','.join(packages)}", "bookworm", str(self.root)]
        tell(f"$ {' '.join(command)}")
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["chroot", self.root, "useradd", "--create-home", "--uid", str(USER_ID), USER], check=True)

    def inside(self, path: str) -> Path:
        """Return the path on the host of a path inside the machine."""
        return self.root / path.lstrip("/")

    def start(self, *words: str, as_root: bool = False, loopback: bool = False) -> subprocess.Popen[str]:
        """Start a program in its own network namespace, with no interface up or with only the loopback interface."""
        tell(f"{'#' if as_root else '$'} {' '.join(words)}")
        setup = f"mount -t proc proc '{self.root}/proc' && mount -t tmpfs tmpfs '{self.root}/dev/shm' && "
        setup += "ip link set lo up && " if loopback else ""
        if "DISPLAY" in self.variables:
            setup += f"mkdir -p '{self.root}{SCREENS}' && mount --bind {SCREENS} '{self.root}{SCREENS}' && "
        who = [] if as_root else [f"--userspec={USER_ID}:{USER_ID}"]
        variables = [f"{name}={value}" for name, value in self.variables.items()]
        command = ["unshare", "--net", "--mount", "sh", "-c", setup + 'exec "$@"', "sh"]
        command += ["chroot", *who, str(self.root), "env", "-i", "-C", "/" if as_root else HOME, *variables, *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, *words: str, as_root: bool = False, exit_code: int = 0, timeout_s: float = 300) -> str:
        """Run a program, print the last lines of its output and return all of it.

        Raises:
            Failed: another exit code, or an error in the output.
        """
        started = time.monotonic()
        text, _ = (process := self.start(*words, as_root=as_root)).communicate(timeout=timeout_s)
        for line in text.strip().splitlines()[-30:]:
            tell(f"   {line}")
        tell(f"   [exit code {process.returncode}, {time.monotonic() - started:.2f} s]")
        if process.returncode != exit_code or BAD.search(text):
            raise Failed(f"{words[0]} {words[1] if len(words) > 1 else ''} ended with {process.returncode}:\n{text}")
        return text

    @contextmanager
    def running(self, *words: str, loopback: bool = False) -> Iterator[subprocess.Popen[str]]:
        """Run a program while the block runs, then interrupt it as Ctrl-C does."""
        process = self.start(*words, loopback=loopback)
        try:
            yield process
            if process.poll() is not None:
                raise Failed(f"it ended by itself:\n{process.communicate()[0]}")
        except BaseException:
            process.kill()
            raise
        process.send_signal(signal.SIGINT)
        text, _ = process.communicate(timeout=60)
        for line in text.strip().splitlines()[-10:]:
            tell(f"   {line}")
        tell(f"   [interrupted: exit code {process.returncode}]")
        if BAD.search(text):
            raise Failed(text)

    def log(self) -> str:
        """Return the application's log."""
        return self.inside(LOG).read_text(encoding="utf-8") if self.inside(LOG).is_file() else ""

    def files(self) -> set[str]:
        """Return all files except the package manager's data, caches, logs and the kernel's file systems."""
        own = re.compile(r"/(proc|sys|dev|run|tmp|var/(lib/dpkg|cache|log))(/|$)")
        found = (
            f"/{path.relative_to(self.root)}" for path in self.root.rglob("*") if not path.is_dir() or path.is_symlink()
        )
        return {name for name in found if not own.match(name)}


def wait_for(condition: Callable[[], object], what: str, timeout_s: float = 90) -> float:
    """Wait until a condition holds and return the seconds that took.

    Raises:
        Failed: the condition did not hold in time.
    """
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > timeout_s:
            raise Failed(f"no {what} within {timeout_s:.0f} s")
        time.sleep(0.01)
    return time.monotonic() - started


def write_song(path: Path, duration_s: float, pitch_hz: float, rate_hz: int = 44_100) -> None:
    """Write a mono WAV file with two chords and a beat."""
    bar = array.array("h")
    for frame in range(2 * rate_hz):
        t, beat = frame / rate_hz, (frame / rate_hz) % 0.5
        chord = pitch_hz * (1.0 if t < 1 else 1.335)
        tone = sum(math.sin(2 * math.pi * chord * step * t) for step in (1, 1.26, 1.498))
        kick = math.sin(2 * math.pi * 60 * beat) * math.exp(-12 * beat)
        bar.append(int(7000 * math.exp(-2 * beat) * tone / 3 + 12000 * kick))
    with open_wave(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((bar * math.ceil(duration_s / 2))[: int(duration_s * rate_hz)].tobytes())
    os.chown(path, USER_ID, USER_ID)


def make_folder(machine: Machine, path: str) -> Path:
    """Create a folder that belongs to the user, and return its path on the host."""
    folder = machine.inside(path)
    folder.mkdir(parents=True, exist_ok=True)
    os.chown(folder, USER_ID, USER_ID)
    return folder


def try_window(machine: Machine, *songs: str) -> None:
    """Open the window, wait until it and the model are ready and the songs are scored, and close it."""
    before, results = len(machine.log()), len(history(machine))
    with machine.running("mandohit", *songs):
        shown = wait_for(lambda: "Window ready" in machine.log()[before:], "window")
        ready = shown + wait_for(lambda: "Model ready" in machine.log()[before:], "model")
        tell(f"   window ready after {shown:.2f} s, model after {ready:.2f} s")
        if songs:
            wait_for(lambda: len(history(machine)) >= results + len(songs), "result in the history")
    new = machine.log()[before:]
    for line in new.splitlines():
        tell(f"   log: {line}")
    expect(not BAD.search(new), "nothing is missing and nothing failed in the window's log")


def try_screen(machine: Machine) -> None:
    """Open the window on an X screen (Xvfb), if Xvfb is installed."""
    if not shutil.which("Xvfb"):
        tell("   left out: no Xvfb here")
        return
    screen = subprocess.Popen(["Xvfb", SCREEN, "-ac", "-nolisten", "tcp"], stderr=subprocess.DEVNULL)
    try:
        wait_for((SCREENS / f"X{SCREEN[1:]}").exists, "screen")
        machine.variables |= {"DISPLAY": SCREEN, "QT_QPA_PLATFORM": "xcb"}
        try_window(machine)
    finally:
        machine.variables.pop("DISPLAY", None)
        machine.variables |= OFFSCREEN
        screen.terminate()
        screen.wait()


def history(machine: Machine) -> list[tuple[str, ...]]:
    """Return the songs and results in the window's history."""
    file = machine.inside(f"{DATA}/history.sqlite3")
    if not file.is_file():
        return []
    with tempfile.TemporaryDirectory() as folder:
        for part in file.parent.glob("history.sqlite3*"):
            shutil.copy(part, folder)
        with closing(sqlite3.connect(Path(folder, file.name))) as database:
            return database.execute(
                "SELECT path, version.sha256, model_sha256, protocol, report_json FROM song "
                "JOIN version ON song_id = id JOIN result ON result.sha256 = version.sha256 ORDER BY path"
            ).fetchall()


def try_watching(machine: Machine) -> None:
    """Watch a folder and export a song into it."""
    exports = make_folder(machine, f"{HOME}/匯出")
    with machine.running("mandohit", "watch", "匯出") as process:
        assert process.stdout
        while "atch" not in (line := process.stdout.readline()):
            if not line:
                raise Failed("`mandohit watch` ended")
        write_song(exports / "新歌.wav", 35, 196)
        tell("   (新歌.wav is exported into the folder)")
        while "新歌.wav" not in line:
            line = process.stdout.readline()
            if not line:
                raise Failed("`mandohit watch` ended")
        tell(f"   {line.strip()}")
        expect(re.search(r"\d+\.\d +percentile", line), "the exported song was scored")


def try_server(machine: Machine) -> None:
    """Start the service and send requests in its network namespace, where only the loopback interface is up."""
    ask = (
        "import sys, urllib.request as r\n"
        "for path in ('/healthz', '/v1/model', '/', '/page/app.js'):\n"
        "    a = r.urlopen('http://127.0.0.1:8765' + path, timeout=20); print(a.status, path, len(a.read()), 'bytes')\n"
    )
    with machine.running("mandohit", "serve", loopback=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        tell(f"   {line.strip()}")
        net = f"--net=/proc/{process.pid}/ns/net"
        done = subprocess.run(["nsenter", net, sys.executable, "-c", ask], capture_output=True, text=True, check=False)
        for line in (done.stdout + done.stderr).splitlines():
            tell(f"   {line}")
        expect(done.returncode == 0, "the service and its page answer on the loopback interface")


def try_training(machine: Machine) -> None:
    """Rebuild a model from a tiny corpus: every step, with features computed in separate processes."""
    corpus = make_folder(machine, f"{HOME}/corpus")
    rows = ["track_id,title,artist_names,audio,popularity,label_source,release_date"]
    for number in range(24):
        write_song(corpus / f"{number:02d}.wav", 4, 150 + 11 * number, 22_050)
        rows.append(
            f"t{number},歌 {number},歌手 {number // 2},{number:02d}.wav,{7 * number % 41},spotify.popularity,"
            f"{2000 + number}"
        )
    (corpus / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (corpus / "small.toml").write_text(CONFIG, encoding="utf-8")
    files = "--manifest corpus/manifest.csv --work rebuild --config corpus/small.toml"
    machine.run(*f"mandohit train all {files} --jobs 2 --progress none".split(), timeout_s=580)
    cards = list(machine.inside(f"{HOME}/rebuild").rglob("card.json"))
    expect(cards, "the rebuild ended with a model")
    machine.run(
        "mandohit", "score", f"{MUSIC}/測試 歌曲.wav", "--model", f"/{cards[0].parent.relative_to(machine.root)}"
    )


def upgrade(machine: Machine, package: str) -> None:
    """Install over the older version and check that the user's data is still there."""
    mine = machine.inside(f"{DATA}/models/my-model")
    shutil.copytree(machine.inside("/opt/mandohit/_internal/models/weights/mandohit-base-1"), mine)
    subprocess.run(["chown", "-R", f"{USER_ID}:{USER_ID}", mine.parent], check=True)
    settings = machine.inside(f"{DATA}/settings.json")
    settings.write_text('{"theme": "dark", "language": "zh_TW"}', encoding="utf-8")
    old_history, old_version = history(machine), machine.run("mandohit", "--version")
    expect(old_history, "the older version left a history")
    machine.run("dpkg", "--install", package, as_root=True)
    expect(machine.run("mandohit", "--version") != old_version, "the version is another one")
    try_window(machine)
    expect(history(machine) == old_history, "the history is the same")
    expect('"dark"' in settings.read_text() and "zh_TW" in settings.read_text(), "the settings are the same")
    expect("my-model" in machine.run("mandohit", "models", "list"), "the imported model is still there")
    machine.run("mandohit", "score", f"{MUSIC}/b.wav", "--model", "my-model")


def smoke(machine: Machine, package: Path, older: Path | None) -> None:
    """Run all checks."""
    expect(not list(machine.root.glob("usr/bin/python*")), "the machine has no Python")
    tell(f"   network: {' '.join(machine.run('cat', '/proc/net/dev').split()[-17:-16])} alone, and down")
    bare = machine.files()
    for deb in filter(None, (package, older)):
        shutil.copy(deb, machine.root / "tmp" / deb.name)
    music = make_folder(machine, MUSIC)
    write_song(music / "測試 歌曲.wav", 70, 220)
    write_song(music / "b.wav", 40, 247)
    if older:
        tell("\nThe older version, then an upgrade")
        machine.run("dpkg", "--install", f"/tmp/{older.name}", as_root=True)
        try_window(machine, f"{MUSIC}/b.wav")
        upgrade(machine, f"/tmp/{package.name}")
    else:
        machine.run("dpkg", "--install", f"/tmp/{package.name}", as_root=True)
    tell("\nThe installation checks itself")
    machine.run("mandohit", "doctor")
    tell("\nThe first score after installation, then again")
    machine.run("mandohit", "score", f"{MUSIC}/測試 歌曲.wav")
    machine.run("mandohit", "score", f"{MUSIC}/測試 歌曲.wav")
    tell("\nThe window, with a song, then without")
    try_window(machine, f"{MUSIC}/測試 歌曲.wav")
    try_window(machine)
    tell("\nThe window on an X screen")
    try_screen(machine)
    tell("\nWatching a folder")
    try_watching(machine)
    tell("\nRecording on a machine without sound ends with a sentence")
    machine.run("mandohit", "record", "--seconds", "1", exit_code=2)
    tell("\nThe local API and its page")
    try_server(machine)
    tell("\nTraining")
    try_training(machine)
    tell("\nRemoval")
    machine.run("dpkg", "--purge", "mandohit", as_root=True)
    left = sorted(name for name in machine.files() - bare if not name.startswith(HOME))
    expect(not left, f"nothing is left outside the user's home {left[:5]}")
    expect(history(machine), "the user's data is still there")


def main() -> int:
    """Parse arguments, install the machine, run all checks; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("--older", type=Path, help="install this version first, then upgrade")
    options = parser.parse_args()
    if missing := [tool for tool in ("debootstrap", "ip", "dpkg-deb", "nsenter") if not shutil.which(tool)]:
        parser.error(f"missing here: {', '.join(missing)}")
    if os.geteuid() != 0:
        parser.error("needs root: sudo python3 packaging/smoke.py ...")
    fields = subprocess.run(
        ["dpkg-deb", "--field", options.package, "Depends"], capture_output=True, text=True, check=True
    )
    depends = [re.split(r"[ |(]", one.strip())[0] for one in fields.stdout.split(",")]
    with tempfile.TemporaryDirectory(prefix="mandohit-smoke-") as folder:
        machine = Machine(Path(folder) / "root")
        machine.install_system(depends)
        try:
            smoke(machine, options.package, options.older)
        except Failed as error:
            tell(f"\nFAILED: {error}")
            return 1
    tell("\nEverything works.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
