"""What every window must keep: whatever can take the focus has a name, and each access key leads to one place."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLabel, QTabBar, QWidget


def nameless(window: QWidget) -> list[str]:
    """Return the widgets that take the focus from the keyboard and say nothing to a screen reader."""
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not _has_name(widget)
    ]


def doubled_access_keys(window: QWidget) -> list[str]:
    """Return the access keys that more than one widget of a window claims."""
    texts = (widget.text() for kind in (QAbstractButton, QLabel) for widget in window.findChildren(kind))
    keys = Counter(key.toString() for text in texts if not (key := QKeySequence.mnemonic(text)).isEmpty())
    return [key for key, count in keys.items() if count > 1]


def _has_name(widget: QWidget) -> bool:
    if widget.accessibleName():
        return True
    if isinstance(widget, QAbstractButton | QLabel):
        return bool(widget.text())
    if isinstance(widget, QTabBar):
        return all(widget.tabText(i) for i in range(widget.count()))
    if isinstance(widget.parent(), QAbstractScrollArea) or _is_popup_of_a_box(widget):
        return True
    return any(label.buddy() is widget for label in widget.window().findChildren(QLabel))


def _is_popup_of_a_box(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QComboBox):
        parent = parent.parentWidget()
    return parent is not None
