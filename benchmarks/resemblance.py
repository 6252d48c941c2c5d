"""Whether what is no song of the model's kind is told apart from real songs.

    python3 run.py benchmark resemblance [--songs FOLDER] [--others FOLDER] [--most N] [--model NAME]

Makes speech, noise, tones, clicks, drums, lone instruments and General-MIDI bands, as far as espeak-ng and fluidsynth
are installed. Prints for each kind how many are caught (resemblance below 2), and the AUROC of its distances against
those of the model's reference songs, each held out in turn.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks._other_sounds import write_sounds
from mandohit_desktop.engine.inputs import expand
from mandohit_desktop.engine.registry import load_model
from models.errors import AudioError
from models.report import is_unlike
from models.resemblance import Floats, Resemblance, describe
from models.scorer import Scorer
from models.shipped import DEFAULT_ID
from models.spec import SPEC, Protocol
from training.runtime.sampling import evenly_spaced

ROUNDS = 50


def auroc(lower: Floats, higher: Floats) -> float:
    """Return how often a value of the second sample is above one of the first, ties split."""
    ordered = np.sort(lower)
    below = np.searchsorted(ordered, higher, "left") + np.searchsorted(ordered, higher, "right")
    return float(below.mean() / (2 * lower.size))


def _described(scorer: Scorer, paths: Sequence[Path]) -> Floats:
    found = []
    for path in paths:
        try:
            report = scorer.score_file(path, Protocol.MATCHED)
        except AudioError:
            continue
        if report.resemblance is not None:
            found.append(report.described)
    return np.array(found)


def _row(name: str, described: Floats, known: Resemblance) -> Floats:
    distances = known.distance(described)
    resemblances = [known.percentage(one) for one in described]
    caught = np.mean([is_unlike(value) for value in resemblances])
    print(
        f"{name:28s} {len(described):6d} {100 * caught:9.1f} % {auroc(known.distances, distances):8.3f} "
        f"{np.median(resemblances):8.1f}",
        flush=True,
    )
    return distances


def _cost_ms(known: Resemblance) -> float:
    mel, tagger = SPEC.tag_mel, SPEC.tagger
    logits, mels = torch.rand(1, tagger.n_tags, tagger.n_steps), torch.rand(1, mel.n_mels, mel.n_frames)
    start = time.perf_counter()
    for _ in range(ROUNDS):
        known.percentage(describe(logits, mels)[0].double().numpy())
    return 1000.0 * (time.perf_counter() - start) / ROUNDS


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--songs", type=Path, help="real songs that the model did not hear")
    parser.add_argument("--others", type=Path, help="what is not of the model's kind, for example free music")
    parser.add_argument("--most", type=int, default=150, help="files of a folder, evenly spaced")
    parser.add_argument("--model", default=DEFAULT_ID)
    options = parser.parse_args()
    torch.set_num_threads(1)
    loaded = load_model(options.model)
    if loaded.resemblance is None:
        parser.error(f"{options.model} does not know what songs are like.")
    scorer, known = Scorer(loaded), loaded.resemblance
    print(f"{'kind':28s} {'files':>6s} {'caught':>11s} {'AUROC':>8s} {'median':>8s}")
    others = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, paths in write_sounds(Path(folder)).items():
            others.append(_row(kind, _described(scorer, paths), known))
    if options.others:
        paths = evenly_spaced(list(expand([options.others], recursive=True)), options.most)
        others.append(_row(options.others.name, _described(scorer, paths), known))
    print(f"{'all of them':28s} {sum(map(len, others)):6d} {auroc(known.distances, np.concatenate(others)):20.3f}")
    print(f"{'mean of the kinds':28s} {np.mean([auroc(known.distances, kind) for kind in others]):27.3f}")
    resemblances = 100.0 * (1.0 - np.arange(1, known.distances.size + 1) / known.distances.size)
    unlike = np.mean([is_unlike(value) for value in resemblances])
    print(f"\n{known.distances.size} reference songs, each held out in turn: {unlike:.1%} called unlike")
    if options.songs:
        paths = evenly_spaced(list(expand([options.songs], recursive=True)), options.most)
        _row(f"songs: {options.songs.name}", _described(scorer, paths), known)
    print(f"{_cost_ms(known):.1f} ms a window")


if __name__ == "__main__":
    main()
