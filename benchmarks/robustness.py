"""How much a score moves when it should not: gain, sample rate, mp3 re-encoding, mono, a late start, mastering.

    python3 run.py benchmark robustness FOLDER [--songs N] [--model FOLDER]

Prints, over the songs of a folder under `matched`, the median, the 90th percentile and the maximum of the score's
absolute change for each treatment, and the mean change with its sign; for the late start the change of the inception
score, which is what it affects.
"""

import argparse
from pathlib import Path

import numpy as np

from mandohit_desktop.engine.inputs import expand
from mandohit_desktop.engine.registry import load_model
from models.scorer import Scorer
from models.shipped import DEFAULT_ID
from models.spec import Protocol
from training.evaluation.mastering import MASTERING
from training.evaluation.robustness import TREATMENTS, treated_scores


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--songs", type=int, default=50)
    parser.add_argument("--model", default=DEFAULT_ID)
    options = parser.parse_args()
    scorer = Scorer(load_model(options.model))
    changes: dict[str, list[float]] = {}
    for path in list(expand([options.folder], recursive=True))[: options.songs]:
        plain, reports = treated_scores(scorer, path, Protocol.MATCHED, TREATMENTS | MASTERING)
        for name, report in reports.items():
            field = "inception" if "late" in name else "raw_score"
            changes.setdefault(name, []).append(getattr(report, field) - getattr(plain, field))
    print(f"{'change of the score':24s} {'median':>8s} {'90 %':>8s} {'largest':>8s} {'mean':>8s}")
    for name, values in changes.items():
        sizes = np.abs(values)
        columns = (np.median(sizes), np.quantile(sizes, 0.9), sizes.max())
        print(f"{name:24s} {' '.join(f'{size:8.3f}' for size in columns)} {np.mean(values):+8.3f}")


if __name__ == "__main__":
    main()
