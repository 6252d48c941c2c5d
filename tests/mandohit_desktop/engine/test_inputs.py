"""What the user names and cannot be looked at is reported, never passed over."""

from pathlib import Path
from typing import NoReturn

import pytest

from mandohit_desktop.engine.inputs import expand


def test_a_path_that_may_not_be_looked_at_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.wav"

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_dir", refuse)
        assert list(expand([path], recursive=True)) == [path]


@pytest.mark.parametrize("recursive", [True, False])
def test_a_folder_without_songs_is_passed_on(tmp_path: Path, recursive: bool) -> None:
    (tmp_path / "notes.txt").touch()
    assert list(expand([tmp_path], recursive=recursive)) == [tmp_path]
