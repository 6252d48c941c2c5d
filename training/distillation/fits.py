"""Teaching a student network what a teacher model gives: the fits behind `training.distillation.main`.

The student starts from random weights. Its inputs are augmented clips, and the teacher is asked about every one of
them; so there is no end of training data, and no dropout. The inception CNN's own part is in `inception`.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.popularity_model import PopularityModel, TagRegressor
from models.spec import SPEC
from models.tagger import Tagger
from training.distillation.augment import Level, augmented, loudness_weights
from training.distillation.clips import ClipLibrary

log = logging.getLogger(__name__)

REAL_SHARE = 0.6
HELD_OUT_SHARE = 0.15
LOG_EVERY = 250
CLIP_WEIGHT = 10.0
SCORE_WEIGHT = 0.03


@dataclass(frozen=True)
class Schedule:
    """One fit (AdamW, one cycle).

    Attributes:
        steps: number of batches.
        batch: augmented clips in each.
        learning_rate: the highest of the cycle.
        reach: of the augmentation.
        shifts: over how many whole-frame shifts the teacher's mean is averaged as well: what the pooling's phase adds
            to it is then noise that the student does not learn.
        mean_weight: weight of the mean's error beside the steps'.
        texture_db: of the augmentation; where there is texture, the result is also brought to the real clips' level.
        smooth: whether the student learns the steps of every pooling phase from the teacher's smoothed timeline.
    """

    steps: int
    batch: int
    learning_rate: float
    reach: float = 0.0
    shifts: int = 1
    mean_weight: float = 1.0
    texture_db: float = 0.0
    smooth: bool = False

    def augmented(self, draw: Callable[[], Tensor], rng: np.random.Generator, level: Level) -> Tensor:
        """Make one training input of this fit; arguments as of `augment.augmented`."""
        return augmented(draw, rng, self.reach, self.texture_db, level if self.texture_db else None)


INCEPTION_SCHEDULES = (
    Schedule(24_000, 16, 2e-3),
    Schedule(9_000, 16, 1e-3, reach=0.7),
    Schedule(5_500, 8, 8e-4, reach=0.7, shifts=4, mean_weight=4.0),
    Schedule(2_500, 8, 6e-4, reach=0.5, shifts=4, mean_weight=20.0),
    Schedule(8_000, 8, 1e-3, reach=0.3, mean_weight=4.0, texture_db=4.0, smooth=True),
)
TAGGER_SCHEDULES = (
    Schedule(18_000, 8, 3e-3),
    Schedule(6_000, 8, 1e-3, reach=0.5),
    Schedule(5_000, 8, 1e-3, reach=0.8),
    Schedule(10_000, 8, 1.5e-3, reach=0.3, texture_db=6.0),
)
REGRESSOR_SCHEDULE = Schedule(steps=6_000, batch=8, learning_rate=3e-3, texture_db=3.0)
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


def real_level(weights: Tensor, mels: Iterable[Tensor]) -> Level:
    """Return the mean level of power mels."""
    unknown = Level(weights, 0.0)
    return Level(weights, float(np.mean([unknown.of(mel) for mel in mels])))


def tagging_power(library: ClipLibrary, index: int) -> Tensor:
    """Return a clip's tagging mels before the logarithm, [scales, mels, 938]."""
    return torch.from_numpy(np.array(library.tagging[index])).float().expm1_()


def tagging_level(library: ClipLibrary, sampler: Sampler) -> Level:
    """Return the level of the real clips' tagging mels."""
    weights = loudness_weights(SPEC.tag_mel.sample_rate_hz, SPEC.tag_mel.n_mels)
    return real_level(weights, (tagging_power(library, i) for i in sampler.real))


def tagging_batch(
    library: ClipLibrary, sampler: Sampler, rng: np.random.Generator, schedule: Schedule, level: Level
) -> Tensor:
    """Return augmented tagging log mels, [batch, scales, mels, 939]."""
    power = torch.stack(
        [schedule.augmented(lambda: tagging_power(library, sampler()), rng, level) for _ in range(schedule.batch)]
    )
    return F.pad(power.log1p_(), (0, SPEC.tag_mel.n_frames - power.shape[-1]))


def fit_tagger(
    teacher: PopularityModel, student: Tagger, library: ClipLibrary, schedule: Schedule, seed: int
) -> Tagger:
    """Train a tagger on the teacher's frame-level and clip-level outputs, and on the tag score they lead to."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    sampler = Sampler(library, rng)
    level = tagging_level(library, sampler)
    student.train().dropout.p = 0.0

    def loss_of_batch() -> Tensor:
        mels = teacher.standardise(tagging_batch(library, sampler, rng, schedule, level))
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
    level = tagging_level(library, sampler)
    student.dropout.p = 0.0
    inputs, targets = [], []
    with torch.no_grad():
        for _ in range(REGRESSOR_CLIPS // schedule.batch):
            mels = teacher.standardise(tagging_batch(library, sampler, rng, schedule, level))
            inputs.append(tagger(mels))
            targets.append(teacher.regressor(teacher.tagger(mels)))
    loadings, scores = torch.cat(inputs), torch.cat(targets)

    def loss_of_batch() -> Tensor:
        chosen = torch.from_numpy(rng.integers(len(scores), size=REGRESSOR_BATCH))
        return F.smooth_l1_loss(student(loadings[chosen]), scores[chosen])

    fit([{"params": list(student.parameters()), "lr": schedule.learning_rate}], schedule, loss_of_batch, "regressor")
    return student.eval()
