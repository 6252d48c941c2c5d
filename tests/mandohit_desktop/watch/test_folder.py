"""The ways exports arrive, each against a made-up clock and file system: scored once, when completely written."""

import errno
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from mandohit_desktop.watch.memory import Memory
from mandohit_desktop.watch.stability import ProbeResult
from tests.mandohit_desktop.watch.world import FOLDER, World

WHOLE, UNSURE, OPEN = ProbeResult.WHOLE, ProbeResult.UNSURE, ProbeResult.OPEN
INCOMPLETE, DENIED = ProbeResult.INCOMPLETE, ProbeResult.DENIED


@pytest.fixture
def new_world() -> Iterator[Callable[..., World]]:
    """Begin worlds; their watchers' memories are closed at the end."""
    with ExitStack() as at_the_end:

        def begin(memory: Memory | None = None, **given: object) -> World:
            memory = at_the_end.enter_context(closing(memory or Memory(None)))
            return World(memory, **given)

        yield begin


@pytest.fixture
def world(new_world: Callable[..., World]) -> World:
    """A folder that has been watched for a moment, empty."""
    world = new_world()
    world.run(2.0)
    return world


def grow(world: World, name: str, seconds: float, probe_result: ProbeResult) -> None:
    """A writer that appends every 0.3 s; what it leaves looks like `probe_result`."""
    sizes = iter(range(1, 10_000))
    world.run(seconds, 0.3, lambda: world.write(name, next(sizes) * 1000, probe_result))


def test_a_file_written_at_once_is_ready_two_to_three_seconds_later(world: World) -> None:
    written_s = world.now_s
    world.write("a.wav", 100)
    world.run(10.0)
    ((ready_s, name),) = world.ready
    assert name == "a.wav"
    assert 2.0 <= ready_s - written_s <= 3.0


@pytest.mark.parametrize("probe_result", [WHOLE, UNSURE, INCOMPLETE], ids=lambda probe_result: probe_result.name)
def test_a_growing_file_is_left_alone(world: World, probe_result: ProbeResult) -> None:
    grow(world, "a.wav", 60.0, probe_result)
    assert not world.ready
    world.write("a.wav", 99_999_999)
    world.run(5.0)
    assert world.scored == ["a.wav 99999999"]


def test_a_file_that_is_finished_while_it_is_probed_is_ready_once(world: World) -> None:
    world.write("a.wav", 300, INCOMPLETE)

    def finish() -> None:
        world.while_probed = lambda: None
        world.write("a.wav", 400, WHOLE)

    world.while_probed = finish
    world.run(10.0)
    assert [name for _, name in world.ready] == ["a.wav"]
    assert world.scored == ["a.wav 400"]


@pytest.mark.parametrize("probe_result", [UNSURE, INCOMPLETE, OPEN], ids=lambda probe_result: probe_result.name)
def test_pauses_of_20_seconds_while_rendering(world: World, probe_result: ProbeResult) -> None:
    for size in (100, 200, 300):
        world.write("a.wav", size, probe_result)
        world.run(20.0)
    assert not world.ready
    world.write("a.wav", 400, WHOLE)
    world.run(5.0)
    assert world.scored == ["a.wav 400"]


def test_size_set_beforehand_and_filled_later(world: World) -> None:
    """The size never changes and the header promises just that much; only the time of the file moves, then rests."""
    for _ in range(3):
        world.run(6.0, 0.5, lambda: world.write("a.wav", 5000, UNSURE))
        world.run(20.0)
    assert not world.ready
    world.write("a.wav", 5000, WHOLE, content="full")
    world.run(5.0)
    assert world.scored == ["full"]


def test_header_patched_at_the_end(world: World) -> None:
    grow(world, "a.wav", 10.0, INCOMPLETE)
    size = world.files[f"{FOLDER.path}/a.wav"].size
    world.run(8.0)
    assert not world.ready
    world.write("a.wav", size, WHOLE, content="patched")
    world.run(5.0)
    assert world.scored == ["patched"]


@pytest.mark.parametrize("temporary", ["a.wav.tmp", "a.tmp.wav", ".a.wav", "~a.wav", "a.part.wav"])
def test_temporary_name_then_rename(world: World, temporary: str) -> None:
    grow(world, temporary, 10.0, WHOLE)
    world.run(40.0)
    assert not world.ready
    world.rename(temporary, "a.wav")
    world.run(5.0)
    assert world.ready_names == ["a.wav"]


def test_overwriting_makes_a_next_version(world: World) -> None:
    world.write("a.wav", 100, content="first")
    world.run(10.0)
    grow(world, "a.wav", 10.0, INCOMPLETE)
    world.write("a.wav", 100, content="second")
    world.run(10.0)
    assert world.scored == ["first", "second"]
    assert world.ready_names == ["a.wav", "a.wav"]


