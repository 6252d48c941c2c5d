"""`corpus`: makes a manifest from a folder, or from a source on the network."""

import argparse
import getpass
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from models import exit_codes
from training.commands.session import Session, add_progress
from training.commands.session import run as run_session

if TYPE_CHECKING:
    from training.corpus.crawl import Provider
    from training.corpus.rate_limiter import RateLimiter
    from training.corpus.state import CrawlState
    from training.corpus.track import Track

SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add a sub-command for each source."""
    sources = parser.add_subparsers(dest="source", metavar="SOURCE", title="sources", required=True)
    local = sources.add_parser("local", help="a folder of audio and a table of labels; always works")
    spotify = sources.add_parser("spotify", help="the published crawl, as far as your credentials still allow it")
    deezer = sources.add_parser("deezer", help="rank and previews, by artist or by ISRC")
    listenbrainz = sources.add_parser("listenbrainz", help="listener counts, by ISRC through MusicBrainz")
    credentials = sources.add_parser("credentials", help="keep a source's credentials in the system's keyring")

    local.add_argument("folder", type=Path, metavar="FOLDER", help="searched to the bottom")
    local.add_argument("--labels", type=Path, metavar="TABLE", help="CSV, TSV or Excel, with file names and labels")
    local.add_argument("--label-column", default="", metavar="NAME", help="which column holds the labels")
    local.add_argument("--label-source", default="local", metavar="NAME", help="what to call their scale")
    spotify.add_argument("--genre", default="", metavar="NAME", help="begin with the artists of a genre")
    spotify.add_argument("--without-labels", action="store_true", help="go on where Spotify gives no popularity")
    add_rights(spotify)
    listenbrainz.add_argument(
        "--contact", required=True, metavar="ADDRESS", help="your e-mail or web address; MusicBrainz asks for it"
    )
    for source, per_second in ((spotify, 2.0), (deezer, 5.0)):
        source.add_argument("--artists", type=Path, metavar="FILE", help="begin with these: an id or name a line")
        source.add_argument(
            "--requests-per-second", type=_positive, default=per_second, metavar="N", help="default: %(default)s"
        )
    for source in (deezer, listenbrainz):
        source.add_argument(
            "--from",
            dest="known",
            type=Path,
            metavar="FILE",
            required=source is listenbrainz,
            help="label the songs of this manifest, by their ISRC",
        )
    for source in (local, spotify, deezer, listenbrainz):
        source.add_argument("--manifest", type=Path, required=True, metavar="FILE", help="to write, .parquet or .csv")
        add_progress(source)
    credentials.add_argument("of", choices=("spotify", "listenbrainz"), help="whose")
    add_progress(credentials)


def add_rights(parser: argparse.ArgumentParser) -> None:
    """Add the option by which users confirm rights beyond Spotify's terms."""
    parser.add_argument(
        "--i-have-the-rights",
        dest="has_rights",
        action="store_true",
        help="you hold rights to Spotify's content that go beyond its terms",
    )


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("must be more than 0")
    return value


def run(options: argparse.Namespace) -> int:
    """Run the sub-command of one source."""
    work = {
        "local": _local,
        "spotify": _spotify,
        "deezer": _deezer,
        "listenbrainz": _listenbrainz,
        "credentials": _credentials,
    }[options.source]

    def checked(session: Session) -> int:
        from training.corpus import manifest

        if options.source != "credentials":
            manifest.check_name(options.manifest)
        return work(options, session)

    return run_session(options, checked)


def _local(options: argparse.Namespace, session: Session) -> int:
    from training.corpus import manifest
    from training.corpus.label_table import read_table
    from training.corpus.local import collect

    table = read_table(options.labels, options.label_column) if options.labels else None
    with session.reporter.step("corpus", 0, "files") as progress:
        found = collect(options.folder, options.manifest, table, options.label_source, session.stop, progress.reach)
    manifest.write(options.manifest, found.tracks)
    n_labels = sum(track.popularity is not None for track in found.tracks)
    session.say(f"{options.manifest}: {len(found.tracks)} songs, {n_labels} with a label.")
    _say_list(session, "Not usable", [f"{file}: {error.message}" for file, error in found.unreadable])
    _say_list(session, "In the table, but not in the folder", found.matches.missing)
    _say_list(session, "In the table, but could be several files", found.matches.ambiguous)
    n_unknown = sum(not track.artists for track in found.tracks)
    if n_unknown:
        session.say(
            f"{n_unknown} songs have no artist, neither in the table nor in the file. Training keeps artists apart "
            "and needs to know them: add a column `artist` to the table."
        )
    return exit_codes.FAILED if found.unreadable else exit_codes.OK


def _say_list(session: Session, title: str, lines: list[str]) -> None:
    if lines:
        rest = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
        session.say("\n  ".join([f"{title} ({len(lines)}):", *lines[:SHOWN], *rest]))


