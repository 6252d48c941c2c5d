"""The Qt binding itself. PySide6 6.12.0 drops a reference to None or True with most calls, and Python 3.11 aborts the
application once they run out; from 3.12 on they are immortal."""

import sys

from PySide6.QtCore import QObject, Signal

N_CALLS = 500


class _Sender(QObject):
    sent = Signal(object)


def test_calls_keep_the_references_to_none_and_true(qapp: QObject) -> None:
    sender = _Sender()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(N_CALLS):
        sender.setObjectName("a name")
        sender.sent.emit("something")
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert before[0] - after[0] < N_CALLS // 2
    assert before[1] - after[1] < N_CALLS // 2
