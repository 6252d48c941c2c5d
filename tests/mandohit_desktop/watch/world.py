"""A file system and a clock made of dictionaries, so that hours of watching pass in milliseconds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath

from mandohit_desktop.core.notices import Notice
from mandohit_desktop.watch.clock import Clock
from mandohit_desktop.watch.folder import FolderWatch, ReadySong
from mandohit_desktop.watch.memory import Memory, WatchedFolder
from mandohit_desktop.watch.names import is_passing_name
from mandohit_desktop.watch.stability import ProbeResult, Signature, WaitTimes

FOLDER = WatchedFolder("/匯出")
EPOCH_S = 1_700_000_000.0


@dataclass
class FakeFile:
    """A file: its signature, what a probe would find, and what its content is."""

    size: int
    mtime_ns: int
    file_id: int
    probe_result: ProbeResult
    content: str


@dataclass
class World:
    """The files, the time, and what the watcher reported so far."""

    memory: Memory
    files: dict[str, FakeFile] = field(default_factory=dict)
    folder_error: OSError | None = None
    now_s: float = 100.0
    ready: list[tuple[float, str]] = field(default_factory=list)
    songs: list[ReadySong] = field(default_factory=list)
    scored: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    n_probes: int = 0
    scores: bool = True
    probe_error: str = ""
    while_probed: Callable[[], None] = lambda: None
    _next_id: int = 1

    def __post_init__(self) -> None:
        self.start()

    def start(self, *, existing: bool = False) -> None:
        """Begin to watch, as after a start of the program."""
        clock = Clock(now=lambda: self.now_s, wall=lambda: EPOCH_S + self.now_s, cpu=lambda: 0.0)
        self.watch = FolderWatch(
            FOLDER, self.memory, self, self._probe, wait_times=WaitTimes(), clock=clock, existing=existing
        )  # type: ignore[arg-type]

    # What FolderWatch asks of the file system.

    def songs_in(self, folder: str, *, recursive: bool) -> dict[str, Signature]:
        if self.folder_error:
            raise self.folder_error
        names = [path for path in self.files if PurePath(path).suffix == ".wav"]
        return {path: self._signature(path) for path in names if not is_passing_name(PurePath(path).name)}

    def signature(self, path: str) -> Signature | None:
        return self._signature(path) if path in self.files and not self.folder_error else None

    def _signature(self, path: str) -> Signature:
        file = self.files[path]
        return Signature(file.size, file.mtime_ns, file.file_id)

    def _probe(self, path: str) -> ProbeResult:
        self.n_probes += 1
        self.while_probed()
        if self.probe_error and path.endswith(self.probe_error):
            raise AttributeError("a decoder's fault")
        return self.files[path].probe_result if path in self.files else ProbeResult.INCOMPLETE

    # What writers do.

    def write(self, name: str, size: int, probe_result: ProbeResult = ProbeResult.WHOLE, content: str = "") -> None:
        """Write a file's current state: its size, and what it looks like to a probe."""
        path = f"{FOLDER.path}/{name}"
        if path not in self.files:
            self.files[path] = FakeFile(0, 0, self._next_id, probe_result, "")
            self._next_id += 1
        file = self.files[path]
        file.size, file.probe_result, file.content = size, probe_result, content or f"{name} {size}"
        file.mtime_ns = int((EPOCH_S + self.now_s) * 1e9)

    def rename(self, old: str, new: str) -> None:
        self.files[f"{FOLDER.path}/{new}"] = self.files.pop(f"{FOLDER.path}/{old}")

    def remove(self, name: str) -> None:
        del self.files[f"{FOLDER.path}/{name}"]

    # Time.

    def run(self, seconds: float, each_s: float | None = None, act: Callable[[], None] | None = None) -> None:
        """Let time pass; call `act` every `each_s` seconds of it."""
        end_s, act_s = self.now_s + seconds, self.now_s
        while True:
            if act and each_s and self.now_s >= act_s:
                act()
                act_s += each_s
            if self.watch.wait_s() <= 0.0:
                for song in self.watch.tick():
                    self.songs.append(song)
                    self.ready.append((self.now_s, PurePath(song.path).name))
                    if self.scores:
                        self._score(song)
                self._give_up()
            next_s = min(self.now_s + max(0.05, self.watch.wait_s()), act_s if act else end_s, end_s)
            if next_s <= self.now_s:
                return
            self.now_s = next_s

    def _give_up(self) -> None:
        for song, notice in self.watch.given_up():
            self.given_up.append(PurePath(song.path).name)
            self.notices.append(notice)
            self.watch.failed(song)

    def _score(self, song: ReadySong) -> None:
        """Score at once, as the application does: content that is in the history already is not scored again."""
        file = self.files[song.path]
        if file.content not in self.scored:
            self.scored.append(file.content)
        if self.watch.settled(song, file.content):
            self.printed.append(file.content)

    @property
    def ready_names(self) -> list[str]:
        return [name for _, name in self.ready]
