"""A typed, two-way message channel over an authenticated pipe.

Standard output never carries it: llama.cpp, its drivers and packagers write there. The pipe is
a Unix socket or a Windows named pipe of `multiprocessing.connection`, opened with a one-time key;
nothing is *started* by multiprocessing, which in a packaged program would start the window again.
"""

from __future__ import annotations

import threading
from multiprocessing.connection import Client, Connection

import msgspec

from yidesk.protocol.messages import AnyMessage

MAX_MESSAGE_BYTES = 256 * 1024 * 1024
"""A whole 200K-token conversation is about 1 MB; anything near this is a fault."""


class ChannelClosed(Exception):  # noqa: N818 - an ordinary event
    """The other side has gone."""


class Channel:
    """One end of the pipe. Sending is safe from any thread, receiving belongs to one."""

    def __init__(self, connection: Connection, largest: int = MAX_MESSAGE_BYTES) -> None:
        """LARGEST bytes may a message have that is received."""
        self._largest = largest
        self._connection = connection
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder: msgspec.msgpack.Decoder[AnyMessage] = msgspec.msgpack.Decoder(AnyMessage)
        self._sending = threading.Lock()

    @classmethod
    def connect(cls, address: str, key: bytes) -> Channel:
        """Connect a worker to the application that started it. Raises OSError."""
        return cls(Client(address, authkey=key))

    def send(self, message: AnyMessage) -> None:
        """Send one message. Raises ChannelClosed when the other side has gone."""
        data = self._encoder.encode(message)
        try:
            with self._sending:
                self._connection.send_bytes(data)
        except (OSError, ValueError) as error:
            raise ChannelClosed from error

    def receive(self) -> AnyMessage:
        """Wait for the next message. Raises ChannelClosed when the other side has gone.

        A message that does not decode is a fault of the program and closes the channel too.
        """
        try:
            return self._decoder.decode(self._connection.recv_bytes(self._largest))
        except (EOFError, OSError, msgspec.DecodeError) as error:
            raise ChannelClosed from error

    def close(self) -> None:
        """Close this end; the other side's `receive` ends."""
        self._connection.close()
