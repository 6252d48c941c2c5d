"""Whether every song that real programs render into a watched folder is scored, once, and how soon.

    python3 run.py benchmark writers [--limit-s SECONDS] [--matrix]

LMMS renders its demo projects, Ardour exports a session, MuseScore, fluidsynth and TiMidity play a score, into a folder
that a `mandohit watch` watches; programs that are not installed are skipped. `--matrix` has, instead, every encoder
of tests/writers/ write a song at every sample rate, mono and stereo. Latency is the time from a file's last byte to
its line. Exit code 1: a song was missed, refused or scored twice. Songs whose format cannot show its end wait for 30 s.
"""

import argparse
import itertools
import os
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.writers.encoders import CHANNELS, RATES_HZ, WRITERS, write_wav
from tests.writers.watch_process import WatchProcess

LMMS_PROJECTS = Path("/usr/share/lmms/projects")
LMMS_FORMATS = ("wav", "ogg", "mp3")
MUSESCORE_DEMO = Path("/usr/share/mscore3-3.2/demos/Fugue_1.mscx")
SOUND_FONT = Path("/usr/share/sounds/sf2/default-GM.sf2")
SUPERCLOCKS_PER_S = 282_240_000
"""Ardour's unit of time on the audio timeline."""
ARDOUR_SESSION = """
local session = create_session ("{folder}", "session", 48000)
local tracks = session:new_audio_track (2, 2, nil, 1, "noise", ARDOUR.PresentationInfo.max_order,
                                        ARDOUR.TrackMode.Normal, true)
tracks:front():add_processor_by_index (ARDOUR.LuaAPI.new_luaproc (session, "ACE Noise"), -1, nil, true)
session:save_state ("")
"""
END_UNKNOWN = "does not tell where it ends"
"""Part of the sentence of the notice `end_unknown`."""
SETTLED_S = 60.0
"""After the last file: longer than an unknown end waits."""


@dataclass(frozen=True)
class Render:
    """A program's command that writes `target`."""

    target: Path
    command: list[str | Path]


def lmms(folder: Path) -> Iterator[Render]:
    """Render the short and the whole demo projects, smallest first, each in the next format."""
    projects = [path for kind in ("shorties", "demos") for path in (LMMS_PROJECTS / kind).rglob("*.mmp*")]
    root = ["--allowroot"] if os.geteuid() == 0 else []
    for project, kind in zip(sorted(projects, key=lambda path: path.stat().st_size), itertools.cycle(LMMS_FORMATS)):
        target = folder / f"LMMS {project.stem}.{kind}"
        yield Render(target, ["lmms", *root, "render", project, "-f", kind, "-o", target])


def ardour(folder: Path, work: Path) -> Iterator[Render]:
    """Make a session of a track with noise and export it in every bit depth."""
    session, script = work / "session", work / "session.lua"
    script.write_text(ARDOUR_SESSION.format(folder=session))
    subprocess.run(["ardour7-lua", script], capture_output=True, check=True, timeout=120)
    state = session / "session.ardour"
    for depth, seconds in (("16", 20), ("24", 21), ("32", 22), ("float", 23)):
        location = (
            f'<Locations><Location id="990001" name="session" start="a0" end="a{seconds * SUPERCLOCKS_PER_S}" '
            f'flags="IsSessionRange" locked="0" timestamp="0"/></Locations>'
        )
        copy = work / f"session {seconds}"
        shutil.copytree(session, copy)
        (copy / state.name).write_text(state.read_text().replace("<Locations/>", location))
        target = folder / f"Ardour {depth}.wav"
        yield Render(target, ["ardour7-export", "-b", depth, "-o", target, copy, "session"])


def score_sheet(folder: Path, work: Path) -> Iterator[Render]:
    """Render a demo of MuseScore's by MuseScore itself and, as MIDI, by two synthesisers."""
    for kind in ("mp3", "ogg", "flac", "wav"):
        target = folder / f"MuseScore.{kind}"
        yield Render(target, ["mscore3", "-o", target, MUSESCORE_DEMO])
    midi = work / "demo.mid"
    yield Render(midi, ["mscore3", "-o", midi, MUSESCORE_DEMO])
    for program, kind, words in (
        ("fluidsynth", "wav", ["-ni", "-T", "wav", "-F", "{target}", SOUND_FONT, "{midi}"]),
        ("fluidsynth", "flac", ["-ni", "-T", "flac", "-F", "{target}", SOUND_FONT, "{midi}"]),
        ("timidity", "wav", ["-Ow", "-o", "{target}", "{midi}"]),
        ("timidity", "flac", ["-OF", "-o", "{target}", "{midi}"]),
        ("timidity", "ogg", ["-Ov", "-o", "{target}", "{midi}"]),
    ):
        target = folder / f"{program}.{kind}"
        yield Render(target, [program, *(str(word).format(target=target, midi=midi) for word in words)])


