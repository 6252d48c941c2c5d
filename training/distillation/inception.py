"""The fits of the inception CNN: what of its teacher it learns.

The published network pools its time steps in pairs twice, so its answer depends on where in a group of sixteen frames
(at the hop of 512 samples of the stored mels) a song starts. A student that learns the teacher's steps averaged over
those sixteen phases follows it more steadily than it follows itself.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from models.frontend import frames_at_hop
from models.inception import InceptionCNN, rescale_input
from models.spec import SPEC
from training.distillation.augment import loudness_weights
from training.distillation.clips import ClipLibrary
from training.distillation.fits import HELD_OUT_SHARE, Sampler, Schedule, fit, real_level
from training.runtime.mel_statistics import band_means

N_OFFSETS = len(SPEC.protocol.offsets)
N_POOLED = 4
"""Frames between two steps of the network, in its own hop."""
USUAL_SPREAD = 6.0
"""Standard deviation of the steps within a real song; a batch's wilder members count for less."""


def power_of(library: ClipLibrary, index: int) -> Tensor:
    """Return a clip's popularity mel, [mels, 1292]."""
    return torch.from_numpy(np.array(library.popularity[index]))


def offset_streams(grid: Tensor) -> Tensor:
    """Cut the four sub-hop offsets out of popularity mels at a hop of 512 samples.

    Args:
        grid: [batch, mels, 1292].

    Returns:
        [batch, 4, mels, 323].
    """
    return frames_at_hop(grid, range(N_OFFSETS), N_OFFSETS, SPEC.popularity_mel.n_frames)


def averaged_steps(network: InceptionCNN, streams: Tensor) -> Tensor:
    """Return the step values averaged over the offsets, [batch, 78], of streams [batch, 4, mels, 323]."""
    return network.steps(streams.flatten(0, 1)).reshape(*streams.shape[:2], -1).mean(dim=1)


def timeline(network: InceptionCNN, streams: Tensor) -> Tensor:
    """Return the step values of every pooling phase.

    Args:
        network: teacher or student.
        streams: [batch, offsets, mels, 323].

    Returns:
        [batch, 77, 4, offsets]; flattened over the last three, in order of time if all four offsets are there.
    """
    linear = network.linear(streams.flatten(0, 1))
    length = linear.shape[-1] - N_POOLED
    phases = [network.late(linear[..., shift : shift + length]) for shift in range(N_POOLED)]
    return torch.stack(phases, dim=-1).reshape(*streams.shape[:2], -1, N_POOLED).permute(0, 2, 3, 1)


def smoothed(steps: Tensor) -> Tensor:
    """Average a whole timeline, [batch, steps, 4, 4], at each place over the sixteen phases around it."""
    n_phases = steps.shape[2] * steps.shape[3]
    weights = torch.ones(n_phases + 1)
    weights[0] = weights[-1] = 0.5
    half = n_phases // 2
    padded = F.pad(steps.flatten(1)[:, None], (half, half), mode="replicate")
    return F.conv1d(padded, weights[None, None] / n_phases).reshape(steps.shape)


def timeline_loss(
    teacher: InceptionCNN,
    student: InceptionCNN,
    scale: Tensor,
    grid: Tensor,
    rng: np.random.Generator,
    schedule: Schedule,
) -> Tensor:
    """Return the error of the student's steps at one random offset, in every pooling phase, and of their mean.

    Args:
        teacher: whose smoothed timeline is wanted.
        student: sees mels divided by `scale`, [mels, 1].
        scale: the mean power of each mel band.
        grid: [batch, mels, 1292], the inputs.
        rng: draws the offsets.
        schedule: of the fit.
    """
    streams = offset_streams(grid)
    rows, offset = torch.arange(len(grid)), torch.from_numpy(rng.integers(N_OFFSETS, size=len(grid)))
    with torch.no_grad():
        wanted = smoothed(timeline(teacher, streams))[rows, :, :, offset].flatten(1)
    steps = timeline(student, streams[rows, offset][:, None] / scale).flatten(1)
    weights = USUAL_SPREAD / wanted.std(dim=1).clamp(min=USUAL_SPREAD)
    each = F.smooth_l1_loss(steps, wanted, reduction="none").mean(dim=1)
    mean = F.smooth_l1_loss(steps.mean(dim=1), wanted.mean(dim=1), reduction="none")
    return (weights * (each + schedule.mean_weight * mean)).mean()


def step_loss(
    teacher: InceptionCNN,
    student: InceptionCNN,
    scale: Tensor,
    grid: Tensor,
    rng: np.random.Generator,
    schedule: Schedule,
) -> Tensor:
    """Return the error of the student's steps at random offsets and shifts, and of their mean; as `timeline_loss`."""
    streams = offset_streams(torch.cat([grid.roll(-N_OFFSETS * shift, dims=-1) for shift in range(schedule.shifts)]))
    with torch.no_grad():
        target = averaged_steps(teacher, streams)
    means = target.mean(dim=1).reshape(schedule.shifts, -1).mean(dim=0)
    loss = torch.zeros(())
    for _ in range(min(schedule.shifts, 2)):
        shift = rng.integers(schedule.shifts, size=schedule.batch) if schedule.shifts > 1 else 0
        rows = torch.from_numpy(shift * schedule.batch + np.arange(schedule.batch))
        offset = torch.from_numpy(rng.integers(N_OFFSETS, size=schedule.batch))
        steps = student.steps(streams[rows, offset] / scale)
        loss = loss + F.smooth_l1_loss(steps, target[rows])
        loss = loss + schedule.mean_weight * F.smooth_l1_loss(steps.mean(dim=1), means)
    return loss


def fit_inception(
    teacher: InceptionCNN, student: InceptionCNN, library: ClipLibrary, schedule: Schedule, seed: int
) -> InceptionCNN:
    """Train an inception CNN on the teacher's step values and their mean.

    Within the fit the student sees mels divided by the mean power of each band; the scale is folded into its weights.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    sampler = Sampler(library, rng)
    student.train().dropout.p = 0.0
    scale = band_means(library.popularity[i] for i in sampler.real)
    rescale_input(student, scale)
    weights = loudness_weights(SPEC.popularity_mel.sample_rate_hz, SPEC.popularity_mel.n_mels)
    level = real_level(weights, (power_of(library, i) for i in sampler.real))

    loss_of_grid = timeline_loss if schedule.smooth else step_loss

    def loss_of_batch() -> Tensor:
        inputs = (schedule.augmented(lambda: power_of(library, sampler()), rng, level) for _ in range(schedule.batch))
        return loss_of_grid(teacher, student, scale[:, None], torch.stack(list(inputs)), rng, schedule)

    fit([{"params": list(student.parameters()), "lr": schedule.learning_rate}], schedule, loss_of_batch, "inception")
    rescale_input(student, 1.0 / scale)
    return student.eval()


def fresh_inception(library: ClipLibrary, seed: int) -> InceptionCNN:
    """Return an inception CNN with random weights, drawn for mels divided by the mean power of each band."""
    torch.manual_seed(seed)
    network = InceptionCNN()
    real = library.indices(real=True, held_out=False, share=HELD_OUT_SHARE)
    rescale_input(network, 1.0 / band_means(library.popularity[i] for i in real))
    return network
