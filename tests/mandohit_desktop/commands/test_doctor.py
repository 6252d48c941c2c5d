"""`mandohit doctor` tries codecs for real and says what is wrong."""

import shutil
from pathlib import Path

from models import bundle
from models.bundle import Bundle


def test_everything_in_order(mandohit, capsys) -> None:
    assert mandohit("doctor") == 0
    out = capsys.readouterr().out
    for topic in (
        "torch",
        "device cpu",
        "codec mp3: decodes",
        "codec m4a: decodes",
        "mandohit-base-1",
        "recording",
        "writable",
    ):
        assert topic in out


def test_damaged_model_is_reported_with_a_remedy_that_works(
    mandohit, random_bundle: Bundle, own_home: Path, capsys
) -> None:
    folder = own_home / "data" / "models" / "mine-1"
    shutil.copytree(random_bundle.folder, folder)
    (folder / bundle.WEIGHTS_FILE).write_bytes(b"cut short")
    assert mandohit("doctor") == 1
    out = capsys.readouterr().out
    assert "BAD  model: mine-1: " in out
    assert "`mandohit models remove mine-1`" in out
    assert mandohit("models", "remove", "mine-1") == 0
    assert mandohit("doctor") == 0
