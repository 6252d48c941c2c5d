"""Integrated and short-term loudness, ITU-R BS.1770-4 and EBU Tech 3341.

The K-weighting filters are applied by overlap-save convolution with their impulse response: exact to single precision
and faster than a recursive filter, which would need double precision for its poles at 38 Hz. The meter processes the
song in blocks, so two hours need no more memory than two minutes.
"""

import functools
import math

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

STEP_S = 0.1
GATE_STEPS = 4
SHORT_TERM_STEPS = 30
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
SILENCE_LU = -40.0
COMPARED_STEPS = 8
IMPULSE_RESPONSE_S = 0.1
DUAL_MONO_LU = 10.0 * math.log10(2.0)

Floats = npt.NDArray[np.float64]

_SURROUND_WEIGHTS = {
    4: (1.0, 1.0, 1.41, 1.41),
    5: (1.0, 1.0, 1.0, 1.41, 1.41),
    6: (1.0, 1.0, 1.0, 0.0, 1.41, 1.41),
    7: (1.0, 1.0, 1.0, 0.0, 1.0, 1.41, 1.41),
    8: (1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.41, 1.41),
}
"""Weights by channel count, in the channel order of WAVE files; the LFE channel has weight 0."""


def channel_weights(n_channels: int) -> Floats:
    """Return the BS.1770 weight of each channel, [channels], in the channel order of WAVE files."""
    return np.array(_SURROUND_WEIGHTS.get(n_channels, (1.0,) * n_channels))


Complexes = npt.NDArray[np.complex128]


def _biquad_response(b: tuple[float, ...], a: tuple[float, ...], z: Complexes) -> Complexes:
    return (b[0] + b[1] / z + b[2] / z**2) / (a[0] + a[1] / z + a[2] / z**2)


