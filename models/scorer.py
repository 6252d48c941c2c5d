"""From a file to a score report: windows, highlight and timeline, in one pass over the song.

Each front-end array is computed once per song; overlapping windows share the networks' linear layers. A long recording
is processed in stretches of `WINDOWS_PER_STRETCH` windows, so memory stays bounded.
"""

import copy
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor

from models import fingerprint
from models.audio_format import Progress, Samples
from models.bundle import Bundle
from models.explainer import Explainer
from models.frontend import FrontEnd
from models.parallel import Runner
from models.reasons import Reasons
from models.recording import Recording, Signals, measure, measure_samples, stretches
from models.report import ScoreNotice, ScoreReport, TagLoading, WindowScore, is_unlike
from models.spec import Protocol, Spec
from models.windows import InceptionWindows, TaggerWindows, WindowLevels, Windows, highlight, published_windows

T = TypeVar("T")

WINDOWS_PER_STRETCH = 55
WINDOWS_PER_PIECE = 8
SHORT_S = 15.0
WARM_UP_RATE_HZ = 44_100
PUBLISHED_TOLERANCE_LU = 6.0


@dataclass(frozen=True)
class _Plan:
    """How a protocol scores a recording.

    Attributes:
        windows: where they are.
        levels: how loud they are.
        offsets: the sub-hop offsets, in samples.
        highlight: which window the headline is about.
        filled: the share of a window that the recording fills.
    """

    windows: Windows
    levels: WindowLevels
    offsets: tuple[int, ...]
    highlight: int
    filled: float


@dataclass(frozen=True)
class _Scored:
    """Per window: the inception CNN's steps, [windows, 78], tag scores, [windows], and 50 loadings, [windows, 50].

    And what the highlight sounds like, [1, features], see `resemblance`; [0, features] where it is not among these.
    """

    steps: Tensor
    tags: Tensor
    loadings: Tensor
    described: Tensor


