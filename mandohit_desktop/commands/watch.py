"""`mandohit watch`: scores songs as they are exported, one line a song, until it is stopped.

Shares the history with the window, so that neither scores what the other has scored. A line is printed once its song
is noted as done, so that none is printed again after a kill.
"""

import argparse
import json
import logging
import queue
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mandohit_desktop.commands.refusal import refuse
from mandohit_desktop.commands.table import ranks
from mandohit_desktop.core.notices import Notice
from mandohit_desktop.core.paths import history_file, watch_file
from mandohit_desktop.engine.batch import Engine, Outcome, UnexpectedError
from mandohit_desktop.engine.cached_scorer import CachedScorer
from mandohit_desktop.engine.inputs import is_audio_name
from mandohit_desktop.engine.probe import probe
from mandohit_desktop.engine.registry import load_model
from mandohit_desktop.store.history import Entry, History
from mandohit_desktop.store.schema import HistoryTooNew
from mandohit_desktop.watch import notices
from mandohit_desktop.watch.folder import FolderStatus, ReadySong
from mandohit_desktop.watch.memory import WatchedFolder
from mandohit_desktop.watch.service import NOT_WHOLE_YET, Callbacks, WatchService
from models import exit_codes
from models.errors import BundleError, Cancelled, DeviceUnavailable, MandoHitError
from models.spec import Protocol

log = logging.getLogger(__name__)

SHOWN = {notice.code for notice in (notices.WATCHING, notices.FOLDER_MISSING, notices.FOLDER_UNREADABLE)}
"""Of a folder's states, those worth a line in a terminal."""
NOT_SCANNED = {notice.code for notice in (notices.STARTING, notices.FOLDER_MISSING, notices.FOLDER_UNREADABLE)}
"""The states in which a folder's songs are not known."""


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
    watching = _Watching(CachedScorer(engine, history, Protocol(options.protocol)), as_json=options.json)
    folders = [WatchedFolder(str(folder.resolve()), options.recursive) for folder in options.folders]
    try:
        watching.run(folders, existing=options.existing)
    finally:
        history.close()
    return exit_codes.OK


class _Watching:
    """Scores what the service finds, a few songs side by side, and prints each line whole."""

    def __init__(self, scorer: CachedScorer, *, as_json: bool) -> None:
        self._scorer, self._as_json = scorer, as_json
        self._ready: queue.SimpleQueue[ReadySong | Exception] = queue.SimpleQueue()
        self._printing = threading.Lock()
        self._shown: dict[WatchedFolder, str] = {}
        self._uncounted: set[WatchedFolder] = set()
        self._under_way: set[ReadySong] = set()
        self._stopping = threading.Event()
        callbacks = Callbacks(ready=self._ready.put, status=self._on_status, notice=self._on_notice)
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
                song = self._ready.get()
                if isinstance(song, Exception):
                    raise song
                self._under_way.add(song)
                pool.submit(self._score, song, alone=len(self._under_way) == 1 and self._ready.empty())
        finally:
            self._stopping.set()
            pool.shutdown(cancel_futures=True)
            self._service.stop()

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
        except MandoHitError as error:
            self._service.failed(song, error.code)
            if error.code not in NOT_WHOLE_YET:
                self._service.wait_until_noted()
                self._print_error(path, error)
            return
        except Exception:
            log.exception("Scoring %s failed", path)
            self._print_error(path, UnexpectedError("Its score could not be stored.", "The log has the details."))
            return
        self._service.settled(song)
        self._service.wait_until_noted()
        self._print(path, entry)

    def _check(self, share: float) -> None:
        del share
        if self._stopping.is_set():
            raise Cancelled("Stopped.")

    def _print(self, path: Path, entry: Entry) -> None:
        result = entry.result
        assert result is not None
        with self._printing:
            if self._as_json:
                print(json.dumps(result.report | {"file": str(path)}, ensure_ascii=False), flush=True)
                return
            version = f" (version {entry.version})" if entry.version > 1 else ""
            print(f"{time.strftime('%H:%M:%S')}  {ranks(result)}  {path}{version}", flush=True)

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
            self._say(status.folder, f"Watching. Songs that are there already and are scored now: {n_existing}.")
        elif code in SHOWN and self._shown.get(status.folder) != code:
            self._shown[status.folder] = code
            self._on_notice(status.folder, status.notice)

    def _on_notice(self, folder: WatchedFolder, notice: Notice) -> None:
        self._say(folder, notice.text)

    def _say(self, folder: WatchedFolder, text: str) -> None:
        try:
            with self._printing:
                print(f"{folder.path}: {text}", file=sys.stderr, flush=True)
        except OSError as error:
            self._ready.put(error)
