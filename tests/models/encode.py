"""Helpers of the audio tests: write what libsndfile cannot, decode a file whole, align two recordings."""

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from models.audio import open_audio
from models.audio_format import AudioInfo

Array = npt.NDArray[np.float32]

LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}


def encode(
    path: Path, samples: Array, rate_hz: int, *, codec: str, container: str, options: dict[str, str] | None = None
) -> Path:
    """Encode [frames, channels] by one of FFmpeg's encoders into one of its containers."""
    layout = LAYOUTS[samples.shape[1]]
    with av.open(str(path), "w", format=container, options=options or {}) as output:
        stream = output.add_stream(codec, rate=rate_hz, layout=layout, bit_rate=192_000)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout=layout)
        frame.sample_rate = rate_hz
        context = stream.codec_context
        context.open()
        resampler = av.AudioResampler(context.format, layout, rate_hz, frame_size=context.frame_size or None)
        for part in [*resampler.resample(frame), *resampler.resample(None), None]:
            output.mux(stream.encode(part))
    return path


def write_aac(path: Path, samples: Array, rate_hz: int, *, index_first: bool = False) -> Path:
    """Encode [frames, channels] to AAC in MP4."""
    options = {"movflags": "faststart"} if index_first else {}
    return encode(path, samples, rate_hz, codec="aac", container="mp4", options=options)


def adts_of(path: Path, samples: Array, rate_hz: int) -> Path:
    """Encode [frames, channels] to a bare AAC stream."""
    return encode(path, samples, rate_hz, codec="aac", container="adts")


def decode(path: Path) -> tuple[AudioInfo, Array]:
    """Return the header and all samples, [frames, channels]."""
    with open_audio(path) as stream:
        return stream.info, np.concatenate(list(stream.blocks))


def best_correlation(left: Array, right: Array) -> float:
    """Return the highest normalised correlation of two mono signals over all lags: codecs add a delay."""
    size = 2 ** int(np.ceil(np.log2(left.size + right.size)))
    cross = np.fft.irfft(np.fft.rfft(left, size).conj() * np.fft.rfft(right, size))
    return float(cross.max() / (np.linalg.norm(left) * np.linalg.norm(right)))
