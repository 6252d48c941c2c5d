"""Exit codes of every command line of this project."""

OK = 0
FAILED = 1
"""Some inputs failed, each named on standard error; or the one thing asked for did."""
USAGE = 2
INTERRUPTED = 130
"""Stopped with Ctrl-C, as shells number it."""