def _spotify(options: argparse.Namespace, session: Session) -> int:
    import json
    from dataclasses import asdict
    from datetime import date

    from models.errors import NotAllowed
    from training.corpus import credentials
    from training.corpus.spotify import NAME, TERMS, Spotify, require_rights
    from training.corpus.spotify_access import SpotifyAccess
    from training.corpus.spotify_probe import Capabilities, probe

    artists = _artists(options, or_else=options.genre)
    require_rights(options.has_rights)
    client_id, client_secret = credentials.require(NAME)
    with (
        _state(options) as state,
        closing(SpotifyAccess(client_id, client_secret, _limiter("Spotify", options, session))) as access,
    ):
        if state.note("terms") is None:
            session.say(TERMS)
            state.set_note("terms", "stated")
        today = f"capabilities on {date.today().isoformat()}"
        noted = state.note(today)
        can = Capabilities(**json.loads(noted)) if noted else probe(access)
        state.set_note(today, json.dumps(asdict(can)))
        _say_list(session, "These credentials do not get everything", can.missing())
        if not (can.popularity or options.without_labels):
            raise NotAllowed("So this crawl would bring no labels.", "--without-labels collects ids and ISRCs anyway.")
        provider = Spotify(access, can, artists, options.genre)
        try:
            return _crawl(options, session, provider, state)
        finally:
            state.set_note(today, json.dumps(asdict(provider.capabilities)))


def _deezer(options: argparse.Namespace, session: Session) -> int:
    from training.corpus.deezer import NOTICE, Deezer, DeezerApi

    artists = _artists(options, or_else=options.known)
    known = _known(options, session) if options.known else []
    session.say(NOTICE)
    with _state(options) as state, closing(DeezerApi(_limiter("Deezer", options, session))) as api:
        return _crawl(options, session, Deezer(api, artists, known), state)


def _listenbrainz(options: argparse.Namespace, session: Session) -> int:
    from training.corpus import credentials
    from training.corpus import listenbrainz as source
    from training.corpus.rate_limiter import RateLimiter

    known = _known(options, session)
    with _state(options) as state:
        provider = source.ListenBrainz(
            known,
            options.contact,
            RateLimiter("MusicBrainz", source.MUSICBRAINZ_PER_SECOND, session.stop),
            RateLimiter("ListenBrainz", source.LISTENBRAINZ_PER_SECOND, session.stop),
            credentials.find(*credentials.LISTENBRAINZ),
        )
        with closing(provider):
            return _crawl(options, session, provider, state)


def _credentials(options: argparse.Namespace, session: Session) -> int:
    from training.corpus import credentials

    for name in credentials.NAMES[options.of]:
        credentials.keep(name, credentials.Secret(getpass.getpass(f"{name}: ").strip()))
    session.say(f"The credentials for {options.of} are in this system's keyring.")
    return exit_codes.OK


def _known(options: argparse.Namespace, session: Session) -> "list[Track]":
    """Return the songs of the manifest to label that can be asked about."""
    from training.corpus import manifest

    tracks = list(manifest.read(options.known))
    known = [track for track in tracks if track.isrc]
    if len(known) < len(tracks):
        session.say(f"{len(tracks) - len(known)} of {len(tracks)} songs have no ISRC and are left out.")
    return known


def _artists(options: argparse.Namespace, or_else: object) -> list[str]:
    """Return the artists to begin with; without any `or_else` must be set."""
    from models.errors import CorpusError

    if options.artists is None:
        if or_else:
            return []
        raise CorpusError("There is nothing to begin with.", "Name artists in a file with --artists.")
    try:
        lines = options.artists.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{options.artists} cannot be read as text.", "Write an id or a name a line.") from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _state(options: argparse.Namespace) -> "CrawlState":
    from training.corpus.state import CrawlState

    return CrawlState(options.manifest.with_name(options.manifest.name + ".crawl"), options.source)


def _limiter(name: str, options: argparse.Namespace, session: Session) -> "RateLimiter":
    from training.corpus.rate_limiter import RateLimiter

    return RateLimiter(name, options.requests_per_second, session.stop)


def _crawl(options: argparse.Namespace, session: Session, provider: "Provider", state: "CrawlState") -> int:
    """Crawl, and write the tracks so far even if the crawl is interrupted."""
    from training.corpus.crawl import crawl

    try:
        with session.reporter.step("corpus", 0, "requests") as progress:
            crawl(provider, state, session.stop, progress.reach)
    finally:
        _write(options, session, state)
    if n_postponed := state.counts().get("postponed"):
        session.say(f"{n_postponed} requests failed again and again. Run the same command to try them once more.")
        return exit_codes.FAILED
    return exit_codes.OK


def _write(options: argparse.Namespace, session: Session, state: "CrawlState") -> None:
    from training.corpus import manifest
    from training.corpus.deduplicate import without_duplicates

    n_found = state.n_tracks()
    if not n_found:
        return
    tracks = without_duplicates(state.tracks())
    manifest.write(options.manifest, tracks)
    n_labels = sum(track.popularity is not None for track in tracks)
    session.say(
        f"{options.manifest}: {len(tracks)} songs, {n_labels} with a label; "
        f"{n_found - len(tracks)} rows were the same recording as another."
    )
    _say_list(session, "Not found at the source", [f"{item.kind} {item.note or item.id}" for item in state.gone()])