class Scorer:
    """Scores recordings with one model on one device.

    Args:
        bundle: the model.
        device: where the networks run: `cpu`, `cuda` or `mps`.
        n_threads: how many tasks of one song may run in parallel on the CPU.
    """

    def __init__(self, bundle: Bundle, device: str = "cpu", n_threads: int = 1) -> None:
        self.card = bundle.card
        self.device = device
        self.model = bundle.model.to(device)
        self._resemblance = bundle.resemblance
        self.spec = self.model.spec
        self.run = Runner(n_threads)
        self.front_end = FrontEnd(self.spec, device)
        self._inception = InceptionWindows(self.model.inception, self.front_end)
        self._tagger = TaggerWindows(self.model, self.front_end)
        self._explainer = Explainer(self.model, self.card.tags[: self.spec.regressor.n_tags])

    def inline(self) -> "Scorer":
        """Return a scorer that shares everything with this one but runs all tasks in the calling thread."""
        twin = copy.copy(self)
        twin.run = Runner(1)
        return twin

    def warm_up(self) -> None:
        """Score one window of noise, so that one-time initialisation does not delay the first song."""
        n_frames = round(self.spec.protocol.window_s * WARM_UP_RATE_HZ)
        noise = np.random.default_rng(0).uniform(-0.5, 0.5, (n_frames, 2)).astype(np.float32)
        self.score_samples(noise, WARM_UP_RATE_HZ, Protocol.MATCHED)

    def score_file(self, path: Path, protocol: Protocol, on_progress: Progress | None = None) -> ScoreReport:
        """Measure and score one file.

        Raises:
            AudioError: one of its subclasses.
            Cancelled: from `on_progress`.
        """
        half = (lambda share: on_progress(share / 2)) if on_progress else None
        other_half = (lambda share: on_progress((1 + share) / 2)) if on_progress else None
        recording = measure(path, self.spec, half, self.run)
        return self.score_recording(recording, protocol, other_half)

    def score_samples(self, samples: Samples, sample_rate_hz: int, protocol: Protocol) -> ScoreReport:
        """Measure and score samples in memory, [frames, channels].

        Raises:
            AudioTooShort: less than 3 s.
            AudioSilent: no block passes the loudness gate.
        """
        return self.score_recording(measure_samples(samples, sample_rate_hz, self.spec, self.run), protocol)

    def score_recording(
        self, recording: Recording, protocol: Protocol, on_progress: Progress | None = None
    ) -> ScoreReport:
        """Score a measured recording; raises as `score_file` does."""
        plan = self._plan(recording, protocol)
        return self._report(recording, protocol, plan, self._score_windows(recording, plan, on_progress))

    def _plan(self, recording: Recording, protocol: Protocol) -> _Plan:
        if protocol is Protocol.PUBLISHED:
            windows = published_windows(recording.n_samples, self.spec)
            levels = WindowLevels.unmatched(recording, windows, self.spec)
        else:
            windows = Windows.over(recording.n_samples, self.spec)
            levels = WindowLevels.of(recording, windows, self.spec)
        offsets = (0,) if protocol is Protocol.PUBLISHED else self.spec.protocol.offsets
        filled = min(1.0, recording.n_samples[1] / windows.lengths[1])
        return _Plan(windows, levels, offsets, highlight(recording, windows, levels, self.spec), filled)

    def _score_windows(self, recording: Recording, plan: _Plan, on_progress: Progress | None) -> _Scored:
        groups = list(plan.windows.groups(WINDOWS_PER_STRETCH))
        firsts = range(0, len(plan.levels.gains), WINDOWS_PER_STRETCH)
        spans = [group.span() for group in groups]
        n_pieces = sum(1 + len(self.spec.tag_mel.windows) + 2 * len(_pieces(group)) for group in groups)
        ticked = _Ticker(n_pieces, on_progress)
        parts = [
            self._score_stretch(plan, first, group.relative(), signals, ticked)
            for first, group, signals in zip(firsts, groups, stretches(recording, spans, self.spec), strict=True)
        ]
        names = ("steps", "tags", "loadings", "described")
        return _Scored(*(torch.cat([getattr(part, name) for part in parts]) for name in names))

    def _score_stretch(self, plan: _Plan, first: int, windows: Windows, signals: Signals, ticked: "_Ticker") -> _Scored:
        """Score windows, the recording's from the `first` on, whose starts are relative to the signals."""
        song_gain, gains = plan.levels.song_gain, plan.levels.gains[first : first + WINDOWS_PER_STRETCH]
        popularity = torch.from_numpy(signals.popularity).to(self.device)
        tagging = torch.from_numpy(signals.tagging).to(self.device)
        n_scales = len(self.spec.tag_mel.windows)
        front_ends: list[Callable[[], Any]] = [
            ticked(partial(self._inception.columns, popularity, windows, song_gain, plan.offsets)),
            # Long windows first, so that the threads finish at about the same time.
            *(ticked(partial(self._tagger.log_mel, tagging, i, windows, song_gain)) for i in reversed(range(n_scales))),
        ]
        columns, *scales = self.run(*front_ends)
        scales.reverse()
        pieces = _pieces(windows)
        steps = self.run(*(ticked(partial(self._inception.steps, columns[piece], gains[piece])) for piece in pieces))
        chosen = [max(-1, plan.highlight - first - piece.start) for piece in pieces]
        heard = self.run(
            *(
                ticked(partial(self._tagger.hear, scales, windows, piece, gains[piece], slice(at, at + 1), plan.filled))
                for piece, at in zip(pieces, chosen, strict=True)
            )
        )
        loadings, described = (torch.cat(parts) for parts in zip(*heard, strict=True))
        with torch.inference_mode():
            tags = self.model.regressor(loadings)
        n_used = self.spec.regressor.n_tags
        return _Scored(torch.cat(steps).cpu(), tags.cpu(), loadings[:, :n_used].cpu(), described.cpu())

    def _report(self, recording: Recording, protocol: Protocol, plan: _Plan, scored: _Scored) -> ScoreReport:
        windows, chosen = plan.windows, plan.highlight
        start_s = windows.starts_s[chosen]
        inception = scored.steps.mean(dim=1)
        fused = self.model.fuse(inception, scored.tags)
        scores = _window_scores(windows, plan.levels, fused)
        reference, score = self.card.reference, float(fused[chosen])
        percentile = reference.percentile(score, protocol)
        loadings = scored.loadings[chosen].tolist()
        described = scored.described[0].double().numpy()
        known = self._resemblance if recording.duration_s >= SHORT_S else None
        resemblance = known.percentage(described) if known else None
        by_strength = sorted(zip(self.card.tags, loadings, strict=False), key=lambda pair: -pair[1])
        return ScoreReport(
            file=str(recording.path),
            sha256=recording.sha256,
            duration_s=recording.duration_s,
            loudness_lufs=recording.loudness_lufs,
            peak_dbfs=recording.peak_dbfs,
            model_id=self.card.id,
            model_sha256=self.card.weights_sha256,
            protocol=protocol.value,
            device=self.device,
            raw_score=score,
            inception=float(inception[chosen]),
            tag_score=float(scored.tags[chosen]),
            percentile=percentile,
            spotify_percentile=reference.spotify_percentile(score),
            interval80=reference.interval80(percentile),
            chance_top_decile=reference.chance_top_decile(percentile),
            strength=reference.strength(percentile),
            resemblance=resemblance,
            highlight=(start_s, min(recording.duration_s, start_s + self.spec.protocol.window_s)),
            best=max((w for w in scores if w.score is not None), key=lambda w: w.score or 0.0),
            windows=scores,
            tags=tuple(TagLoading(name, loading) for name, loading in by_strength),
            reasons=self._reasons(protocol, float(inception[chosen]), scored.loadings[chosen]),
            warnings=(*unlike_reference(resemblance), *warnings_about(recording, protocol, self.spec)),
            steps=tuple(scored.steps[chosen].tolist()),
            described=tuple(described.tolist()),
            fingerprint=self._fingerprint(recording),
        )

    def _fingerprint(self, recording: Recording) -> str:
        if recording.signals is None:
            return ""
        signal = torch.from_numpy(recording.signals.popularity).to(self.device)
        with torch.inference_mode():
            mel = self.front_end.popularity_mel(signal, self.spec.popularity_mel.hop_length)
        return fingerprint.encode(fingerprint.fingerprint(mel.cpu()))

    def _reasons(self, protocol: Protocol, inception: float, loadings: Tensor) -> Reasons | None:
        typical = self.card.reference.typical
        return self._explainer.explain(typical[protocol], inception, loadings) if typical else None


