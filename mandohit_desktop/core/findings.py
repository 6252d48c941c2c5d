"""What the check-up finds: a stable code, its arguments, and the English texts, as notices have them.

`mandohit doctor` and a bug report show the English line; the window looks the code up in its translations and fills in
the same arguments.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mandohit_desktop.core.notices import Argument


@dataclass(frozen=True)
class Finding:
    """One line of the check-up.

    Attributes:
        code: stable name, the topic before the dot.
        topic_template: what it is about, with `{name}` where an argument goes.
        text_template: what was found, likewise.
        arguments: what goes into both.
        sound: whether it is as it should be.
    """

    code: str
    topic_template: str
    text_template: str
    arguments: Mapping[str, Argument]
    sound: bool = True

    @property
    def topic(self) -> str:
        """What it is about, in English."""
        return self.topic_template.format(**self.arguments)

    @property
    def text(self) -> str:
        """What was found, in English."""
        return self.text_template.format(**self.arguments)

    @property
    def line(self) -> str:
        """The finding as a bug report shows it."""
        return f"{'ok ' if self.sound else 'BAD'}  {self.topic}: {self.text}"
