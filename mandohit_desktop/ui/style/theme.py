"""Colours and measures of the window, light and dark, and the style sheet made of them.

Widgets that paint themselves ask `colours()` when they paint; other widgets recolour their parts in `Themed`.
"""

from dataclasses import dataclass, fields
from string import Template
from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from mandohit_desktop.core.resources import resource

SPACING = 8
MARGIN = 16
RADIUS = 8


@dataclass(frozen=True)
class Colours:
    """One theme's colours, as #rrggbb.

    Attributes:
        window: behind everything; `card` lies on it, `sunken` are fields and tables.
        text, muted: primary and secondary text.
        line: hairlines between things.
        accent: what can be pressed and what is selected; `on_accent` is text on it.
        good, bad: better and worse; never the only sign.
        warn: something to read.
        curve_timeline, curve_steps: the two curves under the spectrogram.
        series: the songs of a comparison.
    """

    window: str
    card: str
    sunken: str
    hover: str
    text: str
    muted: str
    line: str
    accent: str
    accent_soft: str
    on_accent: str
    good: str
    bad: str
    warn: str
    curve_timeline: str
    curve_steps: str
    series: tuple[str, ...]


LIGHT = Colours(
    window="#f4f3f0",
    card="#ffffff",
    sunken="#fbfaf8",
    hover="#f0eeea",
    text="#211f1c",
    muted="#6a655d",
    line="#e0dcd5",
    accent="#b3261e",
    accent_soft="#f7dedb",
    on_accent="#ffffff",
    good="#1b7a43",
    bad="#b3261e",
    warn="#8a5a00",
    curve_timeline="#b3261e",
    curve_steps="#2f5fa8",
    series=("#b3261e", "#2f5fa8", "#1b7a43", "#8a5a00", "#7a3fa0", "#0f7f86"),
)
DARK = Colours(
    window="#1b1a19",
    card="#252423",
    sunken="#201f1e",
    hover="#302e2c",
    text="#f1eeea",
    muted="#aaa49b",
    line="#3a3735",
    accent="#f2695c",
    accent_soft="#4a2521",
    on_accent="#1b1a19",
    good="#5fc98a",
    bad="#f2695c",
    warn="#e6b450",
    curve_timeline="#f2695c",
    curve_steps="#7fa8ee",
    series=("#f2695c", "#7fa8ee", "#5fc98a", "#e6b450", "#c79be6", "#5cc8cf"),
)

_STYLE = Template("""
QWidget { color: $text; }
QMainWindow, QDialog { background: $window; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: $card; color: $text; border: 1px solid $line; padding: 4px; }
QFrame[role="card"] { background: $card; border: 1px solid $line; border-radius: 8px; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="heading"] { font-size: 15px; font-weight: 600; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="warn"] { color: $warn; }
QLabel[role="figure"], QLabel[role="doubtful-figure"] { font-size: 44px; font-weight: 700; }
QLabel[role="doubtful-figure"] { color: $muted; }
QLabel[role="good"] { color: $good; font-weight: 600; }
QLabel[role="bad"] { color: $bad; font-weight: 600; }
QFrame#compact-panel { background: $card; border: 1px solid $line; }
QFrame#compact-notice { border: 1px dashed $line; border-radius: 8px; }
QToolButton[role="small"] { padding: 3px 5px; }
QFrame#compact-panel[over="true"] { background: $accent_soft; border: 2px solid $accent; }
QToolBar { background: $window; border: none; border-bottom: 1px solid $line; spacing: 6px; padding: 6px 10px; }
QStatusBar { background: $window; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QMenuBar { background: $window; }
QMenuBar::item { padding: 5px 9px; background: transparent; border-radius: 5px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $card; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 22px; border-radius: 5px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QPushButton, QToolButton[role="button"] {
    background: $card; border: 1px solid $line; border-radius: 6px; padding: 6px 14px; }
QPushButton, QToolButton, QCheckBox { outline: none; }
QPushButton:hover, QToolButton[role="button"]:hover { background: $hover; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:disabled { color: $muted; background: $window; }
QPushButton:focus, QToolButton:focus, QLineEdit:focus, QComboBox:focus, QSpinBox:focus { border: 1px solid $accent; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="primary"]:disabled { background: $line; border-color: $line; color: $muted; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px 8px; }
QToolButton:hover { background: $hover; }
QToolButton:checked { background: $accent_soft; border: 1px solid $accent; }
QToolButton::menu-indicator { image: none; }
QLineEdit, QComboBox, QSpinBox, QPlainTextEdit, QTextBrowser {
    background: $sunken; border: 1px solid $line; border-radius: 6px; padding: 5px 8px;
    selection-background-color: $accent; selection-color: $on_accent; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$marks/down.svg"); width: 12px; height: 12px; }
QCheckBox { spacing: 8px; padding: 3px; border: 1px solid transparent; border-radius: 6px; }
QCheckBox:focus { border: 1px solid $accent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $muted; border-radius: 4px; background: $sunken; }
QCheckBox::indicator:checked {
    background: $accent; border: 1px solid $accent; image: url("$marks/check-$scheme.svg"); }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line; selection-background-color: $accent_soft; }
QTableView, QTreeView, QListView {
    background: $sunken; alternate-background-color: $card; border: 1px solid $line;
    gridline-color: transparent; selection-background-color: $accent_soft; selection-color: $text; outline: 0; }
QTableView::item, QTreeView::item { padding: 4px 8px; border: none; }
QTreeView::item:selected { background: $accent_soft; }
QHeaderView { background: transparent; }
QHeaderView::section {
    background: $window; color: $muted; border: none; border-bottom: 1px solid $line; padding: 6px 8px; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSplitter::handle { background: transparent; }
QTabBar::tab { padding: 7px 14px; border: none; border-bottom: 2px solid transparent; color: $muted; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 5px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")

_STYLED = "mandohit-styled"
_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


_theme = "system"


def colours() -> Colours:
    """Return the colours in use."""
    if _theme == "system":
        return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
    return DARK if _theme == "dark" else LIGHT


class Themed:
    """Mixed into a widget that holds icons or colours of the theme; put it before the widget's class."""

    def follow_theme(self) -> None:
        """Apply the colours in use."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  Qt's name
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.follow_theme()
        cast(QWidget, super()).changeEvent(event)


def apply_theme(app: QApplication, theme: str) -> None:
    """Apply a theme to the application: `system`, `light` or `dark`."""
    global _theme
    _theme = theme
    hints = QGuiApplication.styleHints()
    if theme == "system":
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(_SCHEMES[theme])
    _apply_style(app)


def follow_system(app: QApplication) -> None:
    """Apply the theme again whenever the system changes between light and dark."""
    QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: _apply_style(app))


def _apply_style(app: QApplication) -> None:
    if app.property(_STYLED) is None:
        app.setStyle("Fusion")
        app.setProperty(_STYLED, True)
    tokens = colours()
    app.setPalette(_palette(tokens))
    app.setStyleSheet(
        _STYLE.substitute(
            {field.name: getattr(tokens, field.name) for field in fields(tokens)},
            marks=resource("marks").as_posix(),
            scheme="dark" if tokens is DARK else "light",
        )
    )


def _palette(tokens: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.sunken,
        QPalette.ColorRole.AlternateBase: tokens.card,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.card,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.ToolTipBase: tokens.card,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.muted,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.Mid: tokens.line,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.muted))
    return palette
