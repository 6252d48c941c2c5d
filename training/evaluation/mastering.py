"""What mastering does to a recording without making another song of it: equaliser, compressor, reverb, tempo, pitch.

Filters are FFmpeg's with their default corners and times: shelves at 100 and 3,000 Hz, a compressor of ratio 2, WSOLA
for tempo. The reverb is decaying noise, 1 s to -60 dB, mixed in at -15 dB.
"""

import av
import numpy as np
import soxr
from av.filter import Graph
from scipy.signal import fftconvolve

from models.audio_format import Samples
from training.evaluation.robustness import Treatment

EQ_DB = 2.0
COMPRESSED_FROM_DB = -12.0
TEMPO = 1.03
CENTS = 20.0
SPEED = 1.01
REVERB_S = 1.0
REVERB_DB = -15.0


def filtered(samples: Samples, rate: int, name: str, **options: float) -> Samples:
    """Return what one of FFmpeg's audio filters makes of samples, [frames, channels] with one or two channels."""
    layout = "mono" if samples.shape[1] == 1 else "stereo"
    graph = Graph()
    chain = [
        graph.add_abuffer(sample_rate=rate, format="fltp", layout=layout),
        graph.add(name, **{key: str(value) for key, value in options.items()}),
        graph.add("aformat", sample_fmts="fltp"),
        graph.add("abuffersink"),
    ]
    graph.link_nodes(*chain).configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T, dtype=np.float32), format="fltp", layout=layout)
    frame.sample_rate = rate
    graph.push(frame)
    graph.push(None)
    made = []
    while True:
        try:
            made.append(graph.pull().to_ndarray())
        except (EOFError, BlockingIOError):
            return np.concatenate(made, axis=1, dtype=np.float32).T


def _filter(name: str, **options: float) -> Treatment:
    return lambda samples, rate: (filtered(samples, rate, name, **options), rate)


def _faster(samples: Samples, ratio: float) -> Samples:
    """Play samples faster, so that they are shorter and higher."""
    return np.asarray(soxr.resample(samples, ratio, 1.0, "VHQ"), dtype=np.float32)


def _higher(samples: Samples, rate: int) -> tuple[Samples, int]:
    ratio = 2.0 ** (CENTS / 1200.0)
    return filtered(_faster(samples, ratio), rate, "atempo", tempo=1.0 / ratio), rate


def _reverb(samples: Samples, rate: int) -> tuple[Samples, int]:
    n_taps = round(rate * REVERB_S)
    noise = np.random.default_rng(1).standard_normal((n_taps, samples.shape[1]))
    tail = noise * 10.0 ** (-3.0 * np.arange(n_taps) / n_taps)[:, None]
    tail *= 10.0 ** (REVERB_DB / 20.0) / np.sqrt((tail**2).sum(axis=0))
    wet = fftconvolve(samples, tail.astype(np.float32), axes=0)[: len(samples)]
    return (samples + wet).astype(np.float32), rate


MASTERING: dict[str, Treatment] = {
    **{
        f"{shelf} {decibels:+.0f} dB": _filter(shelf, g=decibels)
        for shelf in ("treble", "bass")
        for decibels in (EQ_DB, -EQ_DB)
    },
    "light compression": _filter("acompressor", threshold=10.0 ** (COMPRESSED_FROM_DB / 20.0)),
    "reverb": _reverb,
    f"tempo +{TEMPO - 1:.0%}": _filter("atempo", tempo=TEMPO),
    f"pitch +{CENTS:.0f} cents": _higher,
    f"speed +{SPEED - 1:.0%}": lambda samples, rate: (_faster(samples, SPEED), rate),
}
