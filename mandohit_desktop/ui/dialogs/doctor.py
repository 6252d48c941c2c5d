"""The check-up of this installation: findings as they come, and the text for a bug report."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from mandohit_desktop.core.failure import Failure
from mandohit_desktop.core.findings import Finding
from mandohit_desktop.jobs.engine_queries import EngineQueries
from mandohit_desktop.ui.dialogs.findings import shown_text, shown_topic
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import MARGIN
from mandohit_desktop.ui.style.widgets import button, close_button, column, label, resize_within_screen
from mandohit_desktop.ui.text import sentences
from mandohit_desktop.ui.text.i18n import Translated


class DoctorDialog(Translated, QDialog):
    """Checks the installation when it is made, and again on request.

    Args:
        queries: makes the check-up.
    """

    def __init__(self, queries: EngineQueries, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queries = queries
        self._lines: list[str] = []
        self._n_bad = 0
        self._over = False
        self._failure: Failure | None = None
        self._first_bad: QTreeWidgetItem | None = None
        self.summary = label("heading", wrap=True)
        self.findings = QTreeWidget()
        self.findings.setRootIsDecorated(False)
        self.findings.setUniformRowHeights(True)
        self.findings.setIconSize(QSize(18, 18))
        self._busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.copy, self.again = button(), button()
        self.copy.setIcon(icon("copy"))
        self.again.setIcon(icon("rescore"))
        self.copy.clicked.connect(self._copy)
        self.again.clicked.connect(self._start)
        self._build()
        queries.finding.connect(self._on_finding)
        queries.checked.connect(self._on_checked)
        queries.failed.connect(self._on_failed)
        resize_within_screen(self, 760, 620)
        self._start()

    def _build(self) -> None:
        bottom = QHBoxLayout()
        for widget in (self.copy, self.again):
            bottom.addWidget(widget)
        bottom.addStretch(1)
        bottom.addWidget(close_button(self))
        layout = column(self, margin=MARGIN)
        for part in (self.summary, self._busy, self.findings):
            layout.addWidget(part)
        layout.addLayout(bottom)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Doctor"))
        self.findings.setHeaderLabels([self.tr("What"), self.tr("Finding")])
        self.findings.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.findings.setAccessibleName(self.tr("Findings"))
        self._busy.setAccessibleName(self.tr("Working"))
        self.copy.setText(self.tr("&Copy for a bug report"))
        self.again.setText(self.tr("Check &again"))
        if self._failure:
            self.summary.setText(sentences.failure(self._failure))
        elif not self._over:
            self.summary.setText(self.tr("Checking this installation\u2026"))
        elif self._n_bad:
            self.summary.setText(self.tr("%n thing(s) are not as they should be.", "", self._n_bad))
        else:
            self.summary.setText(self.tr("Everything is in order."))

    def _start(self) -> None:
        self._lines, self._n_bad, self._over, self._failure, self._first_bad = [], 0, False, None, None
        self.findings.clear()
        self._set_busy(True)
        self._queries.check_up()

    def _set_busy(self, busy: bool) -> None:
        self._busy.setVisible(busy)
        self.copy.setEnabled(not busy)
        self.again.setEnabled(not busy)
        self.retranslate()

    def _on_finding(self, finding: Finding) -> None:
        self._lines.append(finding.line)
        self._n_bad += not finding.sound
        item = QTreeWidgetItem([shown_topic(finding), shown_text(finding)])
        item.setIcon(0, icon("ok", "good") if finding.sound else icon("error", "bad"))
        item.setToolTip(1, finding.text)
        self.findings.addTopLevelItem(item)
        self.findings.scrollToItem(item)
        if not finding.sound and self._first_bad is None:
            self._first_bad = item

    def _on_checked(self) -> None:
        self._over = True
        self._set_busy(False)
        if first := self._first_bad or self.findings.topLevelItem(0):
            self.findings.scrollToItem(first)

    def _on_failed(self, what: str, failure: Failure) -> None:
        if what == "check_up":
            self._failure = failure
            self._on_checked()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._lines))
        self.copy.setText(self.tr("Copied"))
