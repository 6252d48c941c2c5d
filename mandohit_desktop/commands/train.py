"""`mandohit train`: hands over to the rebuild's own command line; the one module here that imports `training`.

The window starts this as a process of its own, so that a rebuild can be killed.
"""

import argparse

from training.cli import main


def run(options: argparse.Namespace) -> int:
    """Run one step of a rebuild and return the exit code."""
    return main(options.arguments, program="mandohit train")
