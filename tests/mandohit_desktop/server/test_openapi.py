"""The OpenAPI description against the running service, with requests that schemathesis makes up."""

import subprocess
import sys
from pathlib import Path

import httpx

from mandohit_desktop.engine.batch import Engine
from tests.mandohit_desktop.server.conftest import Running, running

# Made-up bytes are no songs, and made-up ids no jobs: a description cannot say what a decoder accepts.
CONFIGURATION = """
[checks]
positive_data_acceptance.expected-statuses = ["2xx", "404", "415", "422"]
"""
TOKEN = "correct horse battery staple"


def findings(url: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "schemathesis.toml").write_text(CONFIGURATION)
    program = Path(sys.executable).with_name("schemathesis")
    command = [program, "run", f"{url}openapi.json", "--max-examples", "5", "--seed", "1", "--no-color", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def test_service_does_what_it_describes(service: Running, tmp_path: Path) -> None:
    done = findings(service.url, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "10 selected / 10 total" in done.stdout


def test_description_says_when_a_token_is_wanted(
    engine: Engine, service: Running, client: httpx.Client, tmp_path
) -> None:
    with running(engine, tmp_path / "spool", token=TOKEN) as guarded, guarded.client() as other:
        paths = other.get("/openapi.json").json()["paths"]
    for path, operations in paths.items():
        for operation in operations.values():
            assert ("security" in operation) == path.startswith("/v1/")
    assert "securitySchemes" not in client.get("/openapi.json").json()["components"]
