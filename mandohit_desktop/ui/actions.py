"""Every action of the window, declared once: its text, shortcut and icon.

Menus, tool bar and the list of shortcuts are made of these.
"""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from mandohit_desktop.ui.style.icons import icon
from mandohit_desktop.ui.text.i18n import QT_TRANSLATE_NOOP, plain_text


@dataclass(frozen=True)
class Declared:
    """One action.

    Attributes:
        text: in English; an ampersand marks the menu's access key.
        shortcut: in Qt's portable notation.
        icon: name of a file in `resources/icons`, or empty.
        checkable: whether it stays on until it is used again.
        in_list: whether its shortcut, a plain key, works in the list of songs alone.
    """

    text: str
    shortcut: str
    icon: str = ""
    checkable: bool = False
    in_list: bool = False


ACTIONS = {
    "open": Declared(QT_TRANSLATE_NOOP("Actions", "&Open songs…"), "Ctrl+O", "open"),
    "open_folder": Declared(QT_TRANSLATE_NOOP("Actions", "Open &folder…"), "Ctrl+Shift+O", "folder"),
    "export_csv": Declared(QT_TRANSLATE_NOOP("Actions", "Export as &CSV…"), "Ctrl+S", "export"),
    "export_json": Declared(QT_TRANSLATE_NOOP("Actions", "Export as &JSON…"), "Ctrl+Shift+S"),
    "settings": Declared(QT_TRANSLATE_NOOP("Actions", "&Settings…"), "Ctrl+,", "settings"),
    "quit": Declared(QT_TRANSLATE_NOOP("Actions", "&Quit"), "Ctrl+Q"),
    "copy": Declared(QT_TRANSLATE_NOOP("Actions", "&Copy"), "Ctrl+C", "copy"),
    "select_all": Declared(QT_TRANSLATE_NOOP("Actions", "Select &all"), "Ctrl+A"),
    "find": Declared(QT_TRANSLATE_NOOP("Actions", "&Find"), "Ctrl+F", "search"),
    "compare": Declared(QT_TRANSLATE_NOOP("Actions", "Co&mpare"), "Ctrl+D", "compare"),
    "pick": Declared(QT_TRANSLATE_NOOP("Actions", "Pic&k…"), "Ctrl+K", "ok"),
    "play": Declared(QT_TRANSLATE_NOOP("Actions", "&Play or pause"), "Ctrl+P", "play"),
    "play_highlight": Declared(QT_TRANSLATE_NOOP("Actions", "Play the &highlight"), "Ctrl+H", "highlight"),
    "rescore": Declared(QT_TRANSLATE_NOOP("Actions", "Score a&gain"), "F5", "rescore"),
    "stop": Declared(QT_TRANSLATE_NOOP("Actions", "S&top selected"), "Ctrl+."),
    "stop_all": Declared(QT_TRANSLATE_NOOP("Actions", "Stop all"), "Ctrl+Shift+.", "stop"),
    "remove": Declared(QT_TRANSLATE_NOOP("Actions", "&Remove from history"), "Del", "trash"),
    "show_file": Declared(QT_TRANSLATE_NOOP("Actions", "Show in fol&der"), "Ctrl+Shift+R", "folder"),
    "star": Declared(QT_TRANSLATE_NOOP("Actions", "&Star"), "S", in_list=True),
    "reject": Declared(QT_TRANSLATE_NOOP("Actions", "Re&ject"), "X", in_list=True),
    "rate_1": Declared(QT_TRANSLATE_NOOP("Actions", "Rating &1"), "1", in_list=True),
    "rate_2": Declared(QT_TRANSLATE_NOOP("Actions", "Rating &2"), "2", in_list=True),
    "rate_3": Declared(QT_TRANSLATE_NOOP("Actions", "Rating &3"), "3", in_list=True),
    "rate_4": Declared(QT_TRANSLATE_NOOP("Actions", "Rating &4"), "4", in_list=True),
    "rate_5": Declared(QT_TRANSLATE_NOOP("Actions", "Rating &5"), "5", in_list=True),
    "rate_0": Declared(QT_TRANSLATE_NOOP("Actions", "&No rating"), "0", in_list=True),
    "watch": Declared(QT_TRANSLATE_NOOP("Actions", "&Watch folders"), "Ctrl+Shift+W", "watch", checkable=True),
    "watch_folders": Declared(QT_TRANSLATE_NOOP("Actions", "Watched &folders…"), "Ctrl+Alt+W"),
    "record": Declared(QT_TRANSLATE_NOOP("Actions", "&Record…"), "Ctrl+R", "record"),
    "compact": Declared(QT_TRANSLATE_NOOP("Actions", "&Compact window"), "Ctrl+M", "compact"),
    "models": Declared(QT_TRANSLATE_NOOP("Actions", "&Models…"), "Ctrl+Shift+M", "model"),
    "rebuild": Declared(QT_TRANSLATE_NOOP("Actions", "Re&build…"), "Ctrl+Shift+B"),
    "shortcuts": Declared(QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"), "F1", "keyboard"),
    "doctor": Declared(QT_TRANSLATE_NOOP("Actions", "&Doctor"), "Ctrl+Shift+D", "doctor"),
    "about": Declared(QT_TRANSLATE_NOOP("Actions", "&About MandoHit"), "Ctrl+F1", "info"),
}

RATINGS = {"rate_1": 1, "rate_2": 2, "rate_3": 3, "rate_4": 4, "rate_5": 5, "rate_0": 0}
"""The rating that each action gives; 0 for none."""


class Actions:
    """The actions themselves, by key.

    Args:
        parent: the window in which their shortcuts work.
    """

    def __init__(self, parent: QObject) -> None:
        self._by_key = {key: QAction(parent) for key in ACTIONS}
        for key, declared in ACTIONS.items():
            action = self._by_key[key]
            action.setObjectName(key)
            action.setShortcut(QKeySequence(declared.shortcut))
            action.setCheckable(declared.checkable)
            if declared.in_list:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            if declared.icon:
                action.setIcon(icon(declared.icon))
        self.retranslate()

    def __getitem__(self, key: str) -> QAction:
        return self._by_key[key]

    def all(self) -> list[QAction]:
        """Return every action, in the order of their declaration."""
        return list(self._by_key.values())

    def in_list(self) -> list[QAction]:
        """Return those whose shortcuts work in the list of songs alone."""
        return [action for key, action in self._by_key.items() if ACTIONS[key].in_list]

    def retranslate(self) -> None:
        """Write every text in the language in use."""
        for key, action in self._by_key.items():
            text = QCoreApplication.translate("Actions", ACTIONS[key].text)
            action.setText(text)
            shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{plain_text(text)} ({shortcut})")
