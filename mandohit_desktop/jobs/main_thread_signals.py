"""Signals of background work, always emitted on the window's thread.

A signal emitted on another thread waits in the receiver's queue, even when that receiver has disconnected meanwhile: a
bound method of a plain Python object is then called after its object is gone, which ends the interpreter.
"""

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot


class MainThreadSignals(QObject):
    """Base of what works on threads of its own and lives on the window's."""

    _posted = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._emit)

    def _post(self, signal: SignalInstance, *values: object) -> None:
        """Have a signal emitted on the window's thread; may be called from any thread."""
        self._posted.emit(signal, values)

    @Slot(object, object)
    def _emit(self, signal: SignalInstance, values: tuple[object, ...]) -> None:
        signal.emit(*values)
