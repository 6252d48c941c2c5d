"""The recorder against devices that do as they are told."""

import shutil
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from mandohit_desktop.capture import notices
from mandohit_desktop.capture.file import FileSource, file_device
from mandohit_desktop.capture.recorder import Recorder, RecorderState
from mandohit_desktop.capture.source import CaptureError, Device, DeviceLost, Kind, Samples, SystemAudioSource
from tests.synth import song

DEVICE = Device("test:1", "喇叭", Kind.OUTPUT)
RATE_HZ = 22_050
Finished = Callable[[Recorder], RecorderState]


class Scripted:
    """A device that delivers what a list says: blocks, pauses (None), changes of rate (int), ends (errors)."""

    def __init__(self, *script: Samples | int | Exception | None, rate_hz: int = RATE_HZ, n_overflows: int = 0) -> None:
        self._script = iter(script)
        self.rate_hz, self.n_channels, self.n_overflows = rate_hz, 2, n_overflows

    def read(self, timeout_s: float) -> Samples | None:
        step = next(self._script, DeviceLost(notices.UNPLUGGED.about(device=DEVICE.name)))
        if isinstance(step, Exception):
            raise step
        if isinstance(step, int):
            self.rate_hz = step
            return self.read(timeout_s)
        return step

    def close(self) -> None:
        pass


def block(seconds: float = 0.5, rate_hz: int = RATE_HZ, seed: int = 1) -> Samples:
    return np.random.default_rng(seed).uniform(-0.5, 0.5, (round(seconds * rate_hz), 2)).astype(np.float32)


def record(out: Path, *sources: SystemAudioSource | Exception, **options: object) -> Recorder:
    """Begin a recording whose device opens as these sources, one after the other, and then no more."""
    remaining = iter(sources)

    def open_device(device: Device, rate_hz: int | None = None) -> SystemAudioSource:
        source = next(remaining, CaptureError(notices.NO_DEVICE))
        if isinstance(source, Exception):
            raise source
        return source

    recorder = Recorder(DEVICE, out, open_device=open_device, **options)
    recorder.start()
    return recorder


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mandohit_desktop.capture.recorder.RETRY_EVERY_S", 0.01)
    monkeypatch.setattr("mandohit_desktop.capture.recorder.RETURN_WITHIN_S", 0.05)


def test_what_came_is_in_the_file(out: Path, finished: Finished) -> None:
    sound = block(2.0)
    state = finished(record(out, Scripted(sound[:10_000], None, sound[10_000:])))
    assert [event.code for event in state.events] == ["capture.unplugged"]
    assert "喇叭" in state.events[0].text
    recorded, rate_hz = soundfile.read(state.path)
    assert rate_hz == RATE_HZ and state.elapsed_s == 2.0
    assert np.abs(recorded - sound).max() < 2**-23
    assert state.path.name.startswith("MandoHit 20") and state.path.suffix == ".flac"
    assert list(out.iterdir()) == [state.path]


def test_stop_ends_it_and_names_the_file(out: Path, song_file: Path, wait_until) -> None:
    recorder = Recorder(
        file_device(song_file),
        out / "我的 錄音.flac",
        open_device=lambda device, rate_hz=None: FileSource(device, repeats=9, real_time=True),
    )
    recorder.start()
    wait_until(lambda: recorder.state.elapsed_s > 0.5)
    assert recorder.state.recording and recorder.state.peak_dbfs > -40.0
    state = recorder.stop()
    assert not state.recording
    assert state.path == out / "我的 錄音.flac"
    assert soundfile.info(state.path).duration == pytest.approx(state.elapsed_s)


def test_silence_around_the_sound_is_left_out_and_within_it_kept(out: Path, finished: Finished) -> None:
    silence = np.zeros((RATE_HZ, 2), dtype=np.float32)
    sound = block(0.5)
    script = (silence, np.concatenate([silence[:5], sound]), silence, sound, silence, silence)
    state = finished(record(out, Scripted(*script)))
    recorded, _ = soundfile.read(state.path)
    assert len(recorded) == 2 * len(sound) + RATE_HZ
    assert not recorded[len(sound) : -len(sound)].any()


def test_an_earlier_file_is_never_overwritten(out: Path, finished: Finished) -> None:
    paths = [finished(record(out / "a.flac", Scripted(block()))).path for _ in range(3)]
    assert [path.name for path in paths] == ["a.flac", "a (2).flac", "a (3).flac"]


def test_only_silence_leaves_no_file(out: Path, finished: Finished) -> None:
    state = finished(record(out, Scripted(np.zeros((100_000, 2), dtype=np.float32))))
    assert state.path is None
    assert state.events[-1].code == "capture.too_short"
    assert not list(out.iterdir())


def test_a_device_that_comes_back_goes_on(out: Path, finished: Finished) -> None:
    state = finished(record(out, Scripted(block(1.0), n_overflows=2), Scripted(block(1.0), n_overflows=1)))
    assert [event.code for event in state.events] == ["capture.came_back", "capture.unplugged"]
    assert soundfile.info(state.path).duration == 2.0
    assert state.n_overflows == 3


