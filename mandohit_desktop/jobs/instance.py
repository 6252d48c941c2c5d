"""One window a user: a second start hands its files to the first and ends.

They meet at a local socket whose name comes from the data folder, so that portable copies stay apart.
"""

import getpass
import hashlib
import json
import logging
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

WAIT_MS = 1500
MAX_BYTES = 4 * 2**20


def _name(data_folder: Path) -> str:
    identity = f"{getpass.getuser()} {data_folder.absolute()}"
    return f"mandohit-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"


def hand_over(paths: list[Path], data_folder: Path) -> bool:
    """Give files to a window that runs already; tell whether there was one."""
    socket = QLocalSocket()
    socket.connectToServer(_name(data_folder))
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(json.dumps([str(path.absolute()) for path in paths]).encode() + b"\n")
    socket.waitForBytesWritten(WAIT_MS)
    accepted = socket.waitForReadyRead(WAIT_MS) and socket.readAll().data() == b"ok\n"
    socket.disconnectFromServer()
    return bool(accepted)


class FirstInstance(QObject):
    """Listens for the files of later starts."""

    handed_over = Signal(object)
    """A list of paths; empty if the later start had none and only wants the window shown."""

    def __init__(self, data_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        self._received: dict[QLocalSocket, bytes] = {}
        name = _name(data_folder)
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            log.warning("Later starts cannot reach this window: %s", self._server.errorString())

    @Slot()
    def _accept(self) -> None:
        while socket := self._server.nextPendingConnection():
            self._received[socket] = b""
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(self._forget)

    @Slot()
    def _read(self) -> None:
        socket = self.sender()
        assert isinstance(socket, QLocalSocket)
        self._received[socket] = self._received.get(socket, b"") + socket.readAll().data()
        line, newline, _ = self._received[socket].partition(b"\n")
        if len(line) > MAX_BYTES:
            socket.abort()
        elif newline:
            self._received[socket] = b""
            try:
                paths = [Path(text) for text in json.loads(line)]
            except (ValueError, TypeError) as error:
                log.warning("A later start sent something unreadable: %s", error)
                return
            socket.write(b"ok\n")
            socket.flush()
            self.handed_over.emit(paths)

    @Slot()
    def _forget(self) -> None:
        socket = self.sender()
        assert isinstance(socket, QLocalSocket)
        self._received.pop(socket, None)
        socket.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Take the files that macOS sends to the running application as events."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.handed_over.emit([Path(event.file())])
            return True
        return super().eventFilter(watched, event)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()
