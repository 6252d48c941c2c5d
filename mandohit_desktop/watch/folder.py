"""One watched folder: which of its songs are new, which are still being written, which are ready.

Scanning decides. A scan of the whole folder may take half a percent of one processor, so the more files, the rarer the
scans; files still being written are checked more often. Hints from the operating system only advance the next scan.
"""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from mandohit_desktop.core.notices import Notice
from mandohit_desktop.watch import notices
from mandohit_desktop.watch.clock import Clock
from mandohit_desktop.watch.files import Files
from mandohit_desktop.watch.memory import Known, Mark, Memory, WatchedFolder
from mandohit_desktop.watch.stability import Candidate, ProbeResult, Signature, State, WaitTimes

log = logging.getLogger(__name__)

Probe = Callable[[str], ProbeResult]

LOOK_EVERY_S = 0.5
SCAN_EVERY_S = 1.0
SCAN_AT_LEAST_EVERY_S = 30.0
SCAN_COST_SHARE = 1 / 200
HINTED_COST_SHARE = 1 / 20
HINTED_EVERY_S = 0.25


@dataclass(frozen=True)
class ReadySong:
    """A song that is to be scored: the state of the file that was found completely written.

    Attributes:
        given_up: it was found so at no time, and is scored for the error that this gives.
    """

    folder: WatchedFolder
    path: str
    signature: Signature
    given_up: bool = False


@dataclass(frozen=True)
class FolderStatus:
    """The state of a folder: in words and in numbers of songs."""

    folder: WatchedFolder
    notice: Notice
    n_before: int = 0
    n_writing: int = 0
    n_queued: int = 0


def _name(path: str) -> str:
    """Return a file's name as it can be shown, even one that is not valid Unicode."""
    return os.fsencode(PurePath(path).name).decode("utf-8", "replace")


