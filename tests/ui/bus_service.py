"""A service on the session's real bus, as a desktop has it, for tests to speak with."""

from __future__ import annotations

import socket
import threading

from jeepney import Message
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection


class BusService:
    """Answers under a NAME, in a thread of its own."""

    def __init__(self, name: str) -> None:
        self.connection = open_dbus_connection("SESSION")
        self.bus = Proxy(message_bus, self.connection)
        self.bus.RequestName(name)
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)

    def start(self) -> None:
        """Take messages from now on."""
        self._thread.start()

    def take(self, message: Message) -> None:
        """What is done with a message."""
        raise NotImplementedError

    def close(self) -> None:
        """Leave the bus."""
        self.connection.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self.connection.close()

    def _serve(self) -> None:
        try:
            while True:
                self.take(self.connection.receive())
        except (OSError, ValueError, EOFError):  # closed
            return
