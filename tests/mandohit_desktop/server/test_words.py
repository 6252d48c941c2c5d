"""Every error and every warning about a song has its words in the page and in the window; needs no browser."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mandohit_desktop.server import errors
from mandohit_desktop.ui.text import sentences
from models.errors import AudioError
from models.recording import Recording
from models.report import ScoreNotice
from models.scorer import unlike_reference, warnings_about
from models.sound_faults import SoundFaults
from models.spec import SPEC, Protocol

WORDS = Path(errors.__file__).parent / "page" / "words.js"
LANGUAGES = ("zh-TW", "zh-CN")
"""The page's languages besides English, in which it shows the server's sentences as they come."""


def table(name: str) -> dict[str, dict[str, str]]:
    """Read a table of words.js: lines of `key: "text"` or `key: /pattern/` in sections."""
    body = WORDS.read_text(encoding="utf-8").split(f"export const {name} = {{\n")[1].split("\n};")[0]
    sections = re.findall(r'^  "([\w-]+)": \{\n(.*?)\n  \},$', body, re.MULTILINE | re.DOTALL)
    line = re.compile(r'^    "?([\w.-]+)"?: ["/](.+)["/],$', re.MULTILINE)
    return {section: dict(line.findall(lines)) for section, lines in sections}


def audio_errors(base: type[AudioError] = AudioError) -> Iterator[type[AudioError]]:
    yield base
    for kind in base.__subclasses__():
        yield from audio_errors(kind)


@pytest.fixture(scope="module")
def notices() -> dict[str, ScoreNotice]:
    """Every warning by its code, from two recordings that deserve them all between them."""
    recording = Recording(
        path=Path("a.wav"), sha256="", sample_rate_hz=8_000, duration_s=5.0, loudness_lufs=-40.0, is_mono=False,
        end_known=False, peak_dbfs=-20.0, faults=SoundFaults(0.1, -9.0, -90.0, 0.7, 2.0),
        energies=np.zeros(0), step_s=0.1, n_samples=(0, 0), signals=None,
    )  # fmt: skip
    both = (recording, replace(recording, sample_rate_hz=44_100))
    found = {notice.code: notice for each in both for notice in warnings_about(each, Protocol.PUBLISHED, SPEC)}
    sources = inspect.getsource(warnings_about) + inspect.getsource(SoundFaults)
    assert set(found) == set(re.findall(r'ScoreNotice\(\s*"(\w+)"', sources))
    return found | {notice.code: notice for notice in unlike_reference(0.0)}


def test_every_audio_error_has_its_words_in_the_page() -> None:
    codes = {kind.code for kind in audio_errors() if kind.__module__ in ("models.errors", errors.__name__)}
    reasons = table("REASONS")
    assert {language: codes - reasons[language].keys() for language in LANGUAGES} == {key: set() for key in LANGUAGES}


def test_the_page_has_the_same_reasons_in_every_language() -> None:
    reasons = table("REASONS")
    assert set(reasons) == set(LANGUAGES)
    assert reasons["zh-TW"].keys() == reasons["zh-CN"].keys()


def test_every_warning_has_its_words_in_the_page(notices: dict[str, ScoreNotice]) -> None:
    warnings = table("WARNINGS")
    assert set(warnings) == set(notices)
    for code, words in warnings.items():
        found = [other for other, notice in notices.items() if re.search(words["pattern"], notice.text)]
        assert found == [code]
        assert words.keys() == {"pattern", *LANGUAGES}
        assert all(words[language].count("{n}") == len(notices[code].values) for language in LANGUAGES)


def test_every_warning_has_its_sentence_in_the_window(notices: dict[str, ScoreNotice]) -> None:
    said = {code: text.format(*notices[code].values) for code, text in sentences.WARNINGS.items()}
    assert said == {code: notice.text for code, notice in notices.items()}
