"""A measured recording: one pass over a file gives its hash, loudness, faults and the two signals the front ends need.

The signals of a song stay in memory. A longer recording is decoded a second time, in stretches, when they are needed,
so memory does not grow with its length.
"""

import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

import numpy as np

from models.audio import AudioStream, Resampler, downmix, open_audio
from models.audio_format import AudioInfo, Progress, Samples
from models.errors import AudioMissing, AudioSilent, AudioTooShort
from models.loudness import DUAL_MONO_LU, Floats, LoudnessMeter, integrated_lufs, short_term_lufs, silent_share
from models.parallel import Runner
from models.sound_faults import FaultMeter, SoundFaults
from models.spec import SPEC, Spec

MIN_DURATION_S = 3.0
IN_MEMORY_S = 900.0
HASHED_BYTES = 2**22


@dataclass(frozen=True)
class Signals:
    """The same stretch of sound, mono, each [samples], at the sample rates of the popularity mel and of the tagger."""

    popularity: Samples
    tagging: Samples


@dataclass(frozen=True)
class Span:
    """Sample ranges [start, stop) of one stretch, at each of the two sample rates."""

    popularity: tuple[int, int]
    tagging: tuple[int, int]


@dataclass(frozen=True)
class Recording:
    """Result of one pass over a file.

    Attributes:
        end_known: whether the file shows that it is complete.
        faults: what harms its score, see `sound_faults`.
        energies: K-weighted mean square of each step of `step_s`, see `loudness`.
        signals: None for a recording too long to keep in memory.
    """

    path: Path
    sha256: str
    sample_rate_hz: int
    duration_s: float
    loudness_lufs: float
    is_mono: bool
    end_known: bool
    peak_dbfs: float
    faults: SoundFaults
    energies: Floats
    step_s: float
    n_samples: tuple[int, int]
    signals: Signals | None

    def matching_gain(self, spec: Spec = SPEC) -> float:
        """Return the linear gain that brings the recording to the protocol's integrated loudness.

        A mono file is measured as dual mono, as it is played back: mono and stereo exports of a mix then score alike.
        """
        heard_lufs = self.loudness_lufs + (DUAL_MONO_LU if self.is_mono else 0.0)
        return float(10.0 ** ((spec.protocol.loudness_lufs - heard_lufs) / 20.0))

    def window_lufs(self, start_s: float, length_s: float) -> float:
        """Return the integrated loudness of a part of the recording, as if it were cut out and measured alone."""
        first = round(start_s / self.step_s)
        return integrated_lufs(self.energies[first : first + round(length_s / self.step_s)])

    @cached_property
    def short_term_lufs(self) -> Floats:
        """The short-term loudness of every 3 s window at a hop of `step_s`."""
        return short_term_lufs(self.energies)


def sha256_of(path: Path, on_wait: Callable[[], None] | None = None) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal.

    Args:
        path: the file.
        on_wait: called every few megabytes; may raise `Cancelled`.

    Raises:
        AudioMissing: the file cannot be read (any more).
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(HASHED_BYTES):
                digest.update(chunk)
                if on_wait:
                    on_wait()
    except OSError as error:
        raise AudioMissing("The file vanished while it was read.", "Was it moved or deleted?") from error
    return digest.hexdigest()


class _Resamplers:
    """Both resamplers, fed the same mono samples."""

    def __init__(self, from_hz: int, spec: Spec) -> None:
        self._popularity = Resampler(from_hz, spec.popularity_mel.sample_rate_hz)
        self._tagging = Resampler(from_hz, spec.tag_mel.sample_rate_hz)

    def push(self, mono: Samples) -> Signals:
        return Signals(self.push_popularity(mono), self.push_tagging(mono))

    def push_popularity(self, mono: Samples) -> Samples:
        return self._popularity.push(mono, last=False)

    def push_tagging(self, mono: Samples) -> Samples:
        return self._tagging.push(mono, last=False)

    def flush(self) -> Signals:
        nothing = np.zeros(0, dtype=np.float32)
        return Signals(self._popularity.push(nothing, last=True), self._tagging.push(nothing, last=True))


def measure(path: Path, spec: Spec = SPEC, on_progress: Progress | None = None, run: Runner | None = None) -> Recording:
    """Decode a file once and measure it; `run` measures a block while the next one is decoded.

    Raises:
        AudioError: one of its subclasses.
        Cancelled: from `on_progress`.
    """
    with open_audio(path, on_wait=on_progress) as stream:
        recording = _measured(stream, spec, on_progress, run or Runner(1))
    return replace(recording, path=path, sha256=sha256_of(path, partial(on_progress, 1.0) if on_progress else None))


