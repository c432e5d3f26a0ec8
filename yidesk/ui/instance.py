"""One window for one data folder: a second start hands its files to the first and ends.

QLockFile says who was first, whatever has become of the process. The first listens on a local
socket (a named pipe on Windows) that only the same person may use; the second sends one line, the
JSON of a `Call`, and waits for `ok`.
"""

from __future__ import annotations

import json
import logging
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject, QThread, Signal, Slot

from yidesk.core.errors import YiDeskError
from yidesk.core.paths import DataPaths

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger(__name__)
LONGEST = 1 << 20
"""Bytes of a line that is listened to."""
ANSWER_MS = 5_000
"""How long a second start waits for the first window's answer."""
OPENING_MS = 20_000
"""How long for one that does not listen yet: it is opening, on a slow computer."""
RETRY_MS = 20
"""How long it waits before it looks again whether the first one listens."""


_TOKEN = re.compile(r"[!-~]{0,1000}")
"""It goes into the environment; those of the desktops are some dozens of characters."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a second start asks of the first window."""

    files: tuple[Path, ...] = ()
    quick: bool = False
    """Whether the small window for one question is wanted, and not the large one."""
    token: str = ""
    """With which a window may come to the front on Wayland: whoever starts a program gets one."""

    def line(self) -> bytes:
        """As it goes through the socket."""
        files = [str(path.absolute()) for path in self.files]
        given = {"files": files, "quick": self.quick, "token": self.token}
        return json.dumps(given).encode() + b"\n"

    @classmethod
    def of(cls, line: bytes) -> Call | None:
        """The call in a line; None when it is none."""
        try:
            given = json.loads(line)
        except ValueError:
            return None
        if not isinstance(given, dict) or set(given) != {"files", "quick", "token"}:
            return None
        files, token = given["files"], given["token"]
        if not isinstance(files, list) or not all(isinstance(each, str) for each in files):
            return None
        fits = isinstance(token, str) and _TOKEN.fullmatch(token)
        return cls(tuple(map(Path, files)), given["quick"] is True, token if fits else "")


class Instance(QObject):
    """The first window's claim on a data folder."""

    called = Signal(object)
    """Somebody has started the program again: a Call."""

    def __init__(self, paths: DataPaths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = _name(paths)
        self._lock = QLockFile(str(paths.root / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the first window; False when there is one already."""
        return self._lock.tryLock(100)

    def listen(self) -> None:
        """From now on second starts are heard; they wait that long."""
        from PySide6.QtNetwork import QLocalServer

        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._greet)
        QLocalServer.removeServer(self._name)  # what a killed window left behind
        if not server.listen(self._name):
            _log.warning("no second start can be heard: %s", server.errorString())

    def hand_over(self, call: Call) -> bool:
        """Ask the window that was first; False when it has ended, and this one is the first now.

        Raises YiDeskError when it does not answer.
        """
        socket = self._reached()
        if socket is None and self._lock.isLocked():
            return False
        heard = socket is not None and socket.write(call.line()) > 0
        if socket is None or not heard or not socket.waitForReadyRead(ANSWER_MS):
            raise YiDeskError(
                "YiDesk is open already, but does not answer.",
                code="already_open",
                next_step="Use the window that is open, or give this one a --data-dir of its own.",
            )
        socket.close()
        return True

    def _reached(self) -> QLocalSocket | None:
        """A socket to the first window, which may be opening just now, or ending.

        None: it does not answer, or it has ended and its place is taken.
        """
        from PySide6.QtNetwork import QLocalSocket

        end = time.monotonic() + OPENING_MS / 1000
        socket = QLocalSocket()
        while time.monotonic() < end:
            socket.connectToServer(self._name)
            if socket.waitForConnected(ANSWER_MS):
                return socket
            if self._lock.tryLock(0):
                return None
            QThread.msleep(RETRY_MS)
        return None

    def release(self) -> None:
        """Let another window be the first."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    @Slot()
    def _greet(self) -> None:
        if self._server is None:
            return
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
    place = str(paths.root.resolve()).encode("utf-8", "surrogateescape")
    digest = QCryptographicHash.hash(place, QCryptographicHash.Algorithm.Sha256).toHex()
    return f"yidesk-{bytes(digest.data())[:20].decode()}"