class FolderWatch:
    """Watches one folder; every method belongs to one thread, which calls `tick` when `wait_s` is over."""

    def __init__(
        self,
        folder: WatchedFolder,
        memory: Memory,
        files: Files,
        probe: Probe,
        *,
        wait_times: WaitTimes,
        clock: Clock,
        existing: bool = False,
    ) -> None:
        self.folder = folder
        self._memory, self._files, self._probe = memory, files, probe
        self._wait_times, self._clock = wait_times, clock
        self._existing = existing
        self._known: Known | None = None
        self._contents: dict[str, str] = {}
        self._paths_of: dict[Signature, str] = {}
        self._candidates: dict[str, Candidate] = {}
        self._problem: Notice | None = notices.STARTING
        self._n_before = 0
        self._last_scan_s: float | None = None
        self._last_look_s = 0.0
        self._next_scan_s = clock.now()
        self._cost_s = 0.0

    def wait_s(self) -> float:
        """Return how long nothing needs to be done."""
        due_s = self._next_scan_s
        for _, candidate in self._on_the_way():
            due_s = min(due_s, self._last_look_s + LOOK_EVERY_S, candidate.probe_due_s(self._wait_times))
        return max(0.0, due_s - self._clock.now())

    def hint(self) -> None:
        """Note that something may have happened in the folder."""
        if self._last_scan_s is not None:
            gap_s = max(HINTED_EVERY_S, self._cost_s / HINTED_COST_SHARE)
            self._next_scan_s = min(self._next_scan_s, self._last_scan_s + gap_s)

    def tick(self) -> Iterator[ReadySong]:
        """Look at what is due and yield the songs that have become ready."""
        now_s = self._clock.now()
        if now_s >= self._next_scan_s:
            self._scan(now_s)
        else:
            for path, candidate in list(self._on_the_way()):
                self._look(path, candidate, self._files.signature(path), now_s)
        self._last_look_s = now_s
        for path, candidate in sorted(self._candidates.items()):
            if candidate.probe_is_due(now_s, self._wait_times):
                result = self._probed(path)
                if self._files.signature(path) != candidate.signature:
                    continue  # written to while it was probed: the next look begins anew
                candidate.judge(result, now_s, self._wait_times)
                if candidate.state is State.QUEUED:
                    yield ReadySong(self.folder, path, candidate.signature)

    def _probed(self, path: str) -> ProbeResult:
        try:
            return self._probe(path)
        except Exception:
            log.exception("Probing %s failed", path)
            return ProbeResult.INCOMPLETE

    def _on_the_way(self) -> Iterator[tuple[str, Candidate]]:
        now_s = self._clock.now()
        return (
            (path, candidate)
            for path, candidate in self._candidates.items()
            if candidate.state is State.SETTLING and not candidate.is_overdue(now_s, self._wait_times)
        )

    def _scan(self, now_s: float) -> None:
        started_s = self._clock.cpu()
        self._memory.write_waiting()
        try:
            listing = self._files.songs_in(self.folder.path, recursive=self.folder.recursive)
        except OSError as error:
            denied = isinstance(error, PermissionError)
            self._problem = notices.FOLDER_UNREADABLE if denied else notices.FOLDER_MISSING
            self._next_scan_s = now_s + SCAN_EVERY_S
            return
        self._problem = None
        known = self._recall(listing) if self._known is None else self._known
        for path, signature in listing.items():
            if path in self._candidates:
                self._look(path, self._candidates[path], signature, now_s)
            elif not self._is_known(known, path, signature, listing):
                self._candidates[path] = Candidate(signature, now_s, self._changed_s(signature, self._last_scan_s))
        for path in self._candidates.keys() - listing.keys():
            del self._candidates[path]
        self._n_before = sum(mark is Mark.BEFORE and path in listing for path, (_, mark) in known.items())
        self._cost_s = self._clock.cpu() - started_s
        self._last_scan_s = now_s
        self._next_scan_s = now_s + min(SCAN_AT_LEAST_EVERY_S, max(SCAN_EVERY_S, self._cost_s / SCAN_COST_SHARE))

    def _recall(self, listing: dict[str, Signature]) -> Known:
        known = self._memory.known(self.folder)
        if known is None:
            before = {} if self._existing else listing
            self._memory.begin(self.folder, before)
            known = {path: (signature, Mark.BEFORE) for path, signature in before.items()}
        self._known, self._contents = known, self._memory.contents(self.folder)
        if self._existing:
            self.score_existing()
        self._paths_of = {signature: path for path, (signature, _) in known.items() if signature.file_id}
        return known

    def _is_known(self, known: Known, path: str, signature: Signature, listing: dict[str, Signature]) -> bool:
        if path in known:
            return signature.same_content_as(known[path][0])
        old_path = self._paths_of.get(signature)
        if old_path is None or old_path in listing or old_path not in known:
            return False
        self._keep(path, signature, known.pop(old_path)[1])
        return True

    def _keep(self, path: str, signature: Signature, mark: Mark, sha256: str | None = None) -> None:
        self._memory.note(self.folder, path, signature, mark, sha256)
        if self._known is not None:
            self._known[path] = (signature, mark)
        if signature.file_id:
            self._paths_of[signature] = path

    def _look(self, path: str, candidate: Candidate, signature: Signature | None, now_s: float) -> None:
        if signature is None:
            del self._candidates[path]
        else:
            candidate.look(signature, now_s, self._changed_s(signature, self._last_look_s))

    def _changed_s(self, signature: Signature, last_seen_s: float | None) -> float:
        """Return when a change that was just seen took place: the file's own time, if that lies since the last look."""
        now_s = self._clock.now()
        age_s = self._clock.wall() - signature.mtime_ns / 1e9
        return now_s - min(max(0.0, age_s), 0.0 if last_seen_s is None else now_s - last_seen_s)

    def settled(self, song: ReadySong, sha256: str | None = None) -> bool:
        """Note that a song's score is stored, or that it can never have one.

        Args:
            song: the song.
            sha256: its content, where that is known.

        Returns:
            Whether this content is another than the one under which its path was settled before.
        """
        is_new = sha256 is None or self._contents.get(song.path) != sha256
        if sha256:
            self._contents[song.path] = sha256
        self._keep(song.path, song.signature, Mark.SETTLED, sha256)
        if self._is_current(song):
            del self._candidates[song.path]
        return is_new

    def failed(self, song: ReadySong) -> None:
        """Note that a song turned out not to be completely written after all."""
        if self._is_current(song) and not song.given_up:
            candidate = self._candidates[song.path]
            candidate.state = State.SETTLING
            candidate.judge(ProbeResult.INCOMPLETE, self._clock.now(), self._wait_times)

    def _is_current(self, song: ReadySong) -> bool:
        candidate = self._candidates.get(song.path)
        return candidate is not None and candidate.signature == song.signature

    def score_existing(self) -> None:
        """Let the songs that were there before be scored, too."""
        self._memory.forget_before(self.folder)
        if self._known is not None:
            self._known = {path: known for path, known in self._known.items() if known[1] is not Mark.BEFORE}
        self._existing = False
        self._next_scan_s = self._clock.now()

    def given_up(self) -> Iterator[tuple[ReadySong, Notice]]:
        """Yield, once for each, the files that do not become whole, with a notice about each."""
        now_s = self._clock.now()
        for path, candidate in self._candidates.items():
            if not candidate.reported and candidate.is_overdue(now_s, self._wait_times):
                candidate.reported = True
                denied = candidate.probe_result is ProbeResult.DENIED
                notice = (notices.UNREADABLE if denied else notices.INCOMPLETE).about(file=_name(path))
                yield ReadySong(self.folder, path, candidate.signature, given_up=True), notice

    def status(self) -> FolderStatus:
        """Return the state of the folder."""
        waiting = {path: c for path, c in self._candidates.items() if c.state is State.SETTLING}
        n_queued = len(self._candidates) - len(waiting)
        if self._problem:
            notice = self._problem
        elif self._memory.disk_is_full:
            notice = notices.DISK_FULL
        elif waiting:
            path, candidate = next(iter(waiting.items()))
            denied = candidate.probe_result is ProbeResult.DENIED
            words = {"file": _name(path)}
            notice = (
                notices.UNREADABLE.about(**words) if denied else notices.WRITING.about(**words, n_files=len(waiting))
            )
        elif n_queued:
            notice = notices.SCORING.about(n_files=n_queued)
        else:
            notice = notices.WATCHING.about(n_before=self._n_before)
        return FolderStatus(self.folder, notice, self._n_before, len(waiting), n_queued)