def measure_samples(samples: Samples, sample_rate_hz: int, spec: Spec = SPEC, run: Runner | None = None) -> Recording:
    """Measure samples in memory, [frames, channels]; the recording has no path and no hash.

    Raises:
        AudioTooShort: less than 3 s.
        AudioSilent: no block passes the loudness gate.
    """
    info = AudioInfo(sample_rate_hz, samples.shape[1], len(samples))
    blocks = iter([samples] if len(samples) else [])
    return _measured(AudioStream(info, blocks), spec, None, run or Runner(1))


def _measured(stream: AudioStream, spec: Spec, on_progress: Progress | None, run: Runner) -> Recording:
    parts: list[Signals] = []
    n_samples, n_frames = (0, 0), 0
    rate = stream.info.sample_rate_hz
    meter = LoudnessMeter(rate, stream.info.n_channels)
    faults = FaultMeter(rate, spec.tag_mel.sample_rate_hz)
    resamplers = _Resamplers(rate, spec)
    end = np.zeros((0, stream.info.n_channels), dtype=np.float32)
    block = next(stream.blocks, end)
    while block is not end:
        n_frames += len(block)
        mono = downmix(block)
        block, _, *signals = run(
            partial(next, stream.blocks, end),
            partial(_metered, meter, faults, block),
            partial(resamplers.push_popularity, mono),
            partial(_pushed_tagging, resamplers, faults, mono),
        )
        parts.append(Signals(*signals))
        n_samples = _add(n_samples, parts[-1])
        if n_frames > IN_MEMORY_S * rate:
            parts.clear()
        if on_progress:
            on_progress(stream.share())
    parts.append(resamplers.flush())
    faults.push_tagging(parts[-1].tagging)
    n_samples = _add(n_samples, parts[-1])
    energies = meter.energies()
    _require_sound(n_frames / rate, loudness_lufs := integrated_lufs(energies))
    return Recording(
        path=Path(),
        sha256="",
        sample_rate_hz=rate,
        duration_s=n_frames / rate,
        loudness_lufs=loudness_lufs,
        is_mono=stream.info.n_channels == 1,
        end_known=stream.info.end_known,
        peak_dbfs=20.0 * math.log10(faults.peak),
        faults=faults.end(meter.downmix_lu(), silent_share(energies)),
        energies=energies,
        step_s=meter.step_s,
        n_samples=n_samples,
        signals=_join(parts) if n_frames <= IN_MEMORY_S * rate else None,
    )


def _metered(meter: LoudnessMeter, faults: FaultMeter, block: Samples) -> Samples:
    meter.push(block)
    faults.push(block)
    return block


def _pushed_tagging(resamplers: _Resamplers, faults: FaultMeter, mono: Samples) -> Samples:
    tagging = resamplers.push_tagging(mono)
    faults.push_tagging(tagging)
    return tagging


def _require_sound(duration_s: float, loudness_lufs: float) -> None:
    if duration_s < MIN_DURATION_S:
        raise AudioTooShort(f"The file lasts {duration_s:.1f} s; a score needs at least {MIN_DURATION_S:.0f} s.")
    if math.isinf(loudness_lufs):
        raise AudioSilent("The file is silent.", "Check the export's routing and faders.")


def _add(counts: tuple[int, int], signals: Signals) -> tuple[int, int]:
    return counts[0] + len(signals.popularity), counts[1] + len(signals.tagging)


def _join(parts: Sequence[Signals]) -> Signals:
    return Signals(np.concatenate([p.popularity for p in parts]), np.concatenate([p.tagging for p in parts]))


def _decode_again(recording: Recording, spec: Spec) -> Iterator[Signals]:
    with open_audio(recording.path) as stream:
        resamplers = _Resamplers(stream.info.sample_rate_hz, spec)
        for block in stream.blocks:
            yield resamplers.push(downmix(block))
        yield resamplers.flush()


def stretches(recording: Recording, spans: Sequence[Span], spec: Spec = SPEC) -> Iterator[Signals]:
    """Yield the signals of each span; spans must be in order and may overlap.

    Raises:
        AudioError: a long recording cannot be decoded a second time.
    """
    source = iter([recording.signals]) if recording.signals else _decode_again(recording, spec)
    held, dropped = Signals(np.zeros(0, np.float32), np.zeros(0, np.float32)), (0, 0)
    for span in spans:
        wanted = (span.popularity[1], span.tagging[1])
        while any(got < end for got, end in zip(_add(dropped, held), wanted, strict=True)):
            more = next(source, None)
            if more is None:
                break
            held = _join([held, more])
        held = _cut(held, dropped, (span.popularity[0], span.tagging[0]), _add(dropped, held))
        dropped = (span.popularity[0], span.tagging[0])
        yield _cut(held, dropped, dropped, wanted)


def _cut(held: Signals, dropped: tuple[int, int], start: tuple[int, int], stop: tuple[int, int]) -> Signals:
    return Signals(
        held.popularity[start[0] - dropped[0] : stop[0] - dropped[0]],
        held.tagging[start[1] - dropped[1] : stop[1] - dropped[1]],
    )