def test_a_changed_sample_rate_is_said_and_converted(out: Path, finished: Finished) -> None:
    state = finished(record(out, Scripted(block(2.0), 44_100, block(2.0, 44_100), RATE_HZ, block(1.0))))
    assert [event.code for event in state.events][:2] == ["capture.rate_changed"] * 2
    assert "44100 Hz" in state.events[0].text
    assert soundfile.info(state.path).duration == pytest.approx(5.0, abs=0.1)


def test_a_device_that_cannot_be_opened(out: Path, finished: Finished) -> None:
    state = finished(record(out, CaptureError(notices.CANNOT_OPEN.about(device="x", reason="busy"))))
    assert state.path is None and not out.exists()
    assert state.events[0].text == "x cannot be recorded: busy."


def test_a_folder_that_cannot_be_written(tmp_path: Path, finished: Finished) -> None:
    (tmp_path / "file").touch()
    state = finished(record(tmp_path / "file" / "below", Scripted(block())))
    assert state.events[0].code == "capture.cannot_write"


def test_a_disk_running_full_ends_it_in_time(out: Path, finished: Finished) -> None:
    ticks = iter(range(10_000))
    free = iter([10**9, 10**9, 10**6])
    state = finished(
        record(
            out,
            Scripted(*[block() for _ in range(20)]),
            now=lambda: float(next(ticks)),
            free_bytes=lambda folder: next(free),
        )
    )
    assert [event.code for event in state.events] == ["capture.disk_full"]
    assert 0.5 <= soundfile.info(state.path).duration < 10.0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows removes no folder with an open file")
def test_a_folder_that_is_removed_ends_it_and_the_default_one_keeps_it(
    out: Path, own_home: Path, finished: Finished, wait_until
) -> None:
    ticks, removed = iter(range(10_000)), threading.Event()

    class HeldAfterOne(Scripted):
        """Waits with its second block until the folder is gone."""

        n_reads = 0

        def read(self, timeout_s: float) -> Samples | None:
            self.n_reads += 1
            if self.n_reads > 1:
                removed.wait()
            return super().read(timeout_s)

    recorder = record(out, HeldAfterOne(*[block() for _ in range(20)]), now=lambda: float(next(ticks)))
    wait_until(lambda: recorder.state.elapsed_s > 0.0)
    shutil.rmtree(out)
    removed.set()
    state = finished(recorder)
    assert [event.code for event in state.events] == ["capture.folder_gone", "capture.saved_elsewhere"]
    assert str(out) in state.events[0].text and str(state.path) in state.events[1].text
    assert state.path and state.path.parent == own_home / "recordings"


@pytest.mark.skipif(sys.platform == "win32", reason="the limit on file sizes is POSIX")
def test_a_disk_that_is_full_all_at_once(out: Path) -> None:
    """In a process whose files may grow to 1 MB; writing further fails as on a full disk."""
    code = """
import resource, sys
from pathlib import Path
from tests.mandohit_desktop.capture.test_recorder import Scripted, block, record
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
recorder = record(Path(sys.argv[1]), Scripted(*[block(seed=i) for i in range(60)]))
recorder._thread.join()
print(recorder.state.path, *[event.code for event in recorder.state.events], sep="\\n")
"""
    done = subprocess.run([sys.executable, "-c", code, out], capture_output=True, encoding="utf-8", check=True)
    path, *codes = done.stdout.split("\n")[:-1]
    assert codes == ["capture.disk_full"]
    recorded, _ = soundfile.read(path)
    assert len(recorded) > 4 * RATE_HZ
    assert np.abs(recorded[: RATE_HZ // 2] - block(seed=0)).max() < 2**-23


def test_recent_sound_for_the_live_views(out: Path, finished: Finished) -> None:
    blocks = [block(1.0, seed=seed) for seed in range(40)]
    recorder = record(out, Scripted(*blocks))
    finished(recorder)
    recent, rate_hz, n_pushed = recorder.recent(30.0)
    assert (rate_hz, n_pushed) == (RATE_HZ, 40 * RATE_HZ)
    assert np.array_equal(recent, np.concatenate(blocks[-30:]))


def test_memory_does_not_grow_with_the_length(out: Path, tmp_path: Path) -> None:
    """Ten minutes more must not cost memory: their samples alone would take 100 MiB."""
    soundfile.write(tmp_path / "a.wav", song(20.0, RATE_HZ), RATE_HZ)

    def drive(repeats: int) -> int:
        tracemalloc.start()
        recorder = record(out, FileSource(file_device(tmp_path / "a.wav"), repeats=repeats))
        recorder._thread.join()
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert recorder.state.elapsed_s == 20.0 * repeats
        return peak_bytes

    before = drive(3)
    assert drive(33) - before < 2**21
