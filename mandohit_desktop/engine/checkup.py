"""What `doctor` reports: versions, devices, codecs tried on a sample, the models, writable folders."""

import os
import platform
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import av
import numpy as np
import soundfile

from mandohit_desktop import __version__
from mandohit_desktop.capture.devices import list_devices
from mandohit_desktop.capture.source import CaptureError
from mandohit_desktop.core.findings import Finding
from mandohit_desktop.core.paths import data_folder, log_file
from mandohit_desktop.engine.devices import available_devices
from mandohit_desktop.engine.registry import installed_models
from models.audio import open_audio
from models.errors import MandoHitError
from models.spec import SPEC

PACKAGES = ("torch", "numpy", "soundfile", "av", "soxr", "safetensors")
SOUNDFILE_FORMATS = ("wav", "aiff", "flac", "ogg", "opus", "mp3")
RATE_HZ = 48_000


def _versions() -> Iterator[Finding]:
    application = {"version": __version__, "digest": SPEC.digest()}
    yield Finding("application.version", "MandoHit", "{version}, signal path {digest}", application)
    python = {
        "version": platform.python_version(),
        "platform": platform.platform(),
        "n_processors": str(os.cpu_count()),
    }
    yield Finding("python.version", "Python", "{version} on {platform}, {n_processors} processors", python)
    for name in PACKAGES:
        try:
            yield _package(name, version(name))
        except PackageNotFoundError:
            yield Finding("package.unknown", "{name}", "version unknown", {"name": name})
    yield _package("libsndfile", soundfile.__libsndfile_version__)
    codecs = {"version": ".".join(map(str, av.library_versions["libavcodec"]))}
    yield Finding("ffmpeg.version", "FFmpeg libraries", "{version} (libavcodec)", codecs)


def _package(name: str, number: str) -> Finding:
    return Finding("package.version", "{name}", "{version}", {"name": name, "version": number})


def _devices() -> Iterator[Finding]:
    for name, description in available_devices().items():
        if name == "cpu":
            processor = {"name": name, "n_processors": str(os.cpu_count())}
            yield Finding("device.processor", "device {name}", "{n_processors} processors", processor)
        else:
            gpu = {"name": name, "description": description}
            yield Finding("device.gpu", "device {name}", "{description}", gpu)


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
                yield Finding("codec.decodes", "codec {format}", "decodes", {"format": suffix}, n_frames > RATE_HZ // 3)
            except (MandoHitError, soundfile.SoundFileError, av.FFmpegError, OSError, TypeError) as error:
                reason = {"format": suffix, "reason": str(error)}
                yield Finding("codec.fails", "codec {format}", "fails: {reason}", reason, sound=False)


def _model() -> Iterator[Finding]:
    for model in installed_models():
        if model.card:
            card = {"model": model.card.id, "sha256": model.card.weights_sha256}
            yield Finding("model.whole", "model", "{model}, whole, sha256 {sha256}", card)
        elif model.problem:
            problem = f"{model.problem.message} {model.problem.hint}".rstrip()
            unusable = {"model": model.folder.name, "problem": problem}
            yield Finding("model.unusable", "model", "{model}: {problem}", unusable, sound=False)


def _recording() -> Iterator[Finding]:
    """Yield the recording devices; a machine without any is in order."""
    try:
        names = [device.name for device in list_devices()]
    except CaptureError as error:
        yield Finding("recording.failed", "recording", "{reason}", {"reason": error.notice.text})
        return
    if names:
        yield Finding("recording.devices", "recording", "{devices}", {"devices": ", ".join(names)})
    else:
        yield Finding("recording.no_device", "recording", "no device", {})


def _folders() -> Iterator[Finding]:
    for topic, folder in (("data", data_folder()), ("log", log_file().parent)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                yield Finding(f"{topic}.writable", topic, "{folder}, writable", {"folder": str(folder)})
        except OSError as error:
            failed = {"folder": str(folder), "reason": str(error.strerror)}
            yield Finding(f"{topic}.unwritable", topic, "{folder} cannot be written: {reason}", failed, sound=False)


def check_up() -> Iterator[Finding]:
    """Yield the findings, each as soon as it is known."""
    for part in (_versions, _devices, _codecs, _model, _recording, _folders):
        yield from part()
