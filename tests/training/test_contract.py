"""What a rebuild and the window agree on: no side has a step of its own, and the contract needs nothing heavy."""

import subprocess
import sys
from pathlib import Path

import pytest

from mandohit_desktop.ui.rebuild.run_view import STEP_NAMES
from training.cli import STEP_HELP
from training.contract import ALL_STEPS, CORPUS, Evidence, Step, evidence_of
from training.rebuild import pipeline

ROOT = Path(__file__).parents[2]


def test_command_line_pipeline_and_window_have_the_same_steps() -> None:
    assert list(pipeline.STEPS) == list(Step)
    assert list(STEP_HELP) == [*Step, ALL_STEPS]
    assert list(STEP_NAMES) == [CORPUS, *Step]


@pytest.mark.parametrize(
    "figures, evidence",
    [
        ((80, None, None, None), Evidence.UNDEFINED),
        ((80, float("nan"), 0.1, 0.2), Evidence.UNDEFINED),
        ((19, 0.9, 0.8, 0.95), Evidence.TOO_FEW_SONGS),
        ((80, 0.2, 0.0, 0.4), Evidence.NO_RELATION),
        ((80, 0.3, 0.1, 0.5), Evidence.UNCERTAIN_STRENGTH),
        ((800, 0.3, 0.25, 0.375), Evidence.CLEAR),
    ],
)
def test_evidence(figures: tuple[int, float, float, float], evidence: Evidence) -> None:
    assert evidence_of(*figures) is evidence


def test_the_contract_imports_the_standard_library_alone() -> None:
    code = (
        "import sys; import training.contract; "
        "sys.exit(any(name.partition('.')[0] not in sys.stdlib_module_names | {'training', '__main__'} "
        "and not name.startswith(('_', 'sitecustomize')) for name in set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, check=False).returncode == 0
