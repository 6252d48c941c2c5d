"""`python -m mandohit_desktop` is the `mandohit` command."""

import sys

from mandohit_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
