"""Which recordings are takes of one performance: other gain, another encoding, a trimmed start, some reverb.

The sign of how the loudness difference of neighbouring bands changes with time survives all of that (Haitsma and Kalker
2002). A song is described every 93 ms by 15 such signs, each over 0.9 s, so that two prints can be laid over each other
to within 46 ms. Different songs disagree in about half of the signs; so do two performances of the same melody.
"""

import base64
import binascii
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Print = NDArray[np.uint16]
"""The signs of each frame, [frames]: bit b for bands b and b + 1; `HEARD` is set where there is sound."""

N_BANDS = 16
SPREAD_FRAMES = 5
"""Half of the frames that a sign averages over, which is also how far the two loudnesses lie apart that it compares."""
SILENCE = 1e-6
"""Share of the mean power below which a frame says nothing."""
HEARD = np.uint16(1 << 15)
LONGEST_SHIFT = 22
"""Frames, about two seconds, by which one recording may start later than the other."""
N_SHIFTS = 2 * LONGEST_SHIFT + 1
FRAMES_A_WORD = 4
"""Frames that are compared at once, as one number of 64 bits."""
HEARD_WORD = np.uint64(0x8000_8000_8000_8000)
MOST_DISAGREEMENT = 0.3
FEWEST_FRAMES = 100
"""Nine seconds; less sound in common is never called the same."""
LONGEST_DIFFERENCE = 55
"""Frames, about five seconds, by which the lengths of two takes may differ."""


def fingerprint(power: Tensor) -> Print:
    """Return the signs of a song, [frames - 15].

    Args:
        power: mel spectrogram, [128, frames], linear power, a frame every 2,048 samples at 22,050 Hz.
    """
    bands = power.double().reshape(N_BANDS, -1, power.shape[1]).sum(1)
    width = 2 * SPREAD_FRAMES
    if bands.shape[1] < width + SPREAD_FRAMES + 1:
        return np.zeros(0, np.uint16)
    sums = torch.nn.functional.pad(bands.cumsum(1), (1, 0))
    cells = (sums[:, width:] - sums[:, :-width]).clamp_(min=0.0)
    floor = SILENCE * float(cells.mean()) + np.finfo(np.float64).tiny
    loudness = torch.log(cells + floor)
    tilt = loudness[:-1] - loudness[1:]
    rises = (tilt[:, SPREAD_FRAMES:] > tilt[:, :-SPREAD_FRAMES]).numpy()
    heard = (cells.amax(0) > floor).numpy()
    bits = (rises * (1 << np.arange(N_BANDS - 1))[:, None]).sum(0).astype(np.uint16)
    return np.where(heard[SPREAD_FRAMES:] & heard[:-SPREAD_FRAMES], bits | HEARD, np.uint16(0))


def encode(print_: Print) -> str:
    """Return a print as text."""
    return base64.b64encode(print_.astype("<u2").tobytes()).decode("ascii")


def decode(text: str) -> Print:
    """Return the print of a text; an empty one, which is like no other, where the text is damaged."""
    try:
        return np.frombuffer(base64.b64decode(text, validate=True), "<u2").astype(np.uint16)
    except (binascii.Error, ValueError):
        return np.zeros(0, np.uint16)


def disagreement(one: Print, other: Print) -> float:
    """Return the share of signs, 0 to 1, that differ where two prints fit best; 1 with too little in common."""
    n_frames = -(-len(one) // FRAMES_A_WORD) * FRAMES_A_WORD
    fixed, padded = np.zeros(n_frames, np.uint16), np.zeros(n_frames + N_SHIFTS, np.uint16)
    fixed[: len(one)] = one
    n_reached = min(len(other), len(padded) - LONGEST_SHIFT)
    padded[LONGEST_SHIFT : LONGEST_SHIFT + n_reached] = other[:n_reached]
    words = fixed.view(np.uint64)
    shifted = np.ndarray((N_SHIFTS, len(words)), np.uint64, padded, strides=(padded.itemsize, words.itemsize)).copy()
    heard = shifted & words & HEARD_WORD
    signs = heard - (heard >> np.uint64(N_BANDS - 1))
    n_heard = np.bitwise_count(heard).sum(axis=1, dtype=np.int64)
    n_differing = np.bitwise_count((shifted ^ words) & signs).sum(axis=1, dtype=np.int64)
    enough = n_heard >= FEWEST_FRAMES
    return float(np.min(n_differing[enough] / (n_heard[enough] * (N_BANDS - 1)), initial=1.0))


def is_take_of(one: Print, other: Print) -> bool:
    """Return whether two prints are of one performance."""
    if abs(len(one) - len(other)) > LONGEST_DIFFERENCE:
        return False
    return disagreement(one, other) < MOST_DISAGREEMENT


def takes(prints: Sequence[Print], contents: Sequence[str]) -> list[list[int]]:
    """Return the songs in groups of one performance, in order of each group's first song.

    A song joins the first group whose first song it is a take of, so that no chain of likenesses joins what is unlike.

    Args:
        prints: a fingerprint a song; an empty one is like no other.
        contents: the hash of each song's bytes; equal bytes are one performance in any case.
    """
    groups: list[list[int]] = []
    for i, print_ in enumerate(prints):
        for group in groups:
            if contents[group[0]] == contents[i] or is_take_of(prints[group[0]], print_):
                group.append(i)
                break
        else:
            groups.append([i])
    return groups
