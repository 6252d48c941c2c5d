"""`mandohit watch`: scores songs as they are exported, one line a song, until it is stopped.

Shares the history with the window, so that neither scores what the other has scored. A line is printed once its song
is noted as done, so that none is printed again after a kill; where the disk is full it is printed all the same, and the
result is stored and noted once there is room.
"""

import argparse
import json
import queue
import sqlite3
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mandohit_desktop.commands.refusal import keep_the_rest, refuse, warn_of_damage
from mandohit_desktop.commands.table import change, ranks
from mandohit_desktop.core.disk import is_full
from mandohit_desktop.core.paths import history_file, watch_file
from mandohit_desktop.engine.batch import Engine, Outcome, UnexpectedError
from mandohit_desktop.engine.cached_scorer import CachedScorer
from mandohit_desktop.engine.inputs import is_audio_name
from mandohit_desktop.engine.probe import probe
from mandohit_desktop.engine.registry import load_model
from mandohit_desktop.store.history import Entry, History, NotKept
from mandohit_desktop.store.result import Result
from mandohit_desktop.store.schema import HistoryTooNew
from mandohit_desktop.watch import notices
from mandohit_desktop.watch.folder import FolderStatus, ReadySong
from mandohit_desktop.watch.memory import Memory, WatchedFolder
from mandohit_desktop.watch.service import NOT_WHOLE_YET, Callbacks, WatchService
from models import exit_codes
from models.errors import AudioError, BundleError, Cancelled, DeviceUnavailable, MandoHitError
from models.recording import sha256_of
from models.spec import Protocol

SHOWN = {
    notice.code for notice in (notices.WATCHING, notices.FOLDER_MISSING, notices.FOLDER_UNREADABLE, notices.DISK_FULL)
}
"""Of a folder's states, those worth a line in a terminal."""
NOT_SCANNED = {notice.code for notice in (notices.STARTING, notices.FOLDER_MISSING, notices.FOLDER_UNREADABLE)}
"""The states in which a folder's songs are not known."""
KEEP_AGAIN_S = 2.0
"""How long to wait before storing again what could not be stored."""


def run(options: argparse.Namespace) -> int:
    """Watch until interrupted; exit code 2 where that cannot begin."""
    for folder in options.folders:
        if not folder.is_dir():
            return refuse("watch", f"there is no folder {folder}.")
    try:
        engine = Engine(load_model(options.model), options.device)
        history = History(history_file())
    except (BundleError, DeviceUnavailable) as error:
        return refuse("watch", error.text)
    except (OSError, HistoryTooNew) as error:
        return refuse("watch", f"the history cannot be opened: {error}.")
    if not _has_room_to_remember():
        history.close()
        return refuse("watch", "the watcher's memory cannot be opened: the disk is full.")
    warn_of_damage("watch", history)
    watching = _Watching(CachedScorer(engine, history, Protocol(options.protocol)), as_json=options.json)
    folders = [WatchedFolder(str(folder.resolve()), options.recursive) for folder in options.folders]
    try:
        watching.run(folders, existing=options.existing)
    finally:
        keep_the_rest("watch", history)
        history.close()
    return exit_codes.OK


def _has_room_to_remember() -> bool:
    try:
        Memory(watch_file()).close()
    except (OSError, sqlite3.Error) as error:
        return not is_full(error)
    return True


