"""What harms a score and can be heard by machine, measured while a recording is decoded; no score depends on it.

Thresholds were chosen on real clips and songs and on copies of them with each fault, see the model card.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch.nn import functional as F

from models.audio_format import Samples
from models.flat_tops import FlatTops
from models.pieces import Pieces
from models.repetition import Repetition
from models.report import ScoreNotice

CLIPPED_SHARE = 1e-3
"""Share of samples in flat tops from which on a recording counts as clipped."""
CANCELLING_LU = -3.0
"""Loudness of the down-mix against that of channels that have nothing in common; channels that are alike: +3 LU."""
TREBLE_HZ = 4_250.0
NO_TREBLE_DB = -54.0
"""Power above `TREBLE_HZ` against that of the whole."""
SILENT_SHARE = 0.5

_FRAME = 256
_FRAME_HOP = 2_048
"""A frame every 128 ms is enough for an average over the recording, and meets every part of a beat."""
_PIECE = 32 * _FRAME_HOP
_DECIMATION = 8
_LOW_PASS = 3 * _DECIMATION
"""Taps of the low-pass before decimation; aliasing would hide loops whose period is not a whole number of samples."""


@dataclass(frozen=True)
class SoundFaults:
    """What was measured.

    Attributes:
        clipped_share: share of the samples that lie in flat tops, 0 to 1.
        downmix_lu: loudness of the channels' sum against that of channels that have nothing in common.
        treble_db: power above 4.25 kHz against that of the whole, in the down-mix.
        silent_share: share of the recording that is silent, 0 to 1.
        period_s: seconds after which the recording repeats, infinite if it does not.
    """

    clipped_share: float
    downmix_lu: float
    treble_db: float
    silent_share: float
    period_s: float

    def notices(self, *, full_band: bool) -> Iterator[ScoreNotice]:
        """Yield a notice for each fault; for missing treble only where the sample rate leaves room for treble."""
        if self.clipped_share >= CLIPPED_SHARE:
            percent = 100.0 * self.clipped_share
            yield ScoreNotice(
                "clipped",
                f"The sound is clipped: {percent:.1f} % of its samples are cut off at one level, and the score "
                "includes that distortion. Lower the level before it is cut off and export again.",
                (percent,),
            )
        if self.downmix_lu < CANCELLING_LU:
            yield ScoreNotice(
                "channels_cancel",
                "The channels cancel each other when they are mixed to mono, which is what the model hears: this score "
                "is of what is left. Is the polarity of one channel inverted?",
            )
        if full_band and self.treble_db < NO_TREBLE_DB:
            yield ScoreNotice(
                "treble_missing",
                "There is practically nothing above 4 kHz: the model was trained on full-band sound, so this score is "
                "rough. Use the original, not a copy that lost its treble.",
            )
        if self.silent_share > SILENT_SHARE:
            percent = 100.0 * self.silent_share
            yield ScoreNotice(
                "mostly_silent",
                f"{percent:.0f} % of the file is silence: the score is of 30 s of it, silence in them included. Check "
                "the export's start and end, and muted tracks.",
                (percent,),
            )
        if math.isfinite(self.period_s):
            yield ScoreNotice(
                "loop",
                f"The same {self.period_s:.1f} s repeat over and over: the model was trained on excerpts of whole "
                "songs, so this score says little about a song. Score the finished arrangement.",
                (self.period_s,),
            )


class FaultMeter:
    """Measures faults in a recording given in blocks; the result does not depend on the block sizes."""

    def __init__(self, sample_rate_hz: int, tagging_rate_hz: int) -> None:
        self._tops = FlatTops(sample_rate_hz)
        self._pieces = Pieces(_PIECE)
        self._repetition = Repetition(tagging_rate_hz // _DECIMATION)
        self._treble = slice(math.ceil(TREBLE_HZ * _FRAME / tagging_rate_hz), None)
        self._low_pass = torch.hann_window(_LOW_PASS, periodic=False)[None, None]
        self._tail = torch.zeros(_LOW_PASS - _DECIMATION)
        self._window = torch.hann_window(_FRAME)
        self._power = torch.zeros(_FRAME // 2 + 1, dtype=torch.float64)

    def push(self, block: Samples) -> None:
        """Take the next samples as decoded, [frames, channels]."""
        self._tops.push(block)

    def push_tagging(self, mono: Samples) -> None:
        """Take the next samples of the tagger's signal, [samples]."""
        for piece in self._pieces.push(mono):
            self._take(piece)

    def _take(self, piece: Samples) -> None:
        signal = torch.from_numpy(piece)
        spectrum = torch.fft.rfft(signal.view(-1, _FRAME_HOP)[:, :_FRAME] * self._window)
        self._power += torch.view_as_real(spectrum).square_().sum(dim=(0, 2))
        joined = torch.cat([self._tail, signal])
        self._repetition.push(F.conv1d(joined[None, None], self._low_pass, stride=_DECIMATION).flatten().numpy())
        self._tail = joined[-self._tail.numel() :]

    @property
    def peak(self) -> float:
        """The largest magnitude of a sample so far."""
        return self._tops.peak

    def end(self, downmix_lu: float, silent_share: float) -> SoundFaults:
        """Return what was measured, with what the loudness meter knows."""
        self._tops.end()
        rest = self._pieces.rest()
        if rest.size >= _FRAME_HOP:
            self._take(rest[: rest.size // _FRAME_HOP * _FRAME_HOP])
        self._repetition.end()
        treble, whole = float(self._power[self._treble].sum()), float(self._power.sum())
        return SoundFaults(
            clipped_share=self._tops.share,
            downmix_lu=downmix_lu,
            treble_db=10.0 * math.log10(max(treble / whole, 1e-15)) if whole else 0.0,
            silent_share=silent_share,
            period_s=self._repetition.period_s(),
        )
