"""Sounds that are no songs, 30 s each: speech, noise, tones, clicks, drums, lone instruments and General-MIDI bands.

What needs a tool that is not installed (espeak-ng for speech, fluidsynth with a soundfont for MIDI) is left out.
"""

import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

Floats = npt.NDArray[np.float64]
Note = tuple[float, float, int, int, int]
"""Start and length in beats, channel, pitch, velocity."""

RATE = 44_100
LENGTH_S = 30.0
DRUMS = 9
"""The channel whose notes are drums in General MIDI."""
TICKS = 480
SPEECH = {
    "cmn": "今天天气很好，我们一起去公园散步吧。昨天晚上下了一场大雨，街道上到处都是积水，很多人上班都迟到了。"
    "据气象台预报，未来三天仍有阵雨，气温在十五度到二十三度之间，请大家出门记得带伞。" * 2,
    "en": "The committee met on Tuesday to discuss the budget for the coming year, and no decision was reached. "
    "Members will meet again next month, after the figures for the third quarter have been published. "
    "In other news, the bridge across the river stays closed until the end of the week. " * 2,
}
VOICES = (("", 160, 50), ("+m3", 190, 35), ("+f2", 150, 65), ("+f4", 200, 50), ("+m7", 130, 45), ("+croak", 170, 40))
PROGRAMS = {
    "piano": 0, "harpsichord": 6, "glockenspiel": 9, "organ": 19, "accordion": 21, "nylon-guitar": 24,
    "distorted-guitar": 30, "bass": 33, "violin": 40, "cello": 42, "harp": 46, "strings": 48, "choir": 52,
    "trumpet": 56, "saxophone": 65, "oboe": 68, "flute": 73, "pan-flute": 75, "saw-lead": 81, "pad": 89,
    "sitar": 104, "koto": 107,
}  # fmt: skip
PROGRESSIONS = ((0, 9, 5, 7), (0, 7, 9, 5), (9, 5, 0, 7), (5, 7, 4, 9), (0, 4, 5, 7), (0, 9, 2, 7))
MINOR = (2, 4, 9)
SCALE = (0, 2, 4, 7, 9)


def write_sounds(folder: Path) -> dict[str, list[Path]]:
    """Write every sound that this machine can make and return the files of each kind."""
    makers = {
        "speech": _speech,
        "noise": _synthesised(_noises),
        "tones": _synthesised(_tones),
        "clicks": _synthesised(_clicks),
        "drums": _synthesised(_drums),
        "instruments": _rendered(_instruments),
        "midi": _rendered(_bands),
    }
    found = {}
    for kind, make in makers.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        if files := list(make(folder / kind)):
            found[kind] = files
    return found


def _speech(folder: Path) -> Iterator[Path]:
    if not (espeak := shutil.which("espeak-ng")):
        return
    for language, text in SPEECH.items():
        for variant, speed, pitch in VOICES:
            path = folder / f"{language}{variant}.wav"
            command = [espeak, "-v", language + variant, "-s", str(speed), "-p", str(pitch), "-w", str(path), text]
            subprocess.run(command, check=True, capture_output=True)
            yield path


def _synthesised(
    sounds: Callable[[np.random.Generator], dict[str, Floats]],
) -> Callable[[Path], Iterator[Path]]:
    def write(folder: Path) -> Iterator[Path]:
        for name, samples in sounds(np.random.default_rng(1)).items():
            path = folder / f"{name}.wav"
            soundfile.write(path, 0.5 * samples / np.abs(samples).max(), RATE)
            yield path

    return write


def _seconds() -> Floats:
    return np.arange(round(LENGTH_S * RATE)) / RATE


def _coloured(rng: np.random.Generator, slope: float, band_hz: tuple[float, float] = (20.0, 20_000.0)) -> Floats:
    """Return noise whose power falls as frequency to the power of `slope`."""
    n = round(LENGTH_S * RATE)
    spectrum, hz = np.fft.rfft(rng.standard_normal(n)), np.fft.rfftfreq(n, 1 / RATE)
    inside = (hz >= band_hz[0]) & (hz <= band_hz[1])
    spectrum[inside] *= hz[inside] ** (-slope / 2)
    spectrum[~inside] = 0.0
    return np.fft.irfft(spectrum, n)


