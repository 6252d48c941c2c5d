"""`mandohit models`: list, info, verify; import and install of the published weights."""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mandohit_desktop.engine import published
from models import bundle
from models.bundle import Bundle

PUBLISHED_PATHS = {
    "ret30.mdl/model.ckpt.index": "ret30.mdl",
    "ret30.mdl/model.ckpt.data-00000-of-00001": "ret30.mdl",
    "data/models/model.20160309_111546.npz": ".",
    "data/data.magnatagatune/tag_list.top188.txt": ".",
}


@pytest.fixture
def own_model(random_bundle: Bundle, own_home: Path) -> Path:
    """A model in the user's own folder."""
    folder = own_home / "data" / "models" / "mine-1"
    shutil.copytree(random_bundle.folder, folder)
    return folder


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        del arguments


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder served on loopback as the published repository."""
    root = tmp_path / "mirror"
    root.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv(published.SOURCE_VARIABLE, f"http://127.0.0.1:{server.server_port}")
    yield root
    server.shutdown()
    thread.join()
    server.server_close()


def fill(root: Path, reference_folder: Path) -> None:
    for target, source in PUBLISHED_PATHS.items():
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(reference_folder / "published" / source / Path(target).name, root / target)


def test_list_names_shipped_and_own(mandohit, own_model: Path, capsys) -> None:
    assert mandohit("models", "list") == 0
    out = capsys.readouterr().out
    assert "mandohit-base-1  created" in out
    assert str(own_model) in out


def test_info_shows_the_card(mandohit, capsys) -> None:
    assert mandohit("models", "info") == 0
    out = capsys.readouterr().out
    assert "mandohit-base-1" in out and "sha256" in out


def test_info_of_unknown_model(mandohit, capsys) -> None:
    assert mandohit("models", "info", "nobody") == 2
    assert "nobody" in capsys.readouterr().err


def test_verify_finds_damage(mandohit, own_model: Path, capsys) -> None:
    assert mandohit("models", "verify", own_model) == 0
    weights = own_model / bundle.WEIGHTS_FILE
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert mandohit("models", "verify") == 1
    out, err = capsys.readouterr()
    assert "mandohit-base-1: whole" in out
    assert "mine-1" in err and "hash" in err


def test_list_shows_damage_and_how_to_mend_it(mandohit, own_model: Path, capsys) -> None:
    (own_model / bundle.WEIGHTS_FILE).unlink()
    assert mandohit("models", "list") == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("mine-1")]
    assert "unusable" in line and "`mandohit models remove mine-1`" in line


def test_remove_takes_an_own_model_away_and_says_so(mandohit, own_model: Path, capsys) -> None:
    assert mandohit("models", "remove", "mine-1") == 0
    assert capsys.readouterr().out == f"Removed mine-1, which was in {own_model}.\n"
    assert not own_model.exists()
    assert mandohit("models", "remove", "mine-1") == 2
    assert "no model named mine-1" in capsys.readouterr().err


def test_remove_keeps_the_shipped_model(mandohit, capsys) -> None:
    assert mandohit("models", "remove", "mandohit-base-1") == 1
    assert "ships with MandoHit" in capsys.readouterr().err
    assert mandohit("models", "verify", "mandohit-base-1") == 0


@pytest.mark.parametrize("name", ["..", ".", "", "../models/mine-1"])
def test_remove_takes_no_path(mandohit, own_model: Path, name: str) -> None:
    assert mandohit("models", "remove", name) == 2
    assert own_model.is_dir()


@pytest.mark.parametrize("name", ["../x", "A", "", "x/y"])
def test_import_refuses_bad_names(mandohit, tmp_path: Path, name: str, capsys) -> None:
    assert mandohit("models", "import-published", tmp_path, "--id", name) == 1
    assert "cannot be a model's name" in capsys.readouterr().err


def test_import_from_an_empty_folder(mandohit, tmp_path: Path, own_home: Path, capsys) -> None:
    assert mandohit("models", "import-published", tmp_path, "--id", "published") == 1
    assert "model.ckpt.index" in capsys.readouterr().err
    assert not list((own_home / "data").rglob("card.json"))


@pytest.mark.reference
def test_import_from_a_clone(mandohit, tmp_path: Path, reference_folder: Path, song_file: Path, capsys) -> None:
    fill(tmp_path / "clone" / "model", reference_folder)
    assert mandohit("models", "import-published", tmp_path / "clone", "--id", "published") == 0
    assert mandohit("models", "verify", "published") == 0
    assert mandohit("score", "--model", "published", song_file) == 0
    assert mandohit("models", "import-published", tmp_path / "clone", "--id", "published") == 1
    assert "already" in capsys.readouterr().err


@pytest.mark.reference
def test_install_fetches_checks_and_imports(mandohit, mirror: Path, reference_folder: Path, capsys) -> None:
    fill(mirror, reference_folder)
    assert mandohit("models", "install", "published") == 0
    assert mandohit("models", "verify", "published") == 0
    assert "model.ckpt.index" in capsys.readouterr().out


@pytest.mark.reference
@pytest.mark.parametrize("victim", list(PUBLISHED_PATHS))
def test_install_refuses_other_files(
    mandohit, mirror: Path, reference_folder: Path, own_home: Path, victim: str, capsys
) -> None:
    fill(mirror, reference_folder)
    changed = bytearray((mirror / victim).read_bytes())
    changed[len(changed) // 2] ^= 1
    (mirror / victim).write_bytes(changed)
    assert mandohit("models", "install", "published") == 1
    assert "hash differs" in capsys.readouterr().err
    assert not list((own_home / "data").rglob("*"))


def test_install_says_when_a_file_is_not_there(mandohit, mirror: Path, capsys) -> None:
    assert mandohit("models", "install", "published") == 1
    assert "404" in capsys.readouterr().err


def test_install_offline_says_so(mandohit, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setenv(published.SOURCE_VARIABLE, "http://127.0.0.1:9")
    assert mandohit("models", "install", "published") == 1
    assert "cannot be reached" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes the stream")
@pytest.mark.parametrize("closed", ["2>&-", ">&-"])
def test_a_closed_stream_is_no_fault(own_home: Path, closed: str) -> None:
    command = f'"{sys.executable}" -m mandohit_desktop models list {closed}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
