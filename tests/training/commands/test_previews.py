"""`previews`: from the command line to clips and a manifest that names them."""

import csv
from pathlib import Path

import pytest

from tests.training.commands.conftest import Run, Start
from tests.training.corpus.loopback import Loopback, Request, Response
from tests.training.corpus.sources import DeezerSource
from tests.training.corpus.test_previews import CLIP
from training.corpus import manifest
from training.corpus import previews as downloads
from training.corpus.previews import WORKERS
from training.corpus.track import Track

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def corpus(loopback: Loopback, tmp_path: Path) -> Path:
    """A manifest of 15 tracks of Deezer's; the tenth has no preview."""
    loopback.answers["deezer"] = DeezerSource(f"{loopback.address}/cdn")

    def cdn(request: Request) -> Response:
        return Response(CLIP, headers={"Content-Type": "audio/mpeg"}) if request.query else Response(b"", 403)

    loopback.answers["cdn"] = cdn
    path = tmp_path / "corpus.parquet"
    manifest.write(path, [Track(f"t{n:02d}", f"曲{n}", preview_source=f"deezer:{n}") for n in range(1, 16)])
    return path


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "REQUESTS_PER_SECOND", 500.0)
    monkeypatch.setattr("training.corpus.deezer.REQUESTS_PER_SECOND", 500.0)


@pytest.mark.usefixtures("fast")
def test_previews(run: Run, corpus: Path, loopback: Loopback, capsys: Printed) -> None:
    assert run("previews", "--manifest", corpus) == 1
    tracks = list(manifest.read(corpus))
    assert [track.audio for track in tracks[:2]] == ["clips/t01.mp3", "clips/t02.mp3"]
    assert [track.track_id for track in tracks if not track.audio] == ["t10"]
    report = corpus.with_name("corpus.parquet.missing.csv")
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["track_id"], row["title"], row["code"]) for row in rows] == [("t10", "曲10", "preview.unavailable")]
    printed = capsys.readouterr().out
    assert "14 of 15" in printed and "     1  preview.unavailable: " in printed
    n_clips = loopback.count("/cdn/")
    assert run("previews", "--manifest", corpus) == 1 and loopback.count("/cdn/") == n_clips


@pytest.mark.usefixtures("fast")
def test_nothing_missing_leaves_no_report(run: Run, corpus: Path) -> None:
    manifest.write(corpus, [Track("t1", preview_source="deezer:10")])
    report = corpus.with_name("corpus.parquet.missing.csv")
    assert run("previews", "--manifest", corpus) == 1 and report.exists()
    manifest.write(corpus, [Track("t1", preview_source="deezer:1")])
    assert run("previews", "--manifest", corpus, "--folder", corpus.parent / "elsewhere") == 0 and not report.exists()
    (track,) = manifest.read(corpus)
    assert track.audio == "elsewhere/t1.mp3"


def test_killed_and_started_again(start: Start, corpus: Path, loopback: Loopback, tmp_path: Path) -> None:
    loopback.hold(after=6)
    process = start("previews", "--manifest", corpus)
    loopback.wait_for(7)
    process.kill()
    process.wait()
    loopback.let_go()
    here = sorted(tmp_path.glob("clips/*.mp3"))
    assert all(path.read_bytes() == CLIP for path in here)
    assert not any(track.audio for track in manifest.read(corpus))
    assert start("previews", "--manifest", corpus).wait(120) == 1
    assert sum(bool(track.audio) for track in manifest.read(corpus)) == 14
    assert len(list(tmp_path.glob("clips/*"))) == 14 and not list(tmp_path.glob("clips/.*"))
    n_clips = loopback.count("/cdn/")
    assert 14 <= n_clips <= 14 + WORKERS


def test_spotify_previews_need_the_rights(run: Run, tmp_path: Path, capsys: Printed, loopback: Loopback) -> None:
    path = tmp_path / "corpus.csv"
    url = f"{loopback.address}/cdn/1.mp3"
    manifest.write(path, [Track("1", preview_source="spotify:1", preview_url=url)])
    assert run("previews", "--manifest", path) == 1
    assert "--i-have-the-rights" in capsys.readouterr().err and not loopback.lines
    loopback.answers["cdn"] = lambda request: Response(CLIP, headers={"Content-Type": "audio/mpeg"})
    assert run("previews", "--manifest", path, "--i-have-the-rights") == 0


def test_a_manifest_that_cannot_be_written_again(run: Run, tmp_path: Path, capsys: Printed) -> None:
    assert run("previews", "--manifest", tmp_path / "corpus.xlsx") == 1
    assert "neither .parquet nor .csv" in capsys.readouterr().err
