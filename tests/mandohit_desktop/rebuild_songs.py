"""A folder of real songs with a table of labels, and a recipe that is over in a moment."""

import csv
from pathlib import Path

import soundfile

from tests.synth import song

N_SONGS = 16
RATE_HZ = 22_050
RECIPE = """base = "mandohit"
[features]
windows = 1
shard_tracks = 8
[split]
validation = 0.25
test = 0.25
[fit]
epochs = {epochs}
batch = 4
patience = 1000000
checkpoint_s = 0.0
"""


def write_songs(folder: Path, n_songs: int = N_SONGS) -> Path:
    """Write songs of a few seconds, each of another artist, and their table; return the table."""
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "標籤.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "artist", "streams"])
        for i in range(n_songs):
            name = f"歌 {i:02d}.wav"
            soundfile.write(folder / name, song(3.5, RATE_HZ, n_channels=1, seed=i), RATE_HZ, subtype="PCM_16")
            writer.writerow([name, f"歌手 {i}", 7 * i % 41])
    return table


def write_recipe(path: Path, epochs: int) -> Path:
    """Write a configuration."""
    path.write_text(RECIPE.format(epochs=epochs), encoding="utf-8")
    return path