def encoded(folder: Path, work: Path) -> Iterator[Path]:
    """Write a song with every encoder, at every rate, mono and stereo; yield each finished file."""
    for number, (rate_hz, n_channels) in enumerate(itertools.product(RATES_HZ, CHANNELS), start=1):
        source = write_wav(work / "source.wav", rate_hz, n_channels, seed=number)
        for writer in WRITERS:
            if not writer.missing():
                target = folder / f"{writer.name} {rate_hz} Hz {n_channels} ch{writer.extension}"
                writer.write(source, target)
                yield target


def rendered(folder: Path, work: Path, limit_s: float) -> Iterator[Path]:
    """Run every program that is installed; yield each finished song."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(work)}
    renders = [lmms(folder)]
    renders += [ardour(folder, work)] if shutil.which("ardour7-lua") else []
    renders += [score_sheet(folder, work)] if MUSESCORE_DEMO.exists() else []
    for render in itertools.chain(*renders):
        program = str(render.command[0])
        if not shutil.which(program):
            print(f"skipped: {program} is not installed", flush=True)
            continue
        try:
            done = subprocess.run(
                render.command,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                env=environment,
                timeout=limit_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            render.target.unlink(missing_ok=True)
            print(f"left out: {render.target.name} takes longer than {limit_s:.0f} s", flush=True)
            continue
        if done.returncode or not render.target.exists():
            render.target.unlink(missing_ok=True)
            print(f"left out: {render.target.name}: exit code {done.returncode}", flush=True)
        elif render.target.parent == folder:
            yield render.target


def collect(process: WatchProcess, files: set[Path]) -> tuple[dict[bool, list[float]], Counter[Path], int]:
    """Print every line; return latencies (by whether the end is unknown), scorings of each file, number of errors."""
    latencies: dict[bool, list[float]] = {False: [], True: []}
    scored, errors = Counter[Path](), 0
    while True:
        try:
            came, line = process.lines.get(timeout=SETTLED_S)
        except queue.Empty:
            return latencies, scored, errors
        file = Path(str(line["file"]))
        if file not in files:
            print(f"not a finished render: {line}")
        elif "score" in line:
            scored[file] += 1
            seconds = came - file.stat().st_mtime
            latencies[any(END_UNKNOWN in str(warning) for warning in line["warnings"])].append(seconds)
            print(f"{seconds:6.1f} s  score {line['score']:5.1f}  {file.name}", flush=True)
        else:
            errors += 1
            print(f"refused: {file.name}: {line['error']}", flush=True)


def main() -> None:
    """Render, watch, count."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--limit-s", type=float, default=30.0, help="leave out a render that takes longer")
    parser.add_argument("--matrix", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mandohit-") as name:
        folder, work = Path(name) / "exports", Path(name) / "work"
        folder.mkdir()
        work.mkdir()
        process = WatchProcess(folder, Path(name) / "home")
        try:
            files = set(encoded(folder, work) if options.matrix else rendered(folder, work, options.limit_s))
            latencies, scored, errors = collect(process, files)
        finally:
            process.stop()
    missed, twice = sorted(files - scored.keys()), sorted(file for file, n in scored.items() if n > 1)
    for word, wrong in (("missed", missed), ("twice", twice)):
        for file in wrong:
            print(f"{word}: {file.name}")
    print(f"{len(files)} files, {len(scored)} scored, {len(missed)} missed, {len(twice)} twice, {errors} refused")
    for what, some in (("end known", latencies[False]), ("end unknown", latencies[True])):
        if some:
            print(
                f"latency from the last byte, {what}: median {statistics.median(some):.1f} s, worst {max(some):.1f} s"
            )
    sys.exit(1 if missed or twice or errors else 0)


if __name__ == "__main__":
    main()
