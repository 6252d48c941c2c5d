"""`mandohit score`: its three outputs, its exit codes, and that one bad file never stops the others."""

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QLocale

from mandohit_desktop.cli import main
from mandohit_desktop.commands.table import number, percent, printable, width
from mandohit_desktop.core.paths import history_file
from mandohit_desktop.engine.batch import UnexpectedError
from mandohit_desktop.engine.picking import Pick
from mandohit_desktop.store.history import History
from mandohit_desktop.store.result import ModelKey
from models import errors
from models.bundle import Bundle
from models.errors import AudioError, Cancelled, MandoHitError
from models.scorer import Scorer
from tests.mandohit_desktop.conftest import ABSENT_DEVICE
from tests.models.test_report import KEYS
from tests.synth import song


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two songs with Chinese names and spaces, one in a sub-folder, beside files that are no songs."""
    songs = tmp_path / "匯出 exports"
    (songs / "舊 版本").mkdir(parents=True)
    for seed, name in ((1, "愛 的 歌.wav"), (2, "舊 版本/夜曲.flac")):
        soundfile.write(songs / name, song(8.0, 22_050, seed=seed), 22_050)
    (songs / "notes.txt").write_text("not a song")
    shutil.copy(songs / "愛 的 歌.wav", songs / "._愛 的 歌.wav")
    return songs


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_json_has_the_documented_keys(mandohit, song_file: Path, capsys) -> None:
    assert mandohit("score", "--json", "--device", "cpu", song_file) == 0
    (line,) = lines(capsys.readouterr().out)
    assert list(line) == KEYS
    assert line["file"] == str(song_file)
    assert [w["start_s"] for w in line["windows"]] == [0.0, 4.992, 9.984, 12.0]
    assert len(line["tags"]) == 50
    loadings = [tag["loading"] for tag in line["tags"]]
    assert loadings == sorted(loadings, reverse=True)


def test_the_result_format_is_documented() -> None:
    """The tables list exactly the keys of a result line, those of a failed one, every code, and a pick's keys."""
    text = (Path(__file__).parents[3] / "docs" / "result-format.md").read_text(encoding="utf-8")
    listed, of_a_pick = (
        [row.split("`")[1] for row in part.splitlines() if row.startswith("| `")] for part in text.split("## A pick\n")
    )
    codes = {kind.code for kind in (*kinds_of(AudioError), Cancelled, UnexpectedError)}
    assert listed[: len(KEYS)] == KEYS
    assert listed[len(KEYS) : len(KEYS) + 3] == ["schema", "file", "error"]
    assert set(listed[len(KEYS) + 3 :]) == codes
    assert of_a_pick == list(Pick([], 0, [], [], None).to_json())


def kinds_of(base: type[MandoHitError]) -> list[type[MandoHitError]]:
    return [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, base) and kind != base
    ]


def test_same_file_same_line(mandohit, song_file: Path, capsys) -> None:
    """To the byte, in one process on one machine."""
    printed = []
    for _ in range(2):
        mandohit("score", "--json", "--device", "cpu", song_file)
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


def test_alone_or_in_a_batch_scores_the_same(mandohit, song_file: Path, folder: Path, capsys) -> None:
    """To the byte, in one process on one machine."""
    mandohit("score", "--json", "--device", "cpu", song_file)
    alone = capsys.readouterr().out
    mandohit("score", "--json", "--device", "cpu", folder, song_file)
    assert capsys.readouterr().out.splitlines()[-1] == alone.strip()


@pytest.mark.parametrize(
    ("options", "names"), [((), {"愛 的 歌.wav"}), (("--recursive",), {"愛 的 歌.wav", "夜曲.flac"})]
)
def test_folders_are_searched(mandohit, folder: Path, options: tuple[str, ...], names: set[str], capsys) -> None:
    assert mandohit("score", "--json", *options, folder) == 0
    assert {Path(line["file"]).name for line in lines(capsys.readouterr().out)} == names


