"""The `mandohit` command: parses arguments, starts logging and hands over to one module a sub-command.

Nothing heavy is imported until a sub-command runs, so that help is immediate.
"""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType

from mandohit_desktop import __version__
from mandohit_desktop.core.disk import is_full
from mandohit_desktop.core.logs import start_logging
from mandohit_desktop.core.paths import log_file
from models import exit_codes
from models.shipped import DEFAULT_ID

log = logging.getLogger(__name__)

HIGHEST_PORT = 65_535
MOST_LIKELY = 99


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all sub-commands."""
    parser = argparse.ArgumentParser(
        prog="mandohit",
        description="Predicts the popularity (0-100, Spotify's scale) a song would reach among Mando-pop releases.",
        epilog="Everything runs on this machine. Predicted popularity, not quality: "
        "good for ranking a batch, weak for one song.",
    )
    parser.add_argument("--version", action="version", version=f"MandoHit {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    window = commands.add_parser("window", help="open the window, as `mandohit` alone does")
    window.add_argument("paths", nargs="*", type=_path, metavar="PATH", help="audio files and folders to score")
    _add_score(commands)
    _add_pick(commands)
    _add_watch(commands)
    _add_record(commands)
    _add_models(commands)
    _add_serve(commands)
    train = commands.add_parser("train", help="rebuild the model from a corpus", add_help=False)
    train.add_argument("arguments", nargs=argparse.REMAINDER)
    commands.add_parser("doctor", help="check this installation; prints the text for a bug report")
    return parser


def _add_model_choice(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--protocol",
        choices=("matched", "published"),
        default="matched",
        help="matched: every 30 s, loudness matched (default); published: middle 30 s as they are, as in 2021",
    )
    _add_engine_choice(command)


def _add_engine_choice(command: argparse.ArgumentParser) -> None:
    _add_model(command)
    command.add_argument(
        "--device", choices=("auto", "cpu", "cuda", "mps"), default="auto", help="default: %(default)s"
    )


def _add_model(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", default=DEFAULT_ID, metavar="ID_OR_FOLDER", help="default: %(default)s")


def _path(text: str) -> Path:
    """Return the argument as a path; an empty one is refused."""
    if not text:
        raise argparse.ArgumentTypeError("an empty name is no file")
    return Path(text)


def _add_score(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    score = commands.add_parser("score", help="score songs", description="Score songs and rank them, best first.")
    _add_songs(score)
    score.add_argument("--top", type=_count, metavar="N", help="show only the best N in the table")
    output = score.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="print one JSON object a line, in input order")
    output.add_argument("--csv", type=Path, metavar="FILE", help="write a table for spreadsheets")
    _add_model_choice(score)
    score.add_argument("--fresh", action="store_true", help="score anew what was scored before")


def _add_songs(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", nargs="+", type=_path, metavar="PATH", help="audio files and folders")
    command.add_argument("--recursive", action="store_true", help="search folders below the folders, too")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number of songs, 1 or more")
    return int(text)


def _percentage(text: str) -> float:
    try:
        percentage = float(text.removesuffix("%"))
    except ValueError:
        percentage = 0.0
    if not 0.0 < percentage <= MOST_LIKELY:
        raise argparse.ArgumentTypeError(f"{text} is no chance in per cent, above 0 and at most {MOST_LIKELY}")
    return percentage


def _add_pick(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    pick = commands.add_parser(
        "pick",
        help="choose the few worth finishing",
        description="Score songs, draw the line below the few to keep, say what that gains, and hand those over. "
        "Of several takes of one performance the best competes; songs that failed, that are unlike the songs the model "
        "knows or shorter than 15 s are left out.",
    )
    _add_songs(pick)
    amount = pick.add_mutually_exclusive_group(required=True)
    amount.add_argument("--keep", type=_count, metavar="K", help="how many songs to keep")
    amount.add_argument(
        "--chance",
        type=_percentage,
        metavar="PERCENT",
        help="keep as many as hold the most popular one with this chance, for example 80",
    )
    pick.add_argument("--all-takes", action="store_true", help="let every take of a performance compete")
    pick.add_argument("--include-unlike", action="store_true", help="let songs unlike those the model knows compete")
    handover = pick.add_mutually_exclusive_group()
    handover.add_argument("--copy-to", type=_path, metavar="DIR", help="copy the kept songs there")
    handover.add_argument("--move-to", type=_path, metavar="DIR", help="move the kept songs there")
    handover.add_argument("--playlist", type=_path, metavar="FILE.m3u8", help="write a playlist of the kept songs")
    output = pick.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="print one JSON object")
    output.add_argument("--csv", type=Path, metavar="FILE", help="write the ranking as a table for spreadsheets")
    _add_model_choice(pick)


def _add_watch(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    watch = commands.add_parser(
        "watch",
        help="score songs as they are exported into folders",
        description="Watch folders and score every song once, as soon as it is completely written. Stop with Ctrl-C; "
        "songs that arrive meanwhile are scored when the folder is watched again.",
    )
    watch.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="folders to watch")
    watch.add_argument("--recursive", action="store_true", help="watch the folders below, too")
    watch.add_argument("--existing", action="store_true", help="score the songs that are there already, too")
    watch.add_argument("--json", action="store_true", help="print one JSON object a line")
    _add_model_choice(watch)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no length in seconds")
    return seconds


def _add_record(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    record = commands.add_parser(
        "record",
        help="record what the computer plays, then score it",
        description="Record what the computer plays, or an input, to a FLAC file, with a live score, until Ctrl-C or "
        "for a time; then score the file.",
    )
    record.add_argument(
        "--device", metavar="NAME", help="part of a device's name, or its id; a name that fits none lists them all"
    )
    record.add_argument("--seconds", type=_seconds, help="end by itself after this time")
    record.add_argument("--out", type=_path, metavar="FILE_OR_FOLDER", help="where to; default: your music folder")
    _add_model(record)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is no port number (0 to {HIGHEST_PORT})")
    return int(text)


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = commands.add_parser(
        "serve",
        help="start the local API and its page",
        description="Serve the API and its page to this machine. For other machines, name a --host and set "
        "MANDOHIT_TOKEN to a secret that every caller must present.",
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen at; default: %(default)s")
    serve.add_argument("--port", type=_port, default=8765, help="default: %(default)s; 0 takes a free one")
    _add_engine_choice(serve)


def _add_models(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    models = commands.add_parser("models", help="list, check and import models")
    actions = models.add_subparsers(dest="action", metavar="ACTION", title="actions", required=True)
    actions.add_parser("list", help="show the models on this machine")
    info = actions.add_parser("info", help="show a model's card")
    info.add_argument("model", metavar="ID_OR_FOLDER", nargs="?", default=DEFAULT_ID)
    verify = actions.add_parser("verify", help="check a model's files against its card")
    verify.add_argument("models", metavar="ID_OR_FOLDER", nargs="*", help="default: every model on this machine")
    remove = actions.add_parser("remove", help="remove an imported model from this machine")
    remove.add_argument("model", metavar="ID")
    importer = actions.add_parser(
        "import-published",
        help="import the weights published in 2021 from a folder",
        description="Import the published weights from a folder that holds their files at any depth.",
    )
    importer.add_argument("source", type=Path, metavar="SRC", help="for example a clone of the published repository")
    importer.add_argument("--id", required=True, metavar="NAME", help="what the model is to be called")
    install = actions.add_parser(
        "install",
        help="download and import published weights",
        description="Download a published model and import it; needs the network.",
    )
    install.add_argument("name", choices=("published",), help="which model")


@contextmanager
def _second_interrupt_ends_at_once() -> Iterator[None]:
    """Let the first Ctrl-C stop the work in order, and the second end the process without waiting for it."""

    def interrupted(signal_number: int, frame: FrameType | None) -> None:
        del signal_number, frame
        signal.signal(signal.SIGINT, lambda *_: os._exit(exit_codes.INTERRUPTED))
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _give_up_output() -> None:
    """Throw away what is still buffered for standard output, or it would fail again as Python ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _names_of_commands(parser: argparse.ArgumentParser) -> Collection[str]:
    actions = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return next(actions).choices.keys()


