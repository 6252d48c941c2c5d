"""A folder of audio, with a table of labels if there is one: the source that always works.

Columns that the table lacks, such as the artist, come from the files' tags. Without a table, and with ISRCs in the
tags, the songs can be labelled by an open source afterwards.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from models.audio import EXTENSIONS, open_audio
from models.errors import AudioError, Cancelled, CorpusError, ManifestInvalid
from training.corpus.label_table import LabelTable, Matches, Row, match
from training.corpus.manifest import COLUMNS, to_track, with_audio
from training.corpus.rate_limiter import Progress, Stop
from training.corpus.tags import read_tags
from training.corpus.track import Track, tidy_date, tidy_isrc

LABEL_SOURCE = "local"
_BETWEEN_ARTISTS = re.compile(r"\s*[;/、\x00]\s*")


@dataclass
class LocalCorpus:
    """The tracks of a folder and its table.

    Attributes:
        tracks: every readable file, with its label where the table has one.
        unreadable: files that are no audio, and why.
        matches: which rows match which files.
    """

    tracks: list[Track] = field(default_factory=list)
    unreadable: list[tuple[str, AudioError]] = field(default_factory=list)
    matches: Matches = field(default_factory=Matches)


def collect(
    folder: Path,
    manifest: Path,
    table: LabelTable | None = None,
    label_source: str = LABEL_SOURCE,
    stop: Stop | None = None,
    progress: Progress | None = None,
) -> LocalCorpus:
    """Make a corpus of a folder.

    Args:
        folder: searched recursively; hidden files and folders are skipped.
        manifest: where the manifest will be; audio is relative to its folder where it can be.
        table: the labels.
        label_source: the name of their scale.
        stop: ends the work.
        progress: called with the files done and the files in all.

    Raises:
        CorpusError: there is no audio.
        ManifestInvalid: a row breaks a rule, or two match one file.
        Cancelled: `stop` was set.
    """
    files = _find_audio(folder)
    if not files:
        raise CorpusError(f"There is no audio in {folder}.", "Is it the right folder?")
    corpus = LocalCorpus(matches=match(table, files) if table else Matches())
    for done, (file, track_id) in enumerate(_track_ids(files).items(), 1):
        if stop is not None and stop.wait(0.0):
            raise Cancelled("Stopped.", "Nothing was written.")
        try:
            track = _track(folder / file, track_id, _row(corpus.matches.rows.get(file), table, label_source))
        except AudioError as error:
            corpus.unreadable.append((file, error))
        except ManifestInvalid as error:
            raise ManifestInvalid(f"{file}: {error.message}", error.hint) from error
        else:
            corpus.tracks.append(with_audio(track, folder / file, manifest))
        if progress is not None:
            progress(done, len(files))
    return corpus


def _row(row: Row | None, table: LabelTable | None, label_source: str) -> Row:
    """Return a file's non-empty cells; a label without source or date gets the table's."""
    cells = {column: text for column, text in (row or {}).items() if text}
    if table is None or "popularity" not in cells:
        return cells
    return {"label_source": label_source, "label_date": table.written, **cells}


def _find_audio(folder: Path) -> list[str]:
    """Return the audio files below a folder, relative to it, sorted."""
    paths = (path for path in folder.rglob("*") if path.suffix.lower() in EXTENSIONS and path.is_file())
    files = (path.relative_to(folder) for path in paths)
    return sorted(file.as_posix() for file in files if not any(part.startswith(".") for part in file.parts))


def _track_ids(files: Iterable[str]) -> dict[str, str]:
    """Return an id for each file: its path without the ending, with it where a folder has one song in two formats."""
    plain = {file: unicodedata.normalize("NFC", str(PurePosixPath(file).with_suffix(""))) for file in files}
    often = Counter(plain.values())
    return {file: name if often[name] == 1 else unicodedata.normalize("NFC", file) for file, name in plain.items()}


def _track(path: Path, track_id: str, row: Row) -> Track:
    with open_audio(path) as stream:
        n_frames, rate_hz = stream.info.n_frames, stream.info.sample_rate_hz
    given = {**read_tags(path), **row}
    fields = {column: text for column, text in given.items() if column in COLUMNS and column != "audio"}
    return to_track(
        {
            "title": path.stem,
            **fields,
            "track_id": track_id,
            "artist_names": _artist_names(given.get("artist_names", "")),
            "release_date": tidy_date(given.get("release_date", "")[:10]),
            "isrc": tidy_isrc(given.get("isrc")),
            "duration_s": round(n_frames / rate_hz, 3) if n_frames else None,
        }
    )


def _artist_names(text: str) -> list[str]:
    return [name for name in _BETWEEN_ARTISTS.split(text.strip()) if name]