def test_bad_files_are_named_and_the_rest_is_scored(mandohit, folder: Path, tmp_path: Path, capsys) -> None:
    soundfile.write(tmp_path / "silent.wav", np.zeros(200_000), 44_100)
    (tmp_path / "empty.wav").touch()
    inputs = [tmp_path / "gone.wav", folder / "愛 的 歌.wav", tmp_path / "empty.wav", tmp_path / "silent.wav"]
    assert mandohit("score", "--json", *inputs) == 1
    results = lines(capsys.readouterr().out)
    assert [line["file"] for line in results] == [str(path) for path in inputs]
    codes = [line.get("error", {}).get("code") for line in results]
    assert codes == ["audio.missing", None, "audio.empty", "audio.silent"]
    assert all(len(line["error"]["message"]) > 10 for line in results if "error" in line)


def test_table_ranks_best_first_and_names_errors_on_stderr(mandohit, folder: Path, tmp_path: Path, capsys) -> None:
    assert mandohit("score", "--recursive", folder, tmp_path / "gone.wav") == 1
    out, err = capsys.readouterr()
    rows = [line.split() for line in out.splitlines()[1:3]]
    assert float(rows[0][1]) >= float(rows[1][1])
    assert rows[0][0] == "1"
    assert rows[1][0] in ("2", "=")
    assert "愛 的 歌.wav" in out and "夜曲.flac" in out
    assert "not quality" in out and "random-1" in out
    assert err.startswith(str(tmp_path / "gone.wav"))


def test_csv_opens_in_spreadsheets(mandohit, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "結果.csv"
    (tmp_path / "broken.wav").write_text("no audio")
    assert mandohit("score", "--csv", target, folder, tmp_path / "broken.wav") == 1
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [Path(row["file"]).name for row in rows] == ["愛 的 歌.wav", "broken.wav"]
    assert float(rows[0]["score"]) >= 0
    assert rows[1]["error_code"] == "audio.not_decodable"
    assert not list(tmp_path.glob(".*part"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--model", "no-such-model"),
        ("--device", ABSENT_DEVICE),
        ("--csv", "/no/such/folder/x.csv"),
        ("--csv", "."),
        ("--csv", os.devnull),
        ("--model", os.curdir),
    ],
)
def test_usage_errors_exit_2_with_a_sentence(mandohit, song_file: Path, arguments: tuple[str, ...], capsys) -> None:
    assert mandohit("score", *arguments, song_file) == 2
    assert capsys.readouterr().err.startswith("mandohit score: ")


@pytest.mark.parametrize("arguments", [("score",), ("score", "--protocol", "x", "a"), ("sing",), ("models",)])
def test_wrong_words_exit_2(mandohit, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        mandohit(*arguments)
    assert stopped.value.code == 2


def test_folder_without_audio_is_reported(mandohit, tmp_path: Path, capsys) -> None:
    (tmp_path / "empty").mkdir()
    assert mandohit("score", "--json", tmp_path / "empty") == 1
    (line,) = lines(capsys.readouterr().out)
    assert line["error"]["code"] == "audio.no_songs"


def test_published_protocol(mandohit, song_file: Path, capsys) -> None:
    mandohit("score", "--json", "--protocol", "published", song_file)
    (line,) = lines(capsys.readouterr().out)
    assert line["protocol"] == "published"
    assert len(line["windows"]) == 1
    assert line["windows"][0]["start_s"] == pytest.approx(6.0, abs=0.1)


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("愛a", 3), ("é", 1), ("e\u0301", 1)])
def test_width_of_wide_characters(text: str, columns: int) -> None:
    assert width(text) == columns


def test_a_folder_that_is_no_model_is_named(mandohit, song_file: Path, tmp_path: Path, capsys) -> None:
    assert mandohit("score", "--model", tmp_path, song_file) == 2
    err = capsys.readouterr().err
    assert f"The folder {tmp_path} holds no model" in err and "card.json" in err


