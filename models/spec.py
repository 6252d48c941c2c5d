"""The parameters that training and inference must share.

Both use these frozen dataclasses, because a silent difference between training and inference is the most common fault
in this field. A bundle contains the whole specification as JSON, and the loader refuses a bundle whose specification
differs. The module does not import PyTorch.
"""

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Protocol(StrEnum):
    """How a song is prepared and scored."""

    MATCHED = "matched"
    """Loudness matched, four sub-hop offsets averaged, every window of the song scored."""
    PUBLISHED = "published"
    """The middle 30 s without loudness matching: reproduces the numbers published in 2021."""


@dataclass(frozen=True)
class PopularityMelSpec:
    """Linear power mel of the inception CNN: centred frames, zero padding, periodic Hann, Slaney mel bands and norm."""

    sample_rate_hz: int = 22_050
    n_fft: int = 4096
    hop_length: int = 2048
    n_mels: int = 128
    n_frames: int = 323


@dataclass(frozen=True)
class TagMelSpec:
    """Log mels of the tagger: ln(1 + gain x power), one per window size, with n_fft equal to the window size.

    Each is computed at its own hop in `window_hops`, a quarter of a long window, and interpolated to `hop_length`.
    """

    sample_rate_hz: int = 16_000
    windows: tuple[int, ...] = (512, 1024, 2048, 4096, 8192, 16_384)
    window_hops: tuple[int, ...] = (512, 512, 512, 1024, 2048, 4096)
    hop_length: int = 512
    n_mels: int = 128
    n_frames: int = 939
    log_gain: float = 10_000.0


@dataclass(frozen=True)
class InceptionSpec:
    """Inception CNN (Yu et al. 2017): parallel first-layer kernels as (width in frames, channels, time padding)."""

    branches: tuple[tuple[int, int, int], ...] = ((4, 32, 0), (8, 16, 2), (16, 16, 6))
    squeeze_channels: int = 32
    conv_width: int = 4
    conv_channels: int = 64
    dense_channels: int = 256
    leaky_slope: float = 0.1
    n_steps: int = 78


@dataclass(frozen=True)
class TaggerSpec:
    """Multi-scale fully convolutional tagger (Liu and Yang 2016)."""

    conv_width: int = 8
    conv_channels: int = 32
    pool: int = 4
    dense_channels: int = 512
    n_tags: int = 188
    n_steps: int = 59
    gaussian_length: int = 256


@dataclass(frozen=True)
class RegressorSpec:
    """Tag DNN: predicts the popularity from the loadings of the first `n_tags` tags."""

    n_tags: int = 50
    hidden: tuple[int, ...] = (100, 100, 30)
    leaky_slope: float = 0.1


@dataclass(frozen=True)
class ProtocolSpec:
    """Parameters of the `matched` protocol outside the front end; times in seconds, offsets in samples, level in LUFS.

    Each window is brought to the level by its own integrated loudness, but raised by at most `max_raise_db` more than
    the song as a whole. The level is the reference corpus's median: -11.5 LUFS on a meter that reads 0.045 LU too low
    (see `loudness`).
    """

    loudness_lufs: float = -11.455
    offsets: tuple[int, ...] = (0, 512, 1024, 1536)
    window_s: float = 30.0
    hop_s: float = 5.0
    max_raise_db: float = 12.0
    inception_weight: float = 0.5


@dataclass(frozen=True)
class Spec:
    """The whole signal path."""

    popularity_mel: PopularityMelSpec = field(default_factory=PopularityMelSpec)
    tag_mel: TagMelSpec = field(default_factory=TagMelSpec)
    inception: InceptionSpec = field(default_factory=InceptionSpec)
    tagger: TaggerSpec = field(default_factory=TaggerSpec)
    regressor: RegressorSpec = field(default_factory=RegressorSpec)
    protocol: ProtocolSpec = field(default_factory=ProtocolSpec)

    def to_json(self) -> dict[str, Any]:
        """Return the specification as plain JSON values (tuples become lists)."""
        plain: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self)))
        return plain

    def digest(self) -> str:
        """Return a stable hash of all parameters, 16 hexadecimal digits."""
        canonical = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]

    def differences(self, other: dict[str, Any]) -> list[str]:
        """Return the names of the fields in which another specification, as JSON, differs from this one."""
        mine = self.to_json()
        names = [f"{part}.{key}" for part in mine for key in mine[part] if _value(other, part, key) != mine[part][key]]
        unknown = [part for part in other if part not in mine]
        return names + unknown


def _value(spec: dict[str, Any], part: str, key: str) -> Any:
    section = spec.get(part)
    return section.get(key) if isinstance(section, dict) else None


SPEC = Spec()
"""The specification of this release."""
