"""The dialog for an unhandled exception: what happened, where the log is, and a report to copy."""

import platform

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from mandohit_desktop import __version__
from mandohit_desktop.core.paths import log_file
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.theme import MARGIN, SPACING
from mandohit_desktop.ui.style.widgets import button, column, label
from mandohit_desktop.ui.text.i18n import Translated

ICON_SIZE = 36


class ErrorDialog(Translated, QDialog):
    """One unexpected error, and how often errors came since. Does not block the application."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self._summary = ""
        self._details = ""
        self.count = 0
        mark = QLabel()
        mark.setPixmap(icon("error", "bad").pixmap(ICON_SIZE, ICON_SIZE))
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._heading = label("heading", wrap=True)
        self._comfort = label("muted", wrap=True)
        self.what = QPlainTextEdit(readOnly=True)
        self.what.setMaximumHeight(110)
        self.what.setTabChangesFocus(True)
        self._repeated = label("warn")
        self.place = label("muted", wrap=True, selectable=True)
        self.copy, self.open_folder, self.ok = button(), button(), button(primary=True, default=True)
        self.copy.clicked.connect(self._copy)
        self.open_folder.clicked.connect(self._open_folder)
        self.ok.clicked.connect(self.accept)
        words = QVBoxLayout()
        words.setSpacing(SPACING)
        for widget in (self._heading, self._comfort, self.what, self._repeated, self.place):
            words.addWidget(widget)
        top = QHBoxLayout()
        top.setSpacing(MARGIN)
        top.addWidget(mark)
        top.addLayout(words, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.copy)
        bottom.addWidget(self.open_folder)
        bottom.addStretch(1)
        bottom.addWidget(self.ok)
        layout = column(self, margin=MARGIN, spacing=MARGIN)
        layout.addLayout(top)
        layout.addLayout(bottom)
        self.retranslate()
        self.setMinimumWidth(520)

    def show_error(self, summary: str, details: str) -> None:
        """Show an error, or count it while another is shown.

        Args:
            summary: the error in one line.
            details: the traceback; only copied, never shown.
        """
        if self.isVisible():
            self.count += 1
        else:
            self.count = 1
            self._summary, self._details = summary, details
        self.retranslate()
        self.show()
        self.raise_()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Something unexpected went wrong"))
        self._heading.setText(self.tr("Something unexpected went wrong"))
        self._comfort.setText(
            self.tr("This is a fault in MandoHit, not in your songs. You can go on working; every result is kept.")
        )
        self.what.setPlainText(self._summary)
        self.what.setAccessibleName(self.tr("What happened"))
        self._repeated.setText(self.tr("%n more since then; the log has them all.", "", max(0, self.count - 1)))
        self._repeated.setVisible(self.count > 1)
        self.place.setText(self.tr("The details are in the log: {file}").format(file=log_file()))
        self.copy.setText(self.tr("&Copy report"))
        self.open_folder.setText(self.tr("&Open log folder"))
        self.ok.setText(self.tr("Go on"))

    def report(self) -> str:
        """Return what the copy button copies."""
        system = f"MandoHit {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
        return f"{system}\nLog: {log_file()}\n\n{self._details}"

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
        self.copy.setText(self.tr("Copied"))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file().parent)))