def k_weighting(sample_rate_hz: int, n_fft: int) -> Complexes:
    """Return the K-weighting's frequency response, [1 + n_fft // 2], at the bins of a real FFT of n_fft points.

    The two analogue prototypes of BS.1770's 48 kHz coefficients are mapped to the sample rate by the bilinear transform
    (De Man 2014).
    """
    z = np.exp(2j * np.pi * np.arange(n_fft // 2 + 1) / n_fft)
    gain, q, frequency = 10.0 ** (3.999843853973347 / 20.0), 0.7071752369554196, 1681.974450955533
    k = math.tan(math.pi * frequency / sample_rate_hz)
    middle = gain**0.4996667741545416
    shelf = _biquad_response(
        (gain + middle * k / q + k * k, 2.0 * (k * k - gain), gain - middle * k / q + k * k),
        (1.0 + k / q + k * k, 2.0 * (k * k - 1.0), 1.0 - k / q + k * k),
        z,
    )
    q, frequency = 0.5003270373238773, 38.13547087602444
    k = math.tan(math.pi * frequency / sample_rate_hz)
    high_pass = _biquad_response((1.0, -2.0, 1.0), (1.0 + k / q + k * k, 2.0 * (k * k - 1.0), 1.0 - k / q + k * k), z)
    # BS.1770 normalises the high-pass's denominator to a0 = 1 but not its numerator; common meters that normalise
    # both read 0.045 LU low.
    return shelf * high_pass * (1.0 + k / q + k * k)


@functools.cache
def _truncated_response(sample_rate_hz: int, n_fft: int, n_taps: int) -> Tensor:
    impulse = np.fft.irfft(k_weighting(sample_rate_hz, n_fft))[:n_taps]
    return torch.from_numpy(np.fft.rfft(impulse, n_fft).astype(np.complex64))


def _lufs(weighted_energy: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return -0.691 + 10.0 * np.log10(weighted_energy)


class LoudnessMeter:
    """Measures the loudness of a song given in blocks; the result does not depend on the block sizes."""

    def __init__(self, sample_rate_hz: int, n_channels: int) -> None:
        self.step_samples = round(sample_rate_hz * STEP_S)
        self.step_s = self.step_samples / sample_rate_hz
        self._weights = channel_weights(n_channels)
        self._overlap = round(sample_rate_hz * IMPULSE_RESPONSE_S)
        self._n_fft = 2 ** math.ceil(math.log2(7 * self._overlap))
        self._hop = (self._n_fft - self._overlap) // self.step_samples * self.step_samples
        self._response = _truncated_response(sample_rate_hz, self._n_fft, self._overlap)
        self._held = torch.zeros(n_channels, self._overlap)
        self._energies: list[Floats] = []
        self._apart = self._together = 0.0

    def push(self, block: npt.NDArray[np.float32]) -> None:
        """Process the next samples, [frames, channels]."""
        self._held = torch.cat([self._held, torch.from_numpy(block.T)], dim=1)
        n_hops = (self._held.shape[1] - self._overlap) // self._hop
        if n_hops:
            steps = self._steps(self._held, n_hops)
            self._compare(steps[:, :, ::COMPARED_STEPS])
            self._energies.append(self._energy(steps))
            self._held = self._held[:, n_hops * self._hop :].clone()

    def _steps(self, signal: Tensor, n_hops: int) -> Tensor:
        """Return a signal, [channels, overlap + n_hops x hop], K-weighted: [channels, n_hops, steps, samples]."""
        pieces = signal.unfold(1, self._overlap + self._hop, self._hop)[:, :n_hops]
        spectrum = torch.fft.rfft(pieces, n=self._n_fft).mul_(self._response)
        filtered: Tensor = torch.fft.irfft(spectrum, n=self._n_fft)[..., self._overlap : self._overlap + self._hop]
        return filtered.view(*filtered.shape[:2], -1, self.step_samples)

    def _compare(self, steps: Tensor) -> None:
        """Add up the channels' energies and the energy of their sum."""
        together = steps[0].clone()
        for channel in steps[1:]:
            together += channel
        self._apart += float(steps.square().sum())
        self._together += float(together.square_().sum())

    def _energy(self, steps: Tensor) -> Floats:
        """Return the weighted mean square of every step, [n_hops x steps]; squares the steps in place."""
        energy = steps.square_().sum(3).flatten(1)
        return np.asarray(self._weights @ (energy.double().numpy() / self.step_samples))

    def _rest(self) -> Floats:
        """Return the weighted mean square, [steps], of the complete steps after the last complete hop."""
        missing = self._overlap + self._hop - self._held.shape[1]
        n_steps = (self._hop - missing) // self.step_samples
        return self._energy(self._steps(torch.nn.functional.pad(self._held, (0, missing)), 1))[:n_steps]

    def energies(self) -> Floats:
        """Return the weighted mean square of each complete step, [steps]."""
        return np.concatenate([*self._energies, self._rest()])

    def downmix_lu(self) -> float:
        """Return the loudness of the channels' sum against that of channels that have nothing in common, in LU.

        0 for one channel, 3 for two alike, minus infinity for two that cancel; taken from a part of the steps.
        """
        return 10.0 * math.log10(self._together / self._apart) if self._together else -math.inf


def _moving_mean(energies: Floats, n_steps: int) -> Floats:
    """Return the mean of every window of n_steps, at a hop of one step."""
    sums = np.cumsum(np.concatenate([np.zeros(1), energies]))
    return (sums[n_steps:] - sums[:-n_steps]) / n_steps if sums.size > n_steps else np.zeros(0)


def integrated_lufs(energies: Floats) -> float:
    """Return the integrated loudness, in LUFS, of steps of these energies; minus infinity if no block passes."""
    blocks = _moving_mean(energies, GATE_STEPS)
    blocks = blocks[_lufs(blocks) >= ABSOLUTE_GATE_LUFS]
    if not blocks.size:
        return -math.inf
    relative_gate = float(_lufs(blocks.mean())) + RELATIVE_GATE_LU
    return float(_lufs(blocks[_lufs(blocks) > relative_gate].mean()))


def short_term_lufs(energies: Floats) -> Floats:
    """Return the short-term loudness, in LUFS, of every 3 s window at a hop of one step; at least -70 LUFS."""
    return np.maximum(_lufs(_moving_mean(energies, SHORT_TERM_STEPS)), ABSOLUTE_GATE_LUFS)


def silent_share(energies: Floats) -> float:
    """Return the share of 400 ms blocks that are silent, 0 to 1: below the absolute gate or 40 LU below the song."""
    blocks = _lufs(_moving_mean(energies, GATE_STEPS))
    return float((blocks < max(ABSOLUTE_GATE_LUFS, integrated_lufs(energies) + SILENCE_LU)).mean())
