"""What the user names and cannot be looked at is reported, never passed over."""

import os
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


@pytest.mark.parametrize("recursive", [True, False])
def test_a_file_that_may_not_be_looked_at_hides_no_other(
    tmp_path: Path, recursive: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / name for name in ("a.wav", "b.wav", "c.wav")]
    for path in paths:
        path.touch()
    real = Path.is_file

    def refuse(path: Path) -> bool:
        if path == paths[1]:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "is_file", refuse)
    assert list(expand([tmp_path], recursive=recursive)) == paths


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_to_itself_is_reported(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert list(expand([tmp_path / "loop" / "a.wav"], recursive=True)) == [tmp_path / "loop" / "a.wav"]
