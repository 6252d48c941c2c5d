"""Teaching a student network what a teacher model gives: the fits behind `training.distill`.

The student starts from random weights. Its inputs are augmented clips, and the teacher is asked about every one of
them; so there is no end of training data, and no dropout.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.fusion import PopularityModel, TagRegressor
from models.inception import InceptionCNN
from models.spec import SPEC
from models.tagger import Tagger
from training.augment import augmented
from training.clips import ClipLibrary

log = logging.getLogger(__name__)

REAL_SHARE = 0.6
HELD_OUT_SHARE = 0.15
LOG_EVERY = 250
CLIP_WEIGHT = 10.0
SCORE_WEIGHT = 0.03
N_OFFSETS = len(SPEC.protocol.offsets)


@dataclass(frozen=True)
class Schedule:
    """Length, step size and reach of the augmentation of one fit (AdamW, one cycle).

    `shifts` is over how many whole-frame shifts the teacher's mean is averaged as well: what the pooling's phase adds
    to it is then noise that the student does not learn. `mean_weight` weighs the mean's error beside the steps'.
    """

    steps: int
    batch: int
    learning_rate: float
    reach: float = 0.0
    shifts: int = 1
    mean_weight: float = 1.0


INCEPTION_SCHEDULES = (
    Schedule(24_000, 16, 2e-3),
    Schedule(9_000, 16, 1e-3, reach=0.7),
    Schedule(5_500, 8, 8e-4, reach=0.7, shifts=4, mean_weight=4.0),
    Schedule(2_500, 8, 6e-4, reach=0.5, shifts=4, mean_weight=20.0),
)
TAGGER_SCHEDULES = (Schedule(18_000, 8, 3e-3), Schedule(6_000, 8, 1e-3, reach=0.5), Schedule(5_000, 8, 1e-3, reach=0.8))
REGRESSOR_SCHEDULE = Schedule(steps=6_000, batch=8, learning_rate=3e-3)
REGRESSOR_CLIPS = 6_000
REGRESSOR_BATCH = 256


class Sampler:
    """Draws training clips: real ones with a fixed share, never a held-out one."""

    def __init__(self, library: ClipLibrary, rng: np.random.Generator) -> None:
        self.rng = rng
        self.real = library.indices(real=True, held_out=False, share=HELD_OUT_SHARE)
        self.music = library.indices(real=False, held_out=False, share=HELD_OUT_SHARE)

    def __call__(self) -> int:
        """Return the index of a random clip."""
        pool = self.real if self.rng.random() < REAL_SHARE or not self.music else self.music
        return pool[int(self.rng.integers(len(pool)))]


def offset_streams(grid: Tensor) -> Tensor:
    """Cut the four sub-hop offsets out of popularity mels at a hop of 512 samples.

    Args:
        grid: [batch, mels, 1292].

    Returns:
        [batch, 4, mels, 323].
    """
    n_frames = SPEC.popularity_mel.n_frames
    return torch.stack([grid[..., k::N_OFFSETS][..., :n_frames] for k in range(N_OFFSETS)], dim=1)


def averaged_steps(network: InceptionCNN, streams: Tensor) -> Tensor:
    """Return the step values averaged over the offsets, [batch, 78], of streams [batch, 4, mels, 323]."""
    return network.steps(streams.flatten(0, 1)).reshape(*streams.shape[:2], -1).mean(dim=1)


def fit(
    parameters: list[dict[str, object]], schedule: Schedule, loss_of_batch: Callable[[], Tensor], name: str
) -> None:
    """Run one fit, logging loss, speed and the time left."""
    optimiser = torch.optim.AdamW(parameters, lr=schedule.learning_rate, weight_decay=1e-3, fused=True)
    rates = [float(group["lr"]) for group in optimiser.param_groups]
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimiser, rates, schedule.steps, pct_start=0.1)
    trained = [p for group in optimiser.param_groups for p in group["params"]]
    started, recent = time.monotonic(), 0.0
    for step in range(1, schedule.steps + 1):
        optimiser.zero_grad()
        loss = loss_of_batch()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained, 5.0)
        optimiser.step()
        cycle.step()
        recent += loss.item() / LOG_EVERY
        if step % LOG_EVERY == 0:
            left = (time.monotonic() - started) / step * (schedule.steps - step)
            log.info("%s step %d of %d, loss %.5f, %.0f s left", name, step, schedule.steps, recent, left)
            recent = 0.0


def band_means(library: ClipLibrary, indices: list[int]) -> Tensor:
    """Return the mean power of each mel band over clips, [mels]."""
    total = np.zeros(SPEC.popularity_mel.n_mels)
    for i in indices:
        total += library.popularity[i].mean(axis=1, dtype=np.float64)
    return torch.from_numpy(total / len(indices)).float()


def fit_inception(
    teacher: InceptionCNN, student: InceptionCNN, library: ClipLibrary, schedule: Schedule, seed: int
) -> InceptionCNN:
    """Train an inception CNN on the teacher's step values and their mean, smooth L1.

    Within the fit the student sees mels divided by the mean power of each band; the scale is folded into its weights.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    sampler = Sampler(library, rng)
    student.train().dropout.p = 0.0
    scale = band_means(library, sampler.real)
    rescale_input(student, scale)

    def draw() -> Tensor:
        return torch.from_numpy(np.array(library.popularity[sampler()]))

    def loss_of_batch() -> Tensor:
        grid = torch.stack([augmented(draw, rng, schedule.reach) for _ in range(schedule.batch)])
        shifted = torch.cat([grid.roll(-N_OFFSETS * shift, dims=-1) for shift in range(schedule.shifts)])
        streams = offset_streams(shifted)
        with torch.no_grad():
            target = averaged_steps(teacher, streams)
        means = target.mean(dim=1).reshape(schedule.shifts, -1).mean(dim=0)
        loss = torch.zeros(())
        for _ in range(min(schedule.shifts, 2)):
            shift = rng.integers(schedule.shifts, size=schedule.batch) if schedule.shifts > 1 else 0
            rows = torch.from_numpy(shift * schedule.batch + np.arange(schedule.batch))
            offset = torch.from_numpy(rng.integers(N_OFFSETS, size=schedule.batch))
            steps = student.steps(streams[rows, offset] / scale[:, None])
            loss = loss + F.smooth_l1_loss(steps, target[rows])
            loss = loss + schedule.mean_weight * F.smooth_l1_loss(steps.mean(dim=1), means)
        return loss

    fit([{"params": list(student.parameters()), "lr": schedule.learning_rate}], schedule, loss_of_batch, "inception")
    rescale_input(student, 1.0 / scale)
    return student.eval()


