"""The level of the input, and whether it is missing, digital silence or almost silent."""

import math
import sys

import numpy as np

from mandohit_desktop.capture import notices
from mandohit_desktop.capture.source import Device, Kind, Samples
from mandohit_desktop.core.notices import Notice

FLOOR_DBFS = -120.0
SUSPICIOUS_S = 3.0
QUIET_S = 10.0
QUIET_DBFS = -60.0
METER_FLOOR_DB = -60.0
"""The low end of a level meter's scale."""


def dbfs(amplitude: float) -> float:
    """Return a level in decibels of full scale, not below the floor."""
    return max(FLOOR_DBFS, 20.0 * math.log10(amplitude)) if amplitude > 0.0 else FLOOR_DBFS


class Meter:
    """Takes every block; the time is given by the caller."""

    def __init__(self, device: Device, rate_hz: int, now_s: float) -> None:
        self._device, self._rate_hz = device, rate_hz
        self._last_arrival_s = now_s
        self._zeros_s = self._quiet_s = 0.0
        self.peak_dbfs = self.rms_dbfs = FLOOR_DBFS
        self.has_sound = False

    def push(self, samples: Samples, now_s: float) -> None:
        """Measure the next block, [frames, channels]."""
        self._last_arrival_s = now_s
        seconds = len(samples) / self._rate_hz
        peak = float(np.abs(samples).max(initial=0.0))
        self.peak_dbfs = dbfs(peak)
        self.rms_dbfs = dbfs(math.sqrt(float(np.vdot(samples, samples)) / max(1, samples.size)))
        self._zeros_s = self._zeros_s + seconds if peak == 0.0 else 0.0
        self._quiet_s = self._quiet_s + seconds if self.peak_dbfs < QUIET_DBFS else 0.0
        self.has_sound |= peak > 0.0

    def diagnosis(self, now_s: float) -> Notice | None:
        """Say what seems to be wrong, if anything does."""
        if now_s - self._last_arrival_s >= SUSPICIOUS_S:
            notice = notices.NOTHING_ARRIVES
        elif self._zeros_s >= SUSPICIOUS_S:
            unpermitted = sys.platform == "darwin" or (sys.platform == "win32" and self._device.kind is Kind.INPUT)
            notice = notices.ZEROS_PERMISSION if unpermitted and not self.has_sound else notices.ZEROS
        elif self._quiet_s >= QUIET_S:
            notice = notices.QUIET
        else:
            return None
        return notice.about(device=self._device.name)
