"""The bar below the table while songs are scored: how many, how far, how long, and a button that stops them."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from mandohit_desktop.jobs.queue import QueueState
from mandohit_desktop.ui.text import wording
from mandohit_desktop.ui.text.i18n import Translated

STEPS = 1000


class QueueBar(Translated, QFrame):
    """Shown while there is work.

    Attributes:
        stop: the button that stops all.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._state = QueueState()
        self._label = QLabel()
        self._left = QLabel()
        self._left.setProperty("role", "muted")
        self._bar = QProgressBar(maximum=STEPS, textVisible=False)
        self.stop = QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._label)
        row.addWidget(self._bar, 1)
        row.addWidget(self._left)
        row.addWidget(self.stop)
        self.retranslate()
        self.hide()

    def show_state(self, state: QueueState) -> None:
        """Show how far the queue is; the bar hides when all is done."""
        self._state = state
        self.setVisible(state.n_done < state.n_total)
        self._write()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.stop.setText(self.tr("Stop"))
        self.stop.setAccessibleName(self.tr("Stop scoring"))
        self._bar.setAccessibleName(self.tr("Progress of all songs"))
        self._write()

    def _write(self) -> None:
        state = self._state
        if not state.n_total:
            return
        self._label.setText(
            self.tr("Scoring {done} of {total}").format(done=min(state.n_total, state.n_done + 1), total=state.n_total)
        )
        self._bar.setValue(round(STEPS * (state.n_done + sum(state.shares.values())) / state.n_total))
        self._left.setText(wording.time_left(state.eta_s))