class _Watching:
    """Scores what the service finds, a few songs side by side, and prints each line whole."""

    def __init__(self, scorer: CachedScorer, *, as_json: bool) -> None:
        self._scorer, self._as_json = scorer, as_json
        self._ready: queue.SimpleQueue[ReadySong | Exception | None] = queue.SimpleQueue()
        self._printing = threading.Lock()
        self._shown: dict[WatchedFolder, str] = {}
        self._uncounted: set[WatchedFolder] = set()
        self._under_way: set[ReadySong] = set()
        self._stopping = threading.Event()
        self._not_kept: dict[ReadySong, str] = {}
        callbacks = Callbacks(ready=self._ready.put, status=self._on_status, notice=lambda folder, notice: None)
        self._service = WatchService(watch_file(), lambda name: is_audio_name(Path(name)), probe, callbacks)

    def run(self, folders: list[WatchedFolder], *, existing: bool) -> None:
        """Watch until interrupted; the folders are looked into while the model warms up."""
        self._uncounted = set(folders) if existing else set()
        self._service.start()
        self._service.set_folders(folders, existing=existing)
        pool = ThreadPoolExecutor(self._scorer.engine.n_songs_at_once, "mandohit-song")
        try:
            self._scorer.engine.warm_up()
            while True:
                song = self._next()
                self._under_way.add(song)
                pool.submit(self._score, song, alone=len(self._under_way) == 1 and self._ready.empty())
        finally:
            self._stopping.set()
            pool.shutdown(cancel_futures=True)
            self._keep_again()
            self._service.stop()

    def _next(self) -> ReadySong:
        """Wait for a song; meanwhile, store what could not be stored before."""
        while True:
            try:
                song = self._ready.get(timeout=KEEP_AGAIN_S if self._not_kept else None)
            except queue.Empty:
                self._keep_again()
                continue
            if isinstance(song, Exception):
                raise song
            if song is not None:
                return song

    def _keep_again(self) -> None:
        try:
            self._scorer.history.keep_held()
        except sqlite3.Error:
            return
        for song, sha256 in list(self._not_kept.items()):
            self._service.settled(song, sha256)
            del self._not_kept[song]

    def _score(self, song: ReadySong, *, alone: bool) -> None:
        try:
            self._deal_with(song, alone=alone)
        except Exception as error:  # noqa: BLE001  `run` raises it: a closed terminal, or a fault outside the song
            self._ready.put(error)
        finally:
            self._under_way.discard(song)

    def _deal_with(self, song: ReadySong, *, alone: bool) -> None:
        path = Path(song.path)
        try:
            entry = self._scorer.score(path, self._check, alone=alone)
        except Cancelled:
            return
        except NotKept as error:
            self._put_off(song, error)
        except MandoHitError as error:
            self._refused(song, error)
        except Exception as error:  # noqa: BLE001  it is logged and becomes the song's own
            self._refused(song, UnexpectedError.about(path, error))
        else:
            assert entry.result is not None
            if self._settled(song, entry.content.sha256):
                self._print(path, entry.result, _later(entry))

    def _settled(self, song: ReadySong, sha256: str | None) -> bool:
        """Note that a song is done; return whether this content has not been printed under this path before."""
        printed = self._is_put_off(song.path, sha256)
        noted = self._service.settled(song, sha256)
        self._service.wait_until_noted()
        return not printed and (not noted.done() or noted.result())

    def _is_put_off(self, path: str, sha256: str | None) -> bool:
        """Tell whether this content is printed under this path and is not stored yet."""
        return any((song.path, done) == (path, sha256) for song, done in self._not_kept.copy().items())

    def _refused(self, song: ReadySong, error: MandoHitError) -> None:
        path = Path(song.path)
        if error.code in NOT_WHOLE_YET:
            self._service.failed(song, error.code)
            if song.given_up:
                self._print_error(path, error)
        elif not isinstance(error, AudioError) or self._settled(song, _sha256(path)):
            self._print_error(path, error)

    def _put_off(self, song: ReadySong, error: NotKept) -> None:
        """Print a song that cannot be stored yet, unless it is printed already, and have it stored later."""
        sha256 = str(error.result.report["sha256"])
        printed = self._is_put_off(song.path, sha256)
        if not self._not_kept:
            self._say(f"{error.reason}: what is scored is printed, and stored once that is possible.")
        self._not_kept[song] = sha256
        self._ready.put(None)  # from now on, `_next` does not wait for songs alone
        if not printed:
            self._print(Path(song.path), error.result)

    def _check(self, share: float) -> None:
        del share
        if self._stopping.is_set():
            raise Cancelled("Stopped.")

    def _print(self, path: Path, result: Result, later: str = "") -> None:
        with self._printing:
            if self._as_json:
                print(json.dumps(result.report | {"file": str(path)}, ensure_ascii=False), flush=True)
                return
            print(f"{time.strftime('%H:%M:%S')}  {ranks(result)}  {path}{later}", flush=True)

    def _print_error(self, path: Path, error: MandoHitError) -> None:
        with self._printing:
            if self._as_json:
                print(json.dumps(Outcome(path, None, error).to_json(), ensure_ascii=False), flush=True)
            else:
                print(f"{path}: {error.text}", file=sys.stderr, flush=True)

    def _on_status(self, status: FolderStatus) -> None:
        code = status.notice.code
        if status.folder in self._uncounted and code not in NOT_SCANNED:
            self._uncounted.remove(status.folder)
            self._shown[status.folder] = notices.WATCHING.code
            n_existing = status.n_writing + status.n_queued
            n_all = f"Watching. Songs that are there already and are scored now: {n_existing}."
            self._say(f"{status.folder.path}: {n_all}")
        elif code in SHOWN and self._shown.get(status.folder) != code:
            self._shown[status.folder] = code
            self._say(f"{status.folder.path}: {status.notice.text}")

    def _say(self, text: str) -> None:
        try:
            with self._printing:
                print(text, file=sys.stderr, flush=True)
        except OSError as error:
            self._ready.put(error)


def _later(entry: Entry) -> str:
    """Say which version of a song this is and how far its score is from the one before; nothing of the first."""
    if entry.version == 1:
        return ""
    return f" (version {entry.version}{'' if entry.change is None else f', {change(entry.change)}'})"


def _sha256(path: Path) -> str | None:
    try:
        return sha256_of(path)
    except AudioError:
        return None
