"""The state machine that decides when a file is completely written, without a clock or a file system of its own.

    settling -- quiet for long enough, and the probe finds it whole --> queued -- scored --> settled
    any state -- changed --> settling
    settling -- quiet, but not whole --> settling, probed again later and later

A file counts as written when several looks in a row find the same size, time and identity, the last change is long
enough ago, and the probe finds it whole. How long is enough depends on what the probe can tell: a container that
states its length and that no program has open needs a short while; one that does not needs more than any pause that a
renderer makes.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple


class Signature(NamedTuple):
    """What changes when a file is written to."""

    size: int
    mtime_ns: int
    file_id: int

    def same_content_as(self, other: "Signature") -> bool:
        """Compare without the identity, which some drives reassign each time they are connected."""
        return self[:2] == other[:2]


class ProbeResult(Enum):
    """What a probe of a quiet file found."""

    WHOLE = auto()
    """It holds all that its header states, and no program has it open for writing."""
    UNSURE = auto()
    """It looks complete, but its format does not state a length, or its end is inconclusive."""
    OPEN = auto()
    """A program has it open for writing."""
    INCOMPLETE = auto()
    """It is cut short or cannot be decoded."""
    DENIED = auto()
    """The system does not allow reading it."""


class State(Enum):
    """The state of a file."""

    SETTLING = auto()
    QUEUED = auto()
    SETTLED = auto()


@dataclass(frozen=True)
class WaitTimes:
    """How long to wait for what, in seconds; `n_looks` is how many looks in a row must find the same signature."""

    quiet_s: float = 2.0
    unsure_s: float = 30.0
    open_s: float = 120.0
    n_looks: int = 3
    first_retry_s: float = 1.0
    longest_retry_s: float = 30.0
    report_after_s: float = 600.0


class Candidate:
    """One file on its way to being scored."""

    def __init__(self, signature: Signature, now_s: float, changed_s: float) -> None:
        self.state = State.SETTLING
        self.probe_result: ProbeResult | None = None
        self.reported = False
        self._begin(signature, now_s, changed_s)

    def _begin(self, signature: Signature, now_s: float, changed_s: float) -> None:
        self.signature = signature
        self.state = State.SETTLING
        self.probe_result = None
        self.reported = False
        self._changed_s = changed_s
        self._n_looks = 1
        self._retry_s = 0.0
        self._next_probe_s = now_s

    def look(self, signature: Signature, now_s: float, changed_s: float) -> None:
        """Note what a scan found; a changed file starts over, whatever state it was in.

        Args:
            signature: the file's, now.
            now_s: the time of the scan.
            changed_s: when the last change happened, if this scan is the first to see it.
        """
        if signature != self.signature:
            self._begin(signature, now_s, changed_s)
        else:
            self._n_looks += 1

    def probe_due_s(self, wait_times: WaitTimes) -> float:
        """Return when the file has been quiet for long enough to be probed; inf where looks are missing before that."""
        if self.state is not State.SETTLING or self.signature.size == 0 or self._n_looks < wait_times.n_looks - 1:
            return math.inf
        return max(self._changed_s + wait_times.quiet_s, self._next_probe_s)

    def probe_is_due(self, now_s: float, wait_times: WaitTimes) -> bool:
        """Tell whether the file is to be probed now."""
        return self._n_looks >= wait_times.n_looks and now_s >= self.probe_due_s(wait_times)

    def judge(self, result: ProbeResult, now_s: float, wait_times: WaitTimes) -> None:
        """Take the result of a probe: the file is queued, or probed again later."""
        self.probe_result = result
        needed = {ProbeResult.WHOLE: 0.0, ProbeResult.UNSURE: wait_times.unsure_s, ProbeResult.OPEN: wait_times.open_s}
        needed_s = needed.get(result)
        if needed_s is not None and now_s - self._changed_s >= needed_s:
            self.state = State.QUEUED
            return
        self._retry_s = min(wait_times.longest_retry_s, max(wait_times.first_retry_s, 2.0 * self._retry_s))
        self._next_probe_s = now_s + self._retry_s
        if needed_s is not None:
            self._next_probe_s = min(self._next_probe_s, self._changed_s + needed_s)
        elif result is ProbeResult.INCOMPLETE and self.is_overdue(now_s, wait_times):
            self._next_probe_s = math.inf

    def is_overdue(self, now_s: float, wait_times: WaitTimes) -> bool:
        """Tell whether a file that does not become whole should be reported to the user."""
        return self.state is State.SETTLING and now_s - self._changed_s >= wait_times.report_after_s
