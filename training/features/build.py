"""Features of a whole corpus: every song once, in parallel, into shards; a stopped run is resumed.

Songs that cannot be used are listed with the reason and not tried again. The corpus standardiser, where a
configuration wants one, is measured in one streaming pass before.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import safetensors.torch

from models.bundle import read_card
from models.errors import AudioError, AudioMissing, TooFewSongs
from models.files import atomic_write
from models.spec import SPEC
from training.config import FeaturesConfig, digest_of
from training.contract import STANDARDISER, Step
from training.corpus import manifest
from training.features.extract import Extractor, offsets_of, tagger_folder
from training.features.shards import (
    Shard,
    SongRows,
    UnusableSong,
    check_settings,
    joined,
    read_shard,
    shard_numbers,
    write_shard,
)
from training.runtime.mel_statistics import Moments, tagging_moments
from training.runtime.progress import Reporter
from training.runtime.sampling import evenly_spaced
from training.runtime.stop import StopRequest
from training.runtime.workers import Workers, spread

log = logging.getLogger(__name__)

STANDARDISER_FILE = "standardiser.safetensors"
STEP = Step.FEATURES

Sound = tuple[str, Path | None]
"""A song's id, and where its sound is."""


@dataclass(frozen=True)
class _Job:
    """One shard to compute."""

    folder: Path
    number: int
    sounds: tuple[Sound, ...]
    config: FeaturesConfig
    standardiser: Path | None


def settings_of(config: FeaturesConfig) -> dict[str, object]:
    """Return everything that decides what features are, as plain JSON values.

    Raises:
        BundleError: the tagger's bundle cannot be read.
    """
    return {
        "spec": SPEC.digest(),
        "protocol": config.protocol.value,
        "windows": config.windows,
        "standardiser": config.standardiser,
        "standardiser_songs": config.standardiser_songs if config.standardiser == "corpus" else 0,
        "tagger_sha256": read_card(tagger_folder(config.tagger)).weights_sha256,
    }


def features_folder(work: Path, config: FeaturesConfig) -> Path:
    """Return where a configuration's features are; configurations that agree share them."""
    return work / f"features-{digest_of(settings_of(config))}"


def sounds_of(manifest_file: Path) -> list[Sound]:
    """Return the songs of a manifest that name a sound file.

    Raises:
        ManifestInvalid: it breaks a rule.
    """
    return [
        (track.track_id, manifest.audio_path(track, manifest_file))
        for track in manifest.read(manifest_file)
        if track.audio
    ]


def make_features(
    sounds: Sequence[Sound],
    folder: Path,
    config: FeaturesConfig,
    *,
    workers: Workers,
    reporter: Reporter,
    stop: StopRequest,
) -> None:
    """Compute the features of all songs that have none.

    Raises:
        FeaturesInvalid: the folder holds features made otherwise.
        TooFewSongs: no song names a sound file.
        Cancelled: a stop was asked for; finished shards stay.
    """
    if not sounds:
        raise TooFewSongs("No song of the manifest names a sound file.", "Fetch the previews first.")
    folder.mkdir(parents=True, exist_ok=True)
    check_settings(folder, settings_of(config))
    for unfinished in folder.glob(".*.part"):
        unfinished.unlink(missing_ok=True)
    standardiser = None
    if config.standardiser == "corpus":
        standardiser = folder / STANDARDISER_FILE
        if not standardiser.exists():
            _measure_standardiser(sounds, standardiser, config, workers, reporter, stop)
    numbers = shard_numbers(folder)
    known = {name for number in numbers for name in _named(read_shard(folder, number))}
    missing = [sound for sound in sounds if sound[0] not in known]
    first = 1 + max(numbers, default=-1)
    size = config.shard_tracks
    jobs = [
        _Job(folder, first + i, tuple(missing[start : start + size]), config, standardiser)
        for i, start in enumerate(range(0, len(missing), size))
    ]
    with reporter.step(STEP, len(sounds), "songs", done=len(sounds) - len(missing)) as progress:
        n_failed = 0
        results = spread(_make_shard, jobs, workers)
        for n_songs, failures in results:
            n_failed += len(failures)
            for failure in failures:
                log.warning("%s left out: %s", failure.track_id, failure.message)
            progress.advance(n_songs, {"left_out": n_failed} if failures else None)
            if stop.asked():
                results.close()
            stop.check()


def _named(shard: Shard) -> Iterator[str]:
    yield from (song.track_id for song in shard.songs)
    yield from (failure.track_id for failure in shard.failures)


@lru_cache(maxsize=2)
def _extractor(config: FeaturesConfig, standardiser: Path | None) -> Extractor:
    """Keep a worker's tagger from shard to shard."""
    return Extractor(config, standardiser)


def _make_shard(job: _Job) -> tuple[int, list[UnusableSong]]:
    extractor = _extractor(job.config, job.standardiser)
    songs, failures, arrays, n_rows = [], [], [], 0
    for track_id, path in job.sounds:
        try:
            if path is None:
                raise AudioMissing("The manifest names no sound file.")
            song = extractor.song(path)
        except AudioError as error:
            failures.append(UnusableSong(track_id, error.code, error.message))
            continue
        songs.append(SongRows(track_id, n_rows, song.starts_s, song.sha256, song.loudness_lufs, song.duration_s))
        arrays.append((song.mels, song.tags))
        n_rows += len(song.starts_s)
    mels, tags = joined(arrays, len(offsets_of(job.config.protocol)))
    write_shard(job.folder, job.number, Shard(tuple(songs), tuple(failures), mels, tags))
    return len(job.sounds), failures


def _measure_standardiser(
    sounds: Sequence[Sound],
    path: Path,
    config: FeaturesConfig,
    workers: Workers,
    reporter: Reporter,
    stop: StopRequest,
) -> None:
    chosen = evenly_spaced(sounds, config.standardiser_songs)
    groups = [chosen[i : i + config.shard_tracks] for i in range(0, len(chosen), config.shard_tracks)]
    parts: dict[int, Moments] = {}
    with reporter.step(STANDARDISER, len(chosen), "songs") as progress:
        for number, moments in spread(_measured, list(enumerate(groups)), workers):
            parts[number] = moments
            progress.advance(len(groups[number]))
            stop.check()
    # Summed in the corpus's order, so that the last digit does not depend on which worker finished first.
    total = sum((parts[number] for number in sorted(parts)), start=Moments())
    if not total.count:
        raise TooFewSongs("None of the songs can be decoded.", "Check the audio paths of the manifest.")
    mean, deviation = total.standardiser()
    with atomic_write(path) as temporary:
        safetensors.torch.save_file({"mean": mean, "std": deviation}, temporary)


def _measured(group: tuple[int, Sequence[Sound]]) -> tuple[int, Moments]:
    """Measure a numbered group of songs; those that cannot be used are listed when their features are computed."""
    number, sounds = group
    return number, tagging_moments(path for _, path in sounds if path)
