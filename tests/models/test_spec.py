"""The specification: one number changed anywhere is noticed and named, and reading it costs no PyTorch."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from models.spec import (
    SPEC,
    InceptionSpec,
    PopularityMelSpec,
    ProtocolSpec,
    RegressorSpec,
    Spec,
    TaggerSpec,
    TagMelSpec,
)

ROOT = Path(__file__).parents[2]
CHANGED = [
    (Spec(popularity_mel=PopularityMelSpec(hop_length=1024)), "popularity_mel.hop_length"),
    (Spec(tag_mel=TagMelSpec(log_gain=1_000.0)), "tag_mel.log_gain"),
    (Spec(tag_mel=TagMelSpec(windows=(512, 1024))), "tag_mel.windows"),
    (Spec(inception=InceptionSpec(leaky_slope=0.2)), "inception.leaky_slope"),
    (Spec(tagger=TaggerSpec(gaussian_length=128)), "tagger.gaussian_length"),
    (Spec(regressor=RegressorSpec(hidden=(100, 30))), "regressor.hidden"),
    (Spec(protocol=ProtocolSpec(loudness_lufs=-14.0)), "protocol.loudness_lufs"),
    (Spec(protocol=ProtocolSpec(offsets=(0, 1024))), "protocol.offsets"),
]


def in_fresh_python(code: str) -> str:
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return result.stdout.strip()


def test_digest_is_the_same_in_every_process() -> None:
    assert in_fresh_python("from models.spec import SPEC; print(SPEC.digest())") == SPEC.digest() == Spec().digest()


def test_digest_ignores_the_order_of_fields() -> None:
    backwards = dict(reversed(SPEC.to_json().items()))
    assert json.dumps(backwards) != json.dumps(SPEC.to_json())
    assert SPEC.differences(backwards) == []


@pytest.mark.parametrize(("changed", "name"), CHANGED)
def test_one_changed_number_changes_the_digest_and_is_named(changed: Spec, name: str) -> None:
    assert changed.digest() != SPEC.digest()
    assert SPEC.differences(changed.to_json()) == [name]


def test_digests_differ_among_each_other() -> None:
    assert len({changed.digest() for changed, _ in CHANGED}) == len(CHANGED)


def test_json_survives_a_file() -> None:
    assert SPEC.differences(json.loads(json.dumps(SPEC.to_json()))) == []


@pytest.mark.parametrize("part", ["popularity_mel", "tag_mel", "inception", "tagger", "regressor", "protocol"])
@pytest.mark.parametrize("value", [None, {}, [], "x", 3])
def test_a_missing_or_senseless_part_is_named_field_by_field(part: str, value: Any) -> None:
    plain = {**SPEC.to_json(), part: value}
    assert SPEC.differences(plain) == [f"{part}.{key}" for key in SPEC.to_json()[part]]


def test_an_unknown_part_is_named() -> None:
    assert SPEC.differences({**SPEC.to_json(), "vocoder": {}}) == ["vocoder"]


def test_the_specification_cannot_be_changed_in_place() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        SPEC.protocol.window_s = 10.0  # type: ignore[misc]


def test_the_published_numbers() -> None:
    """Whoever changes one of these makes every published weight wrong."""
    mel, tag = SPEC.popularity_mel, SPEC.tag_mel
    assert (mel.sample_rate_hz, mel.n_fft, mel.hop_length, mel.n_mels, mel.n_frames) == (22_050, 4096, 2048, 128, 323)
    assert (tag.sample_rate_hz, tag.hop_length, tag.n_mels, tag.n_frames, tag.log_gain) == (16_000, 512, 128, 939, 1e4)
    assert tag.windows == (512, 1024, 2048, 4096, 8192, 16_384)
    assert SPEC.protocol.loudness_lufs == pytest.approx(-11.5, abs=0.05)
    assert SPEC.protocol.offsets == (0, 512, 1024, 1536)


def test_importing_the_specification_imports_no_torch() -> None:
    loaded = in_fresh_python("import sys, models.spec; print(*sorted(m for m in sys.modules if '.' not in m))").split()
    assert "models" in loaded
    assert not {"torch", "numpy", "soundfile", "av", "PySide6"} & set(loaded)
