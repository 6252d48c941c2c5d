"""The checks before a commit use the same versions as the tests, and only what PyPI has."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]


def hooks() -> dict[str, Any]:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    return {hook["id"]: hook for repo in config["repos"] for hook in repo["hooks"]}


def test_every_hook_is_pinned_as_the_tests_are() -> None:
    pins = dict(
        line.split("==") for line in (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    )  # fmt: skip
    packages = [package for hook in hooks().values() for package in hook.get("additional_dependencies", ())]
    assert all(re.fullmatch(r"[\w-]+==[\d.]+", package) for package in packages)
    used = dict(package.split("==") for package in packages)
    assert used["ruff"] == pins["ruff"]
    assert all(pins.get(name, version) == version for name, version in used.items())


def test_mypy_is_the_projects_own() -> None:
    """It needs the packages that the code imports, and so has no pin but that of requirements-dev.txt."""
    assert (hooks()["mypy"]["language"], hooks()["mypy"]["entry"]) == ("system", "python -m mypy")
