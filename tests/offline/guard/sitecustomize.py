"""Imported by every Python that starts with this folder on its path: forbids the network.

A Unix socket or a named pipe between the program and its workers is not the network.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_FORBIDDEN = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request",
})  # fmt: skip


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _FORBIDDEN:
        return
    address = arguments[1] if event in {"socket.connect", "socket.bind"} else None
    if isinstance(address, str | bytes):
        return  # a Unix socket: its address is a path
    with Path(os.environ["YIDESK_TEST_NETWORK_LOG"]).open("a", encoding="utf-8") as log:
        log.write(f"{event} {arguments[1:]!r} by {sys.argv}\n")
    raise PermissionError(f"the network was used: {event}")


sys.addaudithook(_watch)
