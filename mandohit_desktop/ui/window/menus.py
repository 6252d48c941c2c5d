"""The menu bar and the tool bar, made of the declared actions."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QMenuBar, QSizePolicy, QToolBar, QToolButton, QWidget

from mandohit_desktop.core.settings import SHOWN_MARKS
from mandohit_desktop.ui.actions import RATINGS, Actions
from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.style.widgets import ChoiceBox
from mandohit_desktop.ui.text.i18n import QT_TRANSLATE_NOOP, Translated, plain_text

RECENT = "recent"
MENUS = (
    (
        QT_TRANSLATE_NOOP("MenuBar", "&File"),
        (
            "open",
            "open_folder",
            RECENT,
            None,
            "watch",
            "watch_folders",
            "record",
            None,
            "export_csv",
            "export_json",
            None,
            "settings",
            "quit",
        ),
    ),
    (QT_TRANSLATE_NOOP("MenuBar", "&Edit"), ("copy", "select_all", "find", None, "remove")),
    (
        QT_TRANSLATE_NOOP("MenuBar", "&Songs"),
        ("play", "play_highlight", None, "pick", "compare", "rescore", None, "stop", "stop_all", None, "show_file"),
    ),
    (QT_TRANSLATE_NOOP("MenuBar", "Ma&rk"), ("star", "reject", None, *RATINGS)),
    (QT_TRANSLATE_NOOP("MenuBar", "&Model"), ("models", "rebuild")),
    (QT_TRANSLATE_NOOP("MenuBar", "&View"), ("compact",)),
    (QT_TRANSLATE_NOOP("MenuBar", "&Help"), ("shortcuts", "doctor", "about")),
)
TOOLS = ("open", "open_folder", None, "watch", "record", None, "pick", "compare", "rescore", None, "compact")
ICON_SIZE = 20
ROOMY = 1360
FOCUSED = Qt.ShortcutContext.WidgetShortcut


class MenuBar(Translated, QMenuBar):
    """The window's menus.

    Attributes:
        menus: by their English title.
    """

    recent_chosen = Signal(object)
    """The path of a recent file."""
    recent_cleared = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menus: dict[str, QMenu] = {}
        self._recent = QMenu(self)
        self._recent_paths: list[Path] = []
        for title, keys in MENUS:
            menu = self.menus[title] = self.addMenu("")
            for key in keys:
                if key is None:
                    menu.addSeparator()
                elif key == RECENT:
                    menu.addMenu(self._recent)
                else:
                    menu.addAction(actions[key])
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        titles = {title: self.tr(title) for title in self.menus}
        for title, menu in self.menus.items():
            menu.setTitle(titles[title])
        self._recent.setTitle(self.tr("Open &recent"))
        self.show_recent(self._recent_paths)

    def show_recent(self, paths: list[Path]) -> None:
        """Offer recent files, those that are gone left out."""
        self._recent_paths = paths
        self._recent.clear()
        for path in paths:
            action = self._recent.addAction(str(path).replace("&", "&&"))
            action.triggered.connect(lambda _=False, chosen=path: self.recent_chosen.emit(chosen))
        self._recent.addSeparator()
        self._recent.addAction(self.tr("Clear this list")).triggered.connect(self.recent_cleared)
        self._recent.setEnabled(bool(paths))


class ToolBar(Translated, QToolBar):
    """What is used most, and the filters of the table.

    Attributes:
        shown: a choice of songs by their marks; its data are the choices of `SHOWN_MARKS`.
        search: filters the table as one types.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMovable(False)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for key in TOOLS:
            if key is None:
                self.addSeparator()
            else:
                self.addAction(actions[key])
                button = self.widgetForAction(actions[key])
                if isinstance(button, QToolButton):
                    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self.shown = ChoiceBox()
        self.shown.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for choice in SHOWN_MARKS.choices:
            self.shown.addItem("", choice)
        self.addWidget(self.shown)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMaximumWidth(260)
        self.addWidget(self.search)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.search, self.search.clear)
        escape.setContext(FOCUSED)  # the constructor's argument of that name has no effect
        self._actions = actions
        self.retranslate()

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Show icons alone where there is no room for their names beside the search field."""
        super().resizeEvent(event)
        styles = Qt.ToolButtonStyle
        roomy = event.size().width() >= ROOMY
        self.setToolButtonStyle(styles.ToolButtonTextBesideIcon if roomy else styles.ToolButtonIconOnly)

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        self.setWindowTitle(self.tr("Tools"))
        names = {"all": self.tr("All songs"), "starred": self.tr("Starred"), "not_rejected": self.tr("Not rejected")}
        for i in range(self.shown.count()):
            self.shown.setItemText(i, names[self.shown.itemData(i)])
        self.shown.setAccessibleName(self.tr("Filter songs by their marks"))
        self.search.setPlaceholderText(self.tr("Filter songs"))
        self.search.setAccessibleName(self.tr("Filter songs by name or folder"))
        for key in filter(None, TOOLS):
            text = plain_text(self._actions[key].text())
            self._actions[key].setIconText(text)
            if button := self.widgetForAction(self._actions[key]):
                button.setAccessibleName(text)