def test_exporting_the_same_again_is_not_scored_again(world: World) -> None:
    for _ in range(2):
        world.write("a.wav", 100, content="same")
        world.run(10.0)
    assert world.scored == ["same"]


def test_overwritten_between_ready_and_scored(world: World) -> None:
    world.scores = False
    world.write("a.wav", 100)
    world.run(4.0)
    assert world.ready_names == ["a.wav"]
    world.write("a.wav", 200)
    world.scores = True
    world.run(5.0)
    assert world.scored == ["a.wav 200"]


def test_copy_from_a_slow_disk(world: World) -> None:
    """A chunk every 1.5 s for a minute, a container that does not tell its length."""
    sizes = iter(range(1, 1000))
    world.run(60.0, 1.5, lambda: world.write("a.wav", next(sizes), UNSURE))
    assert not world.ready
    world.run(40.0)
    assert len(world.scored) == 1


def test_moved_in_with_an_old_time(world: World) -> None:
    world.write("a.wav", 100)
    world.files[f"{FOLDER.path}/a.wav"].mtime_ns = 10**18
    moved_s = world.now_s
    world.run(10.0)
    ((ready_s, _),) = world.ready
    assert ready_s - moved_s <= 3.0


def test_500_at_once(world: World) -> None:
    for i in range(500):
        world.write(f"{i:03}.wav", 100 + i)
    world.run(6.0)
    assert sorted(world.ready_names) == [f"{i:03}.wav" for i in range(500)]
    assert world.n_probes == 500
    world.run(60.0)
    assert world.n_probes == 500


def test_deleted_before_it_was_ready(world: World) -> None:
    world.write("a.wav", 100)
    world.run(1.0)
    world.remove("a.wav")
    world.run(60.0)
    assert not world.ready
    assert world.watch.status().n_writing == 0


def test_permission_denied_then_granted(world: World) -> None:
    world.write("a.wav", 100, DENIED)
    world.run(700.0)
    assert not world.ready
    assert world.watch.status().notice.code == "watch.unreadable"
    assert [notice.code for notice in world.notices] == ["watch.unreadable"]
    world.files[f"{FOLDER.path}/a.wav"].probe_result = WHOLE
    world.run(31.0)
    assert world.ready_names == ["a.wav"]


@pytest.mark.parametrize("error", [FileNotFoundError(errno.ENOENT, "gone"), OSError(errno.EIO, "pulled out")])
def test_folder_unplugged_and_back(world: World, error: OSError) -> None:
    for name in ("a.wav", "b.wav"):
        world.write(name, 100)
    world.run(10.0)
    world.write("half.wav", 50, INCOMPLETE)
    world.folder_error = error
    world.run(60.0)
    assert world.watch.status().notice.code == "watch.folder_missing"
    world.folder_error = None
    for file in world.files.values():
        file.file_id += 1000  # some drives deal these numbers out anew
    world.write("c.wav", 100)
    world.write("half.wav", 60)
    world.run(10.0)
    assert sorted(world.ready_names) == ["a.wav", "b.wav", "c.wav", "half.wav"]


def test_folder_that_may_not_be_looked_into(world: World) -> None:
    world.folder_error = PermissionError(errno.EACCES, "no")
    world.run(3.0)
    assert world.watch.status().notice.code == "watch.folder_unreadable"


def test_an_empty_file_waits_for_its_content(world: World) -> None:
    world.write("a.wav", 0)
    world.run(30.0)
    assert not world.ready and not world.n_probes
    world.write("a.wav", 10)
    world.run(5.0)
    assert world.ready_names == ["a.wav"]


def test_a_broken_file_is_pointed_out_after_ten_minutes_and_left_alone(world: World) -> None:
    world.write("壞.wav", 100, INCOMPLETE)
    world.run(590.0)
    assert not world.notices
    world.run(60.0)
    assert [notice.text for notice in world.notices] == ["壞.wav is not complete. Is it still being written?"]
    assert world.given_up == ["壞.wav"]
    probes = world.n_probes
    assert probes < 40
    world.run(3600.0)
    assert world.n_probes <= probes + 1
    assert len(world.notices) == 1
    world.write("壞.wav", 200)
    world.run(35.0)
    assert world.scored == ["壞.wav 200"]


def test_held_open_by_a_writer(world: World) -> None:
    world.write("a.wav", 100, OPEN)
    world.run(100.0)
    assert not world.ready
    world.files[f"{FOLDER.path}/a.wav"].probe_result = WHOLE
    world.run(31.0)
    assert world.ready_names == ["a.wav"]


