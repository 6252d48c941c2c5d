"""`mandohit doctor`: the text to paste into a bug report."""

import argparse

from mandohit_desktop.engine.checkup import check_up
from models import exit_codes


def run(options: argparse.Namespace) -> int:
    """Print the check-up; exit code 1 if anything is not as it should be."""
    del options
    all_sound = True
    for finding in check_up():
        print(finding.line, flush=True)
        all_sound &= finding.sound
    print("Everything is in order." if all_sound else "Something is wrong; see the lines marked BAD.")
    return exit_codes.OK if all_sound else exit_codes.FAILED
