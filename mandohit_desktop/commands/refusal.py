"""What a command says on standard error: that it cannot begin, and what became of the history."""

import sqlite3
import sys

from mandohit_desktop.store.history import History, reason
from models import exit_codes


def warn(command: str, sentence: str) -> None:
    """Print what the user must know."""
    print(f"mandohit {command}: {sentence}", file=sys.stderr)


def refuse(command: str, sentence: str) -> int:
    """Print why a command cannot begin, and return the exit code of wrong usage."""
    warn(command, sentence)
    return exit_codes.USAGE


def warn_of_damage(command: str, history: History) -> None:
    """Say where a damaged history went."""
    if history.set_aside:
        warn(command, f"the history was damaged. It was set aside as {history.set_aside.name}, and a new one started.")


def keep_the_rest(command: str, history: History) -> None:
    """Write what the history could not take before; say what it cannot take now."""
    try:
        history.keep_held()
    except sqlite3.Error as error:
        warn(command, f"{reason(error)}: scores that are not kept: {history.n_held}.")
