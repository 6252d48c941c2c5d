"""How a command says that it cannot begin."""

import sys

from models import exit_codes


def refuse(command: str, sentence: str) -> int:
    """Print why a command cannot begin, and return the exit code of wrong usage."""
    print(f"mandohit {command}: {sentence}", file=sys.stderr)
    return exit_codes.USAGE
