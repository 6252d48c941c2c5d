"""A real folder: nested, hidden, broken and doubled files, names in other forms, tables from other programs."""

import shutil
import unicodedata
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from models.errors import Cancelled, CorpusError, ManifestInvalid
from tests.synth import song
from tests.training.corpus.conftest import NoWaiting
from training.corpus.label_table import LabelTable, match, read_table
from training.corpus.local import collect
from training.corpus.tags import read_tags
from training.corpus.track import Artist

TAGS = {"title": "愛人", "artist": "鄧麗君/羅大佑", "album": "償還", "date": "1984-05-01", "ISRC": "TW-A53-84-00001"}


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "clip.wav"
    soundfile.write(path, song(1.0, 22_050), 22_050)
    return path


@pytest.fixture
def folder(tmp_path: Path, clip: Path) -> Path:
    music = tmp_path / "音樂"
    decomposed = unicodedata.normalize("NFD", "プ紅豆.wav")
    for name in ("a.wav", "A/b.WAV", f"王菲/{decomposed}", "A/twice.wav", "B/twice.wav", ".hidden/x.wav", "B/.y.wav"):
        (music / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(clip, music / name)
    (music / "a.mp3").write_bytes(b"")
    (music / "notes.txt").write_text("no song")
    return music


def table(folder: Path, text: str, encoding: str = "utf-8", label_column: str = "") -> LabelTable:
    path = folder.parent / "labels.csv"
    path.write_bytes(text.encode(encoding))
    return read_table(path, label_column)


def test_every_file_becomes_a_track(folder: Path) -> None:
    corpus = collect(folder, folder.parent / "corpus.parquet")
    assert [track.track_id for track in corpus.tracks] == ["A/b", "A/twice", "B/twice", "a.wav", "王菲/プ紅豆"]
    assert [(file, error.code) for file, error in corpus.unreadable] == [("a.mp3", "audio.empty")]
    assert corpus.tracks[0].audio == "音樂/A/b.WAV" and corpus.tracks[0].duration_s == 1.0
    assert (folder.parent / corpus.tracks[-1].audio).is_file()


def test_rows_name_files_in_many_ways(folder: Path) -> None:
    labels = table(folder, "file,popularity\n.\\a\\B,1\nプ紅豆.MP3,2\nA/Twice,3\ntwice.wav,4\na,5\nnowhere.wav,6\n")
    corpus = collect(folder, folder.parent / "corpus.parquet", labels, "charts")
    assert {track.track_id: track.popularity for track in corpus.tracks} == {
        "A/b": 1.0,
        "A/twice": 3.0,
        "B/twice": None,
        "a.wav": None,
        "王菲/プ紅豆": 2.0,
    }
    assert corpus.tracks[0].label_source == "charts" and corpus.tracks[0].label_date == labels.written
    assert corpus.matches.ambiguous == ["twice.wav", "a"] and corpus.matches.missing == ["nowhere.wav"]


def test_two_rows_for_one_file(folder: Path) -> None:
    with pytest.raises(ManifestInvalid, match=r"two rows for A/b\.WAV"):
        match(table(folder, "file,popularity\nA/b.wav,1\nb,2\n"), ["A/b.WAV"])


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffFile; Track_Name ;Artists;Plays;Year;ISRC\nA/b.wav;晴天;周杰倫、費玉清;12;2003;TW-K97-03-00401\n",
        "path\ttitle\tartist\tviews\tdate\tisrc\nA/b\t晴天\t周杰倫/費玉清\t12\t2003\tTWK970300401\n",
        'id,name,artist_names,score,release_date,isrc\r\nb,晴天,"周杰倫; 費玉清",12,2003,TWK970300401\r\n',
    ],
)
def test_tables_of_other_programs(folder: Path, text: str) -> None:
    corpus = collect(folder, folder.parent / "corpus.csv", table(folder, text))
    track = corpus.tracks[0]
    assert track.artists == (Artist("周杰倫", "周杰倫"), Artist("費玉清", "費玉清"))
    assert (track.title, track.popularity, track.release_date, track.isrc) == ("晴天", 12.0, "2003", "TWK970300401")


def test_a_label_column_by_its_name(folder: Path) -> None:
    labels = table(folder, "file,popularity,My Rank\nb,1,99\n", label_column="my rank")
    assert collect(folder, folder / "corpus.csv", labels).tracks[0].popularity == 99.0


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("", "utf-8", "no column of file names"),
        ("title,popularity\n", "utf-8", "no column of file names"),
        ("file,stars\n", "utf-8", "no column of labels"),
        ("file,popularity\n晴天,1\n", "utf-16", "not UTF-8"),
        ("file,title,popularity\na,Hello, World,1\n", "utf-8", "well-formed"),
        ('file,popularity\n"a,1\n', "utf-8", "well-formed"),
    ],
)
def test_tables_that_cannot_be_used(folder: Path, text: str, encoding: str, said: str) -> None:
    with pytest.raises(ManifestInvalid) as caught:
        table(folder, text, encoding)
    assert said in caught.value.message


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid, match="cannot be read"):
        read_table(tmp_path / "nowhere.csv")


def test_a_label_that_is_no_number(folder: Path) -> None:
    with pytest.raises(ManifestInvalid, match=r"A/b\.WAV: popularity: 'hot'"):
        collect(folder, folder / "corpus.csv", table(folder, "file,popularity\nb,hot\n"))


def test_an_empty_label_is_none(folder: Path) -> None:
    track = collect(folder, folder / "corpus.csv", table(folder, "file,popularity\nb, \n")).tracks[0]
    assert track.popularity is None and track.label_source == ""


def test_no_audio(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no audio"):
        collect(tmp_path, tmp_path / "corpus.csv")


def test_stopping(folder: Path, waiting: NoWaiting) -> None:
    waiting.asked = True
    with pytest.raises(Cancelled):
        collect(folder, folder / "corpus.csv", stop=waiting)


@pytest.mark.parametrize("ending", ["mp3", "flac"])
def test_tags_answer_what_the_table_leaves_open(tmp_path: Path, ending: str) -> None:
    with av.open(str(tmp_path / f"song.{ending}"), "w") as container:
        container.metadata.update(TAGS if ending != "mp3" else {**TAGS, "TSRC": TAGS["ISRC"]})
        stream = container.add_stream(ending, rate=44_100, layout="mono")
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=44_100)
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 44_100), dtype=np.int16), format="s16", layout="mono")
        sound.sample_rate = 44_100
        fifo = av.AudioFifo()
        for frame in resampler.resample(sound):
            fifo.write(frame)
        for frame in fifo.read_many(stream.codec_context.frame_size or 1024):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    labels = table(tmp_path / "x", "file,popularity,title\nsong,1,另一個名字\n")
    (track,) = collect(tmp_path, tmp_path / "corpus.csv", labels).tracks
    assert track.artists == (Artist("鄧麗君", "鄧麗君"), Artist("羅大佑", "羅大佑"))
    assert (track.title, track.album, track.release_date) == ("另一個名字", "償還", "1984-05-01")
    assert track.isrc == "TWA538400001"


def test_no_tags_in_what_is_no_container(tmp_path: Path) -> None:
    path = tmp_path / "x.mp3"
    path.write_bytes(b"nothing")
    assert read_tags(path) == {} == read_tags(tmp_path / "nowhere.mp3")
