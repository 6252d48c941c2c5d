"""Train the bundle that ships: a student that gives, on loudness-matched audio, what the published model gives.

The student has the published architecture and starts from random weights. It learns the inception CNN's step values,
averaged over sub-hop offsets and at last over all sixteen phases of its pooling, so that it is steadier than its
teacher; the tagger's frame-level outputs; and last the tag score from its own tags.

    python -m training.distillation.main --published FOLDER --clips FOLDER --music FOLDER --known-predictions FILE.npy
        --known-popularity FILE.npy --work FOLDER --out FOLDER

Each stage keeps its result in the work folder and is skipped when that is there. Three to four hours on two processors.
"""

import argparse
import logging
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import safetensors.torch
import torch
from torch import nn

from models import bundle
from models.bundle import Bundle, Card
from models.inception import InceptionCNN
from models.popularity_model import PopularityModel, TagRegressor
from models.published import STANDARDISER, Standardiser, find_file, import_published, read_standardiser, read_tag_names
from models.reference import Reference
from models.shipped import DEFAULT_ID
from models.spec import SPEC, Protocol
from models.tagger import Tagger
from training.arrays import Floats
from training.distillation import fits, inception
from training.distillation.agreement import Agreement, agreement, score_songs
from training.distillation.card import about, card_text
from training.distillation.clips import ClipLibrary, build_library, find_audio, open_library
from training.evaluation.reference_tables import make_reference, measured_coverage, unknown_reference
from training.evaluation.resemblance_table import resemblance_of
from training.evaluation.typical import typical_of
from training.runtime.mel_statistics import tagging_moments

log = logging.getLogger(__name__)


class DistillationRun:
    """The folders of one distillation, and its stages."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.published: Path = options.published
        self.clips: Path = options.clips
        self.music: Path = options.music
        self.work: Path = options.work
        self.seed: int = options.seed

    def library(self) -> ClipLibrary:
        """Return the clips' mels, computed at the first call."""
        build_library(self.work / "library", self.clips, self.music)
        return open_library(self.work / "library")

    def standardiser(self) -> Standardiser:
        """Return the statistics measured over the clips, for published files that lack them."""
        path = self.work / "standardiser.safetensors"
        if not path.exists():
            mean, std = tagging_moments(find_audio(self.clips)).standardiser()
            safetensors.torch.save_file({"mean": mean, "std": std}, path)
        tensors = safetensors.torch.load_file(path)
        return tensors["mean"], tensors["std"]

    def statistics_source(self) -> str:
        """Say where the tagger's standardiser comes from."""
        if find_file(self.published, STANDARDISER):
            return "corpus statistics kept beside the published weights, of real Mando-pop previews as they are"
        return "measured over the real clips as they are"

    def teacher(self) -> PopularityModel:
        """Return the published model."""
        statistics = read_standardiser(self.published) or self.standardiser()
        return import_published(self.published, statistics).requires_grad_(False)

    def trained(self, network: nn.Module, name: str, train: Callable[[], nn.Module]) -> None:
        """Fill a network with the weights that `train` gives, or gave in an earlier run."""
        path = self.work / f"{name}.safetensors"
        if not path.exists():
            safetensors.torch.save_file(train().state_dict(), path)
        network.load_state_dict(safetensors.torch.load_file(path))


def train_inception(run: DistillationRun) -> InceptionCNN:
    """Run the inception CNN's fits, one after the other."""
    _prepare_process()
    teacher, library, seed = run.teacher().inception, run.library(), run.seed
    network = inception.fresh_inception(library, seed)
    for i, schedule in enumerate(fits.INCEPTION_SCHEDULES):
        fit = partial(inception.fit_inception, teacher, network, library, schedule, seed + i)
        run.trained(network, f"inception-{i + 1}", fit)
    return network


