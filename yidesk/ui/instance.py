"""One window for one data folder: a second start hands its files to the first and ends.

QLockFile says who was first, whatever has become of the process. The first listens on a local
socket (a named pipe on Windows) that only the same person may use; the second sends one line, the
JSON of a `Call`, and waits for `ok`.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from yidesk.core.errors import YiDeskError
from yidesk.core.paths import DataPaths

_log = logging.getLogger(__name__)
LONGEST = 1 << 20
"""Bytes of a line that is listened to."""
ANSWER_MS = 5_000
"""How long a second start waits for the first window."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a second start asks of the first window."""

    files: tuple[Path, ...] = ()
    quick: bool = False
    """Whether the small window for one question is wanted, and not the large one."""

    def line(self) -> bytes:
        """As it goes through the socket."""
        files = [str(path.absolute()) for path in self.files]
        return json.dumps({"files": files, "quick": self.quick}).encode() + b"\n"

    @classmethod
    def of(cls, line: bytes) -> Call | None:
        """The call in a line; None when it is none."""
        try:
            given = json.loads(line)
        except ValueError:
            return None
        if not isinstance(given, dict) or set(given) != {"files", "quick"}:
            return None
        files, quick = given["files"], given["quick"]
        if not isinstance(files, list) or not all(isinstance(each, str) for each in files):
            return None
        return cls(tuple(map(Path, files)), quick is True)


class Instance(QObject):
    """The first window's claim on a data folder."""

    called = Signal(object)
    """Somebody has started the program again: a Call."""

    def __init__(self, paths: DataPaths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = _name(paths)
        self._lock = QLockFile(str(paths.root / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def claim(self) -> bool:
        """Become the first window; False when there is one already."""
        if not self._lock.tryLock(100):
            return False
        QLocalServer.removeServer(self._name)  # what a killed window left behind
        if not self._server.listen(self._name):
            _log.warning("no second start can be heard: %s", self._server.errorString())
        return True

    def hand_over(self, call: Call) -> None:
        """Ask the window that was first. Raises YiDeskError when it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        heard = socket.waitForConnected(ANSWER_MS) and socket.write(call.line()) > 0
        if not heard or not socket.waitForReadyRead(ANSWER_MS):
            raise YiDeskError(
                "YiDesk is open already, but does not answer.",
                code="already_open",
                next_step="Use the window that is open, or give this one a --data-dir of its own.",
            )
        socket.close()

    def release(self) -> None:
        """Let another window be the first."""
        self._server.close()
        self._lock.unlock()

    @Slot()
    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda caller=socket: self._listen(caller))
            self._listen(socket)

    def _listen(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST:
                socket.abort()
            return
        call = Call.of(bytes(socket.readLine().data()))
        if call is None:
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        self.called.emit(call)


def _name(paths: DataPaths) -> str:
    """The socket's name: short, and another one for every data folder."""
    place = hashlib.sha256(str(paths.root.resolve()).encode("utf-8", "surrogateescape"))
    return f"yidesk-{place.hexdigest()[:20]}"
