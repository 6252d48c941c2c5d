"""What `doctor` reports: versions, devices, codecs tried for real, the model, writable places."""

import os
import platform
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import av
import numpy as np
import soundfile

from mandohit_desktop import __version__
from mandohit_desktop.capture.devices import list_devices
from mandohit_desktop.capture.source import CaptureError
from mandohit_desktop.core.paths import data_folder, log_file
from mandohit_desktop.engine.devices import available_devices
from mandohit_desktop.engine.registry import installed_models
from models.audio import open_audio
from models.errors import MandoHitError
from models.spec import SPEC

PACKAGES = ("torch", "numpy", "soundfile", "av", "soxr", "safetensors")
SOUNDFILE_FORMATS = ("wav", "aiff", "flac", "ogg", "opus", "mp3")
RATE_HZ = 48_000


@dataclass(frozen=True)
class Finding:
    """One line of the check-up."""

    topic: str
    text: str
    sound: bool = True


def _versions() -> Iterator[Finding]:
    yield Finding("MandoHit", f"{__version__}, signal path {SPEC.digest()}")
    yield Finding("Python", f"{platform.python_version()} on {platform.platform()}, {os.cpu_count()} processors")
    for package in PACKAGES:
        try:
            yield Finding(package, version(package))
        except PackageNotFoundError:
            yield Finding(package, "version unknown")
    yield Finding("libsndfile", soundfile.__libsndfile_version__)
    yield Finding("FFmpeg libraries", ".".join(map(str, av.library_versions["libavcodec"])) + " (libavcodec)")


def _devices() -> Iterator[Finding]:
    for name, description in available_devices().items():
        yield Finding(f"device {name}", description)


def _write_sample(path: Path, tone: "np.ndarray[tuple[int, int], np.dtype[np.float32]]") -> None:
    if path.suffix == ".m4a":
        with av.open(str(path), "w") as container:
            stream = container.add_stream("aac", rate=RATE_HZ, layout="stereo")
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(tone.T), format="fltp", layout="stereo")
            frame.sample_rate = RATE_HZ
            for packet in [*stream.encode(frame), *stream.encode(None)]:
                container.mux(packet)
        return
    subtype = "OPUS" if path.suffix == ".opus" else None
    soundfile.write(path, tone, RATE_HZ, subtype=subtype, format="OGG" if subtype else None)


def _codecs() -> Iterator[Finding]:
    """Write half a second of sound in each format and decode it again."""
    tone = 0.3 * np.sin(np.arange(RATE_HZ // 2)[:, None] * [0.05, 0.07]).astype(np.float32)
    with tempfile.TemporaryDirectory(prefix="mandohit-") as folder:
        for suffix in (*SOUNDFILE_FORMATS, "m4a"):
            path = Path(folder) / f"\u6e2c\u8a66.{suffix}"
            try:
                _write_sample(path, tone)
                with open_audio(path) as stream:
                    n_frames = sum(len(block) for block in stream.blocks)
                yield Finding(f"codec {suffix}", "decodes", n_frames > RATE_HZ // 3)
            except (MandoHitError, soundfile.SoundFileError, av.FFmpegError, OSError, TypeError) as error:
                yield Finding(f"codec {suffix}", f"fails: {error}", sound=False)


def _model() -> Iterator[Finding]:
    for model in installed_models():
        if model.card:
            yield Finding("model", f"{model.card.id}, whole, sha256 {model.card.weights_sha256}")
        elif model.problem:
            text = f"{model.folder.name}: {model.problem.message} {model.problem.hint}".rstrip()
            yield Finding("model", text, sound=False)


def _recording() -> Iterator[Finding]:
    """Say what can be recorded; a machine without sound is no fault of the installation."""
    try:
        names = [device.name for device in list_devices()]
    except CaptureError as error:
        yield Finding("recording", error.notice.text)
    else:
        yield Finding("recording", ", ".join(names) or "no device")


def _places() -> Iterator[Finding]:
    for topic, folder in (("data", data_folder()), ("log", log_file().parent)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                yield Finding(topic, f"{folder}, writable")
        except OSError as error:
            yield Finding(topic, f"{folder} cannot be written: {error.strerror}", sound=False)


def check_up() -> Iterator[Finding]:
    """Yield the findings, each as soon as it is known."""
    for part in (_versions, _devices, _codecs, _model, _recording, _places):
        yield from part()
