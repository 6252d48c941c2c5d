"""The READMEs in three languages share structure, pictures and code, and their links lead to files and headings."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ("README.zh-TW.md", "README.zh-CN.md")
LANGUAGES = "[English](README.md) · [繁體中文](README.zh-TW.md) · [简体中文](README.zh-CN.md)"
CODE = re.compile(r"^(```[^\n]*\n.*?^```$|(?:    [^\n]+\n)+)", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"(?:^|(?<=\s))#\s.*$", re.MULTILINE)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code(markdown: str) -> list[str]:
    """Return the code blocks; those that are indented or marked as shell come without comments."""
    return [
        COMMENT.sub("", block) if block.startswith(("    ", "```sh")) else block for block in CODE.findall(markdown)
    ]


def outline(markdown: str) -> dict[str, list[str] | list[int]]:
    """Return what a translation shares with the original, in order."""
    prose = CODE.sub("", markdown)
    return {
        "levels": re.findall(r"^#+(?= )", prose, re.MULTILINE),
        "pictures": re.findall(r"!\[[^\]]*\]\(([^)]+)\)", prose),
        "links": sorted(re.findall(r"\]\(([^)]+)\)", prose)),
        "rows": [len(table.splitlines()) for table in re.findall(r"(?:^\|.*\n)+", prose, re.MULTILINE)],
        "code": code(markdown),
    }


def anchors(markdown: str) -> set[str]:
    """Return the headings as GitHub names them in links."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", markdown), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_original_has_what_is_compared() -> None:
    assert all(outline(text("README.md")).values())


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_a_translation_has_the_structure_of_the_original(name: str) -> None:
    assert outline(text(name)) == outline(text("README.md"))


@pytest.mark.parametrize("name", ("README.md", *TRANSLATIONS))
def test_the_languages_are_linked_below_the_title(name: str) -> None:
    assert text(name).splitlines()[:3] == ["# MandoHit", "", LANGUAGES]


@pytest.mark.parametrize("name", ("README.md", *TRANSLATIONS))
def test_every_relative_link_leads_somewhere(name: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", CODE.sub("", text(name))):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = path or name
        assert (ROOT / target).is_file(), link
        assert not anchor or anchor in anchors(text(target)), link
