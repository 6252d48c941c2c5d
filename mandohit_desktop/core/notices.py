"""What the background parts tell the user: a stable code, its arguments, and the English sentence.

The command line prints the sentence; the window looks the code up in its translations and fills in the same arguments.
"""

from dataclasses import dataclass, field

Argument = str | int | float


@dataclass(frozen=True)
class Notice:
    """One thing to say.

    Attributes:
        code: stable dotted name.
        template: the English sentence, with `{name}` where an argument goes.
        arguments: what goes there.
    """

    code: str
    template: str
    arguments: dict[str, Argument] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The English sentence."""
        return self.template.format(**self.arguments)

    def about(self, **arguments: Argument) -> "Notice":
        """Return the notice with these arguments."""
        return Notice(self.code, self.template, arguments)