def _window_scores(windows: Windows, levels: WindowLevels, fused: Tensor) -> tuple[WindowScore, ...]:
    each = zip(windows.starts_s, fused.tolist(), levels.lufs, levels.is_quiet, strict=True)
    return tuple(
        WindowScore(start_s, None if quiet else score, lufs if math.isfinite(lufs) else None)
        for start_s, score, lufs, quiet in each
    )


class _Ticker:
    """Counts the completed tasks of one song; may be called from several threads."""

    def __init__(self, n_pieces: int, on_progress: Progress | None) -> None:
        self._n_pieces = n_pieces
        self._n_done = itertools.count(1)
        self._on_progress = on_progress

    def __call__(self, piece: Callable[[], T]) -> Callable[[], T]:
        """Return the task with progress reported after it."""

        def run() -> T:
            result = piece()
            if self._on_progress:
                self._on_progress(next(self._n_done) / self._n_pieces)
            return result

        return run


def _pieces(windows: Windows) -> list[slice]:
    return [slice(i, i + WINDOWS_PER_PIECE) for i in range(0, len(windows.starts_s), WINDOWS_PER_PIECE)]


def unlike_reference(resemblance: float | None) -> Iterator[ScoreNotice]:
    """Yield a notice where a highlight is unlike the songs that the model knows."""
    if is_unlike(resemblance):
        yield ScoreNotice("unlike_reference", "Unlike the songs this model knows: its score means little.")


def warnings_about(recording: Recording, protocol: Protocol, spec: Spec) -> Iterator[ScoreNotice]:
    """Yield a notice for each property of the recording that makes its score less reliable."""
    if recording.duration_s < SHORT_S:
        yield ScoreNotice(
            "short",
            f"Only {recording.duration_s:.1f} s of sound: the model was trained on 30 s, so this score is rough.",
            (recording.duration_s,),
        )
    if recording.sample_rate_hz < spec.tag_mel.sample_rate_hz:
        yield ScoreNotice(
            "narrow_band",
            f"The file's sample rate is {recording.sample_rate_hz:,} Hz: its treble is missing, and the tags were "
            "trained on full-band sound, so this score is rough.",
            (float(recording.sample_rate_hz),),
        )
    yield from recording.faults.notices(full_band=recording.sample_rate_hz >= spec.tag_mel.sample_rate_hz)
    if not recording.end_known:
        yield ScoreNotice(
            "end_unknown",
            "This kind of file does not tell where it ends: if it was cut short, its end is missing from this score.",
        )
    distance = 20.0 * abs(math.log10(recording.matching_gain(spec)))
    if protocol is Protocol.PUBLISHED and distance > PUBLISHED_TOLERANCE_LU:
        yield ScoreNotice(
            "loudness_differs",
            f"The song's loudness is {distance:.0f} LU away from the reference songs', and scores of the published "
            "protocol change with loudness: the matched protocol suits this file.",
            (distance,),
        )