def train_tagger(run: DistillationRun) -> tuple[Tagger, TagRegressor]:
    """Run the tagger's fits, then that of the regressor on its tags."""
    _prepare_process()
    teacher, library, seed = run.teacher(), run.library(), run.seed
    torch.manual_seed(seed)
    tagger, regressor = Tagger(), TagRegressor()
    for i, schedule in enumerate(fits.TAGGER_SCHEDULES):
        fit = partial(fits.fit_tagger, teacher, tagger, library, schedule, seed + i)
        run.trained(tagger, f"tagger-{i + 1}", fit)
    last = partial(fits.fit_regressor, teacher, tagger.eval(), library, fits.REGRESSOR_SCHEDULE, seed)
    run.trained(regressor, "regressor", last)
    return tagger, regressor


def assemble(run: DistillationRun) -> PopularityModel:
    """Train what is not trained yet, the two networks side by side, and put the student together."""
    run.library()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        inception, tags = pool.submit(train_inception, run), pool.submit(train_tagger, run)
        inception.result(), tags.result()
    teacher, student = run.teacher(), PopularityModel()
    student.inception = train_inception(run)
    student.tagger, student.regressor = train_tagger(run)
    student.standardiser_mean.copy_(teacher.standardiser_mean)
    student.standardiser_std.copy_(teacher.standardiser_std)
    return student.eval().requires_grad_(False)


def held_out_songs(run: DistillationRun) -> list[Path]:
    """Return the real songs that no stage trained on."""
    library = run.library()
    chosen = library.indices(real=True, held_out=True, share=fits.HELD_OUT_SHARE)
    return [run.clips / library.clips[i].file for i in chosen]


def follow(student: Bundle, teacher: Bundle, songs: list[Path]) -> Agreement:
    """Measure how the student follows the teacher on songs."""
    return agreement(score_songs(student, songs, Protocol.MATCHED), score_songs(teacher, songs, Protocol.MATCHED))


def reference_of(student: Bundle, run: DistillationRun, known: tuple[Floats, Floats]) -> Reference:
    """Make the student's tables from its predictions of every real song and from the published test results."""
    reports = {protocol: score_songs(student, real_songs(run), protocol) for protocol in Protocol}
    predictions = {protocol: np.array([report.raw_score for report in each]) for protocol, each in reports.items()}
    tags = student.card.tags[: SPEC.regressor.n_tags]
    typical = {protocol: typical_of(each, tags) for protocol, each in reports.items()}
    return make_reference(predictions, *known, typical=typical)


def real_songs(run: DistillationRun) -> list[Path]:
    """Return every real song."""
    return sorted({run.clips / clip.file for clip in run.library().clips if clip.is_real})


def _prepare_process() -> None:
    """One thread each, so that the two networks train side by side and give the same weights every time."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)


def main() -> None:
    """Run all stages and write the bundle."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("published", "clips", "music", "known-predictions", "known-popularity", "work", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--id", default=DEFAULT_ID)
    options = parser.parse_args()
    _prepare_process()
    run = DistillationRun(options)
    tags = tuple(read_tag_names(options.published))
    model = assemble(run)
    teacher = Bundle(Card("teacher", tags, unknown_reference(), {}), run.teacher(), options.published)
    student = Bundle(Card(options.id, tags, unknown_reference(), {}), model, options.out)
    result = follow(student, teacher, held_out_songs(run))
    log.info("On held-out songs: %s", result.to_json())
    known = tuple(
        np.load(path, allow_pickle=False).astype(np.float64).ravel()
        for path in (options.known_predictions, options.known_popularity)
    )
    reference = reference_of(student, run, (known[0], known[1]))
    coverage = measured_coverage(known[0], known[1], options.seed)
    facts = about(run.library(), result, coverage, options.seed, run.statistics_source())
    card = Card(options.id, tags, reference, facts)
    resemblance = resemblance_of(score_songs(student, real_songs(run), Protocol.MATCHED))
    bundle.save(options.out, model, card, card_text(card), resemblance)
    log.info("Wrote %s, signal path %s", options.out, SPEC.digest())


if __name__ == "__main__":
    main()
