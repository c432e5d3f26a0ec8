"""Every connection this program made, in a file that a person can read."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MOST = 500
"""Connections that are shown, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One request to another computer. What was asked for is not kept, only whom."""

    when: str
    """ISO 8601, UTC."""
    method: str
    host: str


class Connections:
    """The list; `note` is `yidesk.catalog.network.Network`'s ON_REQUEST. Safe from any thread."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "network.log"
        self._lock = threading.Lock()

    def note(self, method: str, host: str) -> None:
        """Write down a connection before it is made. A full disk does not stop it."""
        when = datetime.now(UTC).isoformat(timespec="seconds")
        with self._lock, contextlib.suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{when} {method} {host}\n")

    def made(self) -> tuple[Connection, ...]:
        """What was written down, the oldest first; damaged lines are passed over."""
        try:
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ()
        parts = (line.split(" ") for line in lines[-MOST:])
        return tuple(
            Connection(when=part[0], method=part[1], host=part[2])
            for part in parts
            if len(part) == 3
        )
