"""The watched folders in the window: starts and stops the watcher as the settings say and has its songs scored."""

from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.paths import watch_file
from mandohit_desktop.core.settings import WATCHED_FOLDERS, WATCHING, Settings
from mandohit_desktop.jobs.queue import Job
from mandohit_desktop.jobs.scoring import Scoring
from mandohit_desktop.store.history import Entry, NotKept
from mandohit_desktop.watch.folder import FolderStatus, ReadySong
from mandohit_desktop.watch.memory import WatchedFolder
from mandohit_desktop.watch.service import Callbacks, WatchService
from mandohit_desktop.watch.stability import ProbeResult


@dataclass(frozen=True)
class FolderChoice:
    """A folder in the settings: where, with the folders below it or not, and whether it is switched on."""

    path: str
    recursive: bool = False
    enabled: bool = True

    @property
    def watched(self) -> WatchedFolder:
        """The folder as the watcher knows it."""
        return WatchedFolder(self.path, self.recursive)


def _choice(value: object) -> FolderChoice | None:
    """Read one entry of the settings; None for one that makes no sense."""
    if not isinstance(value, dict) or not isinstance(value.get("path"), str):
        return None
    return FolderChoice(value["path"], value.get("recursive") is True, value.get("enabled") is not False)


def _is_song(name: str) -> bool:
    from mandohit_desktop.engine.inputs import is_audio_name

    return is_audio_name(Path(name))


def _probe(path: str) -> ProbeResult:
    from mandohit_desktop.engine.probe import probe

    return probe(path)


class Watching(QObject):
    """Watches while the setting says so. Lives on the window's thread; so do all its signals.

    Args:
        settings: which folders, and whether at all.
        scoring: scores what is found.
    """

    changed = Signal()
    """The folders, or whether they are watched, have changed."""
    status_changed = Signal(object)
    """A `FolderStatus`."""
    noticed = Signal(object, object)
    """A `WatchedFolder` and a `Notice` about it."""
    scored = Signal(object)
    """The `Entry` of a song that was found here."""

    _ready = Signal(object)
    _status = Signal(object)
    _notice = Signal(object, object)

    def __init__(self, settings: Settings, scoring: Scoring, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings, self._scoring = settings, scoring
        self._service: WatchService | None = None
        self._songs: dict[int, ReadySong] = {}
        self.statuses: dict[WatchedFolder, FolderStatus] = {}
        self._ready.connect(self._on_ready)
        self._status.connect(self._on_status)
        self._notice.connect(self.noticed)
        scoring.scored.connect(self._on_scored)
        scoring.failed.connect(self._on_failed)

    @property
    def is_on(self) -> bool:
        """Whether folders are watched at all."""
        return self._settings.get(WATCHING)

    @property
    def folders(self) -> list[FolderChoice]:
        """The folders of the settings."""
        return [choice for value in self._settings.get(WATCHED_FOLDERS) if (choice := _choice(value))]

    def start(self) -> None:
        """Begin to watch, if the settings say so."""
        self._apply()

    def switch(self, on: bool) -> None:
        """Watch or do not."""
        self._settings.set(WATCHING, on)
        self._apply()

    def add(self, path: Path) -> None:
        """Watch one more folder; what is in it already is left alone."""
        self._keep([choice for choice in self.folders if choice.path != str(path)] + [FolderChoice(str(path))])

    def replace(self, before: FolderChoice, after: FolderChoice) -> None:
        """Change how a folder is watched."""
        self._keep([after if choice == before else choice for choice in self.folders])

    def remove(self, choice: FolderChoice) -> None:
        """Watch a folder no longer, and forget what was in it."""
        self._keep([other for other in self.folders if other != choice])
        if self._service:
            self._service.forget(choice.watched)

    def score_existing(self, choice: FolderChoice) -> None:
        """Score the songs that were in a folder before it was watched."""
        if self._service:
            self._service.score_existing(choice.watched)

    def _keep(self, choices: list[FolderChoice]) -> None:
        self._settings.set(WATCHED_FOLDERS, [asdict(choice) for choice in choices])
        self._apply()

    def _apply(self) -> None:
        wanted = [choice.watched for choice in self.folders if choice.enabled] if self.is_on else []
        if wanted and self._service is None:
            callbacks = Callbacks(self._ready.emit, self._status.emit, self._notice.emit)
            self._service = WatchService(watch_file(), _is_song, _probe, callbacks)
            self._service.start()
        if self._service:
            self._service.set_folders(wanted)
        self.statuses = {folder: status for folder, status in self.statuses.items() if folder in wanted}
        self.changed.emit()

    @Slot(object)
    def _on_ready(self, song: ReadySong) -> None:
        # In the window's own thread: no end of a job can come before its song is noted.
        for job in self._scoring.add_files([Path(song.path)]):
            self._songs[job.number] = song

    @Slot(object)
    def _on_status(self, status: FolderStatus) -> None:
        self.statuses[status.folder] = status
        self.status_changed.emit(status)

    @Slot(object, object)
    def _on_scored(self, job: Job, entry: Entry) -> None:
        song = self._songs.pop(job.number, None)
        if song and self._service:
            self._service.settled(song, entry.content.sha256)
            self.scored.emit(entry)

    @Slot(object, object)
    def _on_failed(self, job: Job, failure: Failure) -> None:
        if failure.code == NotKept.code:
            return  # `_on_scored` follows
        song = self._songs.pop(job.number, None)
        if song and self._service:
            self._service.failed(song, failure.code)

    def close(self) -> None:
        """Stop watching; what is not scored yet is found again after the next start. No signal comes after this."""
        self.blockSignals(True)
        if self._service:
            self._service.stop()
            self._service = None
