"""The start-up script: what it decides without installing anything."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_script", ROOT / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


def test_needs_the_standard_library_only() -> None:
    code = "import sys; sys.path.insert(0, '.'); import run; print('run' in sys.modules)"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "True", done.stderr


def test_old_python_without_a_newer_one_gets_a_sentence(script, monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(script.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as stopped:
        script.use_fitting_python()
    assert stopped.value.code == 1
    assert "3.11" in capsys.readouterr().err


def test_missing_packages_as_user_print_the_one_command(script, monkeypatch, capsys) -> None:
    monkeypatch.setattr(script, "SYSTEM_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(script.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(script.shutil, "which", lambda name: "/usr/bin/apt-get")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit):
        script.check_system_packages()
    venv = f"python3.{sys.version_info[1]}-venv"
    assert f"sudo apt-get install -y --no-install-recommends {venv} libnowhere9\n" in capsys.readouterr().err


def test_stamp_of_the_same_requirements_skips_the_installation(script, monkeypatch) -> None:
    def unwanted(*arguments: object) -> None:
        raise AssertionError("must not be called")

    monkeypatch.setattr(script, "make_environment", unwanted)
    script.VENV.mkdir()
    (script.VENV / "requirements.stamp").write_text(script.fingerprint(ROOT / "requirements.txt"))
    script.install("requirements")


@pytest.fixture
def no_driver(script, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A first start on Linux without an NVIDIA driver."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv(script.TORCH_INDEX_VARIABLE, raising=False)
    monkeypatch.setattr(script, "NVIDIA_DRIVER", tmp_path / "nowhere")
    monkeypatch.setattr(script, "missing_libraries", list)


def test_cuda_is_announced_before_anything_is_downloaded(script, no_driver, monkeypatch, capsys) -> None:
    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(script, "check_system_packages", lambda: None)
    monkeypatch.setattr(script, "make_environment", stop)
    with pytest.raises(KeyboardInterrupt):
        script.install("requirements")
    said = capsys.readouterr().err
    assert "about 3 GB" in said and "MANDOHIT_TORCH_INDEX" in said and "pytorch.org" in said


@pytest.mark.parametrize("reason", ["driver", "library", "variable", "system", "installed"])
def test_cuda_is_not_announced_where_it_is_of_use_or_does_not_come(
    script, no_driver, monkeypatch, tmp_path: Path, capsys, reason: str
) -> None:
    if reason == "driver":
        monkeypatch.setattr(script, "NVIDIA_DRIVER", tmp_path)
    elif reason == "library":
        monkeypatch.setattr(script, "missing_libraries", lambda packages: [])
    elif reason == "variable":
        monkeypatch.setenv(script.TORCH_INDEX_VARIABLE, "somewhere")
    elif reason == "system":
        monkeypatch.setattr(sys, "platform", "darwin")
    else:
        monkeypatch.setattr(script, "environment_fits", lambda: True)
        (script.VENV / "lib" / "python3.12" / "site-packages" / "torch").mkdir(parents=True)
    script.warn_of_cuda()
    assert capsys.readouterr().err == ""


def test_pins_agree_with_pyproject() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = {
        line
        for name in ("requirements", "requirements-dev")
        for line in (ROOT / f"{name}.txt").read_text().splitlines()
    }
    assert set(project["dependencies"]) | set(project["optional-dependencies"]["dev"]) <= pinned


def test_test_programs_are_never_in_the_way(script, monkeypatch, capsys) -> None:
    monkeypatch.setattr(script, "TEST_PROGRAMS", {"nowhere": ["nowhere9"]})
    monkeypatch.setattr(script, "TEST_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(script.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(script.os, "geteuid", lambda: 1000)
    script.offer_test_programs()
    assert "sudo apt-get install -y --no-install-recommends nowhere9 libnowhere9" in capsys.readouterr().err
    monkeypatch.setattr(script.os, "geteuid", lambda: 0)
    monkeypatch.setattr(script.subprocess, "call", lambda *arguments, **options: 1)
    script.offer_test_programs()
    assert "will skip" in capsys.readouterr().err


def test_a_benchmark_runs_with_the_packages_it_needs(script, monkeypatch, capsys) -> None:
    called = []
    monkeypatch.setattr(script, "use_fitting_python", lambda: None)
    monkeypatch.setattr(script, "install", called.append)
    monkeypatch.setattr(script, "start", lambda module, arguments: called.append((module, arguments)))
    monkeypatch.setattr(sys, "argv", ["run.py", "benchmark", "scoring", "clip.mp3"])
    script.main()
    assert called == ["requirements-dev", ("benchmarks.scoring", ["clip.mp3"])]
    monkeypatch.setattr(sys, "argv", ["run.py", "benchmark", "nothing"])
    with pytest.raises(SystemExit):
        script.main()
    assert "mutations, recording, recovery, resemblance, robustness, scoring" in capsys.readouterr().err


def test_a_release_is_built_with_the_python_whose_hashes_are_known(script, monkeypatch, capsys) -> None:
    monkeypatch.setattr(script, "PACKAGING", True)
    monkeypatch.setattr(script, "use_fitting_python", lambda: None)
    monkeypatch.setattr(sys, "argv", ["run.py", "package"])
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    with pytest.raises(SystemExit):
        script.main()
    assert "python3.11 run.py package" in capsys.readouterr().err


def test_a_release_is_built_from_the_same_pins_each_with_a_hash() -> None:
    def pins(path: Path) -> set[str]:
        lines = path.read_text().replace("\\\n", "").splitlines()
        return {line.split(";")[0].split()[0] for line in lines if line and not line.startswith(("#", "-"))}

    locked = ROOT / "requirements-package.txt"
    assert pins(ROOT / "requirements.txt") <= pins(locked), "run packaging/lock.py"
    assert all("--hash=sha256:" in line for line in locked.read_text().replace("\\\n", "").splitlines() if "==" in line)