def test_not_whole_after_all(world: World) -> None:
    """Scoring found the file cut short: it is tried again later, and settled once it changes."""
    world.scores = False
    world.write("a.wav", 100)
    world.run(4.0)
    world.watch.failed(world.songs[0])
    assert world.watch.status().n_writing == 1
    world.scores = True
    world.write("a.wav", 200)
    world.run(5.0)
    assert world.scored == ["a.wav 200"]


def test_what_was_there_before_is_not_scored_until_asked(new_world: Callable[..., World]) -> None:
    world = new_world()
    for name in ("old 1.wav", "old 2.wav"):
        world.write(name, 100)
    world.run(60.0)
    assert not world.ready
    assert world.watch.status().n_before == 2
    assert "here before: 2" in world.watch.status().notice.text
    world.watch.score_existing()
    world.run(5.0)
    assert sorted(world.ready_names) == ["old 1.wav", "old 2.wav"]
    assert world.watch.status().n_before == 0


def test_existing_from_the_start_waits_for_growing_files_too(new_world: Callable[..., World]) -> None:
    world = new_world()
    world.start(existing=True)
    world.write("old.wav", 100)
    grow(world, "growing.wav", 10.0, INCOMPLETE)
    assert world.ready_names == ["old.wav"]


def test_a_file_that_grows_while_the_watching_starts_is_scored(new_world: Callable[..., World]) -> None:
    world = new_world()
    world.write("a.wav", 100, INCOMPLETE)
    world.run(2.0)
    world.write("a.wav", 200)
    world.run(5.0)
    assert world.scored == ["a.wav 200"]


def test_renaming_an_old_song_does_not_make_it_new(new_world: Callable[..., World]) -> None:
    world = new_world()
    world.write("old.wav", 100)
    world.run(5.0)
    world.rename("old.wav", "older.wav")
    world.run(10.0)
    world.start()
    world.run(10.0)
    assert not world.ready


def test_exports_made_while_the_program_was_down(new_world: Callable[..., World]) -> None:
    world = new_world()
    world.write("old.wav", 100)
    world.run(5.0)
    world.write("scored.wav", 100)
    world.run(5.0)
    world.write("down.wav", 100)
    world.write("old.wav", 120)
    world.ready.clear()
    world.start()
    world.run(10.0)
    assert sorted(world.ready_names) == ["down.wav", "old.wav"]


@pytest.mark.parametrize("after_s", [0.5 * step for step in range(16)])
def test_killed_at_any_moment_nothing_is_scored_twice_and_nothing_is_missed(
    new_world: Callable[..., World], tmp_path, after_s: float
) -> None:
    """The history (here: `scored`) outlives the crash; the memory is whatever was on disk at that moment."""
    world = new_world(Memory(tmp_path / "watch.sqlite3"))
    world.write("old.wav", 100)
    world.run(2.0)
    for i in range(3):
        world.write(f"{i}.wav", 100 + i)
    original = world.watch.settled
    world.watch.settled = lambda *noted: after_s <= 4.0 and original(*noted)  # killed before it was noted
    world.run(after_s)
    again = new_world(Memory(tmp_path / "watch.sqlite3"), files=world.files, scored=world.scored)
    again.now_s = world.now_s
    again.start()
    again.run(10.0)
    assert sorted(again.scored) == ["0.wav 100", "1.wav 101", "2.wav 102"]


def test_a_file_whose_probe_fails_is_given_up_and_holds_up_no_other(world: World) -> None:
    world.probe_error = "a.wav"
    for name in ("a.wav", "b.wav"):
        world.write(name, 100)
    world.run(700.0)
    assert world.ready_names == ["b.wav"]
    assert world.given_up == ["a.wav"]


def test_the_same_content_is_printed_once_under_a_path(new_world: Callable[..., World], tmp_path) -> None:
    """Whether the file is touched while it is watched or before the next start; other bytes are a new version."""
    world = new_world(Memory(tmp_path / "watch.sqlite3"))
    world.run(2.0)
    for content in ("first", "first", "second"):
        world.write("a.wav", 100, content=content)
        world.run(10.0)
    again = new_world(Memory(tmp_path / "watch.sqlite3"), files=world.files, printed=world.printed)
    again.now_s = world.now_s
    again.start()
    for content in ("second", "first"):
        again.write("a.wav", 100, content=content)
        again.run(10.0)
    assert again.printed == ["first", "second", "first"]
    assert again.ready_names == ["a.wav", "a.wav"]


def test_a_hint_brings_the_next_scan_forward(world: World) -> None:
    assert world.watch.wait_s() > 0.5
    world.now_s += 0.3
    world.watch.hint()
    assert world.watch.wait_s() == 0.0


def test_hints_are_rationed(world: World) -> None:
    world.watch.hint()
    world.run(0.3)
    world.watch.hint()
    assert world.watch.wait_s() > 0.0
