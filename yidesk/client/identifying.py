"""The hash of a file, which the reader makes: it may be large, and somebody waits for it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from yidesk.client.reading import refusal, sendable
from yidesk.core.errors import DocumentError
from yidesk.protocol import messages
from yidesk.protocol.channel import ChannelClosed

MOST_SECONDS = 1800.0
"""4 GB, the largest file there is, come from a slow stick in a quarter of that."""
ByteListener = Callable[[int, int], None]
"""Called now and then with (bytes done, bytes in all)."""


@dataclass
class Identifying:
    """One file's hash."""

    path: Path
    on_bytes: ByteListener | None
    request: int = 0
    fingerprint: str = ""
    complete: bool = False
    ended: bool = True
    """No worker is busy with the request: not asked yet, answered, or the worker is gone."""
    _began: float = field(default_factory=time.monotonic)

    def next_request(self) -> messages.IdentifyFile:
        """Ask for it."""
        self.ended = False
        return messages.IdentifyFile(id=self.request, path=sendable(self.path))

    @property
    def is_late(self) -> bool:
        """Whether it takes longer than any file."""
        return time.monotonic() - self._began > MOST_SECONDS

    def take(self, event: messages.AnyMessage) -> None:
        """Note what the worker said. Raises YiDeskError when it says that it cannot."""
        match event:
            case messages.Progress(done=done, total=total):
                if self.on_bytes is not None:
                    self.on_bytes(int(done), int(total))
            case messages.FileIdentified(fingerprint=fingerprint):
                if not re.fullmatch("[0-9a-f]{64}", fingerprint):
                    raise ChannelClosed
                self.fingerprint = fingerprint
                self.complete = self.ended = True
            case messages.Failed():
                self.ended = True
                raise refusal(event)
            case _:
                pass  # a sign of life

    def lost(self, error: DocumentError) -> None:
        """The worker ended. Raises ERROR."""
        self.ended = True
        raise error

    def give_up(self, error: DocumentError) -> None:
        """It takes too long. Raises ERROR."""
        self.lost(error)