def _noises(rng: np.random.Generator) -> dict[str, Floats]:
    white, pink = _coloured(rng, 0.0), _coloured(rng, 1.0)
    return {
        "white": white,
        "pink": pink,
        "brown": _coloured(rng, 2.0),
        "hum-band": _coloured(rng, 0.0, (100.0, 400.0)),
        "telephone-band": _coloured(rng, 0.0, (300.0, 3400.0)),
        "hiss-band": _coloured(rng, 0.0, (4000.0, 16_000.0)),
        "waves": pink * (1.05 + np.sin(2 * np.pi * 0.15 * _seconds())),
        "pulsed": white * (np.sin(2 * np.pi * 2.0 * _seconds()) > 0),
    }


def _tones(rng: np.random.Generator) -> dict[str, Floats]:
    t = _seconds()

    def sine(hz: float) -> Floats:
        return np.sin(2 * np.pi * hz * t)

    steps = 220.0 * 2 ** (rng.integers(0, 24, t.size // (RATE // 2) + 1) / 12)
    sweep = np.sin(2 * np.pi * 20.0 * LENGTH_S / np.log(1000) * (1000 ** (t / LENGTH_S) - 1))
    return {
        **{f"sine-{hz}": sine(hz) for hz in (110, 440, 1000, 5000)},
        "chord": sine(261.6) + sine(329.6) + sine(392.0),
        "saw": 2.0 * (110.0 * t % 1.0) - 1.0,
        "square": np.sign(sine(220.0)),
        "vibrato": np.sin(2 * np.pi * 440.0 * t + 8.0 * np.sin(2 * np.pi * 5.0 * t)),
        "steps": np.sin(2 * np.pi * np.cumsum(np.repeat(steps, RATE // 2)[: t.size]) / RATE),
        "sweep-up": sweep,
        "sweep-down": sweep[::-1],
    }


def _train(hit: Floats, bpm: float) -> Floats:
    """Return a hit repeated at each beat."""
    samples = np.zeros(round(LENGTH_S * RATE) + hit.size)
    for start in np.arange(0.0, LENGTH_S, 60.0 / bpm):
        samples[round(start * RATE) : round(start * RATE) + hit.size] += hit
    return samples[: round(LENGTH_S * RATE)]


def _decay(seconds: float, to_seconds: float) -> tuple[Floats, Floats]:
    t = np.arange(round(seconds * RATE)) / RATE
    return t, np.exp(-t / to_seconds)


def _clicks(rng: np.random.Generator) -> dict[str, Floats]:
    t, short = _decay(0.05, 0.008)
    beep, tick = np.sin(2 * np.pi * 1000.0 * t) * short, np.ones(8)
    clicks = {f"beeps-{bpm}": _train(beep, bpm) for bpm in (60, 120, 180)}
    return {**clicks, "ticks-120": _train(tick, 120), "crackle": (rng.random(_seconds().size) < 2e-4).astype(float)}


def _drums(rng: np.random.Generator) -> dict[str, Floats]:
    t, slow = _decay(0.4, 0.1)
    kick = np.sin(2 * np.pi * (50.0 * t + 8.0 * (1 - np.exp(-t / 0.03)))) * slow
    snare = 0.5 * np.sin(2 * np.pi * 190.0 * t) * slow + rng.standard_normal(t.size) * np.exp(-t / 0.06)
    hat = np.diff(rng.standard_normal(t.size), prepend=0.0) * np.exp(-t / 0.02)
    late = np.roll(_train(snare, 60), RATE // 2)
    beat = _train(kick, 120) + 0.4 * late + 0.15 * _train(hat, 240)
    return {
        **{f"kick-{bpm}": _train(kick, bpm) for bpm in (90, 128)},
        "snare": late,
        "hats": _train(hat, 240),
        "beat": beat,
    }


def _rendered(songs: Callable[[np.random.Generator], dict[str, bytes]]) -> Callable[[Path], Iterator[Path]]:
    def render(folder: Path) -> Iterator[Path]:
        if not (fluidsynth := shutil.which("fluidsynth")):
            return
        for name, midi in songs(np.random.default_rng(2)).items():
            score, path = folder / f"{name}.mid", folder / f"{name}.wav"
            score.write_bytes(midi)
            subprocess.run([fluidsynth, "-ni", "-F", str(path), str(score)], check=True, capture_output=True)
            yield path

    return render


def _instruments(rng: np.random.Generator) -> dict[str, bytes]:
    return {name: midi_file(_melody(rng, 0, 60, 52), {0: program}, 100.0) for name, program in PROGRAMS.items()}


def _bands(rng: np.random.Generator) -> dict[str, bytes]:
    """Arrangements as in pop: drums, bass, chords and a melody in the singer's place."""
    songs = {}
    for i in range(24):
        bpm = int(rng.integers(68, 132))
        beats = 4 * (bpm // 8 + 1)
        notes = _melody(rng, 0, 67, beats) + _accompaniment(rng, PROGRESSIONS[i % len(PROGRESSIONS)], beats)
        lead, bass, chord = (int(rng.choice(pool)) for pool in ((52, 53, 65, 73, 80, 40), (32, 33, 38), (0, 4, 24, 48)))
        songs[f"band-{i + 1:02}"] = midi_file(notes + _beat(rng, beats), {0: lead, 1: bass, 2: chord, 3: 48}, bpm)
    return songs


def _melody(rng: np.random.Generator, channel: int, base: int, beats: int) -> list[Note]:
    """Return a wandering pentatonic melody."""
    notes: list[Note] = []
    at, degree = 0.0, 0
    while at < beats:
        length = float(rng.choice([0.5, 0.5, 1.0, 1.5, 2.0]))
        degree = int(np.clip(degree + rng.integers(-2, 3), -4, 6))
        pitch = base + 12 * (degree // len(SCALE)) + SCALE[degree % len(SCALE)]
        notes.append((at, 0.95 * length, channel, pitch, int(rng.integers(75, 110))))
        at += length
    return notes


def _accompaniment(rng: np.random.Generator, chords: tuple[int, ...], beats: int) -> list[Note]:
    notes: list[Note] = []
    broken = rng.random() < 0.5
    for bar in range(beats // 4):
        root = chords[bar % len(chords)]
        triad = [root, root + (3 if root in MINOR else 4), root + 7]
        notes += [(4.0 * bar + beat, 0.9, 1, 36 + root, 95) for beat in range(4)]
        notes += [(4.0 * bar, 3.9, 3, 60 + pitch, 55) for pitch in triad]
        if broken:
            notes += [(4.0 * bar + i / 2, 0.6, 2, 60 + triad[i % 3], 75) for i in range(8)]
        else:
            notes += [(4.0 * bar + half, 1.9, 2, 60 + pitch, 75) for half in (0, 2) for pitch in triad]
    return notes


def _beat(rng: np.random.Generator, beats: int) -> list[Note]:
    hat = float(rng.choice([0.5, 0.25]))
    notes = [(i * hat, 0.1, DRUMS, 42, 70) for i in range(round(beats / hat))]
    notes += [(float(i), 0.1, DRUMS, 36, 110) for i in range(0, beats, 2)]
    return notes + [(float(i), 0.1, DRUMS, 38, 100) for i in range(1, beats, 2)]


def midi_file(notes: list[Note], programs: dict[int, int], bpm: float) -> bytes:
    """Return a standard MIDI file of one track that plays the notes with each channel's General-MIDI program."""
    events = [(0, bytes([0xC0 | channel, program])) for channel, program in programs.items()]
    for start, length, channel, pitch, velocity in notes:
        events.append((round(start * TICKS), bytes([0x90 | channel, pitch, velocity])))
        events.append((round((start + length) * TICKS), bytes([0x80 | channel, pitch, 0])))
    events.sort(key=lambda event: (event[0], event[1][0] & 0xF0 == 0x90))
    track = b"\x00\xff\x51\x03" + round(60e6 / bpm).to_bytes(3, "big")
    last = 0
    for at, message in events:
        track += _variable(at - last) + message
        last = at
    track += b"\x00\xff\x2f\x00"
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, TICKS) + b"MTrk" + struct.pack(">I", len(track)) + track


def _variable(value: int) -> bytes:
    """Return a MIDI variable-length number."""
    digits = [value & 0x7F]
    while value := value >> 7:
        digits.append(value & 0x7F | 0x80)
    return bytes(reversed(digits))
