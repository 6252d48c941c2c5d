"""Exit codes of every command line of this project."""

OK = 0
FAILED = 1
"""Some inputs failed, each named on standard error, or the requested action failed."""
USAGE = 2
INTERRUPTED = 130
"""Stopped with Ctrl-C: 128 + SIGINT, as shells report it."""
