"""`mandohit window`, and `mandohit` alone: opens the window."""

import argparse
import os
import sys

from models import exit_codes


def run(options: argparse.Namespace) -> int:
    """Open the window, or hand the files to one that is open."""
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in displays):
        print(
            "mandohit: there is no screen to open a window on. `mandohit score` works in a terminal; "
            "`mandohit --help` shows the other commands.",
            file=sys.stderr,
        )
        return exit_codes.USAGE
    from mandohit_desktop import app

    return app.run(options.paths)
