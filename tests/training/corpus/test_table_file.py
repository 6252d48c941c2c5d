"""Tables as spreadsheets and other programs save them, in the encodings of mainland China, Taiwan and Hong Kong."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pandas
import pytest
from openpyxl import Workbook

from models.errors import ManifestInvalid
from training.corpus import manifest
from training.corpus.label_table import read_table
from training.corpus.table_file import read_cells
from training.corpus.track import Artist

TRADITIONAL = """
晴天,周杰倫 七里香,周杰倫 聽媽媽的話,周杰倫 紅豆,王菲 容易受傷的女人,王菲 月亮代表我的心,鄧麗君 小城故事,鄧麗君
聽海,張惠妹 遇見,孫燕姿 我懷念的,孫燕姿 修煉愛情,林俊傑 倔強,五月天 戀愛ING,五月天 後來,劉若英 十年,陳奕迅
富士山下,陳奕迅 吻別,張學友 讓我歡喜讓我憂,周華健 海闊天空,Beyond 鹿港小鎮,羅大佑 夢醒時分,陳淑樺 小幸運,田馥甄
光年之外,鄧紫棋 醜八怪,薛之謙 那些花兒,朴樹
"""
SIMPLIFIED = """
晴天,周杰伦 七里香,周杰伦 听妈妈的话,周杰伦 红豆,王菲 容易受伤的女人,王菲 月亮代表我的心,邓丽君 小城故事,邓丽君
听海,张惠妹 遇见,孙燕姿 我怀念的,孙燕姿 修炼爱情,林俊杰 倔强,五月天 恋爱ING,五月天 后来,刘若英 十年,陈奕迅
富士山下,陈奕迅 吻别,张学友 让我欢喜让我忧,周华健 海阔天空,Beyond 鹿港小镇,罗大佑 梦醒时分,陈淑桦 小幸运,田馥甄
光年之外,邓紫棋 丑八怪,薛之谦 那些花儿,朴树
"""
LAYOUTS = {
    "titles": "{n:03d}.mp3,{title},{n}",
    "file names": "{artist} - {title}.mp3,,{n}",
    "mixed": "Track {n} (Live Version).mp3,{title} feat. DJ,{n}",
    "punctuation": "{n}.mp3,《{title}》（{artist}）～【{title}】、「{title}」！,{n}",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("songs", "encoding"),
    [
        (TRADITIONAL, "cp950"),
        (TRADITIONAL, "gb18030"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
    ],
)
def test_chinese_encodings_are_told_apart(tmp_path: Path, songs: str, encoding: str, layout: str) -> None:
    path = tmp_path / "labels.csv"
    rows = [song.split(",") for song in songs.split()]
    for some in (rows[:5], rows[5:10], rows[10:15], rows[15:20], rows[20:], rows):
        lines = [LAYOUTS[layout].format(n=n, title=title, artist=artist) for n, (title, artist) in enumerate(some)]
        path.write_bytes("\n".join(["file,title,popularity", *lines]).encode(encoding))
        assert [",".join(row) for row in read_cells(path).to_numpy()] == lines


@pytest.mark.parametrize(("songs", "encoding"), [(TRADITIONAL, "big5"), (SIMPLIFIED, "gb18030")])
def test_a_few_chinese_songs_among_many_others(tmp_path: Path, songs: str, encoding: str) -> None:
    path = tmp_path / "labels.csv"
    lines = [f"song {n} of the band.mp3,Some Song {n},{n}" for n in range(3000)]
    lines[700:2700:400] = [f"{song}.mp3,1" for song in songs.split()[:5]]
    path.write_bytes("\n".join(["file,title,popularity", *lines]).encode(encoding))
    assert [",".join(row) for row in read_cells(path).to_numpy()] == lines


def test_big5_of_windows_and_of_hong_kong(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    titles = ["愛～不愛", "麥可‧傑克森", "陳綺貞", "裏面的人", "恒春兮月琴"]
    path.write_bytes("\n".join(["title", *titles]).encode("cp950"))
    assert read_cells(path)["title"].to_list() == titles
    path.write_bytes("\n".join(["title", *titles[2:], "喺度等你", "の"]).encode("big5hkscs"))
    assert read_cells(path)["title"].to_list() == [*titles[2:], "喺度等你", "の"]


@pytest.mark.parametrize("ending", ["csv", "tsv", "txt", "xlsx"])
def test_cells_are_texts(tmp_path: Path, ending: str) -> None:
    cells = {"id": ["007", "1e5", "8"], "title": ["NA", "null", ""], "isrc": ["TWK970300401", "nan", "None"]}
    table, path = pandas.DataFrame(cells), tmp_path / f"table.{ending}"
    if ending == "xlsx":
        table.to_excel(path, index=False)
    else:
        table.to_csv(path, index=False, sep={"csv": ";", "tsv": "\t", "txt": ","}[ending])
    assert read_cells(path).to_dict("list") == cells


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A sheet with numbers, dates, an empty row and an error, and a second sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["File", "Plays", "Title", "Artist", "Date", "Year"],
        ["a.mp3", 55.0, "晴天", "周杰倫;費玉清", datetime(2003, 7, 31), 2003],
        [],
        ["b.mp3", 55.5, 1989, "#N/A", date(2014, 10, 27)],
        ["c.mp3", 1_000_000, "NA", "null", "2020-01"],
    ):
        sheet.append(row)
    book.create_sheet("notes").append(["nothing of this"])
    path = tmp_path / "labels.xlsx"
    book.save(path)
    return path


def test_a_workbook_with_numbers_and_dates(workbook: Path) -> None:
    first, second, third = read_table(workbook).rows
    assert (first["file"], first["popularity"], first["title"]) == ("a.mp3", "55", "晴天")
    assert (first["artist_names"], first["release_date"]) == ("周杰倫;費玉清", "2003-07-31")
    assert (second["popularity"], second["title"], second["artist_names"]) == ("55.5", "1989", "")
    assert (third["popularity"], third["title"], third["release_date"]) == ("1000000", "NA", "2020-01")


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx"])
def test_a_manifest_in_each_format(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"corpus.{ending}"
    cells = {
        "track_id": ["0012", "0013"],
        "title": ["NA", "晴天"],
        "artist_names": ["王菲;那英", ""],
        "release_date": ["2003-07", "2021-06-30"],
        "isrc": ["TWK970300401", ""],
        "popularity": ["55.0", ""],
        "label_source": ["charts", ""],
    }
    table = pandas.DataFrame(cells)
    if ending == "xlsx":
        table["popularity"] = [55.0, None]
        table["release_date"] = pandas.Series(["2003-07", datetime(2021, 6, 30)], dtype=object)
        table.to_excel(path, index=False)
    else:
        table.to_csv(path, index=False, sep="\t" if ending == "tsv" else ",", encoding="gb18030")
    first, second = manifest.read(path)
    assert (first.track_id, first.title, first.popularity, first.isrc) == ("0012", "NA", 55.0, "TWK970300401")
    assert first.artists == (Artist("王菲", "王菲"), Artist("那英", "那英")) and second.artists == ()
    assert (second.track_id, second.title, second.release_date) == ("0013", "晴天", "2021-06-30")
    assert second.popularity is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"file,popularity\n"])
def test_what_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "labels.xlsx"
    path.write_bytes(content)
    with pytest.raises(ManifestInvalid, match="not an Excel workbook"):
        read_cells(path)


def test_a_damaged_workbook(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(workbook.read_bytes())
    content[info.header_offset + 60 : info.header_offset + 120] = bytes(60)
    workbook.write_bytes(content)
    with pytest.raises(ManifestInvalid, match="not an Excel workbook"):
        read_cells(workbook)


def test_an_empty_sheet(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "labels.xlsx")
    with pytest.raises(ManifestInvalid, match="no column of file names"):
        read_table(tmp_path / "labels.xlsx")


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_encodings_that_are_not_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes("file,title\n1.mp3,Beyoncé\n2.mp3,Björk\n3.mp3,Mötley Crüe\n".encode(encoding))
    with pytest.raises(ManifestInvalid, match="not UTF-8, GB18030 or Big5"):
        read_cells(path)
