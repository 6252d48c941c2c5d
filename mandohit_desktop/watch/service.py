"""The watcher's thread: watches several folders and calls back when a song is ready.

All callbacks run in that thread and must return soon. Every method may be called from any thread.
"""

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mandohit_desktop.core.disk import is_full
from mandohit_desktop.core.notices import Notice
from mandohit_desktop.watch.clock import Clock
from mandohit_desktop.watch.files import Files, IsSong
from mandohit_desktop.watch.folder import FolderStatus, FolderWatch, Probe, ReadySong
from mandohit_desktop.watch.memory import Memory, WatchedFolder
from mandohit_desktop.watch.stability import WaitTimes

log = logging.getLogger(__name__)

STOP_WITHIN_S = 5.0
AFTER_TROUBLE_S = 1.0
NOTED_WITHIN_S = 5.0
NOTED_POLL_S = 0.1
NOT_WHOLE_YET = frozenset(
    f"audio.{reason}" for reason in ("missing", "not_permitted", "empty", "not_decodable", "truncated", "changed")
)
"""Codes of errors that pass when a writer finishes."""


@dataclass(frozen=True)
class Callbacks:
    """What the service calls, from its own thread.

    Attributes:
        ready: a song is to be scored; answer with `WatchService.settled` or `failed`.
        status: how a folder stands, whenever that has changed.
        notice: something to point out once, with the folder it is about.
    """

    ready: Callable[[ReadySong], None]
    status: Callable[[FolderStatus], None]
    notice: Callable[[WatchedFolder, Notice], None]


