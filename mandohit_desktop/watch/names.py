"""Which files of a watched folder are never looked at: hidden ones, and those still under a temporary name.

Side files of DAWs (peaks, analyses) have extensions of their own and are no audio files to begin with.
"""

from pathlib import PurePath

HIDDEN = (".", "~")
TEMPORARY = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download")


def is_passing_name(name: str) -> bool:
    """Tell whether a name says that its writer has not finished, or that it is not the user's file at all."""
    return name.startswith(HIDDEN) or PurePath(name).stem.lower().endswith(TEMPORARY)