def fresh_inception(library: ClipLibrary, seed: int) -> InceptionCNN:
    """Return an inception CNN with random weights, drawn for mels divided by the mean power of each band."""
    torch.manual_seed(seed)
    network = InceptionCNN()
    rescale_input(network, 1.0 / band_means(library, Sampler(library, np.random.default_rng(seed)).real))
    return network


def rescale_input(network: InceptionCNN, scale: Tensor) -> None:
    """Rewrite the first layer for inputs divided by `scale`, [mels]."""
    with torch.no_grad():
        for branch in network.branches:
            branch.get_parameter("weight").mul_(scale[:, None])


def tagging_batch(library: ClipLibrary, sampler: Sampler, rng: np.random.Generator, schedule: Schedule) -> Tensor:
    """Return augmented tagging log mels, [batch, scales, mels, 939]."""

    def draw() -> Tensor:
        return torch.from_numpy(np.array(library.tagging[sampler()])).float().expm1_()

    power = torch.stack([augmented(draw, rng, schedule.reach) for _ in range(schedule.batch)])
    return F.pad(power.log1p_(), (0, SPEC.tag_mel.n_frames - power.shape[-1]))


def fit_tagger(
    teacher: PopularityModel, student: Tagger, library: ClipLibrary, schedule: Schedule, seed: int
) -> Tagger:
    """Train a tagger on the teacher's frame-level and clip-level outputs, and on the tag score they lead to."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    sampler = Sampler(library, rng)
    student.train().dropout.p = 0.0

    def loss_of_batch() -> Tensor:
        mels = teacher.standardise(tagging_batch(library, sampler, rng, schedule))
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                wanted = teacher.tagger.logits(teacher.tagger.early(mels)).float()
            logits = student.logits(student.early(mels)).float()
        loadings, target = student.loadings(logits), teacher.tagger.loadings(wanted)
        frames = F.binary_cross_entropy_with_logits(logits, wanted.sigmoid())
        score = F.smooth_l1_loss(teacher.regressor(loadings), teacher.regressor(target))
        return frames + CLIP_WEIGHT * F.mse_loss(loadings, target) + SCORE_WEIGHT * score

    widths = [student.log_sigma]
    others = [parameter for parameter in student.parameters() if parameter is not student.log_sigma]
    groups: list[dict[str, object]] = [
        {"params": others, "lr": schedule.learning_rate},
        {"params": widths, "lr": 10 * schedule.learning_rate, "weight_decay": 0.0},
    ]
    fit(groups, schedule, loss_of_batch, "tagger")
    return student.eval()


def fit_regressor(
    teacher: PopularityModel, tagger: Tagger, library: ClipLibrary, schedule: Schedule, seed: int
) -> TagRegressor:
    """Train the tag regressor on the student's own tags to the teacher's tag score."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    sampler, student = Sampler(library, rng), TagRegressor()
    student.dropout.p = 0.0
    inputs, targets = [], []
    with torch.no_grad():
        for _ in range(REGRESSOR_CLIPS // schedule.batch):
            mels = teacher.standardise(tagging_batch(library, sampler, rng, schedule))
            inputs.append(tagger(mels))
            targets.append(teacher.regressor(teacher.tagger(mels)))
    loadings, scores = torch.cat(inputs), torch.cat(targets)

    def loss_of_batch() -> Tensor:
        chosen = torch.from_numpy(rng.integers(len(scores), size=REGRESSOR_BATCH))
        return F.smooth_l1_loss(student(loadings[chosen]), scores[chosen])

    fit([{"params": list(student.parameters()), "lr": schedule.learning_rate}], schedule, loss_of_batch, "regressor")
    return student.eval()
