"""`mandohit doctor` tries codecs for real and says what is wrong."""

import pytest

from mandohit_desktop.engine import checkup
from models.errors import BundleDamaged


def test_everything_in_order(mandohit, capsys) -> None:
    assert mandohit("doctor") == 0
    out = capsys.readouterr().out
    for topic in ("torch", "device cpu", "codec mp3: decodes", "codec m4a: decodes", "mandohit-base-1", "writable"):
        assert topic in out


def test_damaged_model_is_reported(mandohit, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    def damaged(name: str) -> None:
        raise BundleDamaged(f"{name} is damaged.")

    monkeypatch.setattr(checkup, "load_model", damaged)
    assert mandohit("doctor") == 1
    assert "BAD  model: mandohit-base-1 is damaged." in capsys.readouterr().out
