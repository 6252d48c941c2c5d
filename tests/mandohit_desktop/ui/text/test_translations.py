"""The translations are complete, keep every placeholder and mark, and are compiled."""

import ast
import importlib.util
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from mandohit_desktop.core.resources import resource
from models.bundle import read_card
from models.shipped import SHIPPED

ROOT = resource().parent
LANGUAGES = ("zh_TW", "zh_CN")
FILES = ("en", *LANGUAGES)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ACCESS_KEY = re.compile(r"&\w")
MARKING = {"translate", "QT_TRANSLATE_NOOP"}


@pytest.fixture(scope="module")
def translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", ROOT / "packaging" / "translate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def messages(path: Path) -> Iterator[tuple[str, str, ElementTree.Element]]:
    """Yield context, source and translation of every message of a .ts file."""
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            yield context.findtext("name", ""), message.findtext("source", ""), translation


def ts(language: str) -> Path:
    return resource("translations", f"mandohit_{language}.ts")


def texts(translation: ElementTree.Element) -> list[str]:
    forms = [form.text or "" for form in translation.iter("numerusform")]
    return forms or [translation.text or ""]


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^{}]*\}|%n", text))


@pytest.mark.parametrize("language", FILES)
def test_nothing_is_unfinished(language: str) -> None:
    unfinished = [
        (context, source)
        for context, source, translation in messages(ts(language))
        if translation.get("type") or not all(texts(translation))
    ]
    assert unfinished == [], "translate these, see docs/translating.md"


@pytest.mark.parametrize("language", FILES)
def test_placeholders_and_access_keys_are_kept(language: str) -> None:
    for _, source, translation in messages(ts(language)):
        for text in texts(translation):
            assert placeholders(text) == placeholders(source), source
            assert bool(ACCESS_KEY.search(text)) == bool(ACCESS_KEY.search(source)), source
            assert text.endswith("\u2026") == source.endswith("\u2026"), source


@pytest.mark.parametrize("language", FILES)
def test_the_files_are_in_line_with_the_code(language: str, translate: ModuleType, tmp_path: Path) -> None:
    fresh = tmp_path / ts(language).name
    fresh.write_bytes(ts(language).read_bytes())
    translate.extract(language, fresh)
    assert list(_keys(fresh)) == list(_keys(ts(language))), "run python packaging/translate.py"
    compiled = tmp_path / "fresh.qm"
    translate.compile_(ts(language), compiled)
    assert compiled.read_bytes() == ts(language).with_suffix(".qm").read_bytes(), "run python packaging/translate.py"


def _keys(path: Path) -> Iterator[tuple[str, str]]:
    return ((context, source) for context, source, _ in messages(path))


def test_every_text_in_the_code_is_extracted() -> None:
    """The tool overlooks some ways of writing a call, for example inside an f-string."""
    extracted = set(_keys(ts("zh_TW")))
    known = {source for _, source in extracted}
    missing = []
    for path in sorted((ROOT / "mandohit_desktop").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and (found := _marked(call)):
                context, source = found
                if (context, source) not in extracted and not (context is None and source in known):
                    missing.append(f"{path.name}:{call.lineno}: {source}")
    assert missing == []


def _marked(call: ast.Call) -> tuple[str | None, str] | None:
    """Return context and text of a call that marks a text for translation; the context of `tr` is its class."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    words = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if name == "tr" and words:
        return None, words[0]
    if name in MARKING and len(words) >= 2:
        return words[0], words[1]
    return None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_translates(language: str, qapp: QCoreApplication) -> None:
    translator = QTranslator()
    assert translator.load(f"mandohit_{language}", str(resource("translations")))
    assert CHINESE.search(translator.translate("SettingsDialog", "Settings"))


def test_every_group_of_tags_has_a_name_in_each_language() -> None:
    groups = json.loads(resource("tags.json").read_text(encoding="utf-8"))["groups"]
    for name, group in groups.items():
        assert all(CHINESE.search(group[language]) for language in LANGUAGES), name
        assert group["en"], name


def test_every_tag_has_a_name_in_each_language() -> None:
    names = json.loads(resource("tags.json").read_text(encoding="utf-8"))["tags"]
    tags = read_card(SHIPPED / "mandohit-base-1").tags
    assert set(names) == set(tags)
    for tag in tags:
        assert set(names[tag]) == set(LANGUAGES), tag
        assert all(CHINESE.search(text) for text in names[tag].values()) or tag == "lol", tag
