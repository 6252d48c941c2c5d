"""What the computer plays, end to end: a song is played into a sink, its monitor recorded through the real code."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from mandohit_desktop.capture.devices import default_device, find_device, list_devices, open_source
from mandohit_desktop.capture.recorder import Recorder
from mandohit_desktop.capture.source import CaptureError, Device, Kind
from mandohit_desktop.engine.batch import Engine
from mandohit_desktop.engine.registry import shipped_model
from models.spec import Protocol
from tests.sound_server import RATE_HZ, SINK, SoundServer
from tests.synth import song

Mono = npt.NDArray[np.float64]


def aligned(original: Mono, recorded: Mono) -> tuple[Mono, Mono]:
    """Cut both to where they overlap at the best integer lag."""
    n_fft = 2 ** int(np.ceil(np.log2(len(original) + len(recorded))))
    correlation = np.fft.irfft(np.fft.rfft(original, n_fft).conj() * np.fft.rfft(recorded, n_fft))
    lag = int(np.argmax(correlation))
    lag = lag - n_fft if lag > n_fft // 2 else lag
    original, recorded = original[max(0, -lag) :], recorded[max(0, lag) :]
    n_frames = min(len(original), len(recorded))
    return original[:n_frames], recorded[:n_frames]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mandohit_desktop.capture.recorder.RETURN_WITHIN_S", 2.0)
    monkeypatch.setattr("mandohit_desktop.capture.pulse.ASK_EVERY_S", 0.5)


@pytest.fixture
def begin(out: Path, wait_until) -> Callable[[Device], Recorder]:
    """Begin to record and wait until the device is open; an idle sink delivers nothing yet."""

    def start(device: Device) -> Recorder:
        recorder = Recorder(device, out)
        recorder.start()
        wait_until(lambda: recorder.recent(0.0) is not None)
        time.sleep(0.5)
        return recorder

    return start


@pytest.fixture
def track(tmp_path: Path) -> Path:
    path = tmp_path / "情歌.wav"
    soundfile.write(path, song(5.0, RATE_HZ), RATE_HZ)
    return path


def test_a_played_song_is_recorded_as_it_is_and_scores_as_its_file(
    pulse: SoundServer, track: Path, out: Path, begin, wait_until
) -> None:
    device = default_device(list_devices())
    assert (device.id, device.kind, device.is_default) == (f"pulse:{SINK}.monitor", Kind.OUTPUT, True)
    recorder = begin(device)
    with pulse.play(track) as player:
        wait_until(lambda: recorder.state.peak_dbfs > -30.0)
        assert player.wait() == 0
    time.sleep(1.0)
    state = recorder.stop()
    assert state.path and state.path.parent == out
    assert state.n_overflows == 0 and not state.events
    recorded, rate_hz = soundfile.read(state.path)
    original, _ = soundfile.read(track)
    assert rate_hz == RATE_HZ
    assert abs(len(recorded) - len(original)) < 0.5 * RATE_HZ
    assert np.corrcoef(*aligned(original.mean(axis=1), recorded.mean(axis=1)))[0, 1] > 0.99
    engine = Engine(shipped_model(), "cpu")
    scores = [engine.score_file(path, Protocol.MATCHED).raw_score for path in (track, state.path)]
    assert scores[0] == pytest.approx(scores[1], abs=0.5)


def test_a_sink_that_goes_away_ends_the_recording_and_keeps_it(
    pulse: SoundServer, track: Path, begin, finished
) -> None:
    pulse.load_sink("other")
    recorder = begin(find_device(list_devices(), f"{SINK}.monitor"))
    with pulse.play(track) as player:
        time.sleep(2.5)
        pulse.unload_sink()
        player.kill()
    state = finished(recorder)
    assert [event.code for event in state.events] == ["capture.unplugged"]
    assert state.path and soundfile.info(state.path).duration > 1.0


def test_a_sink_that_comes_back_at_another_rate_goes_on(pulse: SoundServer, track: Path, begin, wait_until) -> None:
    recorder = begin(default_device(list_devices()))
    with pulse.play(track) as player:
        time.sleep(2.0)
        pulse.unload_sink()
        pulse.load_sink(rate_hz=48_000)
        player.kill()
    wait_until(lambda: [event.code for event in recorder.state.events] == ["capture.came_back"])
    before_s = recorder.state.elapsed_s
    with pulse.play(track):
        wait_until(lambda: recorder.state.elapsed_s > before_s + 2.0 and recorder.state.peak_dbfs > -30.0)
    state = recorder.stop()
    assert state.path and soundfile.info(state.path).samplerate == RATE_HZ


def test_a_server_that_dies_ends_the_recording_and_keeps_it(pulse: SoundServer, track: Path, begin, finished) -> None:
    recorder = begin(default_device(list_devices()))
    with pulse.play(track) as player:
        time.sleep(2.5)
        pulse.stop()
        player.wait()
    state = finished(recorder)
    assert [event.code for event in state.events] == ["capture.unplugged"]
    assert state.path and soundfile.info(state.path).duration > 1.0


def test_a_device_that_is_not_there(pulse: SoundServer) -> None:
    with pytest.raises(CaptureError) as error:
        find_device(list_devices(), "no such thing")
    assert error.value.notice.code == "capture.no_such_device"
    device = default_device(list_devices())
    pulse.unload_sink()
    with pytest.raises(CaptureError) as error:
        open_source(device)
    assert error.value.notice.code == "capture.no_such_device"
