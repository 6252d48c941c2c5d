"""A library of 30 s clips with both front ends computed once, kept in memory-mapped arrays.

Mels are stored loudness-matched: the popularity mel at a hop of 512 samples, so that all four sub-hop offsets can be
cut from it, and the tagging mels on the tagger's own logarithmic scale, where half precision is enough.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from models.audio import EXTENSIONS
from models.errors import AudioError
from models.frontend import FrontEnd
from models.recording import Span, measure, stretches
from models.spec import SPEC

log = logging.getLogger(__name__)

GRID_HOP = 512
GRID_FRAMES = 1 + round(SPEC.protocol.window_s * SPEC.popularity_mel.sample_rate_hz) // GRID_HOP
TAG_FRAMES = 1 + round(SPEC.protocol.window_s * SPEC.tag_mel.sample_rate_hz) // SPEC.tag_mel.hop_length
POPULARITY_SHAPE = (SPEC.popularity_mel.n_mels, GRID_FRAMES)
TAGGING_SHAPE = (len(SPEC.tag_mel.windows), SPEC.tag_mel.n_mels, TAG_FRAMES)
MAX_CLIPS_PER_TRACK = 10
QUIETEST_CLIP = 1e-3
"""Mean log mel below which a clip counts as silence and is left out."""


@dataclass(frozen=True)
class Clip:
    """Where one clip came from. Clips of one file share its hash and stay on one side of every split."""

    file: str
    sha256: str
    start_s: float
    is_real: bool


@dataclass(frozen=True)
class ClipLibrary:
    """Clips and their mels: popularity [n, 128, 1292] linear power, tagging [n, 6, 128, 938] logarithmic."""

    clips: list[Clip]
    popularity: npt.NDArray[np.float32]
    tagging: npt.NDArray[np.float16]

    def indices(self, *, real: bool, held_out: bool, share: float) -> list[int]:
        """Return the clips of one kind on one side of the split by file; `share` is held out, chosen by hash."""
        limit = int(share * 2**32)
        return [
            i for i, clip in enumerate(self.clips) if clip.is_real == real and (_split_key(clip) < limit) == held_out
        ]


def _split_key(clip: Clip) -> int:
    return int.from_bytes(hashlib.sha256(clip.sha256.encode()).digest()[:4], "big")


def find_audio(folder: Path) -> list[Path]:
    """Return the audio files below a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in EXTENSIONS and path.is_file())


def _span(start_s: float, spec_rates: tuple[int, int]) -> Span:
    (a, b), length = spec_rates, SPEC.protocol.window_s
    return Span(
        (round(start_s * a), round((start_s + length) * a)), (round(start_s * b), round((start_s + length) * b))
    )


def _starts(duration_s: float) -> list[float]:
    length = SPEC.protocol.window_s
    n = min(MAX_CLIPS_PER_TRACK, int((duration_s + 0.01) / length))
    return [i * (duration_s - length) / max(1, n - 1) for i in range(n)]


def _extract(
    path: Path, root: Path, is_real: bool
) -> list[tuple[Clip, npt.NDArray[np.float32], npt.NDArray[np.float16]]]:
    """Compute all clips of one file; a file that cannot be used gives none."""
    torch.set_num_threads(1)
    rates = (SPEC.popularity_mel.sample_rate_hz, SPEC.tag_mel.sample_rate_hz)
    try:
        recording = measure(path)
    except AudioError as error:
        log.warning("%s left out: %s", path.name, error.message)
        return []
    front, gain = FrontEnd(), recording.matching_gain()
    starts = _starts(recording.duration_s)
    results = []
    for start, signals in zip(starts, stretches(recording, [_span(s, rates) for s in starts]), strict=True):
        with torch.inference_mode():
            mel = front.popularity_mel(torch.from_numpy(signals.popularity), GRID_HOP) * gain**2
            tag = front.tagging_log_mels(torch.from_numpy(signals.tagging), gain**2)
        if float(tag.mean()) < QUIETEST_CLIP:
            continue
        clip = Clip(path.relative_to(root).as_posix(), recording.sha256, round(start, 3), is_real)
        results.append((clip, _fit(mel.numpy(), GRID_FRAMES), _fit(tag.numpy(), TAG_FRAMES).astype(np.float16)))
    return results


def _fit(mel: npt.NDArray[np.float32], n_frames: int) -> npt.NDArray[np.float32]:
    missing = max(0, n_frames - mel.shape[-1])
    return np.pad(mel, [(0, 0)] * (mel.ndim - 1) + [(0, missing)])[..., :n_frames]


def _append(folder: Path, roots: Sequence[tuple[Path, bool]]) -> Iterator[Clip]:
    seen: set[str] = set()
    with (
        (folder / "popularity.f32").open("wb") as popularity,
        (folder / "tagging.f16").open("wb") as tagging,
        ProcessPoolExecutor() as pool,
    ):
        for root, is_real in roots:
            files = find_audio(root)
            for extracted in pool.map(_extract, files, repeat(root), repeat(is_real)):
                if not extracted or extracted[0][0].sha256 in seen:
                    continue
                seen.add(extracted[0][0].sha256)
                for clip, mel, tag in extracted:
                    popularity.write(mel.tobytes())
                    tagging.write(tag.tobytes())
                    yield clip


def build_library(folder: Path, clips: Path, music: Path) -> None:
    """Compute the mels of every clip below two folders, unless that was done before.

    Args:
        folder: where the arrays go; `clips.json` appears in it last.
        clips: real songs, the domain of the model.
        music: other music, for breadth.
    """
    if (folder / "clips.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    done = []
    for clip in _append(folder, [(clips, True), (music, False)]):
        done.append(asdict(clip))
        if len(done) % 100 == 0:
            log.info("%d clips", len(done))
    partial = folder / "clips.json.part"
    partial.write_text(json.dumps(done, ensure_ascii=False, indent=0), encoding="utf-8")
    partial.replace(folder / "clips.json")


def open_library(folder: Path) -> ClipLibrary:
    """Open what `build_library` wrote."""
    clips = [Clip(**entry) for entry in json.loads((folder / "clips.json").read_text(encoding="utf-8"))]
    n = len(clips)
    return ClipLibrary(
        clips,
        np.memmap(folder / "popularity.f32", dtype=np.float32, mode="r", shape=(n, *POPULARITY_SHAPE)),
        np.memmap(folder / "tagging.f16", dtype=np.float16, mode="r", shape=(n, *TAGGING_SHAPE)),
    )
