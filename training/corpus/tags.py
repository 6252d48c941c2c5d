"""The tags of a sound file, under the manifest's names: title, artist, album, date and ISRC."""

from pathlib import Path

NAMES = {
    "title": ("title",),
    "artist_names": ("artist", "album_artist"),
    "album": ("album",),
    "release_date": ("originaldate", "tdor", "date", "year"),
    "isrc": ("isrc", "tsrc"),
}


def read_tags(path: Path) -> dict[str, str]:
    """Return a file's tags by the manifest's columns; nothing where there are none or they cannot be read."""
    import av  # costs 0.1 s

    av.logging.set_level(av.logging.PANIC)
    try:
        with av.open(str(path), metadata_errors="ignore") as container:
            found = [*container.metadata.items()]
            for stream in container.streams:
                found += stream.metadata.items()
    except (av.FFmpegError, ValueError, OSError):
        return {}
    tags = {name.lower(): value.strip() for name, value in reversed(found)}
    chosen = {column: next((tags[n] for n in names if tags.get(n)), "") for column, names in NAMES.items()}
    return {column: value for column, value in chosen.items() if value}