def test_an_empty_name_is_a_usage_error(mandohit, capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        mandohit("score", "")
    assert stopped.value.code == 2
    assert "empty name" in capsys.readouterr().err


def test_the_same_input_twice_is_scored_once(mandohit, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.chdir(folder)
    assert mandohit("score", "--json", folder, "愛 的 歌.wav", Path("舊 版本") / ".." / "愛 的 歌.wav") == 0
    assert [line["file"] for line in lines(capsys.readouterr().out)] == [str(folder / "愛 的 歌.wav")]


def test_a_link_to_nothing_in_a_folder_is_reported(mandohit, folder: Path, capsys) -> None:
    (folder / "moved.mp3").symlink_to(folder / "nowhere.mp3")
    assert mandohit("score", "--json", folder) == 1
    codes = {Path(line["file"]).name: line.get("error", {}).get("code") for line in lines(capsys.readouterr().out)}
    assert codes == {"moved.mp3": "audio.missing", "愛 的 歌.wav": None}


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[2Jb", "a\\x1b[2Jb"), ("a\nb", "a\\nb"), ("a\u202eb", "a\\u202eb"), ("愛 的\u3000歌 ♪", "愛 的\u3000歌 ♪")],
)
def test_names_cannot_steer_the_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_the_table_shows_control_characters_as_escapes(mandohit, song_file: Path, tmp_path: Path, capsys) -> None:
    shutil.copy(song_file, tmp_path / "red\x1b[31m.wav")
    assert mandohit("score", tmp_path / "red\x1b[31m.wav", tmp_path / "gone\x07.wav") == 1
    out, err = capsys.readouterr()
    assert "red\\x1b[31m.wav" in out and "\x1b" not in out
    assert "gone\\x07.wav" in err and "\x07" not in err


def test_csv_holds_no_formulas(mandohit, song_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("=1+1.wav", "@x.wav"):
        shutil.copy(song_file, name)
    assert mandohit("score", "--csv", "t.csv", "=1+1.wav", "@x.wav", "+gone.wav") == 1
    with Path("t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == ["'=1+1.wav", "'@x.wav", "'+gone.wav"]
    assert float(rows[0]["loudness_lufs"]) < 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_full_disk_is_named(song_file: Path, random_bundle: Bundle, options: tuple[str, ...]) -> None:
    words = [sys.executable, "-m", "mandohit_desktop", "score", "--model", random_bundle.folder, *options, song_file]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "The output cannot be written: No space left on device. Is the disk full?\n"


def test_only_the_second_interrupt_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    before = signal.getsignal(signal.SIGINT)

    def interrupted_twice(options: object) -> int:
        del options
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        return 0

    monkeypatch.setattr("mandohit_desktop.commands.doctor.run", interrupted_twice)
    assert main(["doctor"]) == 0
    assert ended == [130]
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_refused_at_once(mandohit, tmp_path: Path, capsys) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    assert mandohit("score", tmp_path / "pipe.wav") == 1
    assert "not a regular file" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_unicode_is_scored(mandohit, song_file: Path, tmp_path: Path) -> None:
    target = os.fsencode(tmp_path) + b"/bad\xff.wav"
    Path(os.fsdecode(target)).write_bytes(song_file.read_bytes())
    assert mandohit("score", "--json", Path(os.fsdecode(target))) == 0


def test_a_half_is_rounded_as_qt_does() -> None:
    english = QLocale("en_US")
    for value in (0.5, 2.5, 92.5, 6.25, 6.75, -7.75, 7.449, -0.04):
        for decimals in (0, 1):
            assert number(value, decimals) == english.toString(value, "f", decimals)


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "< 1"), (1.0, "1"), (54.4, "54"), (92.5, "93"), (99.0, "99"), (100.0, "> 99")]
)
def test_no_percentage_is_all_or_nothing(value: float, text: str) -> None:
    assert percent(value) == text


@pytest.fixture
def n_scored(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were really scored."""
    scored: list[Path] = []
    real = Scorer.score_file

    def counted(self: Scorer, path: Path, *arguments: object) -> object:
        scored.append(path)
        return real(self, path, *arguments)

    monkeypatch.setattr(Scorer, "score_file", counted)
    return scored


def test_what_was_scored_is_found_again_in_every_form(
    mandohit, folder: Path, tmp_path: Path, n_scored: list[Path], capsys
) -> None:
    table = tmp_path / "t.csv"
    forms = [("--json",), (), ("--csv", table)]
    printed: list[list[object]] = []
    for fresh in ((), (), ("--fresh",)):
        for form in forms:
            assert mandohit("score", "--recursive", *fresh, *form, folder) == 0
            printed.append([capsys.readouterr(), table.read_bytes() if form == forms[2] else None])
    assert printed[0:3] == printed[3:6] == printed[6:9]
    assert len(n_scored) == 2 + 3 * 2
    with closing(History(history_file())) as history:
        assert history.entries(ModelKey("", "")) == []


@pytest.mark.parametrize("form", ["--json", "--csv", None])
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_a_batch_that_was_killed_goes_on_where_it_was(
    mandohit, random_bundle: Bundle, tmp_path: Path, form: str | None, n_scored: list[Path]
) -> None:
    songs = tmp_path / "songs"
    songs.mkdir()
    for seed in range(12):
        soundfile.write(songs / f"{seed:02}.wav", song(5.0, 22_050, seed=seed), 22_050)
    output = {"--json": ["--json"], "--csv": ["--csv", str(tmp_path / "t.csv")], None: []}[form]
    words = ["score", "--model", str(random_bundle.folder), "--device", "cpu", *output, str(songs)]
    History(history_file()).close()
    with (
        closing(sqlite3.connect(history_file())) as history,
        subprocess.Popen([sys.executable, "-m", "mandohit_desktop", *words], stdout=subprocess.DEVNULL) as process,
    ):
        n_kept = 0
        while process.poll() is None and not n_kept:
            n_kept = history.execute("SELECT COUNT(*) FROM result").fetchone()[0]
        process.kill()
        process.wait()
        n_kept = history.execute("SELECT COUNT(*) FROM result").fetchone()[0]
    assert mandohit(*words) == 0
    assert n_kept >= 1 and len(n_scored) == 12 - n_kept


def test_a_history_that_cannot_be_used_costs_no_score(mandohit, song_file: Path, own_home: Path, capsys) -> None:
    """A home that cannot be written to, here because it is a file, and a history of a newer version."""
    own_home.touch()
    assert mandohit("score", "--json", song_file) == 0
    out, err = capsys.readouterr()
    assert err.startswith("mandohit score: scores are not kept, for the history cannot be opened: ")
    own_home.unlink()
    History(history_file()).close()
    with closing(sqlite3.connect(history_file())) as database:
        database.execute("PRAGMA user_version = 999")
    assert mandohit("score", "--json", song_file) == 0
    assert capsys.readouterr().out == out
    assert [path.name for path in history_file().parent.iterdir()] == ["history.sqlite3"]


def test_a_history_that_another_program_holds_costs_no_score(
    mandohit, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setattr("mandohit_desktop.store.schema.BUSY_TIMEOUT_S", 0.0)
    History(history_file()).close()
    with closing(sqlite3.connect(history_file(), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert mandohit("score", "--json", "--recursive", folder) == 0
    out, err = capsys.readouterr()
    assert len(lines(out)) == 2
    assert "database is locked" in err and err.endswith("scores that are not kept: 2.\n")


def test_a_damaged_history_is_said_to_be_set_aside(mandohit, song_file: Path, capsys) -> None:
    history_file().parent.mkdir(parents=True)
    history_file().write_bytes(b"no database" * 500)
    assert mandohit("score", "--json", song_file) == 0
    assert "the history was damaged. It was set aside as history.damaged-" in capsys.readouterr().err
