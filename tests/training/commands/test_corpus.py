"""`corpus`: from the command line to a manifest."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from tests.training.commands.conftest import ROOT, Run, Start
from tests.training.corpus.loopback import Loopback
from tests.training.corpus.sources import (
    CLIENT_ID,
    CLIENT_SECRET,
    DeezerSource,
    SpotifySource,
    listenbrainz,
    musicbrainz,
    spotify_error,
)
from training.corpus import listenbrainz as listenbrainz_source
from training.corpus import manifest
from training.corpus.track import Track

PATIENCE_S = 120.0
FAST = ("--requests-per-second", 500)
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def artists(tmp_path: Path) -> Path:
    path = tmp_path / "artists.txt"
    path.write_text("\ufeff# 歌手\n歌手0\n\n 歌手1 \nnobody\n", encoding="utf-8")
    return path


@pytest.mark.usefixtures("credentials")
def test_spotify(loopback: Loopback, run: Run, artists: Path, tmp_path: Path, capsys: Printed) -> None:
    loopback.answers["spotify"] = SpotifySource(extended=True)
    path = tmp_path / "corpus.parquet"
    command = ("corpus", "spotify", "--artists", artists, "--manifest", path, "--i-have-the-rights", *FAST)
    assert run(*command) == 0
    printed = capsys.readouterr().out
    assert "Developer Terms" in printed and "69 songs, 69 with a label" in printed and "name nobody" in printed
    assert len(list(manifest.read(path))) == 69
    n_requests = len(loopback.lines)
    assert run(*command) == 0
    assert len(loopback.lines) == n_requests and "Developer Terms" not in capsys.readouterr().out


@pytest.mark.usefixtures("credentials")
def test_spotify_with_new_credentials(
    loopback: Loopback, run: Run, artists: Path, tmp_path: Path, capsys: Printed
) -> None:
    loopback.answers["spotify"] = SpotifySource(extended=False)
    path = tmp_path / "corpus.parquet"
    command = ("corpus", "spotify", "--artists", artists, "--manifest", path, "--i-have-the-rights", *FAST)
    assert run(*command) == 1
    printed = capsys.readouterr()
    assert "No popularity" in printed.out and "no labels" in printed.err and not path.exists()
    assert run(*command, "--without-labels") == 0
    assert [track.popularity for track in manifest.read(path)] == [None] * 69


def test_spotify_wants_the_rights_confirmed_before_anything_else(
    loopback: Loopback, run: Run, artists: Path, tmp_path: Path, capsys: Printed
) -> None:
    assert run("corpus", "spotify", "--artists", artists, "--manifest", tmp_path / "c.parquet") == 1
    printed = capsys.readouterr().err
    assert "train a machine learning model" in printed and "--i-have-the-rights" in printed and not loopback.lines


def test_spotify_without_credentials(run: Run, artists: Path, tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "c.parquet"
    assert run("corpus", "spotify", "--artists", artists, "--manifest", path, "--i-have-the-rights") == 1
    assert "SPOTIPY_CLIENT_ID and SPOTIPY_CLIENT_SECRET" in capsys.readouterr().err


@pytest.mark.usefixtures("credentials")
def test_a_used_up_quota_keeps_what_there_is(
    loopback: Loopback, run: Run, artists: Path, tmp_path: Path, capsys: Printed
) -> None:
    loopback.answers["spotify"] = SpotifySource(extended=True)
    path = tmp_path / "corpus.csv"
    command = ("corpus", "spotify", "--artists", artists, "--manifest", path, "--i-have-the-rights", *FAST)
    loopback.plan("tracks/?ids=", spotify_error(403, "Forbidden"))
    loopback.plan("/v1/tracks/Track00000000000000101", spotify_error(429, "x", "QUOTA_EXCEEDED", Retry_After="50000"))
    assert run(*command) == 1
    assert "13.9 hours" in capsys.readouterr().err
    n_first = len(list(manifest.read(path)))
    assert 0 < n_first < 69
    assert run(*command) == 0 and len(list(manifest.read(path))) == 69


@pytest.mark.usefixtures("credentials")
def test_killed_again_and_again_nothing_is_asked_twice(
    loopback: Loopback, start: Start, artists: Path, tmp_path: Path
) -> None:
    loopback.answers["spotify"] = SpotifySource(extended=False)
    path = tmp_path / "corpus.parquet"
    command = ("corpus", "spotify", "--artists", artists, "--manifest", path, "--i-have-the-rights")
    kills = (12, 40, 70)
    for n_requests in kills:
        loopback.hold(after=n_requests)
        process = start(*command, "--without-labels", *FAST)
        loopback.wait_for(n_requests + 1)
        process.kill()
        assert process.wait() != 0 and not path.exists()
        loopback.let_go()
    assert start(*command, "--without-labels", *FAST).wait(PATIENCE_S) == 0
    assert len(list(manifest.read(path))) == 69
    repeated = {line: n for line, n in loopback.repeated().items() if "token" not in line}
    # What was under way when the process died has no answer; it alone may be asked again.
    assert len(repeated) <= len(kills) and set(repeated.values()) <= {2}, repeated


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.usefixtures("credentials")
def test_ctrl_c_keeps_what_there_is(loopback: Loopback, start: Start, artists: Path, tmp_path: Path) -> None:
    loopback.answers["spotify"] = SpotifySource(extended=False)
    path = tmp_path / "corpus.parquet"
    command = ("corpus", "spotify", "--artists", artists, "--manifest", path, "--i-have-the-rights")
    loopback.hold(after=30)
    process = start(*command, "--without-labels", *FAST)
    loopback.wait_for(31)
    process.send_signal(signal.SIGINT)
    loopback.let_go()
    assert process.wait(PATIENCE_S) == 130
    assert 0 < len(list(manifest.read(path))) < 69
    printed = (tmp_path / "process 0.txt").read_text(encoding="utf-8")
    assert "to go on" in printed and "Traceback" not in printed


@pytest.mark.usefixtures("credentials")
def test_no_secret_in_any_file_or_output(loopback: Loopback, start: Start, artists: Path, tmp_path: Path) -> None:
    loopback.answers["spotify"] = SpotifySource(extended=True)
    loopback.plan("/v1/albums", spotify_error(401, "The access token expired"), spotify_error(403, "Forbidden"))
    command = ("corpus", "spotify", "--artists", artists, "--manifest", tmp_path / "c.csv", "--i-have-the-rights")
    assert start(*command, *FAST).wait(PATIENCE_S) == 0
    written = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {"c.csv", "c.csv.crawl", "process 0.txt"} <= written.keys()
    for secret in (CLIENT_ID, CLIENT_SECRET, "BQDtoken"):
        assert [name for name, content in written.items() if secret.encode() in content] == []


def test_deezer_then_listenbrainz(
    loopback: Loopback, run: Run, tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    loopback.answers.update(
        deezer=DeezerSource("https://cdnt-preview.dzcdn.net"), musicbrainz=musicbrainz, listenbrainz=listenbrainz
    )
    for name in ("MUSICBRAINZ_PER_SECOND", "LISTENBRAINZ_PER_SECOND"):
        monkeypatch.setattr(listenbrainz_source, name, 500.0)
    known, ranked, heard = (tmp_path / f"{name}.parquet" for name in ("known", "ranked", "heard"))
    manifest.write(known, [Track(f"t{n}", f"曲{n}", isrc=f"TWA00{n:07d}") for n in range(12)])
    assert run("corpus", "deezer", "--from", known, "--manifest", ranked, *FAST) == 0
    assert "12 songs, 6 with a label" in capsys.readouterr().out
    assert run("corpus", "listenbrainz", "--from", ranked, "--manifest", heard, "--contact", "me@example.org") == 0
    found = {track.track_id: track for track in manifest.read(heard)}
    assert found["t5"].label_source == "listenbrainz.listeners" and found["t5"].preview_source == "deezer:5"
    assert found["t3"].popularity is None and found["t3"].preview_source == "deezer:3"


def test_a_state_of_another_crawl(loopback: Loopback, run: Run, artists: Path, tmp_path: Path, capsys: Printed) -> None:
    loopback.answers["deezer"] = DeezerSource("")
    path = tmp_path / "c.parquet"
    assert run("corpus", "deezer", "--artists", artists, "--manifest", path, *FAST) == 0
    manifest.write(tmp_path / "known.csv", [Track("1", isrc="TWA000000001")])
    command = ("corpus", "listenbrainz", "--from", tmp_path / "known.csv", "--manifest", path, "--contact", "me")
    assert run(*command) == 1 and "a crawl of deezer" in capsys.readouterr().err


@pytest.mark.parametrize("source", ["spotify", "deezer"])
def test_nothing_to_begin_with(run: Run, tmp_path: Path, capsys: Printed, source: str) -> None:
    assert run("corpus", source, "--manifest", tmp_path / "c.parquet") == 1
    assert "--artists" in capsys.readouterr().err


class MemoryKeyring(KeyringBackend):
    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def test_credentials_from_the_keyring(
    loopback: Loopback, run: Run, artists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    loopback.answers["spotify"] = SpotifySource(extended=True)
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    try:
        typed = iter([f" {CLIENT_ID} ", CLIENT_SECRET])
        monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
        assert run("corpus", "credentials", "spotify") == 0
        path = tmp_path / "c.parquet"
        assert run("corpus", "spotify", "--artists", artists, "--manifest", path, "--i-have-the-rights", *FAST) == 0
    finally:
        keyring.set_keyring(before)
    assert CLIENT_SECRET not in "".join(capsys.readouterr())


def test_no_keyring_to_keep_them_in(run: Run, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "secret")
    assert run("corpus", "credentials", "listenbrainz") == 1
    printed = capsys.readouterr().err
    assert "LISTENBRAINZ_TOKEN" in printed and "secret" not in printed


@pytest.mark.reference
def test_the_reference_clips(run: Run, reference_folder: Path, tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "corpus.parquet"
    labels = reference_folder / "clips_labels.csv"
    assert run("corpus", "local", reference_folder / "clips", "--labels", labels, "--manifest", path) == 0
    tracks = {track.track_id: track for track in manifest.read(path)}
    assert len(tracks) == 228 and sum(track.popularity is not None for track in tracks.values()) == 32
    assert tracks["0ADvTOJujPMaMyaqNOLdVD"].popularity == 4.0
    assert "228 songs have no artist" in capsys.readouterr().out


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path, capsys: Printed) -> None:
    assert run("corpus", "local", tmp_path / "nowhere", "--manifest", tmp_path / "c.parquet") == 1
    assert "no audio" in capsys.readouterr().err


def test_a_folder_and_a_table(run: Run, song_file: Path, tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "music").mkdir()
    shutil.copy(song_file, tmp_path / "music" / "晴天.wav")
    (tmp_path / "music" / "broken.mp3").write_bytes(b"no audio")
    labels = tmp_path / "labels.csv"
    labels.write_text("File;Plays;Artist\n晴天.wav;120;周杰倫\nlost.mp3;1;\n", encoding="utf-8-sig")
    path = tmp_path / "corpus.csv"
    command = (
        "corpus",
        "local",
        tmp_path / "music",
        "--labels",
        labels,
        "--label-source",
        "charts",
        "--manifest",
        path,
    )
    assert run(*command) == 1
    (track,) = manifest.read(path)
    assert (track.track_id, track.popularity, track.label_source, track.audio) == (
        "晴天",
        120.0,
        "charts",
        "music/晴天.wav",
    )
    printed = capsys.readouterr().out
    assert "broken.mp3: " in printed and "lost.mp3" in printed


def test_a_folder_that_cannot_be_written(run: Run, song_file: Path, tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "file").write_text("no folder")
    assert run("corpus", "local", song_file.parent, "--manifest", tmp_path / "file" / "corpus.csv") == 1
    printed = capsys.readouterr().err
    assert str(tmp_path / "file") in printed and "Traceback" not in printed


@pytest.mark.parametrize("source", ["local .", "deezer", "spotify", "listenbrainz --from x.csv --contact me"])
def test_a_name_no_manifest_can_have(run: Run, tmp_path: Path, capsys: Printed, source: str) -> None:
    assert run("corpus", *source.split(), "--manifest", tmp_path / "corpus.xlsx") == 1
    assert "neither .parquet nor .csv" in capsys.readouterr().err


def test_help_imports_nothing_heavy() -> None:
    heavy = ("numpy", "torch", "duckdb", "requests", "spotipy", "keyring")
    code = f"import sys, training.cli; training.cli.build_parser(); print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
