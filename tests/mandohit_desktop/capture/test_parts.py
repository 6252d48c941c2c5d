"""The ring, the meter, names, the choice of a device."""

import sys
from datetime import datetime

import numpy as np
import pytest

from mandohit_desktop.capture import notices
from mandohit_desktop.capture.devices import default_device, find_device
from mandohit_desktop.capture.flac import name_by_time
from mandohit_desktop.capture.meter import Meter
from mandohit_desktop.capture.ring import Ring
from mandohit_desktop.capture.source import CaptureError, Device, Kind
from mandohit_desktop.core.notices import Notice

SPEAKER = Device("pulse:a.monitor", "喇叭", Kind.OUTPUT)
HEADPHONES = Device("pulse:b.monitor", "Headphones", Kind.OUTPUT, is_default=True)
MICROPHONE = Device("pulse:mic", "Mic", Kind.INPUT, is_default=True)
RATE_HZ = 1000


@pytest.mark.parametrize("sizes", [[3], [10], [11], [4, 4, 4, 4], [25], [7, 30, 2], [10, 10, 1]])
def test_ring_keeps_the_last(sizes: list[int]) -> None:
    ring, everything = Ring(10.0, 1, 1), np.arange(sum(sizes), dtype=np.float32)[:, None]
    start = 0
    for size in sizes:
        ring.push(everything[start : start + size])
        start += size
    assert np.array_equal(ring.last(10.0), everything[-10:])
    assert np.array_equal(ring.last(4.0), everything[-4:])
    assert ring.n_pushed == sum(sizes)


def diagnosed(meter: Meter, value: float, seconds: int, start_s: float = 0.0) -> list[str]:
    codes = []
    for second in range(seconds):
        meter.push(np.full((RATE_HZ, 2), value, dtype=np.float32), start_s + second)
        notice = meter.diagnosis(start_s + second)
        codes.append(notice.code if notice else "")
    return codes


def test_zeros_are_pointed_out_after_three_seconds() -> None:
    meter = Meter(SPEAKER, RATE_HZ, 0.0)
    assert diagnosed(meter, 0.0, 4) == ["", "", "capture.zeros", "capture.zeros"]
    assert diagnosed(meter, 0.5, 1, 4.0) == [""]


@pytest.mark.parametrize(("platform", "device"), [("darwin", SPEAKER), ("darwin", MICROPHONE), ("win32", MICROPHONE)])
def test_zeros_from_the_start_point_to_the_permission(monkeypatch, platform: str, device: Device) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert diagnosed(Meter(device, RATE_HZ, 0.0), 0.0, 3)[-1] == "capture.zeros_permission"


def test_next_to_nothing_is_pointed_out_after_ten_seconds() -> None:
    assert diagnosed(Meter(SPEAKER, RATE_HZ, 0.0), 0.0005, 11) == [""] * 9 + ["capture.quiet"] * 2


def test_nothing_at_all_is_pointed_out() -> None:
    meter = Meter(SPEAKER, RATE_HZ, 100.0)
    assert meter.diagnosis(102.0) is None
    notice = meter.diagnosis(103.0)
    assert notice and notice.text == "Nothing arrives from 喇叭. Is anything playing?"


def test_levels() -> None:
    meter = Meter(SPEAKER, RATE_HZ, 0.0)
    diagnosed(meter, 0.5, 1)
    assert meter.peak_dbfs == pytest.approx(-6.02, abs=0.01) and meter.rms_dbfs == pytest.approx(-6.02, abs=0.01)


def test_names_by_time_are_fit_for_every_system() -> None:
    assert name_by_time(datetime(2026, 1, 2, 3, 4, 5)) == "MandoHit 2026-01-02 03.04.05.flac"


def test_default_is_what_the_computer_plays() -> None:
    assert default_device([MICROPHONE, SPEAKER, HEADPHONES]) == HEADPHONES
    assert default_device([MICROPHONE, SPEAKER]) == SPEAKER
    assert default_device([MICROPHONE]) == MICROPHONE
    with pytest.raises(CaptureError):
        default_device([])


@pytest.mark.parametrize("wanted", ["pulse:b.monitor", "b.monitor", "Headphones", "headph"])
def test_finding_a_device(wanted: str) -> None:
    assert find_device([SPEAKER, HEADPHONES, MICROPHONE], wanted) == HEADPHONES


def test_notices_have_codes_of_their_own() -> None:
    codes = [value.code for value in vars(notices).values() if isinstance(value, Notice)]
    assert codes and len(set(codes)) == len(codes)
