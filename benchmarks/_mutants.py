"""Damaged files: sources in every format, and what happens to their bytes, all decided by a seed and a number."""

from collections.abc import Callable, Iterable
from pathlib import Path

import av
import numpy as np
import soundfile

from tests.synth import song

FORMATS = ("wav", "aiff", "flac", "mp3", "ogg", "opus", "m4a", "caf", "w64", "webm", "wma")
SONG_S = 3.5
RATE_HZ = 48_000
HEAD_BYTES = 512
SIZES = (0, 1, 7, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE)

_SNDFILE = {
    "wav": [("WAV", "PCM_16"), ("WAV", "FLOAT"), ("WAVEX", "PCM_24"), ("RF64", "PCM_16"), ("WAV", "MS_ADPCM")],
    "aiff": [("AIFF", "PCM_16"), ("AIFF", "FLOAT")],
    "flac": [("FLAC", "PCM_16"), ("FLAC", "PCM_24")],
    "mp3": [("MP3", "MPEG_LAYER_III")],
    "ogg": [("OGG", "VORBIS")],
    "opus": [("OGG", "OPUS")],
    "caf": [("CAF", "PCM_16"), ("CAF", "ALAC_16")],
    "w64": [("W64", "PCM_16"), ("W64", "FLOAT")],
}
_AV = {
    "mp3": [("mp3", "libmp3lame", {"write_xing": "0"})],
    "m4a": [("mp4", "aac", {}), ("mp4", "aac", {"movflags": "faststart"}), ("mp4", "alac", {}),
            ("mp4", "aac", {"movflags": "frag_keyframe+empty_moov"}), ("adts", "aac", {})],
    "caf": [("caf", "alac", {})],
    "webm": [("webm", "libopus", {}), ("matroska", "pcm_s16le", {}), ("matroska", "aac", {})],
    "wma": [("asf", "wmav2", {}), ("asf", "wmav1", {})],
}  # fmt: skip

Mutation = Callable[[bytearray, np.random.Generator, list[bytes]], bytes | bytearray]


def _write_av(path: Path, samples: np.ndarray, container: str, codec: str, options: dict[str, str]) -> None:
    with av.open(str(path), "w", format=container, options=options) as file:
        stream = file.add_stream(codec, rate=RATE_HZ, layout="stereo", bit_rate=128_000)
        resampler = av.AudioResampler(format=stream.format, layout="stereo", rate=RATE_HZ)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout="stereo")
        frame.sample_rate = RATE_HZ
        for converted in resampler.resample(frame):
            file.mux(stream.encode(converted))
        file.mux(stream.encode(None))


def sources(folder: Path) -> dict[str, list[bytes]]:
    """Return whole files by format, each in its variants."""
    folder.mkdir()
    samples = song(SONG_S, RATE_HZ)
    files: dict[str, list[bytes]] = {name: [] for name in FORMATS}
    path = folder / "source"
    for name, variants in _SNDFILE.items():
        for container, subtype in variants:
            soundfile.write(path, samples, RATE_HZ, subtype, format=container)
            files[name].append(path.read_bytes())
    for name, encodings in _AV.items():
        for container, codec, options in encodings:
            _write_av(path, samples, container, codec, options)
            files[name].append(path.read_bytes())
    return files


def _place(file: bytearray, rng: np.random.Generator) -> int:
    """Choose a byte: in every second case one of the first, where the headers are."""
    return int(rng.integers(min(HEAD_BYTES, len(file)) if rng.random() < 0.5 else len(file)))


def _flip_bits(file: bytearray, rng: np.random.Generator, others: list[bytes]) -> bytearray:
    for _ in range(int(rng.integers(1, 33))):
        file[_place(file, rng)] ^= 1 << int(rng.integers(8))
    return file


def _overwrite(file: bytearray, rng: np.random.Generator, others: list[bytes]) -> bytearray:
    at, size = _place(file, rng), int(rng.integers(1, 65))
    file[at : at + size] = rng.bytes(len(file[at : at + size]))
    return file


def _truncate(file: bytearray, rng: np.random.Generator, others: list[bytes]) -> bytearray:
    return file[: 1 + _place(file, rng)]


def _change_size(file: bytearray, rng: np.random.Generator, others: list[bytes]) -> bytearray:
    """Write an extreme number, or one close to the right one, where a chunk's size may stand."""
    at, order = int(rng.integers(min(HEAD_BYTES, len(file)) // 2)) * 2, rng.choice(["little", "big"])
    right = int.from_bytes(file[at : at + 4], order)
    near = [max(0, right + int(rng.integers(-9, 10))) & 0xFFFFFFFF]
    file[at : at + 4] = int(rng.choice([*SIZES, *near, len(file)])).to_bytes(4, order)
    return file


def _insert(file: bytearray, rng: np.random.Generator, others: list[bytes]) -> bytearray:
    """Insert noise, or a part of the file a second time."""
    at, size = _place(file, rng), int(rng.integers(1, 4097))
    start = _place(file, rng)
    file[at:at] = rng.bytes(size) if rng.random() < 0.5 else file[start : start + size]
    return file


def _splice(file: bytearray, rng: np.random.Generator, others: list[bytes]) -> bytes:
    """Put another format's beginning in front of this one's rest."""
    head, size = others[int(rng.integers(len(others)))], int(rng.integers(4, HEAD_BYTES))
    return head[:size] + file[size if rng.random() < 0.5 else 0 :]


MUTATIONS: tuple[Mutation, ...] = (_flip_bits, _overwrite, _truncate, _change_size, _insert, _splice)


def mutants(originals: dict[str, list[bytes]], kind: str, seed: int, indices: Iterable[int], folder: Path) -> None:
    """Write the mutants of one format with these numbers; each depends on the seed and its number alone."""
    others = [file for files in originals.values() for file in files]
    for index in indices:
        rng = np.random.default_rng([seed, index])
        file = originals[kind][int(rng.integers(len(originals[kind])))]
        mutation = MUTATIONS[int(rng.integers(len(MUTATIONS)))]
        target = folder / f"{index:06d} {mutation.__name__.strip('_')}.{kind}"
        target.write_bytes(mutation(bytearray(file), rng, others))


def good_file(folder: Path, number: int) -> Path:
    """Write a whole song that sorts after the mutants."""
    path = folder / "good.wav"
    soundfile.write(path, song(SONG_S, RATE_HZ, seed=100 + number), RATE_HZ, "PCM_16")
    return path
