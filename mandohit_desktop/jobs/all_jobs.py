"""Everything that works in the background of one window, made and ended together."""

from mandohit_desktop.core.settings import OUTPUT_DEVICE, Settings
from mandohit_desktop.jobs.inquiries import Inquiries
from mandohit_desktop.jobs.pictures import Pictures
from mandohit_desktop.jobs.player import Player
from mandohit_desktop.jobs.scoring import Scoring
from mandohit_desktop.store.history import History


class Jobs:
    """The background of one window.

    Args:
        history: where results are kept.
        settings: the user's.

    Attributes:
        scoring: scores songs.
        pictures: draws spectrograms.
        player: plays songs.
        inquiries: answers the dialogs.
    """

    def __init__(self, history: History, settings: Settings) -> None:
        self.scoring = Scoring(history)
        self.pictures = Pictures()
        self.player = Player(settings.get(OUTPUT_DEVICE))
        self.inquiries = Inquiries()

    def close(self) -> None:
        """End all of it."""
        for job in (self.player, self.pictures, self.inquiries, self.scoring):
            job.close()
