"""Every code that can reach the window has a sentence in the user's language."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

import mandohit_desktop
from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.notices import Notice
from mandohit_desktop.ui.text import sentences
from mandohit_desktop.ui.text.i18n import install_language
from models.errors import MandoHitError
from tests.mandohit_desktop.ui.songs import result

NEVER_IN_THE_WINDOW = (
    "request.", "server.", "preview.",
    "corpus.credentials", "corpus.rights", "corpus.not_allowed", "corpus.quota", "corpus.unreachable",
)  # fmt: skip
"""What only the HTTP service says, and a corpus made from the network."""


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    install_language(qapp, "zh_TW")
    yield
    install_language(qapp, "en")


def modules() -> Iterator[object]:
    for found in pkgutil.walk_packages(mandohit_desktop.__path__, "mandohit_desktop."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def kinds(base: type[MandoHitError]) -> Iterator[type[MandoHitError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_error_of_the_application_has_a_sentence() -> None:
    list(modules())
    reachable = {
        kind.code
        for kind in kinds(MandoHitError)
        if kind.__module__.startswith(("models.", "mandohit_desktop."))
        and not kind.__module__.startswith("mandohit_desktop.server")
        and not kind.code.startswith(NEVER_IN_THE_WINDOW)
    }
    assert reachable - set(sentences.FAILURES) == set()


def test_every_notice_has_its_sentence() -> None:
    said = {
        notice.code: notice.template
        for module in modules()
        for notice in vars(module).values()
        if isinstance(notice, Notice)
    }
    assert said
    assert {code: sentences.NOTICES.get(code) for code in said} == said


def test_english_is_shown_as_it_came() -> None:
    failed = Failure("bundle.missing", "There is no model named x.", "Choose another.")
    assert sentences.failure(failed) == "There is no model named x. Choose another."


@pytest.mark.usefixtures("chinese")
def test_other_languages_have_their_own() -> None:
    assert sentences.failure(Failure("audio.silent", "The file is silent.")) == (
        "檔案沒有聲音，請檢查匯出時的路由與推桿。"
    )
    both = sentences.failure(Failure("import.refused", "There is no checkpoint.", "Look again."))
    assert both == "這些不是公開發表的檔案，或有檔案缺漏。 (There is no checkpoint. Look again.)"
    assert sentences.failure(Failure("new.code", "Something new.")) == "Something new."
    notice = Notice("watch.incomplete", "{file} is not complete. Is it still being written?").about(file="a.wav")
    assert sentences.notice(notice) == "a.wav 不完整。是不是還在寫入？"


@pytest.mark.usefixtures("chinese")
def test_warnings_of_a_result_keep_their_numbers() -> None:
    found = result(5.0, warnings=["Only 12.3 s of sound: rough."])
    object.__setattr__(found, "detail_json", '{"notices": [["short", [12.34]]]}')
    assert sentences.warnings(found) == ["只有 12.3 秒聲音：模型是以 30 秒訓練的，這個分數僅供粗略參考。"]
    object.__setattr__(found, "detail_json", "{}")
    assert sentences.warnings(result(5.0, warnings=["As it came."])) == ["As it came."]
