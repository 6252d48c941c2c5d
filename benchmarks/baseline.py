"""The published baseline on a table of Spotify tracks, with folds at random and folds by artist.

    python3 run.py benchmark baseline TABLE.csv [--picture FILE.svg]

The table is the Spotify Tracks Dataset's: track_id, artists, popularity and Spotify's audio features. Prints the
out-of-fold metrics of the mean, a ridge regression and a polynomial support vector regression, and the learning curve
of the ridge regression.
"""

import argparse
import csv
from pathlib import Path

import numpy as np

from training.arrays import Floats
from training.corpus.track import AUDIO_FEATURES
from training.evaluation import plots
from training.evaluation.baseline import GRIDS, bias_and_variance, folds, out_of_fold
from training.evaluation.metrics import measured
from training.features.split import components

SHOWN = ("mse", "r2", "spearman", "kendall", "top_decile_precision")


def read_table(path: Path) -> tuple[Floats, Floats, list[str]]:
    """Return features [songs, 12], popularity [songs] and the group of connected artists of each song.

    A song that occurs several times, as the same title by the same artists, counts once, with its highest popularity.
    """
    songs: dict[tuple[str, str], dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["track_name"].casefold(), row["artists"].casefold())
            if key not in songs or float(row["popularity"]) > float(songs[key]["popularity"]):
                songs[key] = row
    rows = list(songs.values())
    groups = components([[f"artist:{name}" for name in row["artists"].split(";")] for row in rows])
    features = np.array([[float(row[name]) for name in AUDIO_FEATURES] for row in rows])
    return features, np.array([float(row["popularity"]) for row in rows]), [str(group) for group in groups]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("table", type=Path)
    parser.add_argument("--picture", type=Path, help="where the learning curve by artist is drawn")
    options = parser.parse_args()
    inputs, targets, artists = read_table(options.table)
    largest = max(artists.count(name) for name in set(artists))
    print(f"{len(targets)} songs, {len(set(artists))} groups of connected artists, the largest of {largest} songs")
    for name, groups in (("at random", None), ("by artist", artists)):
        print(f"\nFolds {name:18s}" + "".join(f"{measure:>22s}" for measure in SHOWN))
        mean = np.zeros(len(targets))
        for train, test in folds(groups).split(inputs, targets, groups):
            mean[test] = targets[train].mean()
        predictions = {"mean": mean, **{model: out_of_fold(model, inputs, targets, groups) for model in GRIDS}}
        for model, values in predictions.items():
            found = measured(values, targets)
            print(f"{model:24s}" + "".join(f"{found[measure]:22.3f}" for measure in SHOWN), flush=True)
        curve = bias_and_variance(inputs, targets, groups)
        for songs, train, validation in zip(curve["songs"], curve["train"], curve["validation"], strict=True):
            print(f"  ridge, {songs:5d} songs: training error {train:7.1f}, validation error {validation:7.1f}")
        print(f"  {curve['diagnosis']}")
        if options.picture and groups:
            lines = {side: curve[side] for side in ("train", "validation")}
            drawn = plots.curves("songs to learn from", "mean squared error", curve["songs"], lines)
            options.picture.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
