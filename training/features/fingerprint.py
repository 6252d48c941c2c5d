"""Which songs are the same sound, though their files differ: another encoding, another edition of one recording.

Compares every fifth frame of `models.fingerprint` at one place, so that all pairs of a large corpus are a matrix
product; some tens of milliseconds more at the start do not matter. Of 228 real previews, any two of different
recordings disagree in 40 to 60 % of the signs, and 95 % of the copies (a poor mp3, or 50 ms later) in less than 13 %.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations_with_replacement

import numpy as np
import numpy.typing as npt
import torch

from models.fingerprint import HEARD, MOST_DISAGREEMENT, N_BANDS, SPREAD_FRAMES, fingerprint
from training.features.shards import Features
from training.features.split import components
from training.runtime.stop import StopRequest

Signs = npt.NDArray[np.int8]

FEWEST_SIGNS = 300
"""About ten seconds of sound; less is never called the same."""
BLOCK_SONGS = 4096


def signs_of(power: npt.NDArray[np.float32]) -> Signs:
    """Return the signs of a clip, 1 and -1, 0 where there is silence; all 0 where there is too little sound.

    Args:
        power: popularity mel, [128, frames], linear power.
    """
    frames = fingerprint(torch.tensor(power))[::SPREAD_FRAMES]
    rises = (frames[:, None] >> np.arange(N_BANDS - 1)) & 1
    signs = np.where(rises, 1, -1) * (frames & HEARD > 0)[:, None]
    return signs.ravel().astype(np.int8) if np.count_nonzero(signs) >= FEWEST_SIGNS else np.zeros(signs.size, np.int8)


def same_sound(
    prints: Sequence[Signs], stop: StopRequest | None = None, progress: Callable[[float], None] | None = None
) -> list[tuple[int, int]]:
    """Return the pairs of songs that are the same sound.

    Args:
        prints: a fingerprint a song, all of one length.
        stop: ends the work between two blocks.
        progress: called with the share of comparisons made.

    Raises:
        Cancelled: a stop was asked for.
    """
    if not prints:
        return []
    signs = torch.from_numpy(np.stack(prints))
    n_signs = signs.count_nonzero(1).float()
    blocks = [torch.arange(start, min(start + BLOCK_SONGS, len(signs))) for start in range(0, len(signs), BLOCK_SONGS)]
    meetings = list(combinations_with_replacement(blocks, 2))
    pairs: list[tuple[int, int]] = []
    for done, (rows, columns) in enumerate(meetings, 1):
        if stop is not None:
            stop.check()
        agreement = signs[rows].float() @ signs[columns].float().T
        needed = (1.0 - 2.0 * MOST_DISAGREEMENT) * torch.minimum(n_signs[rows, None], n_signs[columns])
        same = (agreement > needed) & (rows[:, None] < columns)
        pairs += [(int(rows[i]), int(columns[j])) for i, j in same.nonzero().tolist()]
        if progress is not None:
            progress(done / len(meetings))
    return pairs


def name_sounds(features: Features, stop: StopRequest, progress: Callable[[int, int], None]) -> Mapping[str, str]:
    """Return a name for each song's sound, by id; songs of one name are one recording.

    Files with the same bytes are the same sound, and so are highlights with the same fingerprint.

    Args:
        features: of the whole corpus.
        stop: ends the work.
        progress: called with the songs done and all songs; half of each song is to be compared.

    Raises:
        Cancelled: a stop was asked for.
    """
    ids = sorted(features.songs)
    prints = []
    for done, name in enumerate(ids):
        stop.check()
        prints.append(signs_of(features.mel(name)))
        progress(done // 2, len(ids))
    links = [[features.songs[name].sha256] for name in ids]
    half = len(ids) // 2
    for one, other in same_sound(prints, stop, lambda share: progress(half + int(share * (len(ids) - half)), len(ids))):
        links[one].append(f"{one}={other}")
        links[other].append(f"{one}={other}")
    return {name: f"sound {group}" for name, group in zip(ids, components(links).tolist(), strict=True)}
