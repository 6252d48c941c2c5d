"""Hints from the operating system that something happened in a folder. They only shorten the wait; none is relied on.

Events get lost (full queues, network drives, limits on watches), so a missing or failing observer costs a second or
two and nothing else.
"""

import logging
from collections.abc import Callable, Iterable

from watchdog.events import FileClosedEvent, FileCreatedEvent, FileMovedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from mandohit_desktop.watch.memory import WatchedFolder

log = logging.getLogger(__name__)

OnHint = Callable[[WatchedFolder], None]
STOP_WITHIN_S = 5.0


class _Handler(FileSystemEventHandler):
    def __init__(self, folder: WatchedFolder, on_hint: OnHint) -> None:
        self._folder, self._on_hint = folder, on_hint

    def on_any_event(self, event: FileSystemEvent) -> None:
        del event
        self._on_hint(self._folder)


class Hints:
    """Passes hints about folders on, from threads of its own."""

    def __init__(self, on_hint: OnHint) -> None:
        self._on_hint = on_hint
        self._observer = Observer()
        self._observer.start()

    def watch(self, folders: Iterable[WatchedFolder]) -> None:
        """Give hints about these folders from now on."""
        self._observer.unschedule_all()
        for folder in folders:
            try:
                self._observer.schedule(
                    _Handler(folder, self._on_hint),
                    folder.path,
                    recursive=folder.recursive,
                    event_filter=[FileCreatedEvent, FileMovedEvent, FileClosedEvent],
                )
            except OSError as error:
                log.info("No events for %s: %s", folder.path, error)

    def stop(self) -> None:
        """End the threads."""
        self._observer.stop()
        self._observer.join(STOP_WITHIN_S)
