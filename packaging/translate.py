"""Updates the translations: extracts the window's texts into the .ts files and compiles them to .qm.

    python packaging/translate.py

The English file contains only plural forms. New texts are marked unfinished in the .ts files; see docs/translating.md.
"""

import subprocess
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("en", "zh_TW", "zh_CN")


def _tool(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / name)


def sources() -> list[str]:
    """Return the modules that contain texts for the user."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "mandohit_desktop").rglob("*.py"))


def extract(language: str, target: Path) -> None:
    """Update a .ts file from the code; existing translations stay."""
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language]
    if language == "en":
        options.append("-pluralonly")
    _run([_tool("pyside6-lupdate"), *options, *sources(), "-ts", str(target)])


def compile_(source: Path, target: Path) -> None:
    """Compile a .ts file to the .qm file that the application loads."""
    _run([_tool("pyside6-lrelease"), "-silent", str(source), "-qm", str(target)])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def main() -> None:
    """Extract and compile every language."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        source = FOLDER / f"mandohit_{language}.ts"
        extract(language, source)
        compile_(source, source.with_suffix(".qm"))


if __name__ == "__main__":
    main()
