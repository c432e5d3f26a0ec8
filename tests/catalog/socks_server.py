"""A SOCKS5 proxy on this computer for tests (RFC 1928; no authentication, CONNECT only)."""

from __future__ import annotations

import selectors
import socket
import struct
import threading


class SocksServer:
    """Forwards to anywhere; remembers whereto. Ends with the with-block."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"socks5://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> SocksServer:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            _version, methods = _exactly(client, 2)
            _exactly(client, methods)
            client.sendall(b"\x05\x00")
            _version, _command, _reserved, kind = _exactly(client, 4)
            length = {1: 4, 4: 16}.get(kind) or _exactly(client, 1)[0]
            address = _exactly(client, length)
            host = address.decode() if kind == 3 else socket.inet_ntoa(address)
            (port,) = struct.unpack("!H", _exactly(client, 2))
            self.asked.append((host, port))
            with socket.create_connection((host, port)) as server:
                client.sendall(b"\x05\x00\x00\x01" + bytes(6))
                _forward(client, server)


def _exactly(source: socket.socket, count: int) -> bytes:
    content = b""
    while len(content) < count:
        content += source.recv(count - len(content)) or b"\0"
    return content


def _forward(client: socket.socket, server: socket.socket) -> None:
    other = {client: server, server: client}
    with selectors.DefaultSelector() as ready:
        for each in other:
            ready.register(each, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                content = key.fileobj.recv(65536)  # type: ignore[union-attr] # sockets only
                if not content:
                    return
                other[key.fileobj].sendall(content)  # type: ignore[index] # as above
