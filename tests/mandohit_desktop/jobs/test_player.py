"""Playback: what is heard is the file, from where it was asked for; without a device it is said, never a crash."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
import sounddevice
import soundfile
from pytestqt.qtbot import QtBot

from mandohit_desktop.jobs import player as player_module
from mandohit_desktop.jobs.outputs import open_output, output_devices
from mandohit_desktop.jobs.player import Player
from models.errors import AudioMissing
from tests import sound_server
from tests.models.encode import write_aac
from tests.sound_server import RATE_HZ, SoundServer, has_fallen_silent, heard

PATIENCE_MS = 60_000


@pytest.fixture
def fresh_portaudio() -> Iterator[None]:
    """Let PortAudio look for devices again, before and after."""
    sounddevice._terminate()
    sounddevice._initialize()
    yield
    sounddevice._terminate()
    sounddevice._initialize()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    server = sound_server.start(tmp_path)
    monkeypatch.setenv("PULSE_SERVER", server.address)
    sounddevice._terminate()
    sounddevice._initialize()
    yield server
    server.stop()
    sounddevice._terminate()
    sounddevice._initialize()


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fresh_portaudio: None) -> None:
    """A system without any sound device."""
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    monkeypatch.setattr(sounddevice, "query_hostapis", lambda: ({"devices": [], "name": "none"},))


@pytest.fixture
def player() -> Iterator[Player]:
    player = Player()
    yield player
    player.close()
    assert not any(thread.name == "mandohit-player" for thread in threading.enumerate())


@pytest.fixture
def noise_file(tmp_path: Path) -> Path:
    """Eight seconds of noise that no two moments share, under a Chinese name."""
    path = tmp_path / "聽得見 ♪.wav"
    noise = 0.3 * np.random.default_rng(11).standard_normal((8 * RATE_HZ, 2))
    soundfile.write(path, noise.clip(-1.0, 1.0), RATE_HZ, subtype="PCM_16")
    return path


def best_match(recorded: np.ndarray, wanted: np.ndarray) -> float:
    """Return the highest correlation of the wanted sound with any stretch of the recorded one."""
    size = len(recorded) + len(wanted)
    product = np.fft.irfft(np.fft.rfft(recorded, size) * np.fft.rfft(wanted, size).conj(), size)
    energy = np.concatenate([[0.0], np.cumsum(recorded.astype(np.float64) ** 2)])
    n_places = len(recorded) - len(wanted) + 1
    norms = np.sqrt(
        (energy[len(wanted) :] - energy[:n_places]).clip(0.1 * energy[-1] * len(wanted) / len(recorded))
        * float(wanted @ wanted)
    )
    return float((product[:n_places] / norms).max())


def play_to_the_end(qtbot: QtBot, player: Player, start_s: float, end_s: float) -> None:
    player.play(start_s, end_s)
    qtbot.waitUntil(lambda: not player.is_playing, timeout=PATIENCE_MS)


def test_the_range_is_heard(
    qtbot: QtBot, server: SoundServer, player: Player, noise_file: Path, tmp_path: Path
) -> None:
    failures: list[object] = []
    player.failed.connect(failures.append)
    player.load(noise_file)
    with server.listening(tmp_path / "heard.raw"):
        play_to_the_end(qtbot, player, 3.0, 4.5)
        qtbot.waitUntil(lambda: has_fallen_silent(tmp_path / "heard.raw"), timeout=PATIENCE_MS)
    assert failures == []
    assert player.position_s == 4.5
    recorded = heard(tmp_path / "heard.raw")[:, 0]
    noise = soundfile.read(noise_file, dtype="float32")[0][:, 0]
    assert best_match(recorded, noise[int(3.2 * RATE_HZ) : int(4.2 * RATE_HZ)]) > 0.99
    assert best_match(recorded, noise[int(5.0 * RATE_HZ) : int(6.0 * RATE_HZ)]) < 0.3


@pytest.mark.parametrize(
    "name, rate_hz, n_channels", [("mono.flac", 32_000, 1), ("歌.mp3", 44_100, 2), ("歌.m4a", 48_000, 2)]
)
def test_every_format_rate_and_channel_count_is_heard(
    qtbot: QtBot, server: SoundServer, player: Player, tmp_path: Path, name: str, rate_hz: int, n_channels: int
) -> None:
    tone = 0.3 * np.sin(2 * np.pi * 997.0 * np.arange(3 * rate_hz) / rate_hz)
    path, samples = tmp_path / name, np.repeat(tone[:, np.newaxis], n_channels, axis=1).astype(np.float32)
    if path.suffix == ".m4a":
        write_aac(path, samples, rate_hz)
    else:
        soundfile.write(path, samples, rate_hz)
    failures: list[object] = []
    player.failed.connect(failures.append)
    player.load(path)
    with server.listening(tmp_path / "heard.raw"):
        play_to_the_end(qtbot, player, 0.5, 2.0)
        qtbot.waitUntil(lambda: has_fallen_silent(tmp_path / "heard.raw"), timeout=PATIENCE_MS)
    assert failures == []
    recorded = heard(tmp_path / "heard.raw")[:, 1]
    loud = recorded[np.abs(recorded) > 0.01]
    assert len(loud) > RATE_HZ
    spectrum = np.abs(np.fft.rfft(recorded))
    assert abs(np.argmax(spectrum) * RATE_HZ / len(recorded) - 997.0) < 3.0


def test_pausing_keeps_the_place_and_seeking_moves_it(
    qtbot: QtBot, server: SoundServer, player: Player, noise_file: Path
) -> None:
    positions: list[float] = []
    player.position_changed.connect(positions.append)
    player.load(noise_file)
    player.play(1.0)
    qtbot.waitUntil(lambda: player.position_s > 1.2, timeout=PATIENCE_MS)
    player.pause()
    here = player.position_s
    assert not player.is_playing
    assert 1.2 < here < 4.0
    qtbot.wait(200)
    assert player.position_s == here
    player.seek(5.0)
    assert player.position_s == 5.0
    player.toggle()
    qtbot.waitUntil(lambda: player.position_s > 5.1, timeout=PATIENCE_MS)
    assert positions[0] == 0.0
    assert max(positions) < 8.1


def test_the_end_of_the_song_goes_back_to_its_start(
    qtbot: QtBot, server: SoundServer, player: Player, noise_file: Path
) -> None:
    player.load(noise_file)
    with qtbot.waitSignals([player.playing_changed, player.playing_changed], timeout=PATIENCE_MS):
        player.play(7.5)
    assert not player.is_playing
    assert player.position_s == 0.0


def test_a_device_that_vanishes_is_said(
    qtbot: QtBot, server: SoundServer, player: Player, noise_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    player.load(noise_file)
    player.play(0.0)
    qtbot.waitUntil(lambda: player.position_s > 0.1, timeout=PATIENCE_MS)
    with qtbot.waitSignal(player.failed, timeout=PATIENCE_MS) as told:
        server.stop()
    assert told.args[0].code == "output.unavailable"
    assert not player.is_playing


def test_names_the_devices(server: SoundServer) -> None:
    assert "pulse" in output_devices()


def test_an_unknown_device_is_said(qtbot: QtBot, server: SoundServer, player: Player, noise_file: Path) -> None:
    player.use_device("Studio monitors")
    player.load(noise_file)
    with qtbot.waitSignal(player.failed, timeout=PATIENCE_MS) as told:
        player.play()
    assert told.args[0].code == "output.unavailable"
    assert "Studio monitors" in told.args[0].message


def test_looking_for_a_device_takes_no_stream_away(
    qtbot: QtBot, server: SoundServer, player: Player, noise_file: Path
) -> None:
    player.load(noise_file)
    with open_output("", RATE_HZ, 2) as other:
        player.use_device("Studio monitors")
        with qtbot.waitSignal(player.failed, timeout=PATIENCE_MS):
            player.play()
        other.write(np.zeros((1_000, 2), dtype=np.float32))
        assert other.active


def test_no_device_is_said(qtbot: QtBot, nobody: None, player: Player, noise_file: Path) -> None:
    player.load(noise_file)
    player.seek(2.0)
    with qtbot.waitSignal(player.failed, timeout=PATIENCE_MS) as told:
        player.play()
    assert told.args[0].code == "output.unavailable"
    assert told.args[0].hint
    assert not player.is_playing
    assert player.position_s == 2.0


def test_no_portaudio_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, player: Player, noise_file: Path) -> None:
    import builtins

    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    player.load(noise_file)
    with qtbot.waitSignal(player.failed, timeout=PATIENCE_MS) as told:
        player.play()
    assert told.args[0].code == "output.unavailable"
    assert "PortAudio" in told.args[0].message


def test_a_missing_file_is_said(qtbot: QtBot, player: Player, tmp_path: Path) -> None:
    player.load(tmp_path / "gone.wav")
    with qtbot.waitSignal(player.failed, timeout=PATIENCE_MS) as told:
        player.play()
    assert told.args[0].code == "audio.missing"


def test_a_device_that_hangs_is_given_up(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, noise_file: Path, nobody: None
) -> None:
    let_go = threading.Event()

    def hang(*_: object) -> None:
        let_go.wait(60.0)
        raise OSError("too late")

    monkeypatch.setattr(player_module, "open_output", hang)
    monkeypatch.setattr(player_module, "STALLED_S", 0.2)
    player = Player()
    player.load(noise_file)
    with qtbot.waitSignal(player.failed, timeout=PATIENCE_MS) as told:
        player.play()
    assert told.args[0] == player_module.STALLED
    assert not player.is_playing
    let_go.set()
    player.close()
    qtbot.waitUntil(lambda: not any(t.name == "mandohit-player" for t in threading.enumerate()), timeout=PATIENCE_MS)


def test_without_a_song_there_is_nothing_to_play(player: Player) -> None:
    player.play()
    player.toggle()
    assert not player.is_playing


def test_a_fault_with_one_file_leaves_the_next_alone(
    qtbot: QtBot, player: Player, song_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Needs no sound server: both files fail, each for itself."""

    def faulty(path: Path, start_s: float) -> NoReturn:
        raise (AttributeError if path != song_file else AudioMissing)("a fault")

    monkeypatch.setattr("mandohit_desktop.engine.playback.open_playback", faulty)
    codes: list[str] = []
    player.failed.connect(lambda failure: codes.append(failure.code))
    for path in (tmp_path / "broken.wav", song_file):
        player.load(path)
        with qtbot.waitSignal(player.failed, timeout=PATIENCE_MS):
            player.play()
    assert codes == ["internal", "audio.missing"]
