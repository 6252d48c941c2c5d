"""Fixtures of the models' tests."""

import shutil
from pathlib import Path

import pytest

from models.bundle import Bundle


@pytest.fixture
def bundle_copy(random_bundle: Bundle, tmp_path: Path) -> Path:
    """A copy of the random bundle that a test may damage."""
    return Path(shutil.copytree(random_bundle.folder, tmp_path / "模型 bundles" / "random-1"))
