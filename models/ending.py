"""What a container states about the end of its sound."""

from dataclasses import dataclass
from enum import Enum, auto


class Ending(Enum):
    """How far a file's container shows that the file is complete."""

    WHOLE = auto()
    """The file holds all the data that the header declares."""
    SHORT = auto()
    """The header, a missing end marker or a cut last frame shows that the file was cut short."""
    LEFT_OPEN = auto()
    """The length in the header is a placeholder: a stream, or a writer that has not finished."""
    UNTOLD = auto()
    """The format has no length field, or is not one of those examined here."""


@dataclass(frozen=True)
class Stated:
    """What a container states.

    Attributes:
        ending: about its end.
        duration_s: the length of its sound, where its header was read for that.
    """

    ending: Ending
    duration_s: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing in the file tells where it should end."""
        return self.ending in (Ending.LEFT_OPEN, Ending.UNTOLD)
