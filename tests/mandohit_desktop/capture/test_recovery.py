"""What becomes of a recording whose program was killed, or whose folder goes away."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from mandohit_desktop.capture import register
from mandohit_desktop.capture.flac import FlacWriter, recover

RATE_HZ = 44_100
ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="killed by a POSIX signal")
NO_REMOVING = pytest.mark.skipif(os.name == "nt", reason="Windows removes no folder with an open file")


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-0.5, 0.5, (RATE_HZ, 2)).astype(np.float32)


def kill_while_recording(target: Path) -> None:
    """Record five seconds in a process that is killed then."""
    code = """
import os, sys
from pathlib import Path
from mandohit_desktop.capture.flac import FlacWriter
from tests.mandohit_desktop.capture.test_recovery import RATE_HZ, noise
writer = FlacWriter(Path(sys.argv[1]), RATE_HZ, 2)
for seed in range(5):
    writer.write(noise(seed))
os.kill(os.getpid(), 9)
"""
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code, target.name],
        cwd=target.parent,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert done.returncode == -9


def entries() -> list[Path]:
    return sorted(register.folder().glob("*"))


@ON_POSIX
def test_a_recording_whose_program_was_killed_is_recovered_wherever_it_lies(tmp_path: Path) -> None:
    target = tmp_path / "歌 far away.flac"
    kill_while_recording(target)
    (left_over,) = tmp_path.glob(".*.part")
    assert left_over.name.startswith(".歌 far away.flac.")
    assert recover() == [target]
    sound, _ = soundfile.read(target)
    assert len(sound) > 4 * RATE_HZ
    assert np.abs(sound[:RATE_HZ] - noise(0)).max() < 2**-23
    assert not list(tmp_path.glob(".*.part")) and not entries()
    assert recover() == []


@ON_POSIX
def test_a_folder_out_of_reach_is_waited_for(tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    kill_while_recording(drive / "a.flac")
    drive.rename(tmp_path / "pulled out")
    assert recover() == [] and len(entries()) == 1
    (tmp_path / "pulled out").rename(drive)
    assert recover() == [drive / "a.flac"] and not entries()


@ON_POSIX
def test_a_left_over_part_that_was_removed_is_forgotten(tmp_path: Path) -> None:
    kill_while_recording(tmp_path / "a.flac")
    next(tmp_path.glob(".*.part")).unlink()
    assert recover() == [] and not entries()


def test_a_recording_under_way_is_left_alone(tmp_path: Path) -> None:
    writer = FlacWriter(tmp_path / "a.flac", RATE_HZ, 2)
    writer.write(noise(1))
    assert recover() == [] and len(entries()) == 1
    assert writer.finish(tmp_path / "refuge") == tmp_path / "a.flac"
    assert not entries() and soundfile.info(tmp_path / "a.flac").frames == RATE_HZ


def test_an_entry_that_is_not_written_yet_is_left_alone() -> None:
    register.folder().mkdir(parents=True)
    (register.folder() / "new.json").touch()
    assert recover() == [] and len(entries()) == 1


def test_without_a_data_folder_one_records_all_the_same(tmp_path: Path, own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "data").touch()
    writer = FlacWriter(tmp_path / "a.flac", RATE_HZ, 2)
    writer.write(noise(1))
    assert writer.finish(tmp_path) == tmp_path / "a.flac"
    assert recover() == []


@NO_REMOVING
@pytest.mark.parametrize("is_back", [False, True])
def test_a_removed_folder_s_recording_is_saved_elsewhere(tmp_path: Path, is_back: bool) -> None:
    folder, refuge = tmp_path / "gone", tmp_path / "refuge"
    writer = FlacWriter(folder / "a.flac", RATE_HZ, 2)
    writer.write(noise(1))
    shutil.rmtree(folder)
    if is_back:
        folder.mkdir()
    writer.write(noise(2))
    assert writer.finish(refuge) == refuge / "a.flac"
    sound, _ = soundfile.read(refuge / "a.flac")
    assert np.abs(sound - np.concatenate([noise(1), noise(2)])).max() < 2**-23
    assert [path.name for path in refuge.iterdir()] == ["a.flac"] and not entries()


@NO_REMOVING
def test_without_a_refuge_it_is_an_error_and_nothing_is_left_lying(tmp_path: Path) -> None:
    writer = FlacWriter(tmp_path / "gone" / "a.flac", RATE_HZ, 2)
    writer.write(noise(1))
    shutil.rmtree(tmp_path / "gone")
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        writer.finish(tmp_path / "file" / "below")
