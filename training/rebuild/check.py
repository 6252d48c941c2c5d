"""The check step: whether there are enough songs for a rebuild, before hours are spent on their features."""

from models.errors import TooFewSongs
from training.contract import SIDES, Step
from training.corpus import manifest
from training.features.split import make_split
from training.rebuild.workspace import Workspace

STEP = Step.CHECK


def check_songs(space: Workspace) -> None:
    """Count the songs that have a label and sound, and try to split them.

    Raises:
        ManifestInvalid: the manifest cannot be used.
        TooFewSongs: not enough of them for each side.
    """
    with space.reporter.step(STEP, 1, "parts") as progress:
        labelled = list(space.tracks.values())
        paths = (manifest.audio_path(track, space.manifest_file) for track in labelled)
        there = [track for track, path in zip(labelled, paths, strict=True) if path is not None and path.is_file()]
        if not there:
            raise TooFewSongs(
                f"{len(labelled)} songs have a label, and none of them has its sound on this machine.",
                "A song needs a label and a sound file.",
            )
        split = make_split(there, {}, space.config.split)
        progress.advance(1, {"songs": len(there), **{side: len(split.side(side)) for side in SIDES}})
