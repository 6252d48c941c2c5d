"""The frame of every sub-command here: progress, a graceful stop, and errors as messages."""

import argparse
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass

from models import exit_codes
from models.errors import Cancelled, CorpusError, MandoHitError
from training.contract import StepStatus
from training.runtime.progress import Reporter
from training.runtime.stop import StopRequest


@dataclass(frozen=True)
class Session:
    """What a sub-command works with."""

    reporter: Reporter
    stop: StopRequest

    def say(self, text: str) -> None:
        """Print a message that is neither progress nor an error."""
        out = sys.stderr if self.reporter.mode == "json" else sys.stdout
        print(text, file=out, flush=True)


def add_progress(parser: argparse.ArgumentParser) -> None:
    """Add the options that `run` reads."""
    parser.add_argument(
        "--progress", choices=("bar", "json", "none"), default="bar", help="json: one object a line on standard output"
    )
    parser.add_argument("--stop-on-eof", action="store_true", help="stop, losing nothing, when standard input closes")


def run(options: argparse.Namespace, work: Callable[[Session], int]) -> int:
    """Do the work and return the exit code."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    session = Session(Reporter(options.progress), StopRequest())
    session.stop.listen(stdin=options.stop_on_eof)
    try:
        return work(session)
    except MandoHitError as error:
        session.reporter.emit(step=options.step, state=StepStatus.FAILED, error=error.to_json())
        print(f"{error.message} {error.hint}".rstrip(), file=sys.stderr)
        return exit_codes.INTERRUPTED if isinstance(error, Cancelled) else exit_codes.FAILED
    except OSError as error:
        sentence = f"{error.filename or 'A file'} cannot be used: {error.strerror or error}."
        session.reporter.emit(
            step=options.step, state=StepStatus.FAILED, error={"code": CorpusError.code, "message": sentence}
        )
        print(sentence, file=sys.stderr)
        return exit_codes.FAILED
