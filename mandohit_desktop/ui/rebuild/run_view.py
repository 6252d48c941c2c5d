"""A rebuild under way and its result: the steps, the time left, the curves, and what the evaluation found."""

from math import sqrt

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mandohit_desktop.jobs.rebuild import Phase, RebuildOutcome, StepState
from mandohit_desktop.jobs.training import Training
from mandohit_desktop.ui.rebuild.curves import Curves
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import MARGIN, SPACING
from mandohit_desktop.ui.style.widgets import button, card, label
from mandohit_desktop.ui.text import sentences
from mandohit_desktop.ui.text.i18n import QT_TRANSLATE_NOOP, Translated
from mandohit_desktop.ui.text.wording import figure, time_left
from training.contract import Evidence

CONTEXT = "RebuildRunView"
STEP_NAMES = {
    "corpus": QT_TRANSLATE_NOOP("RebuildRunView", "Read songs and labels"),
    "check": QT_TRANSLATE_NOOP("RebuildRunView", "Check whether they suffice"),
    "features": QT_TRANSLATE_NOOP("RebuildRunView", "Compute features"),
    "split": QT_TRANSLATE_NOOP("RebuildRunView", "Divide the songs"),
    "fit": QT_TRANSLATE_NOOP("RebuildRunView", "Fit the networks"),
    "calibrate": QT_TRANSLATE_NOOP("RebuildRunView", "Calibrate scores and intervals"),
    "baseline": QT_TRANSLATE_NOOP("RebuildRunView", "Simple models as yardsticks"),
    "evaluate": QT_TRANSLATE_NOOP("RebuildRunView", "Evaluate on unheard songs"),
    "export": QT_TRANSLATE_NOOP("RebuildRunView", "Write the model"),
}
STATES = {
    "done": QT_TRANSLATE_NOOP("RebuildRunView", "done"),
    "skipped": QT_TRANSLATE_NOOP("RebuildRunView", "done before"),
    "stopped": QT_TRANSLATE_NOOP("RebuildRunView", "broke off"),
}
ICONS = {
    "done": ("ok", "good"),
    "skipped": ("ok", "muted"),
    "running": ("play", "accent"),
    "stopped": ("pause", "warn"),
}


