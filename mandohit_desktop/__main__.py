"""`python -m mandohit_desktop` is the `mandohit` command; the packaged application starts here, too."""

import os
import sys
from pathlib import Path

from mandohit_desktop.cli import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()  # a process started for training never gets beyond this
        if sys.stdout is None:  # on Windows, the program without a terminal window
            sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.exit(main())
