"""`previews`: downloads the previews of a manifest and notes in it where they are."""

import argparse
import csv
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from models import exit_codes
from training.commands.corpus import add_rights
from training.commands.session import Session, add_progress
from training.commands.session import run as run_session

if TYPE_CHECKING:
    from training.corpus.previews import FreshAddress, UnfetchedPreview
    from training.corpus.track import Track


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--manifest", type=Path, required=True, metavar="FILE", help="the corpus, .parquet or .csv")
    parser.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="for the clips; default: clips beside the manifest"
    )
    add_rights(parser)
    add_progress(parser)


def run(options: argparse.Namespace) -> int:
    """Download the missing previews."""
    return run_session(options, lambda session: _previews(options, session))


def _previews(options: argparse.Namespace, session: Session) -> int:
    from training.corpus import manifest
    from training.corpus.previews import REQUESTS_PER_SECOND, Previews
    from training.corpus.rate_limiter import RateLimiter

    manifest.check_name(options.manifest)
    tracks = list(manifest.read(options.manifest))
    wanted = [track for track in tracks if not _has_audio(track, options.manifest)]
    with ExitStack() as stack:
        sources = _sources(options, session, wanted, stack)
        limiter = RateLimiter("The previews' server", REQUESTS_PER_SECOND, session.stop)
        folder = options.folder or options.manifest.parent / "clips"
        previews = stack.enter_context(closing(Previews(folder, sources, limiter)))
        try:
            with session.reporter.step("previews", len(wanted), "songs") as progress:
                unfetched = previews.download(wanted, session.stop, progress.reach)
        finally:
            found = {track.track_id: clip for track in wanted if (clip := previews.find(track))}
            manifest.write(
                options.manifest,
                (
                    manifest.with_audio(track, found[track.track_id], options.manifest)
                    if track.track_id in found
                    else track
                    for track in tracks
                ),
            )
    return _report(options.manifest, session, len(tracks), unfetched)


def _has_audio(track: "Track", path: Path) -> bool:
    from training.corpus import manifest

    audio = manifest.audio_path(track, path)
    return audio is not None and audio.is_file()


def _sources(
    options: argparse.Namespace, session: Session, tracks: list["Track"], stack: ExitStack
) -> dict[str, "FreshAddress"]:
    """Return how to get fresh addresses from the sources that the manifest names."""
    from training.corpus import credentials, deezer
    from training.corpus.rate_limiter import RateLimiter

    names = {track.preview_source.partition(":")[0] for track in tracks}
    sources: dict[str, FreshAddress] = {}
    if deezer.NAME in names:
        limiter = RateLimiter("Deezer", deezer.REQUESTS_PER_SECOND, session.stop)
        api = stack.enter_context(closing(deezer.DeezerApi(limiter)))
        sources[deezer.NAME] = api.preview_url
    if "spotify" in names:
        from training.corpus import spotify
        from training.corpus.spotify_access import SpotifyAccess

        spotify.require_rights(options.has_rights)
        client_id, client_secret = (credentials.find(name) for name in credentials.SPOTIFY)
        if client_id and client_secret:
            limiter = RateLimiter("Spotify", spotify.REQUESTS_PER_SECOND, session.stop)
            access = stack.enter_context(closing(SpotifyAccess(client_id, client_secret, limiter)))
            sources[spotify.NAME] = lambda id_: spotify.preview_url(access, id_)
    return sources


def _report(path: Path, session: Session, n_tracks: int, unfetched: list["UnfetchedPreview"]) -> int:
    """Print what is missing and why, and list it in a file beside the manifest."""
    from models.files import atomic_write

    report = path.with_name(path.name + ".missing.csv")
    session.say(f"{path}: {n_tracks - len(unfetched)} of {n_tracks} songs have their sound.")
    if not unfetched:
        report.unlink(missing_ok=True)
        return exit_codes.OK
    with atomic_write(report) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("track_id", "title", "code", "message"))
        writer.writerows((f.track.track_id, f.track.title, f.error.code, f.error.message) for f in unfetched)
    examples = {preview.error.code: preview.error.message for preview in reversed(unfetched)}
    for code, count in Counter(preview.error.code for preview in unfetched).most_common():
        session.say(f"{count:6d}  {code}: {examples[code]}")
    session.say(f"They are listed in {report}. Run the same command again to try them again.")
    return exit_codes.FAILED
