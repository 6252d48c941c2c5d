"""What the computer plays, end to end: a song is played into a sink, its monitor recorded through the real code."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from mandohit_desktop.capture import pulse as backend
from mandohit_desktop.capture.devices import default_device, find_device, list_devices, open_source
from mandohit_desktop.capture.meter import FLOOR_DBFS
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


@pytest.fixture
def begin(out: Path, wait_until) -> Callable[[Device], Recorder]:
    """Begin to record and wait until the device delivers."""

    def start(device: Device) -> Recorder:
        recorder = Recorder(device, out)
        recorder.start()
        wait_until(lambda: recorder.state.elapsed_s > 0.0)
        return recorder

    return start


@pytest.fixture
def hear(wait_until) -> Callable[[Recorder], None]:
    """Wait until a second and a half of sound have been recorded."""

    def wait(recorder: Recorder) -> None:
        wait_until(lambda: recorder.state.peak_dbfs > -30.0)
        heard_at_s = recorder.state.elapsed_s
        wait_until(lambda: recorder.state.elapsed_s > heard_at_s + 1.5)

    return wait


def tone(path: Path, frequency_hz: float, seconds: float) -> Path:
    """Write a sine of half of full scale."""
    sine = 0.5 * np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)
    soundfile.write(path, np.stack([sine, sine], axis=1), RATE_HZ)
    return path


def loudest(path: Path, frequency_hz: float) -> float:
    """Return the greatest amplitude of a frequency within any 50 ms of a file."""
    sound, n_window = soundfile.read(path)[0].mean(axis=1), RATE_HZ // 20
    windows = np.lib.stride_tricks.sliding_window_view(sound, n_window)[:: n_window // 4]
    shape = np.hanning(n_window)
    wave = shape * np.exp(-2j * np.pi * frequency_hz * np.arange(n_window) / RATE_HZ)
    return float(2 * np.abs(windows @ wave).max() / shape.sum())


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
    wait_until(lambda: recorder.state.peak_dbfs == FLOOR_DBFS)
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


def test_a_sink_that_goes_away_ends_the_recording_and_nothing_of_another_one_gets_in(
    pulse: SoundServer, tmp_path: Path, begin, hear, finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mandohit_desktop.capture.recorder.RETURN_WITHIN_S", 0.0)
    ours, stranger = tone(tmp_path / "ours.wav", 440.0, 20.0), tone(tmp_path / "stranger.wav", 3000.0, 120.0)
    pulse.load_sink("other")
    with pulse.play(stranger, "other") as other_player:
        for _ in range(3):
            recorder = begin(find_device(list_devices(), f"{SINK}.monitor"))
            with pulse.play(ours) as player:
                hear(recorder)
                pulse.unload_sink()
                player.kill()
            state = finished(recorder)
            assert [event.code for event in state.events] == ["capture.unplugged"]
            assert state.path and soundfile.info(state.path).duration > 1.0
            assert loudest(state.path, 440.0) > 0.4
            assert loudest(state.path, 3000.0) < 0.05
            pulse.load_sink()
        recorder = begin(find_device(list_devices(), "other.monitor"))
        hear(recorder)
        other_player.kill()
    assert loudest(recorder.stop().path, 3000.0) > 0.4


def test_a_sink_that_comes_back_at_another_rate_goes_on(
    pulse: SoundServer, track: Path, begin, hear, wait_until
) -> None:
    recorder = begin(default_device(list_devices()))
    with pulse.play(track) as player:
        hear(recorder)
        pulse.unload_sink()
        pulse.load_sink(rate_hz=48_000)
        player.kill()
    wait_until(lambda: [event.code for event in recorder.state.events] == ["capture.came_back"])
    with pulse.play(track):
        hear(recorder)
    state = recorder.stop()
    assert state.path and soundfile.info(state.path).samplerate == RATE_HZ


def test_a_server_that_dies_ends_the_recording_and_keeps_it(
    pulse: SoundServer, track: Path, begin, hear, finished
) -> None:
    recorder = begin(default_device(list_devices()))
    with pulse.play(track) as player:
        hear(recorder)
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


def test_without_pactl_the_default_monitor_is_recorded(
    pulse: SoundServer, track: Path, begin, hear, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(backend, "_ask", lambda *words: None)
        patched.setattr("shutil.which", lambda program: None)
        (device,) = backend.devices()
    recorder = begin(device)
    with pulse.play(track):
        hear(recorder)
    assert recorder.stop().path


def test_without_a_server_there_is_nothing_and_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nowhere'}")
    monkeypatch.setattr("shutil.which", lambda program: None)
    assert backend.devices() == []
    with pytest.raises(CaptureError) as error:
        open_source(Device("pulse:@DEFAULT_MONITOR@", "System sound", Kind.OUTPUT))
    assert error.value.notice.code == "capture.cannot_open"