def _means_the_window(words: list[str], commands: Collection[str]) -> bool:
    """Tell whether no command is given: nothing at all, or files and folders as a desktop passes them on."""
    if not words:
        return True
    first = words[0]
    return first not in commands and not first.startswith("-") and (os.sep in first or Path(first).exists())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed, or a program without a console
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  for as long as it runs
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = build_parser()
    if _means_the_window(words, _names_of_commands(parser)):
        words.insert(0, "window")
    options, rest = parser.parse_known_args(words)
    if options.command == "train":
        options.arguments = rest + options.arguments
    elif rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    start_logging()
    try:
        with _second_interrupt_ends_at_once():
            run = import_module(f"mandohit_desktop.commands.{options.command}").run
            exit_code = int(run(options))
            sys.stdout.flush()
            return exit_code
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return exit_codes.INTERRUPTED
    except BrokenPipeError:
        _give_up_output()
        return exit_codes.FAILED
    except Exception as error:
        if isinstance(error, OSError) and is_full(error):
            print(f"The output cannot be written: {error.strerror}. Is the disk full?", file=sys.stderr)
            _give_up_output()
            return exit_codes.FAILED
        log.exception("mandohit %s failed", options.command)
        print(f"Something unexpected went wrong. The details are in {log_file()}.", file=sys.stderr)
        return exit_codes.FAILED