class WatchService:
    """Watches folders from a thread of its own.

    Args:
        memory_file: where to remember what is settled.
        is_song: tells by its name whether a file is worth scoring.
        probe: tells whether a quiet file is whole.
        callbacks: what to call.
        wait_times: how long to wait for what.
        clock: the time.
    """

    def __init__(
        self,
        memory_file: Path,
        is_song: IsSong,
        probe: Probe,
        callbacks: Callbacks,
        *,
        wait_times: WaitTimes | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._memory_file, self._files, self._probe = memory_file, Files(is_song), probe
        self._callbacks = callbacks
        self._wait_times, self._clock = wait_times or WaitTimes(), clock or Clock()
        self._tasks: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mandohit-watch", daemon=True)
        self._folders: dict[WatchedFolder, FolderWatch] = {}
        self._statuses: dict[WatchedFolder, FolderStatus] = {}

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._stopping.set()
        self._tasks.put(lambda: None)
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN_S)

    def set_folders(self, folders: Iterable[WatchedFolder], *, existing: bool = False) -> None:
        """Watch exactly these folders from now on.

        Args:
            folders: what to watch; a folder seen for the first time has its songs noted as being there before.
            existing: score those songs, too.
        """
        wanted = list(folders)
        self._tasks.put(lambda: self._set_folders(wanted, existing=existing))

    def forget(self, folder: WatchedFolder) -> None:
        """Forget all about a folder that is watched no longer."""
        self._tasks.put(lambda: self._memory.forget(folder))

    def score_existing(self, folder: WatchedFolder) -> None:
        """Score the songs that were in a folder before it was watched."""
        self._tasks.put(lambda: self._on(folder, FolderWatch.score_existing))

    def settled(self, song: ReadySong, sha256: str | None = None) -> "Future[bool]":
        """Say that a ready song's score is stored, or that it can never have one; `sha256` is of its content.

        Returns:
            Whether this content is another than the one under which its path was settled before; resolved once noted.
        """
        noted: Future[bool] = Future()
        self._tasks.put(lambda: self._on(song.folder, lambda watch: noted.set_result(watch.settled(song, sha256))))
        return noted

    def failed(self, song: ReadySong, code: str) -> None:
        """Say that scoring a ready song ended with the error of this code.

        One that may yet become whole is looked at again; one that was refused or stopped is settled; one that failed
        for a reason outside the file comes again after the next start.
        """
        if code in NOT_WHOLE_YET:
            self._tasks.put(lambda: self._on(song.folder, lambda watch: watch.failed(song)))
        elif code.startswith("audio.") or code == "cancelled":
            self.settled(song)

    def wait_until_noted(self) -> None:
        """Return once all that was said before is noted, or the service has ended or hangs on a drive."""
        noted = threading.Event()
        self._tasks.put(noted.set)
        end_s = time.monotonic() + NOTED_WITHIN_S
        while self._thread.is_alive() and time.monotonic() < end_s and not noted.wait(NOTED_POLL_S):
            pass

    def _on(self, folder: WatchedFolder, action: Callable[[FolderWatch], None]) -> None:
        if folder in self._folders:
            action(self._folders[folder])

    def _hint(self, folder: WatchedFolder) -> None:
        self._tasks.put(lambda: self._on(folder, FolderWatch.hint))

    def _set_folders(self, wanted: list[WatchedFolder], *, existing: bool) -> None:
        self._folders = {folder: self._folders.get(folder) or self._watch(folder, existing) for folder in wanted}
        self._statuses = {folder: status for folder, status in self._statuses.items() if folder in self._folders}
        self._hints.watch(wanted)

    def _watch(self, folder: WatchedFolder, existing: bool) -> FolderWatch:
        return FolderWatch(
            folder,
            self._memory,
            self._files,
            self._probe,
            wait_times=self._wait_times,
            clock=self._clock,
            existing=existing,
        )

    def _run(self) -> None:
        with closing(self._open_memory()) as self._memory:
            from mandohit_desktop.watch.hints import Hints  # its package takes a moment to import

            self._hints = Hints(self._hint)
            try:
                while not self._stopping.is_set():
                    self._run_tasks(self._check_folders())
                self._run_tasks(0.0)
            finally:
                self._hints.stop()

    def _open_memory(self) -> Memory:
        """Return the memory, once the disk has room for it; one that forgets where the file cannot be used."""
        while not self._stopping.is_set():
            try:
                return Memory(self._memory_file)
            except (OSError, sqlite3.Error) as error:
                if not is_full(error):
                    log.exception("The watcher's memory cannot be used")
                    break
            self._stopping.wait(AFTER_TROUBLE_S)
        return Memory(None)

    def _run_tasks(self, wait_s: float) -> None:
        """Run every task there is, after waiting for the first for as long as nothing else is to do."""
        try:
            task = self._tasks.get(timeout=max(0.001, wait_s))
            while True:
                self._guarded(task)
                task = self._tasks.get_nowait()
        except queue.Empty:
            return

    def _check_folders(self) -> float:
        """Look after every folder that is due and return how long nothing needs to be done."""
        for watch in list(self._folders.values()):
            if watch.wait_s() <= 0.0:
                self._guarded(partial(self._tick, watch))
            self._guarded(partial(self._report, watch))
        return min((watch.wait_s() for watch in self._folders.values()), default=AFTER_TROUBLE_S)

    def _tick(self, watch: FolderWatch) -> None:
        for song in watch.tick():
            self._callbacks.ready(song)
            self._run_tasks(0.0)
            if self._stopping.is_set():
                return
        for song, notice in watch.given_up():
            self._callbacks.notice(watch.folder, notice)
            self._callbacks.ready(song)

    def _report(self, watch: FolderWatch) -> None:
        status = watch.status()
        if watch.folder in self._folders and self._statuses.get(watch.folder) != status:
            self._statuses[watch.folder] = status
            self._callbacks.status(status)

    def _guarded(self, work: Callable[[], None]) -> None:
        """Do a piece of work; an exception is logged and does not end the watching."""
        try:
            work()
        except Exception:
            log.exception("A look at the watched folders failed")
            self._stopping.wait(AFTER_TROUBLE_S)
