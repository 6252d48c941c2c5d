"""Everything that works in the background of one window, made and ended together."""

from mandohit_desktop.core.settings import OUTPUT_DEVICE, Settings
from mandohit_desktop.jobs.engine_queries import EngineQueries
from mandohit_desktop.jobs.player import Player
from mandohit_desktop.jobs.recording import RecordingJob
from mandohit_desktop.jobs.scoring import Scoring
from mandohit_desktop.jobs.spectrograms import Spectrograms
from mandohit_desktop.jobs.training import Training
from mandohit_desktop.jobs.watching import Watching
from mandohit_desktop.store.history import History


class Jobs:
    """The background of one window.

    Args:
        history: where results are kept.
        settings: the user's.

    Attributes:
        scoring: scores songs.
        spectrograms: draws spectrograms.
        player: plays songs.
        queries: answers the dialogs.
        watching: finds songs in the watched folders.
        recording: records what the computer plays.
        training: rebuilds the model.
    """

    def __init__(self, history: History, settings: Settings) -> None:
        self.scoring = Scoring(history)
        self.spectrograms = Spectrograms()
        self.player = Player(settings.get(OUTPUT_DEVICE))
        self.queries = EngineQueries()
        self.watching = Watching(settings, self.scoring)
        self.recording = RecordingJob(settings, self.scoring)
        self.training = Training()

    def close(self) -> None:
        """End all of it; the watching first, so that songs it waits for are not taken as stopped by the user.

        The training, a process of its own, writes its checkpoint meanwhile.
        """
        self.training.stop()
        for job in (self.watching, self.recording, self.player, self.spectrograms, self.queries, self.scoring):
            job.close()
        self.training.close()
