"""`python -m mandohit_desktop` is the `mandohit` command; the packaged application starts here, too."""

import sys

from mandohit_desktop.cli import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()  # a process started for training never gets beyond this
    sys.exit(main())
