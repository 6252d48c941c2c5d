"""Which songs train, validate and test: no artist, album or recording on two sides.

Songs that share an artist (featured ones count), an album, a recording code or the same sound are connected, also
through third songs; each connected component goes to one side as a whole (Pampalk, Flexer and Widmer 2005: without
such a filter the artist is recognised, not the music). The same recording counts once.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from models.errors import TooFewSongs
from models.files import atomic_write
from training.config import SplitConfig, digest_of
from training.contract import SIDES
from training.corpus.deduplicate import recording_keys, sorted_tracks, without_duplicates
from training.corpus.track import Track, tidy_name

FEWEST_SONGS = 4
"""Songs that each side needs at least."""


@dataclass(frozen=True)
class Split:
    """The songs of each side, by id, and how they were chosen.

    Attributes:
        train: songs to fit on.
        validation: songs for early stopping and calibration.
        test: songs for the report.
        method: a sentence for the card.
        leaky: whether artists may be on two sides.
        duplicates: songs left out because another has the same recording.
        unused: songs left out by the temporal hold-out.
        largest_component: songs of the largest connected component.
    """

    train: tuple[str, ...]
    validation: tuple[str, ...]
    test: tuple[str, ...]
    method: str
    leaky: bool
    duplicates: int
    unused: int
    largest_component: int

    def digest(self) -> str:
        """Return a short hash of who is on which side."""
        return digest_of([self.train, self.validation, self.test])

    def side(self, name: str) -> tuple[str, ...]:
        """Return the songs of one side."""
        songs: tuple[str, ...] = getattr(self, name)
        return songs

    def summary(self) -> dict[str, object]:
        """Return counts and method, for the card and the report."""
        counts = {name: len(self.side(name)) for name in SIDES}
        rest = {key: value for key, value in asdict(self).items() if key not in SIDES}
        return {**counts, **rest, "digest": self.digest()}


def _links(track: Track, sound: str) -> Iterator[str]:
    """Yield what a song shares with others that must be on its side; two sources know one artist by two ids."""
    for artist in track.artists:
        yield f"artist:{artist.id}"
        if artist.name:
            yield f"artist's name:{tidy_name(artist.name)}"
    if track.album_id:
        yield f"album:{track.album_id}"
    yield from recording_keys(track, sound)


def components(linked: Sequence[Sequence[str]]) -> npt.NDArray[np.int64]:
    """Return a component number for each song, [songs], given what each one is linked to."""
    names: dict[str, int] = {}
    pairs = [(i, names.setdefault(link, len(names))) for i, links in enumerate(linked) for link in links]
    n_songs, n_nodes = len(linked), len(linked) + len(names)
    rows = np.array([i for i, _ in pairs], dtype=np.int64)
    columns = np.array([n_songs + j for _, j in pairs], dtype=np.int64)
    graph = coo_array((np.ones(len(pairs), dtype=np.int8), (rows, columns)), shape=(n_nodes, n_nodes))
    _, labels = connected_components(graph, directed=False)
    return np.asarray(labels[:n_songs], dtype=np.int64)


def make_split(tracks: Sequence[Track], sounds: Mapping[str, str], config: SplitConfig) -> Split:
    """Divide songs.

    Args:
        tracks: those with a label and with features.
        sounds: what each song's sound is called, by id; one name, one recording.
        config: shares, seed and method.

    Raises:
        TooFewSongs: a side would be left with fewer than `FEWEST_SONGS`.
    """
    tracks = sorted_tracks(tracks)
    kept = without_duplicates(tracks, sounds)
    if not kept:
        raise TooFewSongs("None of the songs can be used.", "The step before says why each was left out.")
    if not config.leaky and any(not track.artists for track in kept):
        nameless = sum(not track.artists for track in kept)
        raise TooFewSongs(
            f"{nameless} of {len(kept)} songs name no artist, so they cannot be split by artist.",
            "Fill in the artists, or use --allow-leaky-split, which the model's card will say.",
        )
    links = [[] if config.leaky else list(_links(track, sounds.get(track.track_id, ""))) for track in kept]
    group = components(links)
    sides = _deal(group, config)
    unused = 0
    if config.test_from:
        later = np.array([track.release_date >= config.test_from for track in kept])
        wrong = np.where(sides == SIDES.index("test"), ~later, later)
        unused, sides = int(wrong.sum()), np.where(wrong, -1, sides)
    train, validation, test = (tuple(kept[i].track_id for i in np.flatnonzero(sides == k)) for k in range(len(SIDES)))
    split = Split(
        train,
        validation,
        test,
        method=_method(config),
        leaky=config.leaky,
        duplicates=len(tracks) - len(kept),
        unused=unused,
        largest_component=int(np.bincount(group).max()),
    )
    _check(split, config)
    return split


def _deal(group: npt.NDArray[np.int64], config: SplitConfig) -> npt.NDArray[np.int64]:
    """Deal components out at random; one that would overfill a side goes to training."""
    order = np.random.default_rng(config.seed).permutation(int(group.max()) + 1)
    sizes = np.bincount(group)
    room = {"validation": config.validation * group.size, "test": config.test * group.size}
    filled = dict.fromkeys(room, 0.0)
    of_component = np.zeros(len(sizes), dtype=np.int64)
    for component in order:
        open_sides = [name for name in room if filled[name] + sizes[component] <= room[name] + 0.5]
        if open_sides:
            side = min(open_sides, key=lambda name: filled[name] / room[name])
            filled[side] += sizes[component]
            of_component[component] = SIDES.index(side)
    return of_component[group]


def _method(config: SplitConfig) -> str:
    if config.leaky:
        return "LEAKY: songs at random as in 2021; artists are on both sides, so the figures are too good"
    method = "by artist, connected through features, albums and recordings"
    if config.test_from:
        method += f"; test on releases from {config.test_from}, the rest on earlier ones"
    return method


def _check(split: Split, config: SplitConfig) -> None:
    needed = math.ceil(FEWEST_SONGS / min(config.validation, config.test, 1.0 - config.validation - config.test))
    for name in SIDES:
        if len(split.side(name)) < FEWEST_SONGS:
            raise TooFewSongs(
                f"Only {len(split.side(name))} songs are left for {name}; {FEWEST_SONGS} are the least.",
                f"That takes {needed} songs or more, by many artists; the largest group that hangs together has "
                f"{split.largest_component}. Use more songs, other shares, or --allow-leaky-split.",
            )


def write_split(split: Split, path: Path) -> None:
    """Write a split as JSON."""
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(asdict(split), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_split(path: Path) -> Split:
    """Read what `write_split` wrote."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    return Split(**{**plain, **{name: tuple(plain[name]) for name in SIDES}})
