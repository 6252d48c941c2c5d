"""Does recording keep its promises? Bounded memory over hours, nothing lost under load.

    python3 run.py benchmark recording [--hours H] [--load-s SECONDS]

Hours: a file is fed to the recorder as fast as the recorder accepts it; prints peak memory after five minutes and at
the end. Load: noise is played with `paplay` and recorded from the monitor of the default sink while two busy processes
run per processor; the recording is compared with the played samples. The noise is audible on the default sink.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from mandohit_desktop.capture.devices import default_device, list_devices
from mandohit_desktop.capture.file import FileSource, file_device
from mandohit_desktop.capture.notices import UNPLUGGED
from mandohit_desktop.capture.recorder import Recorder
from mandohit_desktop.capture.source import CaptureError, Device

RATE_HZ = 44_100
PIECE_S = 300
BURNERS_PER_PROCESSOR = 2
AROUND_S = 2.0


def peak_mib() -> float:
    """Return the peak resident memory of this process, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _Once:
    """Opens a source once and then raises `CaptureError`, as for a device that was unplugged."""

    def __init__(self, source: FileSource) -> None:
        self._source: FileSource | None = source

    def __call__(self, device: Device, rate_hz: int | None = None) -> FileSource:
        del rate_hz
        source, self._source = self._source, None
        if source is None:
            raise CaptureError(UNPLUGGED.about(device=device.name))
        return source


def record_for_hours(folder: Path, hours: float) -> None:
    """Record a file that is repeated for the given hours, and print time and peak memory."""
    rng = np.random.default_rng(1)
    source = folder / "piece.wav"
    soundfile.write(source, 0.1 * rng.normal(size=(PIECE_S * RATE_HZ, 2)), RATE_HZ)
    for repeats in (1, round(hours * 3600 / PIECE_S)):
        device = file_device(source)
        opened = _Once(FileSource(device, repeats=repeats))
        started_s = time.monotonic()
        recorder = Recorder(device, folder / "out", open_device=opened)
        recorder.start()
        while recorder.state.recording:
            time.sleep(0.1)
        state = recorder.stop()
        assert state.path
        minutes, took_s = soundfile.info(state.path).duration / 60, time.monotonic() - started_s
        print(f"{minutes:6.1f} minutes recorded in {took_s:5.1f} s, peak memory {peak_mib():.0f} MiB", flush=True)
        state.path.unlink()


def _overlap(played: npt.NDArray[np.float64], recorded: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Return the largest difference at the best lag, and the seconds missing at the beginning."""
    n_fft = 2 ** int(np.ceil(np.log2(len(played) + len(recorded))))
    correlation = np.fft.irfft(np.fft.rfft(played, n_fft).conj() * np.fft.rfft(recorded, n_fft))
    lag = int(np.argmax(correlation))
    lag = lag - n_fft if lag > n_fft // 2 else lag
    played, recorded = played[max(0, -lag) :], recorded[max(0, lag) :]
    n_frames = min(len(played), len(recorded))
    return float(np.abs(played[:n_frames] - recorded[:n_frames]).max()), max(0, -lag) / RATE_HZ


def record_under_load(folder: Path, seconds: float) -> None:
    """Play noise, record it and compare, while other processes keep every processor busy."""
    rng = np.random.default_rng(2)
    played = folder / "played.wav"
    soundfile.write(played, 0.05 * rng.normal(size=(round(seconds * RATE_HZ), 2)), RATE_HZ)
    n_burners = BURNERS_PER_PROCESSOR * (os.cpu_count() or 1)
    burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(n_burners)]
    try:
        recorder = Recorder(default_device(list_devices()), folder / "out")
        recorder.start()
        time.sleep(AROUND_S)
        subprocess.run(["paplay", played], check=True)
        time.sleep(AROUND_S)
        state = recorder.stop()
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
    assert state.path, [event.text for event in state.events]
    heard, _ = soundfile.read(state.path)
    sent, _ = soundfile.read(played)
    difference, missing_s = _overlap(sent.mean(axis=1), heard.mean(axis=1))
    n_lost = len(sent) - round(missing_s * RATE_HZ) - len(heard)
    print(
        f"{seconds:.0f} s played with {n_burners} busy processes: {state.n_overflows} overflows, {missing_s:.2f} s of "
        f"the beginning missing, {n_lost} frames lost after it, largest difference {difference:.6f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--hours", type=float, default=3.0)
    parser.add_argument("--load-s", type=float, default=60.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mandohit-") as folder:
        record_for_hours(Path(folder), options.hours)
        if shutil.which("paplay"):
            record_under_load(Path(folder), options.load_s)


if __name__ == "__main__":
    main()
