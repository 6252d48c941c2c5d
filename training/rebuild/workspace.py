"""One rebuild's folder: what each step leaves there, and which steps are done for the present songs and choices."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from models.bundle import Bundle, load
from models.errors import ManifestInvalid, StepMissing
from models.files import atomic_write
from training.config import Config, digest_of
from training.contract import BUNDLE_FOLDER, EVALUATION_FILE, FIT_FOLDER, REPORT_FILE, SPLIT_FILE, STEPS_FILE
from training.corpus import manifest
from training.corpus.track import Track
from training.features.build import STANDARDISER_FILE, features_folder, settings_of
from training.features.extract import tagger_folder
from training.features.shards import Features
from training.features.split import Split, read_split
from training.fit.dataset import Songs, targets_of
from training.fit.hardware import Hardware
from training.runtime.progress import Reporter
from training.runtime.stop import StopRequest
from training.runtime.workers import Workers


@dataclass
class Workspace:
    """A manifest, a folder, and how to work.

    Attributes:
        manifest_file: the corpus.
        folder: where every step leaves its result.
        config: what to do.
        model_id: name of the bundle that comes out.
        hardware: where fitting runs.
        workers: where features are computed.
        reporter: where progress goes.
        stop: whether to stop.
        split_file: the songs of each side.
        fit_folder: weights, learning curves and checkpoint.
        predictions_file: a table of the songs held out, with their predictions.
        evaluation_file, baseline_file: the figures of the report and of the baseline, as JSON.
        reference_file: the bundle's tables, as JSON.
        report_file: the report, for a browser.
        bundle_folder: the finished model.
    """

    manifest_file: Path
    folder: Path
    config: Config
    model_id: str = "my-model"
    hardware: Hardware = field(default_factory=Hardware)
    workers: Workers = field(default_factory=Workers)
    reporter: Reporter = field(default_factory=Reporter)
    stop: StopRequest = field(default_factory=StopRequest)

    def __post_init__(self) -> None:
        self.split_file = self.folder / SPLIT_FILE
        self.fit_folder = self.folder / FIT_FOLDER
        self.predictions_file = self.folder / "predictions.csv"
        self.evaluation_file = self.folder / EVALUATION_FILE
        self.baseline_file = self.folder / "baseline.json"
        self.reference_file = self.folder / "reference.json"
        self.report_file = self.folder / REPORT_FILE
        self.bundle_folder = self.folder / BUNDLE_FOLDER / self.model_id

    @cached_property
    def features_folder(self) -> Path:
        """Shards; shared by the configurations that want the same."""
        return features_folder(self.folder, self.config.features)

    @property
    def standardiser_file(self) -> Path | None:
        """The standardiser measured over the corpus, where the configuration wants one."""
        path = self.features_folder / STANDARDISER_FILE
        return path if path.exists() else None

    @cached_property
    def tagger(self) -> Bundle:
        """The bundle whose tagger, tags and reference popularity are used."""
        return load(tagger_folder(self.config.features.tagger))

    @cached_property
    def popularity_counts(self) -> tuple[int, ...]:
        """How many reference songs have each popularity, 0 to 100."""
        return self.tagger.card.reference.popularity_counts

    @cached_property
    def tracks(self) -> dict[str, Track]:
        """The songs with a label, by id."""
        return {t.track_id: t for t in manifest.read(self.manifest_file) if t.popularity is not None}

    @cached_property
    def features(self) -> Features:
        """The stored features."""
        return Features(self.features_folder)

    @cached_property
    def split(self) -> Split:
        """The split on disk."""
        return read_split(self.split_file)

    def songs(self, side: str) -> Songs:
        """Return the songs of one side with their targets."""
        ids = self.split.side(side)
        training = [self.tracks[song] for song in self.split.train]
        targets = targets_of(
            [self.tracks[song] for song in ids], training, self.config.fit.target, self.popularity_counts
        )
        return Songs(ids, targets, self.features)

    def sound_files(self, ids: Sequence[str]) -> list[Path]:
        """Return where songs' sound is."""
        paths = (manifest.audio_path(self.tracks[song], self.manifest_file) for song in ids)
        return [path or Path() for path in paths]

    def main_artists(self, ids: Sequence[str]) -> list[str]:
        """Return each song's main artist's id; a song without one stands for itself."""
        return [artists[0].id if (artists := self.tracks[song].artists) else song for song in ids]

    @cached_property
    def manifest_sha256(self) -> str:
        """The hash of the manifest."""
        try:
            with self.manifest_file.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ManifestInvalid(f"{self.manifest_file.name} cannot be read: {error.strerror}.") from error

    def inputs(self, *sections: str) -> str:
        """Return a hash of the manifest and of some sections of the configuration."""
        plain: dict[str, Any] = {"manifest": self.manifest_sha256}
        for section in sections:
            if section == "features":
                plain[section] = settings_of(self.config.features)
            elif section == "id":
                plain[section] = self.model_id
            else:
                plain[section] = asdict(getattr(self.config, section))
        return digest_of(plain)

    def _stamps(self) -> dict[str, str]:
        path = self.folder / STEPS_FILE
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}

    def is_done(self, step: str, inputs: str) -> bool:
        """Tell whether a step was done with these inputs."""
        return self._stamps().get(step) == inputs

    def require(self, step: str, inputs: str) -> None:
        """Check that a step was done.

        Raises:
            StepMissing: it was not, or with other songs or choices.
        """
        if not self.is_done(step, inputs):
            raise StepMissing(
                f"The step `{step}` has not been done for these songs and this configuration.",
                "Run it first; `all` runs everything that is missing.",
            )

    def mark_done(self, step: str, inputs: str) -> None:
        """Note that a step is done."""
        stamps = {**self._stamps(), step: inputs}
        with atomic_write(self.folder / STEPS_FILE) as temporary:
            temporary.write_text(json.dumps(stamps, indent=1) + "\n", encoding="utf-8")
