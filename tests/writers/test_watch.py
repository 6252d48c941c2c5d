"""`mandohit watch` scores what encoders write exactly once: written slowly, through a pipe, rendered over itself."""

import queue
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from models.bundle import Bundle
from tests.writers.encoders import WRITERS, Writer, write_wav
from tests.writers.watch_process import WatchProcess

RATE_HZ = 22_050
PIECES = 4
PAUSE_S = 0.4
HEADER_BYTES = 64
DEADLINE_S = 60.0
UNSURE_S = 4.0


def _into_place(file: Path, whole: bytes, stack: ExitStack) -> Callable[[bytes], object]:
    """Write as an encoder does that goes back to its header when all else is written."""
    target = stack.enter_context(file.open("wb"))

    def complete() -> None:
        target.seek(0)
        target.write(whole[:HEADER_BYTES])

    stack.callback(complete)
    target.write(bytes(HEADER_BYTES))
    return lambda piece: (target.write(piece), target.flush())


def _through_a_pipe(file: Path, whole: bytes, stack: ExitStack) -> Callable[[bytes], object]:
    """Write through a process that has the file open and knows nothing of headers."""
    with file.open("wb") as target:
        process = stack.enter_context(subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=target))
    assert process.stdin
    pipe = process.stdin
    pipe.write(whole[:HEADER_BYTES])
    return lambda piece: (pipe.write(piece), pipe.flush())


def render(files: dict[Path, tuple[Writer, bytes]]) -> None:
    """Write all files at once, slowly; the pauses only pace the writing."""
    with ExitStack() as stack:
        writes = {}
        for file, (writer, whole) in files.items():
            begin = _into_place if "{target}" in writer.command else _through_a_pipe
            writes[file] = begin(file, whole, stack)
        for number in range(PIECES):
            for file, (_, whole) in files.items():
                size = (len(whole) - HEADER_BYTES) // PIECES + 1
                start = HEADER_BYTES + number * size
                writes[file](whole[start : start + size])
            time.sleep(PAUSE_S)


@pytest.fixture
def watching(random_bundle: Bundle, tmp_path: Path) -> Iterator[WatchProcess]:
    (tmp_path / "exports").mkdir()
    model = str(random_bundle.folder)
    process = WatchProcess(tmp_path / "exports", tmp_path / "home", "--model", model, unsure_s=UNSURE_S)
    yield process
    process.stop()


def results(process: WatchProcess, n: int) -> Iterator[tuple[Path, bool]]:
    """Yield the next lines: the file, and whether it was scored; fewer where none comes any more."""
    for _ in range(n):
        try:
            _, line = process.lines.get(timeout=DEADLINE_S)
        except queue.Empty:
            return
        yield Path(str(line["file"])), "score" in line


def test_each_song_is_scored_once_and_once_again_when_it_is_rendered_anew(watching, tmp_path: Path) -> None:
    writers = [writer for writer in WRITERS if not writer.missing()]
    if not writers:
        pytest.skip("no encoder is installed")
    seen: Counter[tuple[Path, bool]] = Counter()
    for seed in (1, 2):
        source = write_wav(tmp_path / "source.wav", RATE_HZ, 2, 4.0 + seed, seed)
        files = {}
        for number, writer in enumerate(writers):
            made = tmp_path / f"made{writer.extension}"
            made.unlink(missing_ok=True)
            writer.write(source, made)
            file = tmp_path / "exports" / f"{number:02d} {writer.name}{writer.extension}"
            files[file] = (writer, made.read_bytes())
        render(files)
        seen.update(results(watching, len(files)))
        assert seen == {(file, True): seed for file in files}
    last = write_wav(tmp_path / "exports" / "last.wav", RATE_HZ, 2)
    assert list(results(watching, 1)) == [(last, True)]
    assert not watching.noise
