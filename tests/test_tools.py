"""The checks that hold the house together: linter, types, import contracts, sizes, no unsafe loading."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [
    path for folder in ("models", "training", "mandohit_desktop", "benchmarks", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
]  # fmt: skip
MAX_LINES = 400
UNSAFE = re.compile(
    r"\bpickle\.load|joblib\.load|(?<!safetensors\.)torch\.load\(|allow_pickle=True|yaml\.load\(|shell=True|verify=False"
)


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("mypy", "--platform", "win32", "--cache-dir", ".mypy_cache/win32"),
        ("mypy", "--platform", "darwin", "--cache-dir", ".mypy_cache/darwin"),
        ("lint-imports",),
    ],
    ids=" ".join,
)
def test_tool_is_content(command: tuple[str, ...]) -> None:
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_sources() -> None:
    assert len(SOURCES) > 30


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_short_and_loads_nothing_unsafe(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MAX_LINES
    if path != Path(__file__):
        assert not UNSAFE.search(text)


def test_reading_the_command_line_imports_nothing_heavy() -> None:
    code = (
        "import sys; from mandohit_desktop.cli import build_parser; build_parser(); "
        "sys.exit(any(name in sys.modules for name in ('torch', 'numpy', 'av', 'soundfile')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
