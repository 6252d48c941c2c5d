"""`mandohit serve` as a process: where it listens, when it refuses, and what it leaves behind."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from models.bundle import Bundle
from tests.mandohit_desktop.server.conftest import PATIENCE_S, form

ROOT = Path(__file__).parents[3]


@pytest.fixture
def serve(random_bundle: Bundle, own_home: Path):
    """Start `mandohit serve` on a free port; return the process and the page's address."""
    started = []

    def start(*arguments: str) -> tuple[subprocess.Popen, str]:
        command = [
            sys.executable,
            "-m",
            "mandohit_desktop",
            "serve",
            "--port",
            "0",
            "--model",
            str(random_bundle.folder),
        ]
        process = subprocess.Popen(
            [*command, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(process)
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + process.stdout.read()
        return process, found[0]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_killed_service_comes_back_clean_and_a_stopped_one_leaves_nothing(serve, own_home: Path, short_songs) -> None:
    uploads = own_home / "cache" / "uploads"
    process, url = serve()
    assert httpx.post(f"{url}v1/batch", files=form(*short_songs * 60), trust_env=False).status_code == 202
    process.kill()
    process.wait()
    (dead,) = uploads.iterdir()
    assert list(dead.rglob("0*"))
    process, url = serve()
    (living,) = uploads.iterdir()
    assert living != dead
    assert httpx.post(f"{url}v1/score", files=form(short_songs[0], field="file"), trust_env=False).status_code == 200
    assert httpx.post(f"{url}v1/batch", files=form(*short_songs * 60), trust_env=False).status_code == 202
    process.terminate()
    assert process.wait(PATIENCE_S) == 130
    assert list(uploads.iterdir()) == []
    assert "Traceback" not in process.stdout.read()


def test_other_machines_need_a_token(mandohit, capsys, monkeypatch) -> None:
    monkeypatch.delenv("MANDOHIT_TOKEN", raising=False)
    assert mandohit("serve", "--host", "0.0.0.0", "--port", "0") == 2
    assert "MANDOHIT_TOKEN" in capsys.readouterr().err
    for unfit in ("short", "", "with a space in it", "長" * 20):
        monkeypatch.setenv("MANDOHIT_TOKEN", unfit)
        assert mandohit("serve", "--port", "0") == 2
        assert "at least 16" in capsys.readouterr().err


def test_busy_port_gets_a_sentence(mandohit, capsys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert mandohit("serve", "--port", str(other.getsockname()[1])) == 2
    assert "--port" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("--host", "no.such.host.invalid"), ("--model", "none")])
def test_wrong_arguments_get_a_sentence(mandohit, capsys, arguments: tuple[str, str]) -> None:
    assert mandohit("serve", "--port", "0", *arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("port", ["70000", "-1", "http"])
def test_impossible_ports_are_refused(mandohit, capsys, port: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        mandohit("serve", "--port", port)
    assert stopped.value.code == 2
    assert "--port" in capsys.readouterr().err
