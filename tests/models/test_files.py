"""Files appear whole or not at all, and damaged ones move out of the way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import files
from models.files import atomic_write, set_aside


class FixedClock(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        assert tz is UTC
        return datetime(2026, 1, 2, 3, 4, 5, 678, UTC)


def test_the_file_appears_once_the_block_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "歌曲.json"
    with atomic_write(path) as temporary:
        temporary.write_text("first half, ", encoding="utf-8")
        assert not path.exists()
        with temporary.open("a", encoding="utf-8") as file:
            file.write("second half")
    assert path.read_text(encoding="utf-8") == "first half, second half"
    assert list(tmp_path.iterdir()) == [path]


def test_the_old_content_stays_until_the_new_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("old")
    with atomic_write(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError("the disk is full"), KeyboardInterrupt()])
def test_an_exception_keeps_the_old_content_and_leaves_nothing_behind(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "settings.json"
    path.write_text("old")
    with pytest.raises(type(error)), atomic_write(path) as temporary:
        temporary.write_text("ne")
        raise error
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_exception_leaves_no_file_where_there_was_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="half"), atomic_write(tmp_path / "a.json") as temporary:
        temporary.write_text("half")
        raise ValueError("half")
    assert list(tmp_path.iterdir()) == []


def test_a_block_that_writes_nothing_is_an_error_and_keeps_the_old_content(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("old")
    with pytest.raises(FileNotFoundError), atomic_write(path):
        pass
    assert path.read_text() == "old"


def test_parent_folders_are_created(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    with atomic_write(path) as temporary:
        temporary.write_text("c")
    assert path.read_text() == "c"


def test_a_folder_that_cannot_be_created_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OSError), atomic_write(tmp_path / "file" / "a.txt"):
        pytest.fail("the block must not run")


def test_a_damaged_file_moves_under_a_name_with_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "datetime", FixedClock)
    path = tmp_path / "history.sqlite3"
    path.write_bytes(b"damaged")
    aside = set_aside(path)
    assert aside == tmp_path / "history.damaged-20260102-030405-000678.sqlite3"
    assert aside.read_bytes() == b"damaged"
    assert list(tmp_path.iterdir()) == [aside]


def test_a_file_that_cannot_be_moved_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        set_aside(tmp_path / "missing.json")
