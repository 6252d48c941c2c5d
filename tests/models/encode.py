"""Helpers of the audio tests: write AAC (libsndfile cannot), decode a file whole, align two recordings."""

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from models.audio import open_audio
from models.audio_format import AudioInfo

Array = npt.NDArray[np.float32]

LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}


def write_aac(path: Path, samples: Array, rate_hz: int, *, index_first: bool = False) -> Path:
    """Encode [frames, channels] to AAC, in MP4 (`.m4a`) or as a bare ADTS stream (`.aac`)."""
    layout = LAYOUTS[samples.shape[1]]
    options = {"movflags": "faststart"} if index_first else {}
    with av.open(str(path), "w", format="adts" if path.suffix == ".aac" else "mp4", options=options) as container:
        stream = container.add_stream("aac", rate=rate_hz, layout=layout)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout=layout)
        frame.sample_rate = rate_hz
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return path


def decode(path: Path) -> tuple[AudioInfo, Array]:
    """Return the header and all samples, [frames, channels]."""
    with open_audio(path) as stream:
        return stream.info, np.concatenate(list(stream.blocks))


def best_correlation(left: Array, right: Array) -> float:
    """Return the highest normalised correlation of two mono signals over all lags: codecs add a delay."""
    size = 2 ** int(np.ceil(np.log2(left.size + right.size)))
    cross = np.fft.irfft(np.fft.rfft(left, size).conj() * np.fft.rfft(right, size))
    return float(cross.max() / (np.linalg.norm(left) * np.linalg.norm(right)))
