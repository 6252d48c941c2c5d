"""Files and folders dropped from a file manager or a DAW."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent


class DropTarget:
    """Takes what is dropped on a widget: a class puts it before the widget's and calls `setAcceptDrops`."""

    def mark_drop(self, over: bool) -> None:
        """Show whether files are held over the widget."""
        raise NotImplementedError

    def open_paths(self, paths: list[Path]) -> None:
        """Open files and folders that were dropped."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  Qt's name
        """Accept files and folders."""
        if _local_paths(event):
            event.acceptProposedAction()
            self.mark_drop(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802  Qt's name
        """Forget the files that were held over the widget."""
        del event
        self.mark_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  Qt's name
        """Open what was dropped."""
        self.mark_drop(False)
        if paths := _local_paths(event):
            event.acceptProposedAction()
            self.open_paths(paths)


def _local_paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
