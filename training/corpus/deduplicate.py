"""One row a recording: catalogues list the same recording on the album, the single, the deluxe edition and the sampler.

Rows are the same recording when they share an ISRC, a preview or their audio; the relation is transitive.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from training.corpus.track import Track


def without_duplicates(tracks: Iterable[Track], sound: Mapping[str, str] | None = None) -> list[Track]:
    """Return one track of each recording, by id.

    The one with the highest label on the same scale is kept; among equals the earliest release.

    Args:
        tracks: any rows.
        sound: hash of each song's sound by id, where it is known.
    """
    tracks = sorted_tracks(tracks)
    best: dict[int, Track] = {}
    for group, track in zip(recordings(tracks, sound or {}), tracks, strict=True):
        if group not in best or _is_better(track, best[group]):
            best[group] = track
    return sorted_tracks(best.values())


def sorted_tracks(tracks: Iterable[Track]) -> list[Track]:
    """Return tracks by id, so that the result does not depend on the manifest's order."""
    return sorted(tracks, key=lambda track: track.track_id)


def recordings(tracks: Sequence[Track], sound: Mapping[str, str]) -> list[int]:
    """Return for each track, [tracks], the index of the first one that is the same recording."""
    first: list[int] = []
    seen: dict[str, int] = {}
    for index, track in enumerate(tracks):
        first.append(index)
        for key in recording_keys(track, sound.get(track.track_id, "")):
            one, other = _root(first, seen.setdefault(key, index)), _root(first, index)
            first[max(one, other)] = min(one, other)
    return [_root(first, index) for index in range(len(first))]


def recording_keys(track: Track, sound: str = "") -> Iterator[str]:
    """Yield the keys of a row; rows that share one are the same recording."""
    for kind, value in (("isrc", track.isrc), ("preview", track.preview_url), ("sound", sound)):
        if value:
            yield f"{kind}:{value}"


def _root(first: list[int], index: int) -> int:
    while first[index] != index:
        first[index] = first[first[index]]
        index = first[index]
    return index


def _is_better(track: Track, kept: Track) -> bool:
    """Tell whether a track replaces one of the same recording; labels of two sources are not comparable."""
    if (track.popularity is None) != (kept.popularity is None):
        return kept.popularity is None
    if track.label_source != kept.label_source or track.popularity == kept.popularity:
        return (track.release_date or "9999") < (kept.release_date or "9999")
    return (track.popularity or 0.0) > (kept.popularity or 0.0)