class RebuildRunView(Translated, QWidget):
    """Shows the state of a training.

    Args:
        training: whose.
    """

    def __init__(self, training: Training, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self.headline, self.songs, self.detail = label("heading", wrap=True), label("muted", wrap=True), label("muted")
        self.note = label("muted", wrap=True)
        self.bar = QProgressBar(textVisible=False)
        self.steps = QTreeWidget()
        self.steps.setColumnCount(2)
        self.steps.setHeaderHidden(True)
        self.steps.setRootIsDecorated(False)
        self.steps.setUniformRowHeights(True)
        self.steps.setIconSize(QSize(16, 16))
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps.header().setStretchLastSection(False)
        self.steps.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.steps.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.curves = Curves()
        self.verdict, self.figures = label("heading", wrap=True), label(wrap=True, selectable=True)
        self.caution = label("warn", wrap=True)
        self.report, self.install = button(), button(primary=True)
        self._build()
        training.changed.connect(self.show_state)
        self.retranslate()

    def _build(self) -> None:
        head = QVBoxLayout()
        line = QHBoxLayout()
        line.addWidget(self.headline, 1)
        line.addWidget(self.detail)
        head.addLayout(line)
        head.addWidget(self.bar)
        head.addWidget(self.songs)
        head.addWidget(self.note)
        found = QVBoxLayout()
        for widget in (self.verdict, self.figures, self.caution):
            found.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.install)
        row.addWidget(self.report)
        row.addStretch(1)
        found.addLayout(row)
        self.result = card(found)
        drawn = QVBoxLayout()
        drawn.addWidget(self.curves)
        middle = QHBoxLayout()
        middle.setSpacing(MARGIN)
        self.steps.setMinimumWidth(320)
        self.steps.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        middle.addWidget(self.steps, 4)
        middle.addWidget(card(drawn), 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(MARGIN)
        column.addWidget(card(head))
        column.addWidget(self.result)
        column.addLayout(middle, 1)
        for layout in (head, found):
            layout.setSpacing(SPACING)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.bar.setAccessibleName(self.tr("Progress of this step"))
        self.steps.setAccessibleName(self.tr("Steps"))
        self.note.setText(
            self.tr("You may close this window meanwhile. When MandoHit ends, training stops and keeps its checkpoint.")
        )
        self.report.setText(self.tr("Open the &report"))
        self.install.setText(self.tr("&Install and use this model"))
        self.show_state()

    def show_state(self) -> None:
        """Show where the training is."""
        state = self._training.state
        self.headline.setText(self._headline())
        step = state.steps.get(state.current)
        at_work = step is not None and step.state == "running" and state.is_under_way
        self.detail.setText(time_left(step.eta_s) if step and at_work and step.total else "")
        for widget in (self.bar, self.note):
            widget.setVisible(state.is_under_way)
        measured = step is not None and at_work and step.total > 0
        self.bar.setRange(0, 1000 if measured else 0)
        if step and measured:
            self.bar.setValue(1000 * min(step.done, step.total) // step.total)
        self.songs.setText(self._about_songs())
        self.songs.setVisible(bool(self.songs.text()))
        self._show_steps()
        self.curves.show_epochs(state.curves)
        self.result.setVisible(state.outcome is not None)
        if state.outcome:
            self._show_outcome(state.outcome)

    def _headline(self) -> str:
        state = self._training.state
        if state.failure:
            return sentences.failure(state.failure)
        if state.phase is Phase.STOPPING:
            return self.tr("Stopping; the checkpoint is being written\u2026")
        if state.phase is Phase.STOPPED:
            return self.tr("Stopped. What is done is kept, and it can go on from here.")
        if state.phase is Phase.DONE and state.rebuild:
            return self.tr("{model} is ready.").format(model=state.rebuild.name)
        if state.current:
            return _translated(STEP_NAMES.get(state.current, state.current)) + "\u2026"
        return self.tr("Starting\u2026")

    def _about_songs(self) -> str:
        """Return how many songs there are and what chance alone gives with so many."""
        sides = self._training.state.sides
        if not sides:
            return ""
        text = self.tr(
            "{train} songs to learn from, {validation} to know when to stop, {test} to test. With {test} test songs, "
            "chance alone gives rank correlations up to \u00b1{chance}."
        )
        return text.format(**sides, chance=figure(min(1.0, 1.96 / sqrt(max(1, sides["test"] - 1)))))

    def _show_steps(self) -> None:
        steps = self._training.state.steps
        if self.steps.topLevelItemCount() != len(steps):
            self.steps.clear()
            self.steps.addTopLevelItems([QTreeWidgetItem() for _ in steps])
        for row, (name, step) in enumerate(steps.items()):
            item = self.steps.topLevelItem(row)
            assert item is not None
            item.setText(0, _translated(STEP_NAMES.get(name, name)))
            text, state = _state_text(step), step.state
            if item.text(1) != text or item.icon(0).isNull():
                item.setText(1, text)
                item.setIcon(0, icon(*ICONS.get(state, ("record", "line"))))

    def _show_outcome(self, outcome: RebuildOutcome) -> None:
        n_songs = outcome.songs
        rank, low, high = outcome.spearman, outcome.low, outcome.high
        if rank is None or low is None or high is None:
            self.verdict.setText(self.tr("The test songs show nothing: predictions or labels are all the same."))
            self.figures.setText(self.tr("%n test song(s)", "", n_songs))
        else:
            self.verdict.setText(self._verdict(outcome.evidence))
            text = self.tr(
                "On %n test song(s): Spearman {rank}, 95 % interval {low} to {high}. 1 is a perfect ranking, 0 is "
                "chance.",
                "",
                n_songs,
            )
            self.figures.setText(text.format(rank=figure(rank), low=figure(low), high=figure(high)))
        self.caution.setText(self.tr("Artists are on both sides of the split, so these figures are too good."))
        self.caution.setVisible(outcome.leaky)

    def _verdict(self, evidence: Evidence) -> str:
        if evidence is Evidence.TOO_FEW_SONGS:
            return self.tr("The test songs show nothing: so few can be anything by chance. Use more songs.")
        if evidence is Evidence.NO_RELATION:
            return self.tr("The test songs show nothing: their interval includes no relation at all. Use more songs.")
        if evidence is Evidence.UNCERTAIN_STRENGTH:
            return self.tr("There is a relation between prediction and label; how strong it is, so few do not tell.")
        return self.tr("The model ranks songs that it has not heard better than chance.")


def _translated(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)


def _state_text(step: StepState) -> str:
    if step.state in STATES:
        return _translated(STATES[step.state])
    if step.state == "running" and step.total:
        count = QCoreApplication.translate("RebuildRunView", "{done} of {total}")
        return count.format(done=QLocale().toString(step.done), total=QLocale().toString(step.total))
    return ""
