"""The result of scoring a song: frozen dataclasses whose JSON is the public result format."""

from dataclasses import dataclass
from typing import Any

from models.reasons import Reasons

SCHEMA = 2
UNLIKE_BELOW = 2.0
"""The resemblance, in per cent, below which a score means little."""


def is_unlike(resemblance: float | None) -> bool:
    """Tell whether a song of this resemblance is unlike those that the model knows; False where it is not known."""
    return resemblance is not None and resemblance < UNLIKE_BELOW


@dataclass(frozen=True)
class WindowScore:
    """A 30 s window.

    Attributes:
        start_s: where it starts.
        score: its score; None where it is too quiet, compared with the song, to have one.
        loudness_lufs: its integrated loudness; None where nothing in it passes the gate.
    """

    start_s: float
    score: float | None
    loudness_lufs: float | None

    def to_json(self) -> dict[str, float | None]:
        """Return the window object of the result format."""
        return {
            "start_s": round(self.start_s, 3),
            "score": None if self.score is None else round(self.score, 3),
            "loudness_lufs": None if self.loudness_lufs is None else round(self.loudness_lufs, 2),
        }


@dataclass(frozen=True)
class TagLoading:
    """Name and loading of a tag: the tagger's output for it, 0 to 1."""

    name: str
    loading: float


@dataclass(frozen=True)
class ScoreNotice:
    """A warning about a recording: a stable code for translations, the English sentence, and its numbers."""

    code: str
    text: str
    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class ScoreReport:
    """One scored input. Times in seconds, scores on Spotify's popularity scale of 0 to 100.

    Attributes:
        strength: log-odds; of two songs, their difference is that of the one being more popular, see `difference`.
        resemblance: share of reference songs, in per cent, that lie farther from the others than the highlight does;
            None where the model does not know them, or a recording is too short to tell.
        best: the window with the highest score, a maximum of many.
        reasons: the parts that add up to `raw_score`; None where the model does not know the reference songs' means.
        steps: the popularity at each time step of the inception CNN in the highlight; their mean is `inception`.
        described: what the highlight sounds like, the input of `resemblance`.
        fingerprint: of the song, as text, see `models.fingerprint`; empty for a recording too long to keep in memory.
    """

    file: str
    sha256: str
    duration_s: float
    loudness_lufs: float
    peak_dbfs: float
    model_id: str
    model_sha256: str
    protocol: str
    device: str
    raw_score: float
    inception: float
    tag_score: float
    percentile: float
    spotify_percentile: float
    interval80: tuple[float, float]
    chance_top_decile: float
    strength: float
    resemblance: float | None
    highlight: tuple[float, float]
    best: WindowScore
    windows: tuple[WindowScore, ...]
    tags: tuple[TagLoading, ...]
    reasons: Reasons | None
    warnings: tuple[ScoreNotice, ...]
    steps: tuple[float, ...]
    described: tuple[float, ...]
    fingerprint: str

    @property
    def score(self) -> float:
        """The raw score clipped to 0 to 100."""
        return min(100.0, max(0.0, self.raw_score))

    def to_json(self) -> dict[str, Any]:
        """Return the result object of schema 2."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "sha256": self.sha256,
            "duration_s": round(self.duration_s, 3),
            "loudness_lufs": round(self.loudness_lufs, 2),
            "peak_dbfs": round(self.peak_dbfs, 2),
            "model": {"id": self.model_id, "sha256": self.model_sha256},
            "protocol": self.protocol,
            "device": self.device,
            "score": round(self.score, 3),
            "raw_score": round(self.raw_score, 3),
            "percentile": round(self.percentile, 1),
            "spotify_percentile": round(self.spotify_percentile, 1),
            "interval80": [round(bound, 1) for bound in self.interval80],
            "chance_top_decile": round(self.chance_top_decile, 3),
            "strength": round(self.strength, 4),
            "resemblance": self.resemblance,
            "components": {"inception": round(self.inception, 3), "tags": round(self.tag_score, 3)},
            "highlight": {"start_s": round(self.highlight[0], 3), "end_s": round(self.highlight[1], 3)},
            "best": self.best.to_json(),
            "windows": [window.to_json() for window in self.windows],
            "tags": [{"name": tag.name, "loading": round(tag.loading, 4)} for tag in self.tags],
            "reasons": self.reasons.to_json() if self.reasons else None,
            "warnings": [notice.text for notice in self.warnings],
        }
