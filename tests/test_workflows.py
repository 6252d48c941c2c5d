"""The hosted checks: they cover every system and Python that is promised, with the least rights."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SYSTEMS = {"ubuntu", "windows", "macos"}
MAJOR_VERSION = re.compile(r"actions/[a-z-]+@v\d+")


def workflow(name: str) -> Any:
    return yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))


def requires_python() -> list[str]:
    """Every Python 3 that pyproject.toml allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", project["requires-python"])
    assert bounds
    return [f"3.{minor}" for minor in range(int(bounds[1]), int(bounds[2]))]


def steps(job: Any, key: str) -> str:
    return "\n".join(step[key] for step in job["steps"] if key in step)


def test_the_tests_run_on_every_system_with_every_python() -> None:
    job = workflow("tests")["jobs"]["tests"]
    assert "python run.py test" in steps(job, "run")
    assert job["runs-on"] == "${{ matrix.os }}"
    assert {os.split("-")[0] for os in job["strategy"]["matrix"]["os"]} == SYSTEMS
    assert job["strategy"]["matrix"]["python"] == requires_python()


def test_every_installer_is_built_tried_and_kept() -> None:
    jobs = workflow("installers")["jobs"].values()
    assert {job["runs-on"].split("-")[0] for job in jobs} == SYSTEMS
    for job in jobs:
        assert "run.py package" in steps(job, "run")
        assert "actions/upload-artifact" in steps(job, "uses")
        assert job["steps"][-1]["name"] == "Smoke test"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_rights_times_and_versions_are_bounded(path: Path) -> None:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert found["permissions"] == {"contents": "read"}
    assert found["concurrency"]["cancel-in-progress"] is True
    for job in found["jobs"].values():
        assert job["timeout-minutes"] <= 60
        assert all(MAJOR_VERSION.fullmatch(uses) for uses in steps(job, "uses").splitlines())


def test_the_debian_packages_are_asked_of_the_start_up_script() -> None:
    """The workflow reads them from run.py, so these names must be there."""
    script, text = (ROOT / "run.py").read_text(encoding="utf-8"), steps(workflow("tests")["jobs"]["tests"], "run")
    names = set(re.findall(r"\brun\.([A-Za-z_]+)", text)) - {"py"}
    assert {"SYSTEM_LIBRARIES", "TEST_PROGRAMS", "TEST_LIBRARIES"} <= names
    for name in names - {"run"}:
        assert re.search(rf"^(def )?{name}\b", script, re.MULTILINE), name
